"""A transfer names its service; a stop keeps what the record said of benefit."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prescribing", "0005_row_security_of_the_new_tables"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="statechange",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="statechange",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="statechange",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="statechange",
            name="benefit_then",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="statechange",
            name="to_service",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="statechangeevent",
            name="benefit_then",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="statechangeevent",
            name="to_service",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name="script",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fp10mda", "FP10MDA (instalments)"),
                    ("fp10", "FP10"),
                    ("private", "Another form"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="scriptevent",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fp10mda", "FP10MDA (instalments)"),
                    ("fp10", "FP10"),
                    ("private", "Another form"),
                ],
                max_length=8,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statechange",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_statechangeevent" ("amend_reason", "amends_id", "benefit_then", "has_risk_plan", "id", "intent", "is_withdrawn", "on", "patient_agreed", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescription_id", "recorded_at", "recorded_by_id", "second_clinician_id", "service_id", "state", "stop_reason", "superseded_at", "their_words", "to_prescription_id", "to_service", "why") VALUES (NEW."amend_reason", NEW."amends_id", NEW."benefit_then", NEW."has_risk_plan", NEW."id", NEW."intent", NEW."is_withdrawn", NEW."on", NEW."patient_agreed", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."prescription_id", NEW."recorded_at", NEW."recorded_by_id", NEW."second_clinician_id", NEW."service_id", NEW."state", NEW."stop_reason", NEW."superseded_at", NEW."their_words", NEW."to_prescription_id", NEW."to_service", NEW."why"); RETURN NULL;',
                    hash="5187655e96248d396a35901b4f4907b0a97a6960",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5d9f",
                    table="prescribing_statechange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statechange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prescribing_statechangeevent" ("amend_reason", "amends_id", "benefit_then", "has_risk_plan", "id", "intent", "is_withdrawn", "on", "patient_agreed", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescription_id", "recorded_at", "recorded_by_id", "second_clinician_id", "service_id", "state", "stop_reason", "superseded_at", "their_words", "to_prescription_id", "to_service", "why") VALUES (NEW."amend_reason", NEW."amends_id", NEW."benefit_then", NEW."has_risk_plan", NEW."id", NEW."intent", NEW."is_withdrawn", NEW."on", NEW."patient_agreed", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."prescription_id", NEW."recorded_at", NEW."recorded_by_id", NEW."second_clinician_id", NEW."service_id", NEW."state", NEW."stop_reason", NEW."superseded_at", NEW."their_words", NEW."to_prescription_id", NEW."to_service", NEW."why"); RETURN NULL;',
                    hash="3906c47b05ef4525f0db7b696474eb6f226965a3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3c8a8",
                    table="prescribing_statechange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statechange",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_statechangeevent" ("amend_reason", "amends_id", "benefit_then", "has_risk_plan", "id", "intent", "is_withdrawn", "on", "patient_agreed", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescription_id", "recorded_at", "recorded_by_id", "second_clinician_id", "service_id", "state", "stop_reason", "superseded_at", "their_words", "to_prescription_id", "to_service", "why") VALUES (OLD."amend_reason", OLD."amends_id", OLD."benefit_then", OLD."has_risk_plan", OLD."id", OLD."intent", OLD."is_withdrawn", OLD."on", OLD."patient_agreed", OLD."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."prescription_id", OLD."recorded_at", OLD."recorded_by_id", OLD."second_clinician_id", OLD."service_id", OLD."state", OLD."stop_reason", OLD."superseded_at", OLD."their_words", OLD."to_prescription_id", OLD."to_service", OLD."why"); RETURN NULL;',
                    hash="ebdd2abe94326abaccec5fb6f1a96abaf9e17c88",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51fab",
                    table="prescribing_statechange",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RemoveConstraint(
            model_name="script",
            name="an_instalment_has_an_amount_and_an_interval",
        ),
        migrations.AddConstraint(
            model_name="script",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("instalment_mg", None), ("interval_days", None)),
                    models.Q(
                        ("instalment_mg__gt", 0),
                        ("instalment_mg__isnull", False),
                        ("interval_days__gt", 0),
                        ("interval_days__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_instalment_has_an_amount_and_an_interval",
            ),
        ),
    ]
