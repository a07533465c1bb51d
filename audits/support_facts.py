"""What an audit knows of support, of home and work, and of supporters: plain values, and the
statements behind them, which are asked like those of `facts_sql`. Pure but for that."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

Rows = list[tuple[Any, ...]]
NOT_AVAILABLE, DECLINED = "not_available", "declined"


class StepFact(NamedTuple):
    on: date
    state: str


class OfferFact(NamedTuple):
    """`steps`: what came of it within the time that is looked at, oldest first."""

    kind: str
    on: date
    how: str = "offered"
    steps: tuple[StepFact, ...] = ()
    id: UUID | None = None

    @property
    def is_available(self) -> bool:
        return self.how != NOT_AVAILABLE or bool(self.steps)

    @property
    def is_declined(self) -> bool:
        return bool(self.steps) and self.steps[-1].state == DECLINED


class HomeFact(NamedTuple):
    """Empty: not asked. `wants_work`: "yes", "no", "not_asked" or "declined"."""

    on: date
    housing: str = ""
    employment: str = ""
    wants_work: str = "not_asked"
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """Oldest first. `offers`: of the year up to the day, or its period where that is longer, and
    older ones of which something came in that time. `supporter_on`: since when the person lets us
    be in touch with somebody they named; None where they do not."""

    offers: tuple[OfferFact, ...] = ()
    homes: tuple[HomeFact, ...] = ()
    supporter_on: date | None = None


NO_SUPPORT = SupportFacts()


_OFFERS = """
    SELECT patient_id, id, kind, "on", how FROM support_offer
    WHERE service_id = %(service)s AND NOT is_withdrawn AND "on" <= %(on)s AND (
        "on" >= %(from)s OR id IN (
            SELECT offer_id FROM support_offerstep
            WHERE service_id = %(service)s AND {stands} AND "on" BETWEEN %(from)s AND %(on)s))
    ORDER BY patient_id, "on", id
"""
_STEPS = """
    SELECT offer_id, "on", state FROM support_offerstep
    WHERE service_id = %(service)s AND {stands} AND "on" BETWEEN %(from)s AND %(on)s
    ORDER BY offer_id, "on", recorded_at, id
"""
_HOMES = """
    SELECT patient_id, "on", housing, employment, wants_work, id FROM support_circumstances
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""
_SUPPORTERS = """
    SELECT patient_id, min(consent_on) FROM careplans_supporter
    WHERE service_id = %(service)s AND {stands} AND consent = 'yes' AND "on" <= %(on)s
        AND consent_on <= %(on)s AND (no_longer_on IS NULL OR no_longer_on > %(on)s)
    GROUP BY patient_id
"""


class SupportRows(NamedTuple):
    offers: Rows
    steps: Rows
    homes: Rows
    supporters: Rows


def ask_support(ask: Callable[[str], Rows]) -> SupportRows:
    """Four queries, however many people. `ask` knows the service, the day and `from`."""
    return SupportRows(ask(_OFFERS), ask(_STEPS), ask(_HOMES), ask(_SUPPORTERS))


def gather_support(rows: SupportRows) -> dict[UUID, SupportFacts]:
    """By person; nobody of whom nothing is recorded."""
    steps: dict[UUID, list[StepFact]] = defaultdict(list)
    for offer_id, on, state in rows.steps:
        steps[offer_id].append(StepFact(on, state))
    offers = _by_person(
        (patient_id, OfferFact(kind, on, how, tuple(steps[offer_id]), offer_id))
        for patient_id, offer_id, kind, on, how in rows.offers
    )
    homes = _by_person((patient_id, HomeFact(*rest)) for patient_id, *rest in rows.homes)
    supporters: dict[UUID, date] = dict(rows.supporters)
    return {
        patient_id: SupportFacts(
            tuple(offers.get(patient_id, ())),
            tuple(homes.get(patient_id, ())),
            supporters.get(patient_id),
        )
        for patient_id in offers.keys() | homes.keys() | supporters.keys()
    }


def _by_person(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for patient_id, fact in pairs:
        found[patient_id].append(fact)
    return found
