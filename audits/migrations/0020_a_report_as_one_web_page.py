from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0019_what_changed_since_is_found_at_once")]

    operations = [
        migrations.AlterField(
            model_name="auditfile",
            name="kind",
            field=models.CharField(
                choices=[("pdf", "PDF"), ("html", "HTML"), ("csv", "CSV"), ("json", "JSON")],
                max_length=4,
            ),
        ),
    ]
