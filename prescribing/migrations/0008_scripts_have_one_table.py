"""The days of a script stand in the table of scripts alone."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("prescribing", "0007_scripts_of_prescriptions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="prescription",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="prescription",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="prescription",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="prescription",
            name="a_script_ends_after_it_starts",
        ),
        migrations.RemoveField(
            model_name="prescription",
            name="script_from_on",
        ),
        migrations.RemoveField(
            model_name="prescription",
            name="script_to_on",
        ),
        migrations.RemoveField(
            model_name="prescriptionevent",
            name="script_from_on",
        ),
        migrations.RemoveField(
            model_name="prescriptionevent",
            name="script_to_on",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prescription",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_prescriptionevent" ("ended_on", "episode_id", "id", "medicine_id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pharmacy", "prescriber_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "version") VALUES (NEW."ended_on", NEW."episode_id", NEW."id", NEW."medicine_id", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."pharmacy", NEW."prescriber_id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."started_on", NEW."version"); RETURN NULL;',
                    hash="5cc139d627dd7e07073704223669ff002deb78a1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_980d7",
                    table="prescribing_prescription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prescription",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prescribing_prescriptionevent" ("ended_on", "episode_id", "id", "medicine_id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pharmacy", "prescriber_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "version") VALUES (NEW."ended_on", NEW."episode_id", NEW."id", NEW."medicine_id", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."pharmacy", NEW."prescriber_id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."started_on", NEW."version"); RETURN NULL;',
                    hash="fdbb66dc88546b755b5c855da26dff93bc1d4d25",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_68506",
                    table="prescribing_prescription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prescription",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_prescriptionevent" ("ended_on", "episode_id", "id", "medicine_id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pharmacy", "prescriber_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "version") VALUES (OLD."ended_on", OLD."episode_id", OLD."id", OLD."medicine_id", OLD."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."pharmacy", OLD."prescriber_id", OLD."recorded_at", OLD."recorded_by_id", OLD."service_id", OLD."started_on", OLD."version"); RETURN NULL;',
                    hash="83a110dd5d26e995935fb753784d6a290675e816",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c45b1",
                    table="prescribing_prescription",
                    when="AFTER",
                ),
            ),
        ),
    ]
