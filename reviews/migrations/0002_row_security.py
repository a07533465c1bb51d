"""PostgreSQL itself shows these tables only to the services a transaction was opened for."""

from django.db import migrations

from rodt import row_security


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [
        *row_security.enable("reviews_review"),
        *row_security.enable("reviews_reviewevent"),
        *row_security.enable("reviews_reviewcredit"),
        *row_security.enable("reviews_reviewcreditevent"),
        *row_security.enable("reviews_signature"),
        *row_security.enable("reviews_signatureevent"),
        *row_security.enable("reviews_strategicreview"),
        *row_security.enable("reviews_strategicreviewevent"),
        *row_security.enable("reviews_optimisation"),
        *row_security.enable("reviews_optimisationevent"),
        *row_security.enable("reviews_toprecord"),
        *row_security.enable("reviews_toprecordevent"),
        *row_security.enable("reviews_transition"),
    ]
