"""A drug test says how it was read, whether the person agreed, and who took it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prescribing", "0009_medicine_catalogue_row_by_row"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="drugtest",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="drugtest",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="drugtest",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="drugtest",
            name="confirmed",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "Confirmed by a laboratory"),
                    ("no", "Not confirmed by a laboratory"),
                ],
                max_length=3,
                verbose_name="confirmed by a laboratory",
            ),
        ),
        migrations.AddField(
            model_name="drugtest",
            name="consent",
            field=models.CharField(
                choices=[
                    ("yes", "Yes"),
                    ("no", "No"),
                    ("not_asked", "Not asked"),
                    ("declined", "Would rather not say"),
                ],
                default="not_asked",
                max_length=10,
                verbose_name="agreed to the test",
            ),
        ),
        migrations.AddField(
            model_name="drugtest",
            name="device",
            field=models.CharField(blank=True, max_length=80, verbose_name="device or laboratory"),
        ),
        migrations.AddField(
            model_name="drugtest",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[("device", "Device, read here"), ("laboratory", "Laboratory")],
                max_length=10,
                verbose_name="read by",
            ),
        ),
        migrations.AddField(
            model_name="drugtest",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="drugtestevent",
            name="confirmed",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "Confirmed by a laboratory"),
                    ("no", "Not confirmed by a laboratory"),
                ],
                max_length=3,
                verbose_name="confirmed by a laboratory",
            ),
        ),
        migrations.AddField(
            model_name="drugtestevent",
            name="consent",
            field=models.CharField(
                choices=[
                    ("yes", "Yes"),
                    ("no", "No"),
                    ("not_asked", "Not asked"),
                    ("declined", "Would rather not say"),
                ],
                default="not_asked",
                max_length=10,
                verbose_name="agreed to the test",
            ),
        ),
        migrations.AddField(
            model_name="drugtestevent",
            name="device",
            field=models.CharField(blank=True, max_length=80, verbose_name="device or laboratory"),
        ),
        migrations.AddField(
            model_name="drugtestevent",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[("device", "Device, read here"), ("laboratory", "Laboratory")],
                max_length=10,
                verbose_name="read by",
            ),
        ),
        migrations.AddField(
            model_name="drugtestevent",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="drugtest",
            name="matrix",
            field=models.CharField(default="urine", max_length=20, verbose_name="sample"),
        ),
        migrations.AlterField(
            model_name="drugtestevent",
            name="matrix",
            field=models.CharField(default="urine", max_length=20, verbose_name="sample"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_drugtestevent" ("amend_reason", "amends_id", "confirmed", "consent", "device", "found", "id", "is_withdrawn", "matrix", "method", "not_found", "on", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "superseded_at", "taken_by_id") VALUES (NEW."amend_reason", NEW."amends_id", NEW."confirmed", NEW."consent", NEW."device", NEW."found", NEW."id", NEW."is_withdrawn", NEW."matrix", NEW."method", NEW."not_found", NEW."on", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."superseded_at", NEW."taken_by_id"); RETURN NULL;',
                    hash="4a0a4531aad9fd81f4cadc98d3d342affb2a3653",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_014cf",
                    table="prescribing_drugtest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prescribing_drugtestevent" ("amend_reason", "amends_id", "confirmed", "consent", "device", "found", "id", "is_withdrawn", "matrix", "method", "not_found", "on", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "superseded_at", "taken_by_id") VALUES (NEW."amend_reason", NEW."amends_id", NEW."confirmed", NEW."consent", NEW."device", NEW."found", NEW."id", NEW."is_withdrawn", NEW."matrix", NEW."method", NEW."not_found", NEW."on", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."service_id", NEW."superseded_at", NEW."taken_by_id"); RETURN NULL;',
                    hash="755bd457957dab268990e925e356ba3f3e2bb07f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e2d0a",
                    table="prescribing_drugtest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prescribing_drugtestevent" ("amend_reason", "amends_id", "confirmed", "consent", "device", "found", "id", "is_withdrawn", "matrix", "method", "not_found", "on", "patient_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_id", "superseded_at", "taken_by_id") VALUES (OLD."amend_reason", OLD."amends_id", OLD."confirmed", OLD."consent", OLD."device", OLD."found", OLD."id", OLD."is_withdrawn", OLD."matrix", OLD."method", OLD."not_found", OLD."on", OLD."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."service_id", OLD."superseded_at", OLD."taken_by_id"); RETURN NULL;',
                    hash="59aa0e5f2e1137f2463675665640697d5176ce35",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4c876",
                    table="prescribing_drugtest",
                    when="AFTER",
                ),
            ),
        ),
    ]
