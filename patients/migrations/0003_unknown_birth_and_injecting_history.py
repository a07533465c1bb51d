"""A date of birth may be unknown; whether somebody ever injected is an answer of its own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0002_row_security"),
    ]

    operations = [
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
            model_name="patient",
            name="has_injected",
            field=models.CharField(
                choices=[
                    ("yes", "Yes"),
                    ("no", "No"),
                    ("not_asked", "Not asked"),
                    ("declined", "Would rather not say"),
                ],
                default="not_asked",
                max_length=10,
                verbose_name="has ever injected",
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="has_injected",
            field=models.CharField(
                choices=[
                    ("yes", "Yes"),
                    ("no", "No"),
                    ("not_asked", "Not asked"),
                    ("declined", "Would rather not say"),
                ],
                default="not_asked",
                max_length=10,
                verbose_name="has ever injected",
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="date_of_birth",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="patientevent",
            name="date_of_birth",
            field=models.DateField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (NEW."address", NEW."children_at_home", NEW."children_note", NEW."communication_needs", NEW."date_of_birth", NEW."date_of_birth_is_estimated", NEW."died_on", NEW."email", NEW."family_name", NEW."given_name", NEW."has_injected", NEW."id", NEW."known_as", NEW."locked_box_given_on", NEW."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."service_id", NEW."sex", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="84c1ee4ffc7c082de1e22951905b7daf7641f8a1",
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
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (NEW."address", NEW."children_at_home", NEW."children_note", NEW."communication_needs", NEW."date_of_birth", NEW."date_of_birth_is_estimated", NEW."died_on", NEW."email", NEW."family_name", NEW."given_name", NEW."has_injected", NEW."id", NEW."known_as", NEW."locked_box_given_on", NEW."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."service_id", NEW."sex", NEW."team_id", NEW."version"); RETURN NULL;',
                    hash="432d4f866fdf63fb33f1ebd026a8541a344e1925",
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
                    func='INSERT INTO "patients_patientevent" ("address", "children_at_home", "children_note", "communication_needs", "date_of_birth", "date_of_birth_is_estimated", "died_on", "email", "family_name", "given_name", "has_injected", "id", "known_as", "locked_box_given_on", "nhs_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "recorded_by_id", "reference", "service_id", "sex", "team_id", "version") VALUES (OLD."address", OLD."children_at_home", OLD."children_note", OLD."communication_needs", OLD."date_of_birth", OLD."date_of_birth_is_estimated", OLD."died_on", OLD."email", OLD."family_name", OLD."given_name", OLD."has_injected", OLD."id", OLD."known_as", OLD."locked_box_given_on", OLD."nhs_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."service_id", OLD."sex", OLD."team_id", OLD."version"); RETURN NULL;',
                    hash="bf01a0bdadb2f515cfb7794861498eb51e4664c2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9898d",
                    table="patients_patient",
                    when="AFTER",
                ),
            ),
        ),
    ]
