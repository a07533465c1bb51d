"""Step 12: whether keyworkers have clinical supervision (12.2)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from audits.case_facts import CaseFacts
from audits.people import KEYWORKER, ago, methadone, naltrexone, person
from audits.period import AuditDay
from audits.staff_counts import keyworkers_of, share_of
from audits.staff_facts import NOTHING, StaffFact
from audits.step import Direction, Example, Figure, Finding, Indicator, Outcome, met, not_met
from audits.steps import sources
from support.skills import is_supervised

IN_TIME, SOME = "Supervised within 6 weeks", "Not each of several keyworkers"
LONGER, NEVER = "Longer ago than 6 weeks", "None on record"
LEAD = "Keyworkers with clinical supervision within 6 weeks"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.episode_on(day.on) is not None and bool(case.keyworkers)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when each of their keyworkers had clinical supervision in time. Who they are, and what
    was said in it, stays out."""
    last = [case.staff.get(who, NOTHING).supervised_on for who in case.keyworkers]
    in_time = [is_supervised(on, day.on, day.skills) for on in last]
    if all(in_time):
        return met("Their keyworker had clinical supervision within 6 weeks.", IN_TIME)
    group = SOME if any(in_time) else LONGER if any(last) else NEVER
    return not_met(
        "Clinical supervision of their keyworker within 6 weeks is not on record.",
        group,
        would_change="Book it, and write down that it was held.",
    )


def keyworkers(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    def in_time(fact: StaffFact) -> bool:
        return is_supervised(fact.supervised_on, day.on, day.skills)

    return (share_of(LEAD, keyworkers_of(cases, day), in_time),)


TWO = UUID(int=2)


def _supervised(days: int | None, **more: Any) -> CaseFacts:
    fact = StaffFact(supervised_on=None if days is None else ago(days))
    return person(staff={KEYWORKER: fact}, **more)


def _shared(one: int, other: int) -> CaseFacts:
    return person(
        keyworkers=frozenset({KEYWORKER, TWO}),
        staff={
            KEYWORKER: StaffFact(supervised_on=ago(one)),
            TWO: StaffFact(supervised_on=ago(other)),
        },
    )


EXAMPLES = (
    Example("Two weeks ago", _supervised(14), Outcome.MET, IN_TIME),
    Example("42 days ago", _supervised(42), Outcome.MET),
    Example("43 days ago", _supervised(43), Outcome.NOT_MET, LONGER),
    Example("On the day", _supervised(0), Outcome.MET),
    Example("None on record", _supervised(None), Outcome.NOT_MET, NEVER),
    Example("Nothing known of the keyworker", person(), Outcome.NOT_MET, NEVER),
    Example("Two who share, both in time", _shared(10, 20), Outcome.MET),
    Example("Two who share, one of them long ago", _shared(10, 90), Outcome.NOT_MET, SOME),
    Example(
        "No keyworker on record: see 12.4",
        _supervised(14, keyworkers=frozenset()),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone: in treatment, so counted",
        _supervised(14, prescribed=[naltrexone()]),
        Outcome.MET,
    ),
    Example(
        "Left the day before",
        _supervised(14, ended=1, end_reason="left", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
)

SUPERVISION = Indicator(
    code="12.2",
    version=1,
    effective_from=sources.FROM,
    title="Clinical supervision",
    sub="Keyworkers supervised within 6 weeks",
    of_whom="People in treatment on the day who have a keyworker on record",
    counted="Each of their keyworkers had clinical supervision, one to one or in a group, within 42"
    " days; from that, how many keyworkers had",
    set_apart="Nobody",
    counted_words="have a keyworker who was supervised in time",
    other_words="have not, or it is not on record",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Line management is not clinical supervision. Six weeks is a proposal.",
    look_back="42 days",
    examples=EXAMPLES,
    guard="Never one keyworker’s results.",
    figures=keyworkers,
    lead_figure=LEAD,
    gives_away=LEAD,
)
