"""What people asked for and could not get here, for those who pay for services.

What leaves the service is counted by kind, with small numbers left out; no total stands beside
them, from which one could be worked out. A person's own words go along only while that person's
consent to it stands, and never beside a small number.
Source: domain/twelve-steps.md §14, "asked for, not available".
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from audits.period import period_start
from audits.run import audit_day
from patients.consents import agreeing
from patients.models import Consent
from rodt.spreadsheet import safe
from support import kinds
from support.models import Offer
from support.querysets import NEWEST_FIRST

COLUMNS = ("kind", "what", "value")
PEOPLE, WORDS = "people", "their words"


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of support. `people`: how many asked for it; `agreed`: words of those who agree that
    they are passed on."""

    kind: kinds.Kind
    people: int
    agreed: tuple[str, ...]
    under: int

    @property
    def is_small(self) -> bool:
        return self.people < self.under

    @property
    def people_words(self) -> str:
        """How many, as it may leave the service."""
        return f"under {self.under}" if self.is_small else str(self.people)

    @property
    def words(self) -> tuple[str, ...]:
        """What of them may leave the service: none of a few, who could be told by them."""
        return () if self.is_small else self.agreed


@dataclass(frozen=True, slots=True)
class Unmet:
    from_on: date
    on: date
    rows: tuple[Asked, ...]
    people: int

    @property
    def words(self) -> int:
        return sum(len(row.words) for row in self.rows)


def requests(service_id: UUID, on: date) -> Any:
    """Each time somebody asked in the year up to a day, the newest first."""
    rows = Offer.objects.filter(
        service_id=service_id,
        is_withdrawn=False,
        how=Offer.How.NOT_AVAILABLE,
        on__range=(period_start(on), on),
    )
    return rows.select_related("patient").order_by(*NEWEST_FIRST)


def read(service_id: UUID, on: date) -> Unmet:
    day = audit_day(service_id, on, period_start(on))
    found = list(requests(service_id, on))
    agree = agreeing(service_id, Consent.About.COMMISSIONER)
    return made_of(found, agree, on, day.start_on, day.rules.suppress_under)


def made_of(found: Iterable[Offer], agree: set[UUID], on: date, from_on: date, under: int) -> Unmet:
    """Words in their own order of letters: nobody is told by when they spoke."""
    of: dict[str, list[Offer]] = defaultdict(list)
    for offer in found:
        of[offer.kind].append(offer)
    rows = tuple(
        Asked(
            kind,
            len({offer.patient_id for offer in of[kind.key]}),
            tuple(sorted(o.words for o in of[kind.key] if o.words and o.patient_id in agree)),
            under,
        )
        for kind in kinds.ALL
        if kind.key in of
    )
    people = {offer.patient_id for offers in of.values() for offer in offers}
    return Unmet(from_on, on, rows, len(people))


def as_csv(unmet: Unmet) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(["", "from", unmet.from_on.isoformat()])
    writer.writerow(["", "to", unmet.on.isoformat()])
    for row in unmet.rows:
        writer.writerow([row.kind.words, PEOPLE, row.people_words])
        writer.writerows([row.kind.words, WORDS, safe(said)] for said in row.words)
    return sheet.getvalue().encode("utf-8")
