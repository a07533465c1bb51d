"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("support", "0001_offers_places_home_and_work")]
    operations = [
        *row_security.enable("support_place"),
        *row_security.enable("support_placeevent"),
        *row_security.enable("support_offer"),
        *row_security.enable("support_offerevent"),
        *row_security.enable("support_offerstep"),
        *row_security.enable("support_offerstepevent"),
        *row_security.enable("support_circumstances"),
        *row_security.enable("support_circumstancesevent"),
    ]
