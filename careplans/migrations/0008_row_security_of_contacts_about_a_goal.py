"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("careplans", "0007_contacts_about_a_goal")]
    operations = [
        *row_security.enable("careplans_goalcontact"),
        *row_security.enable("careplans_goalcontactevent"),
    ]
