"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0012_parts_of_coming_off")]
    operations = [
        *row_security.enable("prescribing_comingoffpart"),
        *row_security.enable("prescribing_comingoffpartevent"),
    ]
