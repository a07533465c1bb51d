"""Reads what *Benefit across the caseload* needs to know of a service on a day, in one round."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import Service
from audits import caseload_sql
from audits.case_facts import TestFact, TopFact
from audits.facts import START_TOP_DAYS
from audits.period import AuditDay
from audits.rows import by_person
from prescribing.doses import ON_STATES
from reviews.benefit_list import BenefitList
from reviews.strategic import IN_DOUBT
from rodt.dates import Span, add_days
from rodt.statements import STANDS, as_array, ask_all

MISSED_DAYS = 28


class Prescribed(NamedTuple):
    """What covers somebody now. `dose_mg`: a day, or of each injection; None is not recorded."""

    name: str
    form: str
    group: str
    dose_mg: Decimal | None
    supervision: str | None


class Missed(NamedTuple):
    days: Span
    waits: bool


class Plan(NamedTuple):
    on: date
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """By person. `missed`: runs of the last 28 days; `followed`: reviews that count since
    the one that left doubt."""

    prescribed: dict[UUID, Prescribed]
    tops: dict[UUID, TopFact]
    tests: dict[UUID, list[TestFact]]
    missed: dict[UUID, list[Missed]]
    plans: dict[UUID, list[Plan]]
    followed: dict[UUID, list[date]]


def read(service: Service, day: AuditDay, found: BenefitList) -> Known:
    in_doubt = [row for row in found.concluded if row.conclusion in IN_DOUBT]
    given: dict[str, Any] = {
        "service": service.pk,
        "on": day.on,
        "on_states": sorted(ON_STATES),
        "use_from": day.ago(day.rules.use_window_days),
        "missed_from": add_days(day.on, 1 - MISSED_DAYS),
        "in_doubt": as_array(row.patient_id for row in in_doubt),
        "doubted_on": as_array(row.held_on for row in in_doubt),
    }
    asked = (
        caseload_sql.PRESCRIBED,
        caseload_sql.TOPS,
        caseload_sql.TESTS,
        caseload_sql.MISSED,
        caseload_sql.PLANS,
        caseload_sql.FOLLOWED,
    )
    prescribed, tops, tests, missed, plans, followed = ask_all(
        [statement.format(stands=STANDS) for statement in asked], given
    )
    return Known(
        {who: Prescribed(*row) for who, *row in prescribed},
        {
            who: TopFact(on, opiates_days=days, id=top_id)
            for who, on, days, top_id in tops
            if who in found.on_ost
            and on >= add_days(found.on_ost[who].episode_started_on, -START_TOP_DAYS)
        },
        {who: [TestFact(*row) for row in rows] for who, rows in by_person(tests).items()},
        {
            who: [Missed(Span(first, last), waits) for first, last, waits in rows]
            for who, rows in by_person(missed).items()
        },
        {who: [Plan(*row) for row in rows] for who, rows in by_person(plans).items()},
        {who: [row[0] for row in rows] for who, rows in by_person(followed).items()},
    )
