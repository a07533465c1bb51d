"""PostgreSQL itself shows this table only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0025_the_people_of_a_month")]
    operations = row_security.enable("audits_monthfinding")
