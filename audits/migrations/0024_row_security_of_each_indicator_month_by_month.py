"""PostgreSQL itself shows this table only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0023_each_indicator_month_by_month")]
    operations = row_security.enable("audits_monthcount")
