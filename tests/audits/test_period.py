"""Which day an audit may look at, and as known when. Pure."""

from datetime import date, datetime

import pytest

from audits.forms import StartForm
from audits.period import refused
from audits.sentences import of_report

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("on", "known_at", "said"),
    [
        (TODAY, None, {}),
        (date(2000, 1, 1), None, {}),
        (date(2026, 10, 2), None, {"on": "The day cannot be after today, 1 October 2026."}),
        (date(1999, 12, 31), None, {"on": "The day cannot be before 1 January 2000."}),
        (date(202, 1, 1), None, {"on": "The day cannot be before 1 January 2000."}),
        (date(2026, 9, 1), datetime(2026, 9, 1, 6), {}),
        (
            date(2026, 9, 1),
            datetime(2026, 9, 1),
            {"known_at": "The record cannot be read as known before the day, 1 September 2026."},
        ),
        (
            date(2026, 9, 1),
            datetime(2026, 8, 1, 6),
            {"known_at": "The record cannot be read as known before the day, 1 September 2026."},
        ),
    ],
)
def test_a_day_that_cannot_be_looked_at_is_said(
    on: date, known_at: datetime | None, said: dict[str, str]
) -> None:
    assert refused(on, known_at, TODAY) == said


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": f"{day.year:04}",
    }


def test_the_form_has_the_same_rule() -> None:
    typed = boxes("on", date(1999, 12, 31)) | {"months": "12"}
    assert StartForm(typed, today=TODAY).errors == {
        "on": ["The day cannot be before 1 January 2000"]
    }
    typed = boxes("on", date(2026, 9, 2)) | boxes("known_on", date(2026, 9, 1)) | {"months": "12"}
    assert list(StartForm(typed, today=TODAY).errors) == ["known_on"]
    typed |= boxes("known_on", date(2026, 9, 2))
    assert StartForm(typed, today=TODAY).is_valid()


def test_the_opening_sentence_goes_by_the_run_that_changes_are_counted_from() -> None:
    assert of_report([], None, "There was none.") == "There was none."
    assert of_report([], 4, "") == "No figure can be compared with run 4."
