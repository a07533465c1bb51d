"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("patients", "0001_initial")]
    operations = [
        *row_security.enable("patients_patient"),
        *row_security.enable("patients_patientevent"),
        *row_security.enable("patients_episode"),
        *row_security.enable("patients_episodeevent"),
        *row_security.enable("patients_assignment"),
        *row_security.enable("patients_assignmentevent"),
        *row_security.enable("patients_pause"),
        *row_security.enable("patients_pauseevent"),
        *row_security.enable("patients_contact"),
        *row_security.enable("patients_contactevent"),
        *row_security.enable("patients_appointment"),
        *row_security.enable("patients_appointmentevent"),
        *row_security.enable("patients_significantevent"),
        *row_security.enable("patients_significanteventevent"),
        *row_security.enable("patients_draft"),
    ]
