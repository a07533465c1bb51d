from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0018_row_security_of_audits_of_several_services")]

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
