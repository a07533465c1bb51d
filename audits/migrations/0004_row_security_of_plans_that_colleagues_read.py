"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_plans_that_colleagues_read")]
    operations = [
        *row_security.enable("audits_sampledplan"),
        *row_security.enable("audits_planreading"),
    ]
