"""A course of treatment as a table: the same values as the picture, each with its record."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from patients.models import Pause, SignificantEvent
from prescribing.doses import dose_words
from prescribing.models import DrugTest
from prescribing.opiate_tests import CANNOT_TELL
from reviews.benefit_course import (
    USE_LINES,
    CourseFacts,
    address_of,
    event_words,
    form_of,
    review_address,
)
from reviews.benefit_window import Window
from reviews.models import TopRecord
from reviews.review_types import TITLES, ReviewType
from rodt.spreadsheet import safe
from rodt.words import count, sentence

LASTS = ("Dose", "Supervision", "Pause")
HEADER = ("from", "to", "what", "recorded")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table under the picture. `url`: the page of the entry it comes from."""

    on: date
    until: date | None
    kind: str
    words: str
    url: str


def table(facts: CourseFacts, shown: Window | None = None) -> list[Row]:
    """All that the picture shows, in order of day, newest first."""
    rows = [
        Row(s.from_on, s.to_on, "Dose", _dose_words(facts, s), address_of(s)) for s in facts.doses
    ]
    rows += [
        Row(s.from_on, s.to_on, "Supervision", s.get_supervision_display(), address_of(s))
        for s in facts.supervision
    ]
    rows += [
        Row(r.from_on, r.to_on, "Missed doses", f"{count(r.days, 'day')} in a row", address_of(r))
        for r in facts.missed
    ]
    rows += [
        Row(d.given_on, d.covers_to_on, "Depot", _given_words(d), address_of(d))
        for d in facts.depots
    ]
    rows += [Row(top.on, None, "TOP", _top_words(top), address_of(top)) for top in facts.tops]
    rows += [
        Row(test.on, None, "Test", _test_words(facts, test), address_of(test))
        for test in facts.tests
    ]
    rows += [
        Row(
            credit.held_on,
            None,
            "Review",
            TITLES[ReviewType(credit.type)],
            review_address(credit),
        )
        for credit in facts.credits
    ]
    rows += [
        Row(on, until, "Event" if isinstance(row, SignificantEvent) else "Pause", *_said(row))
        for on, until, row in facts.happened
    ]
    held = [row for row in rows if shown is None or shown.holds(row.on, _until(row))]
    return sorted(held, key=lambda row: (row.on, row.kind), reverse=True)


def _until(row: Row) -> date | None:
    """What lasts and has no last day goes on."""
    return row.until or (date.max if row.kind in LASTS else None)


def as_csv(rows: list[Row]) -> str:
    lines = StringIO()
    out = csv.writer(lines, lineterminator="\n")
    out.writerow(HEADER)
    for row in rows:
        until = row.until.isoformat() if row.until else ""
        out.writerow([row.on.isoformat(), until, row.kind, safe(row.words)])
    return lines.getvalue()


def _said(row: SignificantEvent | Pause) -> tuple[str, str]:
    return sentence(event_words(row)), address_of(row)


def _dose_words(facts: CourseFacts, step: Any) -> str:
    why = f". {step.why}" if step.why else ""
    return f"{dose_words(step.daily_dose_mg)}, {form_of(facts, step)}{why}"


def _given_words(given: Any) -> str:
    return f"Given, {dose_words(given.dose_mg)}" if given.dose_mg else "Given"


def _top_words(top: TopRecord) -> str:
    said: list[str] = []
    for label, name in USE_LINES:
        days: Any = getattr(top, name)
        said.append(f"{label} {'not asked' if days is None else count(days, 'day')}")
    return ", ".join(said) + ("" if top.is_complete else ". Answered in part")


def _test_words(facts: CourseFacts, test: DrugTest) -> str:
    about = f" Of opiates: {CANNOT_TELL}." if test.pk in facts.clouded else ""
    return f"{found_words(test)}{about}"


def found_words(test: DrugTest) -> str:
    """Found and not found, in words. What stands in neither was not looked for."""
    found = f"Found: {', '.join(test.found)}. " if test.found else ""
    missing = f"Not found: {', '.join(test.not_found)}." if test.not_found else ""
    return (found + missing).strip() or "No result is recorded."
