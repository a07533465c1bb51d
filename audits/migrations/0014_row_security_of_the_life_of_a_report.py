"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("audits", "0013_a_signed_report_is_frozen")]
    operations = [
        *row_security.enable("audits_signature"),
        *row_security.enable("audits_retirement"),
        *row_security.enable("audits_stepcomment"),
        *row_security.enable("audits_stepcommentevent"),
        *row_security.enable("audits_promisedaction"),
        *row_security.enable("audits_promisedactionevent"),
    ]
