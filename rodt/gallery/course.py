"""The course of treatment the gallery draws: the same person as in the design."""

from datetime import date
from decimal import Decimal

from rodt.charts import Course, DoseStep, Event, Mark, Supervision, TestRow, UseSeries

_TOPS = [
    date(2025, 4, 9),
    date(2025, 7, 2),
    date(2025, 10, 9),
    date(2026, 1, 7),
    date(2026, 4, 8),
    date(2026, 7, 8),
    date(2026, 9, 30),
]
FORM = "Methadone, oral solution"
_OPIATES = (True, True, False, False, True, True, False)

COURSE = Course(
    finding=(
        "Heroin fell from 28 days of 28 in April 2025 to 6 in September 2026; crack from 14 to 12;"
        " injecting stopped. The dose is 55mg, collected weekly."
    ),
    first=date(2025, 4, 9),
    today=date(2026, 10, 1),
    medicine="methadone",
    doses=[
        DoseStep(date(2025, 4, 9), Decimal(30), form=FORM),
        DoseStep(date(2025, 4, 16), Decimal(40), form=FORM),
        DoseStep(date(2025, 4, 23), Decimal(50), form=FORM),
        DoseStep(date(2025, 7, 14), Decimal(60), form=FORM),
        DoseStep(date(2026, 1, 26), Decimal(55), note="reduced at his own request", form=FORM),
        DoseStep(date(2026, 3, 9), Decimal(50), form=FORM),
        DoseStep(date(2026, 4, 20), Decimal(55), form=FORM),
    ],
    supervision=[
        Supervision(date(2025, 4, 9), date(2025, 7, 14), "daily", "daily", 1),
        Supervision(date(2025, 7, 14), date(2025, 12, 16), "3 days a week", "3 a week", 2),
        Supervision(
            date(2025, 12, 16),
            date(2026, 10, 1),
            "collects weekly, takes at home",
            "weekly, at home",
            3,
        ),
    ],
    missed=[
        date(2025, 5, 17),
        date(2025, 11, 9),
        date(2025, 11, 10),
        date(2026, 2, 14),
        date(2026, 6, 12),
        date(2026, 6, 13),
        date(2026, 6, 14),
        date(2026, 8, 15),
    ],
    use=[
        UseSeries("heroin", list(zip(_TOPS, (28, 17, 8, 4, 10, 9, 6), strict=True))),
        UseSeries("crack", list(zip(_TOPS, (14, 12, 12, 10, 13, 14, 12), strict=True))),
        UseSeries("injecting", list(zip(_TOPS, (9, 3, 0, 0, 0, 0, 0), strict=True))),
    ],
    tests=[
        TestRow("opiates", list(zip(_TOPS, _OPIATES, strict=True))),
        TestRow("cocaine", [(day, True) for day in _TOPS]),
    ],
    events=[
        Event(date(2025, 12, 3), "overdose", is_danger=True),
        Event(date(2026, 5, 4), "in custody", until=date(2026, 5, 29)),
        Event(date(2026, 8, 20), "bereavement"),
    ],
    marks=[
        Mark(date(2025, 7, 2), "Week 12 review"),
        Mark(date(2025, 10, 9), "Last strategic review 9 Oct 2025"),
    ],
)
NOTES = [
    "Filled circle in tests: found. Open circle: not found.",
    "TOP: heroin, solid line and circles; crack, dashed and squares;"
    " injecting, dotted and triangles.",
    "Events: a filled square is an overdose, a band is time away, a diamond is anything else.",
    "Dose as recorded on 20 April 2026.",
]
