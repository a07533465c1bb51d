"""Review intervals as two people change them, made through actions in the stack."""

from django.utils.timezone import localdate

from accounts.models import Service
from reviews import interval_changes, two_people
from reviews.interval_changes import SUBJECT
from reviews.interval_values import EDITABLES
from tests.browser.treated import at_harbour, manager, prescriber


def the_product_s_own_again() -> None:
    """Every value as it was before anybody changed it, from today."""
    with at_harbour():
        on = localdate()
        proposal = interval_changes.propose(
            service=Service.objects.get(code="HARBOUR"),
            typed={value.key: value.default for value in EDITABLES},
            status="unverified",
            reason="Back to the product's own.",
            effective_from=on,
            by=manager(),
            on=on,
        )
        two_people.agree(subject=SUBJECT, proposal=proposal, by=prescriber(), on=on)
