"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("careplans", "0010_wishes_about_work")]
    operations = [
        *row_security.enable("careplans_workwish"),
        *row_security.enable("careplans_workwishevent"),
    ]
