"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]
    operations = [
        *row_security.enable("audits_audit"),
        *row_security.enable("audits_auditresult"),
        *row_security.enable("audits_auditfile"),
        *row_security.enable("audits_selfassessment"),
        *row_security.enable("audits_selfassessmentevent"),
    ]
