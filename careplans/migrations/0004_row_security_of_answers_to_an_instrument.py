"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("careplans", "0003_answers_to_a_licensed_instrument")]
    operations = [
        *row_security.enable("careplans_instrumentanswers"),
        *row_security.enable("careplans_instrumentanswersevent"),
    ]
