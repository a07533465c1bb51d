"""The page of health: the latest of each kind with its date, what is missing, and the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from patients.models import Fact, Patient
from prescribing.health.kinds import KINDS, Kind
from prescribing.models import Advice, VirusTest
from rodt.words import and_list


@dataclass(frozen=True, slots=True)
class Line:
    """One fact in words. `corrects`: what the fact said that it stands in place of."""

    id: UUID
    day: date
    words: str
    late: str
    by: str
    correction: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Section:
    """`now`: the latest of each sort (of viruses, of goings-on); `earlier`: the rest."""

    kind: Kind
    now: tuple[Line, ...]
    earlier: tuple[Line, ...]
    missing: str


def read(patient: Patient, on: date) -> list[Section]:
    """One query a kind, whatever the record holds."""
    return [_section(kind, _rows(kind, patient), on) for kind in KINDS.values()]


def _rows(kind: Kind, patient: Patient) -> list[Any]:
    return list(
        kind.model.objects.current()
        .filter(patient=patient)
        .select_related(
            "recorded_by", "amends", *kind.also, *(f"amends__{one}" for one in kind.also)
        )
        .order_by(f"-{kind.day}", "-recorded_at", "-id")
    )


def _section(kind: Kind, rows: list[Any], on: date) -> Section:
    now = _latest(kind, rows, on)
    chosen = {row.pk for row in now}
    return Section(
        kind=kind,
        now=tuple(line(kind, row) for row in now),
        earlier=tuple(line(kind, row) for row in rows if row.pk not in chosen),
        missing=_missing(kind, rows),
    )


def _latest(kind: Kind, rows: list[Any], on: date) -> list[Any]:
    """The latest; of viruses and vaccines one of each; of medicines and conditions all that go on;
    of advice the latest on each topic."""
    if kind.code == "risk":
        return [row for row in rows if row.to_on is None or row.to_on >= on]
    if kind.code == "advice":
        return _first_of_each(rows, lambda row: row.topics)
    if kind.code == "virus":
        return _first_of_each(rows, lambda row: [row.virus])
    if kind.code == "vaccination":
        return _first_of_each(rows, lambda row: [row.vaccine])
    return rows[:1]


def _first_of_each(rows: Iterable[Any], sorts: Any) -> list[Any]:
    seen: set[str] = set()
    found = []
    for row in rows:
        new = [sort for sort in sorts(row) if sort not in seen]
        if new:
            seen.update(new)
            found.append(row)
    return found


def _missing(kind: Kind, rows: list[Any]) -> str:
    if not rows:
        return kind.missing
    if kind.code == "advice":
        given = {topic for row in rows for topic in row.topics}
        left = [str(label).lower() for topic, label in Advice.Topic.choices if topic not in given]
        return f"Not recorded: {and_list(left)}" if left else ""
    if kind.code == "virus":
        tested = {row.virus for row in rows}
        labels = VirusTest.Virus.choices
        left = [str(label) for virus, label in labels if virus not in tested]
        return f"Not recorded: {and_list(left)}" if left else ""
    return ""


def line(kind: Kind, row: Any) -> Line:
    day = kind.day_of(row)
    before: Fact | None = row.amends
    correction = f"Corrected: {row.amend_reason.rstrip('.')}." if before is not None else ""
    return Line(
        id=row.pk,
        day=day,
        words=kind.words(row),
        late="" if kind.code == "risk" else row.entered_later_than(day),
        by=row.recorded_by.full_name if row.recorded_by else "",
        correction=correction,
        corrects=kind.words(before) if before is not None else "",
    )
