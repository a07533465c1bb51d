"""People for the browser tests of journeys 8 and 9, made through actions in the stack."""

from datetime import timedelta

from django.utils.timezone import localdate

from prescribing import actions as prescribing
from tests.browser.treated import at_harbour, prescriber, start

MISSES = ("Ottoline", "Farthingale")
DEPOT = ("Barnaby", "Quillfeather")
DEPOT_CODE = "buprenorphine-depot-weekly-16mg"
DAYS_LATE = 3


def one_who_misses_doses() -> None:
    with at_harbour():
        start(MISSES, "BROWSER-8", localdate() - timedelta(days=200))


def one_whose_depot_is_late() -> None:
    """The window of the next weekly injection closed three days ago."""
    with at_harbour():
        _, prescription = start(
            DEPOT,
            "BROWSER-9",
            localdate() - timedelta(days=120),
            code=DEPOT_CODE,
            dose_mg=16,
            supervision="depot",
        )
        medicine = prescription.medicine
        covers = (medicine.covers_days or 0) + (medicine.window_days or 0)
        prescribing.record_depot(
            prescription=prescription,
            given_on=localdate() - timedelta(days=covers + DAYS_LATE),
            dose_mg=16,
            by=prescriber(),
        )
