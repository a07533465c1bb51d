"""Six people who started 60 days ago, and of whom nothing has been written down since."""

from datetime import timedelta

from django.utils.timezone import localdate

from tests.browser.treated import at_harbour, start

FAMILY = "Newcombe"
GIVEN = ("Avis", "Blaine", "Corin", "Delma", "Emrys", "Faye")


def six_newcomers() -> None:
    with at_harbour():
        for given in GIVEN:
            start((given, FAMILY), f"BROWSER-NEW-{given}", localdate() - timedelta(days=60))
