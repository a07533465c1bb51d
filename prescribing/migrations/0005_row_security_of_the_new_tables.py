"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0004_scripts_health_facts_and_safety_answers")]
    operations = [
        *row_security.enable("prescribing_script"),
        *row_security.enable("prescribing_scriptevent"),
        *row_security.enable("prescribing_ecg"),
        *row_security.enable("prescribing_ecgevent"),
        *row_security.enable("prescribing_livertest"),
        *row_security.enable("prescribing_livertestevent"),
        *row_security.enable("prescribing_virustest"),
        *row_security.enable("prescribing_virustestevent"),
        *row_security.enable("prescribing_vaccination"),
        *row_security.enable("prescribing_vaccinationevent"),
        *row_security.enable("prescribing_naloxonesupply"),
        *row_security.enable("prescribing_naloxonesupplyevent"),
        *row_security.enable("prescribing_advice"),
        *row_security.enable("prescribing_adviceevent"),
        *row_security.enable("prescribing_pregnancy"),
        *row_security.enable("prescribing_pregnancyevent"),
        *row_security.enable("prescribing_riskfactor"),
        *row_security.enable("prescribing_riskfactorevent"),
        *row_security.enable("prescribing_safetyanswer"),
        *row_security.enable("prescribing_safetyanswerevent"),
    ]
