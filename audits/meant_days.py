"""Days that can be meant on a form about an audit: 1901 and 2100 are slips of the hand. Pure.

The spans are our own proposal [P]; they ask nothing of a service, and refuse no day that stands
there already.
"""

from datetime import date

from rodt.dates import add_months
from rodt.forms import DateField3

MONTHS_AHEAD, MONTHS_BACK = 60, 240


def bound_ahead(field: DateField3, today: date, held: date | None = None) -> None:
    """By when something is to be done."""
    field.earliest = min(today, held or today)
    field.latest = max(add_months(today, MONTHS_AHEAD), held or today)


def bound_back(field: DateField3, today: date, held: date | None = None) -> None:
    """From when evidence is."""
    field.earliest = min(add_months(today, -MONTHS_BACK), held or today)
    field.latest = today
