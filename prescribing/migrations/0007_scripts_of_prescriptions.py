"""Each script that a prescription has named becomes a row of the table of scripts.

Earlier ones stand in the prescription's history, with the moment they were recorded. Where two say
the same days differently, the one recorded last stands, and the other was superseded by it.
"""

from django.db import migrations

from rodt.ids import new_id

NAMED = """
    SELECT id, service_id, patient_id, script_from_on, script_to_on, pharmacy,
        min(recorded_at) AS recorded_at, (array_agg(recorded_by_id))[1]
    FROM (
        SELECT pgh_obj_id AS id, service_id, patient_id, script_from_on, script_to_on, pharmacy,
            pgh_created_at AS recorded_at, recorded_by_id
        FROM prescribing_prescriptionevent
        UNION ALL
        SELECT id, service_id, patient_id, script_from_on, script_to_on, pharmacy,
            recorded_at, recorded_by_id
        FROM prescribing_prescription AS now
        WHERE NOT EXISTS (
            SELECT 1 FROM prescribing_prescriptionevent AS event WHERE event.pgh_obj_id = now.id
                AND event.script_from_on = now.script_from_on
                AND event.script_to_on = now.script_to_on
        )
    ) AS ever
    WHERE script_from_on IS NOT NULL AND script_to_on >= script_from_on
    GROUP BY id, service_id, patient_id, script_from_on, script_to_on, pharmacy
    ORDER BY id, recorded_at DESC
"""

LAST = """
    UPDATE prescribing_prescription AS now
    SET script_from_on = script.from_on, script_to_on = script.to_on
    FROM (
        SELECT DISTINCT ON (prescription_id) prescription_id, from_on, to_on
        FROM prescribing_script WHERE superseded_at IS NULL AND NOT is_withdrawn
        ORDER BY prescription_id, to_on DESC
    ) AS script
    WHERE script.prescription_id = now.id
"""


def move(apps, schema_editor):
    Script = apps.get_model("prescribing", "Script")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NAMED)
        named = cursor.fetchall()
    made, standing, of = [], [], None
    for prescription, service, patient, from_on, to_on, pharmacy, at, by in named:
        if prescription != of:
            of, standing = prescription, []
        later = [one for one in standing if one.from_on <= to_on and from_on <= one.to_on]
        row = Script(
            id=new_id(),
            service_id=service,
            patient_id=patient,
            prescription_id=prescription,
            from_on=from_on,
            to_on=to_on,
            pharmacy=pharmacy,
            recorded_at=at,
            recorded_by_id=by,
            superseded_at=min((one.recorded_at for one in later), default=None),
        )
        if not later:
            standing.append(row)
        made.append(row)
    Script.objects.bulk_create(made, batch_size=1000)


def move_back(apps, schema_editor):
    schema_editor.execute(LAST)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM prescribing_script")


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0006_where_a_transfer_goes")]
    operations = [migrations.RunPython(move, move_back)]
