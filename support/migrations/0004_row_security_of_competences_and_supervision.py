"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("support", "0003_competences_and_supervision")]
    operations = [
        *row_security.enable("support_competence"),
        *row_security.enable("support_competenceevent"),
        *row_security.enable("support_supervision"),
        *row_security.enable("support_supervisionevent"),
    ]
