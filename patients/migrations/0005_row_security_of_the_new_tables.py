"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("patients", "0004_other_names_consent_moves_tasks_and_transfers")]
    operations = [
        *row_security.enable("patients_othername"),
        *row_security.enable("patients_othernameevent"),
        *row_security.enable("patients_consent"),
        *row_security.enable("patients_consentevent"),
        *row_security.enable("patients_recordmove"),
        *row_security.enable("patients_recordmoveevent"),
        *row_security.enable("patients_possibleduplicate"),
        *row_security.enable("patients_possibleduplicateevent"),
        *row_security.enable("patients_task"),
        *row_security.enable("patients_taskevent"),
        *row_security.enable("patients_transfer"),
        *row_security.enable("patients_transferevent"),
    ]
