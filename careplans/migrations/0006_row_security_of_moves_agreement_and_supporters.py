"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("careplans", "0005_moves_agreement_and_supporters")]
    operations = [
        *row_security.enable("careplans_planmove"),
        *row_security.enable("careplans_planmoveevent"),
        *row_security.enable("careplans_planagreement"),
        *row_security.enable("careplans_planagreementevent"),
        *row_security.enable("careplans_supporter"),
        *row_security.enable("careplans_supporterevent"),
    ]
