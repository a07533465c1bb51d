"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0008_evidence_that_expires_and_answers_of_the_service")]
    operations = [
        *row_security.enable("audits_evidencefile"),
        *row_security.enable("audits_serviceanswer"),
        *row_security.enable("audits_serviceanswerevent"),
    ]
