"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("patients", "0014_answers_about_aftercare")]
    operations = [
        *row_security.enable("patients_aftercareanswer"),
        *row_security.enable("patients_aftercareanswerevent"),
    ]
