"""What happened to one person, newest first: one list of everything, or of one kind, in pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from patients.models import Patient
from reviews import timeline_health, timeline_sql, timeline_support, timeline_words
from reviews.case_course import Course
from reviews.timeline_words import Entry
from rodt.statements import ask_all
from rodt.words import count, nhs_date

A_PAGE = 12

# What each link shows, in the order of the links; the sources are those of `timeline_sql.ENTRIES`.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reviews": ("Reviews", ("review", "top")),
    "prescription": ("Prescription", ("prescription", "missed_doses")),
    "contacts": (
        "Contacts and events",
        ("contact", "missed_meeting", "event", "pause", "return", "start", "end"),
    ),
    "tests": ("Tests", ("test",)),
    "health": ("Health", timeline_health.SOURCES),
    "support": ("Support", timeline_support.SOURCES),
}
EVERYTHING = tuple(source for _, sources in KINDS.values() for source in sources)


@dataclass(frozen=True, slots=True)
class Page:
    """`show`: the kind that is shown, "" for everything. `links`: (key, words, how many)."""

    show: str
    links: tuple[tuple[str, str, int], ...]
    entries: tuple[Entry, ...]
    number: int
    total: int
    since: date | None

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // A_PAGE))

    @property
    def has_newer(self) -> bool:
        return self.number > 1

    @property
    def has_earlier(self) -> bool:
        return self.number < self.pages

    @property
    def earlier(self) -> int:
        return self.number + 1

    @property
    def newer(self) -> int:
        return self.number - 1

    @property
    def query(self) -> str:
        """What the address of another page begins with."""
        return f"show={self.show}&" if self.show else ""

    @property
    def showing(self) -> str:
        """Showing everything · Showing reviews: what the links stand beside."""
        return f"Showing {KINDS[self.show][0].lower()}." if self.show else "Showing everything."

    @property
    def earlier_words(self) -> str:
        """Earlier: 61 entries, back to 9 April 2025."""
        left = self.total - self.number * A_PAGE
        back = f", back to {nhs_date(self.since)}" if self.since else ""
        return f"Earlier: {count(left, 'entry', 'entries')}{back}"


def read(
    patient: Patient, on: date, course: Course, *, show: str = "", number: str | int = 1
) -> Page:
    """Two rounds to the database, whatever there is. What is not a kind shows everything; a page
    beyond the last shows the last."""
    show = show if show in KINDS else ""
    wanted = _number(number)
    found, counted = _page(patient, on, show, wanted)
    totals = {source: (many, since) for _, source, _, since, many in counted}
    sources = KINDS[show][1] if show else EVERYTHING
    total = sum(totals.get(source, (0, None))[0] for source in sources)
    last = max(1, -(-total // A_PAGE))
    if wanted > last:
        wanted = last
        found, _ = _page(patient, on, show, wanted)
    return Page(
        show=show,
        links=tuple(
            (key, words, sum(totals.get(source, (0, None))[0] for source in of_kind))
            for key, (words, of_kind) in KINDS.items()
        ),
        entries=tuple(_entries(patient, found, course)),
        number=wanted,
        total=total,
        since=min((totals[source][1] for source in sources if source in totals), default=None),
    )


def _number(asked: str | int) -> int:
    digits = str(asked)
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _page(
    patient: Patient, on: date, show: str, number: int
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    given = {
        "patient": patient.pk,
        "on": on,
        "sources": list(KINDS[show][1] if show else EVERYTHING),
        "limit": A_PAGE,
        "offset": (number - 1) * A_PAGE,
    }
    rows = ask_all([timeline_sql.PAGE], given)[0]
    found = [(source, row_id, day) for place, source, row_id, day, _ in rows if place]
    return found, [row for row in rows if not row[0]]


def _entries(
    patient: Patient, found: Sequence[tuple[str, UUID, date]], course: Course
) -> Iterable[Entry]:
    """The words of each, in the order in which they were found."""
    rows, health, support = _rows(patient, [row_id for _, row_id, _ in found])
    for source, row_id, day in found:
        if source in timeline_health.SOURCES:
            yield timeline_health.entry(source, row_id, day, health)
            continue
        if source in timeline_support.SOURCES:
            yield timeline_support.entry(source, row_id, day, support)
            continue
        yield timeline_words.entry(source, row_id, day, rows, course)


def _rows(
    patient: Patient, ids: list[UUID]
) -> tuple[timeline_words.Rows, dict[UUID, tuple[Any, ...]], timeline_support.Rows]:
    """Thirteen statements, sent together."""
    statements = [
        timeline_sql.CONTACTS,
        timeline_sql.EVENTS,
        timeline_sql.PAUSES,
        timeline_sql.REVIEWS,
        timeline_sql.TOPS,
        timeline_sql.TESTS,
        timeline_sql.CREDITS,
        timeline_sql.TOPS_OF_REVIEWS,
        timeline_sql.APPOINTMENTS,
        timeline_sql.EPISODES,
        timeline_health.ROWS,
        timeline_support.OFFERS,
        timeline_support.ROWS,
    ]
    *found, health, offers, said = ask_all(statements, {"patient": patient.pk, "ids": ids})
    support = timeline_support.Rows(offers, said)
    return timeline_words.Rows(*found), {row[0]: row[1:] for row in health}, support
