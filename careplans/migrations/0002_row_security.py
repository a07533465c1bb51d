"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("careplans", "0001_initial")]
    operations = [
        *row_security.enable("careplans_careplan"),
        *row_security.enable("careplans_careplanevent"),
        *row_security.enable("careplans_goal"),
        *row_security.enable("careplans_goalevent"),
        *row_security.enable("careplans_goalprogress"),
        *row_security.enable("careplans_goalprogressevent"),
        *row_security.enable("careplans_exitvision"),
        *row_security.enable("careplans_exitvisionevent"),
        *row_security.enable("careplans_optionstalk"),
        *row_security.enable("careplans_optionstalkevent"),
        *row_security.enable("careplans_recoverycapital"),
        *row_security.enable("careplans_recoverycapitalevent"),
    ]
