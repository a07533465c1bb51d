from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0020_a_report_as_one_web_page")]

    operations = [
        migrations.AddField(
            model_name="audit",
            name="quarter_end_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.UniqueConstraint(
                fields=["service", "quarter_end_on"], name="the_clock_audits_a_quarter_once"
            ),
        ),
    ]
