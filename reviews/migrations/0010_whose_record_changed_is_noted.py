"""Triggers that note whose record changed, on every table from which follows what is due.

One note a person and statement, whoever writes and however: an action, an import, raw SQL.
"""

from django.db import migrations

from rodt import row_security

# Those that the statements of `reviews.facts_sql` read; a medicine is the same for everybody.
FACTS = (
    "patients_appointment",
    "patients_contact",
    "patients_episode",
    "patients_pause",
    "patients_significantevent",
    "prescribing_depotdose",
    "prescribing_misseddoses",
    "prescribing_prescription",
    "prescribing_statechange",
    "reviews_review",
    "reviews_reviewcredit",
    "reviews_strategicreview",
    "reviews_toprecord",
)
# What the nightly check wrote: when it is moved or taken away, the check looks at the person again.
WRITTEN = "reviews_transition"

FUNCTIONS = """
CREATE FUNCTION reviews_note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reviews_changedrecord (service_id, patient_id)
    SELECT DISTINCT service_id, patient_id FROM new_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION reviews_note_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reviews_changedrecord (service_id, patient_id)
    SELECT DISTINCT service_id, patient_id FROM old_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION reviews_note_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reviews_changedrecord (service_id, patient_id)
    SELECT service_id, patient_id FROM new_rows UNION SELECT service_id, patient_id FROM old_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION reviews_note_registered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reviews_changedrecord (service_id, patient_id) SELECT service_id, id FROM new_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION reviews_note_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reviews_changedrecord (service_id, patient_id)
    SELECT n.service_id, n.id FROM new_rows AS n JOIN old_rows AS o ON o.id = n.id
    WHERE (n.service_id, n.died_on, n.date_of_birth)
        IS DISTINCT FROM (o.service_id, o.died_on, o.date_of_birth);
    RETURN NULL;
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION reviews_note_new(); DROP FUNCTION reviews_note_old();
DROP FUNCTION reviews_note_both(); DROP FUNCTION reviews_note_registered();
DROP FUNCTION reviews_note_person();
"""

NEW, OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"


def trigger(table: str, verb: str, rows: str, function: str) -> migrations.RunSQL:
    name = f"note_changed_on_{verb}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {name} ON {table};",
    )


def of_facts(table: str) -> list[migrations.RunSQL]:
    return [
        trigger(table, "insert", NEW, "reviews_note_new"),
        trigger(table, "update", f"{NEW} {OLD}", "reviews_note_both"),
        trigger(table, "delete", OLD, "reviews_note_old"),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0011_a_court_order_is_on_the_record"),
        ("prescribing", "0011_missed_doses_to_decide_are_found_at_once"),
        ("reviews", "0009_what_is_due_is_kept"),
    ]
    operations = [
        *row_security.enable("reviews_duedays", "reviews_changedrecord"),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *[one for table in FACTS for one in of_facts(table)],
        trigger(WRITTEN, "update", f"{NEW} {OLD}", "reviews_note_both"),
        trigger(WRITTEN, "delete", OLD, "reviews_note_old"),
        trigger("patients_patient", "insert", NEW, "reviews_note_registered"),
        trigger("patients_patient", "update", f"{NEW} {OLD}", "reviews_note_person"),
        # Everybody who is registered already has to be worked out once.
        migrations.RunSQL(
            "INSERT INTO reviews_changedrecord (service_id, patient_id)"
            " SELECT service_id, id FROM patients_patient",
            migrations.RunSQL.noop,
        ),
    ]
