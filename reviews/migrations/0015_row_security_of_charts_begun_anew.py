"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("reviews", "0014_charts_begin_anew")]
    operations = [
        *row_security.enable("reviews_processchange"),
        *row_security.enable("reviews_processchangeevent"),
    ]
