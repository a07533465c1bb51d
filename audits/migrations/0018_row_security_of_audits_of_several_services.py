"""A round is seen with one of its services open, a merged report only with all of them."""

from django.db import migrations

from rodt import row_security
from rodt.row_security import ALL_MINE, ONE_OF_MINE


class Migration(migrations.Migration):
    dependencies = [("audits", "0017_audits_of_several_services")]
    operations = [
        *row_security.enable("audits_auditround", sees=ONE_OF_MINE, writes=ALL_MINE),
        *row_security.enable("audits_roundmember"),
        *row_security.enable("audits_mergedreport", sees=ALL_MINE, writes=ALL_MINE),
        *row_security.enable("audits_mergedfile", sees=ALL_MINE, writes=ALL_MINE),
    ]
