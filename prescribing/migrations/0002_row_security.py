"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0001_initial")]
    operations = [
        *row_security.enable("prescribing_prescription"),
        *row_security.enable("prescribing_prescriptionevent"),
        *row_security.enable("prescribing_statechange"),
        *row_security.enable("prescribing_statechangeevent"),
        *row_security.enable("prescribing_dosestep"),
        *row_security.enable("prescribing_dosestepevent"),
        *row_security.enable("prescribing_supervisionstep"),
        *row_security.enable("prescribing_supervisionstepevent"),
        *row_security.enable("prescribing_misseddoses"),
        *row_security.enable("prescribing_misseddosesevent"),
        *row_security.enable("prescribing_depotdose"),
        *row_security.enable("prescribing_depotdoseevent"),
        *row_security.enable("prescribing_drugtest"),
        *row_security.enable("prescribing_drugtestevent"),
    ]
