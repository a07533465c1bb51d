"""A death says who told us, an end what was said; tolerance is a kind of task."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0007_search_words_are_written_by_triggers"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="episode",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="episode",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="episode",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="patient",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="patient",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="patient",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="episode",
            name="end_note",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="what was said at the end"
            ),
        ),
        migrations.AddField(
            model_name="episodeevent",
            name="end_note",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="what was said at the end"
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="death_told_by",
            field=models.CharField(
                blank=True, max_length=80, verbose_name="who told us of the death"
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="death_told_by",
            field=models.CharField(
                blank=True, max_length=80, verbose_name="who told us of the death"
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(
                choices=[
                    ("qtc", "QTc to act on"),
                    ("pregnancy", "Pregnancy: a prescriber within 24 hours"),
                    ("pharmacy", "The pharmacy has a concern"),
                    ("first_appointment", "First appointment after coming back"),
                    ("transfer", "Transfer to see through"),
                    ("tolerance", "Tolerance may be lost: a prescriber decides"),
                    ("other", "To do"),
                ],
                max_length=18,
            ),
        ),
        migrations.AlterField(
            model_name="taskevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("qtc", "QTc to act on"),
                    ("pregnancy", "Pregnancy: a prescriber within 24 hours"),
                    ("pharmacy", "The pharmacy has a concern"),
                    ("first_appointment", "First appointment after coming back"),
                    ("transfer", "Transfer to see through"),
                    ("tolerance", "Tolerance may be lost: a prescriber decides"),
                    ("other", "To do"),
                ],
                max_length=18,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patients_episodeevent" ("contacted_on", "end_note", "end_reason", "ended_on", "id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "transfer_confirmed_on", "version") VALUES (NEW."contacted_on", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."id", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."started_on", NEW."transfer_confirmed_on", NEW."version"); RETURN NULL;',
                    hash="866d64c046b08e8061cd56f8b9f0212648c6c77d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4e146",
                    table="patients_episode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patients_episodeevent" ("contacted_on", "end_note", "end_reason", "ended_on", "id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "transfer_confirmed_on", "version") VALUES (NEW."contacted_on", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."id", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."started_on", NEW."transfer_confirmed_on", NEW."version"); RETURN NULL;',
                    hash="c228b88299b9aca463a3edc87276cd842ab008dc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_86f64",
                    table="patients_episode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patients_episodeevent" ("contacted_on", "end_note", "end_reason", "ended_on", "id", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "started_on", "transfer_confirmed_on", "version") VALUES (OLD."contacted_on", OLD."end_note", OLD."end_reason", OLD."ended_on", OLD."id", OLD."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."service_id", OLD."started_on", OLD."transfer_confirmed_on", OLD."version"); RETURN NULL;',
                    hash="df28afcfcf18d6873b9396050e0c225580047abe",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_07210",
                    table="patients_episode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "death_told_by", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "merged_into_id", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (NEW."address", NEW."children_at_home", NEW."children_note", NEW."communication_needs", NEW."date_of_birth", NEW."date_of_birth_is_estimated", NEW."death_told_by", NEW."died_on", NEW."email", NEW."family_name", NEW."given_name", NEW."has_injected", NEW."id", NEW."known_as", NEW."locked_box_given_on", NEW."merged_into_id", NEW."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."service_id", NEW."sex", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="3da6c9ce67711b1d9f4ce24173c8acd0265e549e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_62165",
                    table="patients_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "death_told_by", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "merged_into_id", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (NEW."address", NEW."children_at_home", NEW."children_note", NEW."communication_needs", NEW."date_of_birth", NEW."date_of_birth_is_estimated", NEW."death_told_by", NEW."died_on", NEW."email", NEW."family_name", NEW."given_name", NEW."has_injected", NEW."id", NEW."known_as", NEW."locked_box_given_on", NEW."merged_into_id", NEW."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."service_id", NEW."sex", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="caf03ff4ebbcdb257b6d26bb0d8528f620476b3a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_546ce",
                    table="patients_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "death_told_by", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "merged_into_id", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (OLD."address", OLD."children_at_home", OLD."children_note", OLD."communication_needs", OLD."date_of_birth", OLD."date_of_birth_is_estimated", OLD."death_told_by", OLD."died_on", OLD."email", OLD."family_name", OLD."given_name", OLD."has_injected", OLD."id", OLD."known_as", OLD."locked_box_given_on", OLD."merged_into_id", OLD."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."service_id", OLD."sex", OLD."team_id", OLD."version"); RETURN NULL;',
                    hash="1dcbf2266666b24110b9f741c18de49340af8069",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9898d",
                    table="patients_patient",
                    when="AFTER",
                ),
            ),
        ),
    ]
