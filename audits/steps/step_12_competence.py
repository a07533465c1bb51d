"""Step 12: whether keyworkers are competent in what is offered (12.1)."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from audits.case_facts import CaseFacts
from audits.people import KEYWORKER, ago, methadone, naltrexone, person
from audits.period import AuditDay
from audits.staff_counts import keyworkers_of, share_of
from audits.staff_facts import NOTHING, StaffFact
from audits.step import Direction, Example, Figure, Finding, Indicator, Outcome, met, not_met
from audits.steps import sources
from rodt.words import and_list, count
from support.skills import COMPETENT, NAMED, Assessed, called, competent_in

EVERYTHING, NONE = "Competent in everything that is offered", "No current competence on record"
LEAD = "Keyworkers competent in everything that is offered"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """In treatment, with a keyworker on record: 12.4 counts those who have none."""
    return case.episode_on(day.on) is not None and bool(case.keyworkers)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when their keyworkers, taken together, are competent in each intervention that the
    service offers. Who they are stays out."""
    held = frozenset[str]().union(
        *(competent_in(case.staff.get(who, NOTHING).assessed, day.on) for who in case.keyworkers)
    )
    missing = [key for key in day.skills.interventions if key not in held]
    if not missing:
        return met("Their keyworker is competent in everything that is offered.", EVERYTHING)
    would_change = "Assess it in supervision, or plan the training."
    if len(missing) == len(day.skills.interventions):
        return not_met(
            "No current competence of their keyworker is on record.",
            NONE,
            would_change=would_change,
            marks=[called(key) for key in missing],
        )
    return not_met(
        f"Not on record as current: {and_list([called(key) for key in missing])}.",
        f"{count(len(missing), 'intervention')} not on record as current",
        would_change=would_change,
        marks=[called(key) for key in missing],
    )


def keyworkers(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """How many keyworkers are competent in all of them, and in each."""
    everybody, offered = keyworkers_of(cases, day), day.skills.interventions

    def has(*keys: str) -> Callable[[StaffFact], bool]:
        return lambda fact: set(keys) <= competent_in(fact.assessed, day.on)

    return (
        share_of(LEAD, everybody, has(*offered)),
        *(share_of(called(key), everybody, has(key)) for key in offered),
    )


TWO = UUID(int=2)


def assessed(
    *keys: str, days: int = 100, runs_out: int | None = None, level: str = COMPETENT
) -> StaffFact:
    """`days`: before the audit's day; `runs_out`: so many days after it."""
    expires_on = None if runs_out is None else ago(-runs_out)
    return StaffFact(tuple(Assessed(key, level, ago(days), expires_on) for key in keys))


def _with(fact: StaffFact | None = None, **more: Any) -> CaseFacts:
    return person(staff={} if fact is None else {KEYWORKER: fact}, **more)


BUT_CBT = tuple(key for key in NAMED if key != "cbt")
EXAMPLES = (
    Example("Competent in all six", _with(assessed(*NAMED)), Outcome.MET, EVERYTHING),
    Example(
        "One is not on record",
        _with(assessed(*BUT_CBT)),
        Outcome.NOT_MET,
        "1 intervention not on record as current",
    ),
    Example("Nothing on record", _with(), Outcome.NOT_MET, NONE),
    Example("Runs out on the day: still current", _with(assessed(*NAMED, runs_out=0)), Outcome.MET),
    Example("Ran out the day before", _with(assessed(*NAMED, runs_out=-1)), Outcome.NOT_MET, NONE),
    Example(
        "In training: not yet assessed as competent",
        _with(assessed(*NAMED, level="training")),
        Outcome.NOT_MET,
        NONE,
    ),
    Example(
        "Once competent, now in training again",
        _with(
            StaffFact(
                (
                    *assessed(*NAMED, days=300).assessed,
                    *assessed("cbt", days=20, level="training").assessed,
                )
            )
        ),
        Outcome.NOT_MET,
        "1 intervention not on record as current",
    ),
    Example("Assessed on the day", _with(assessed(*NAMED, days=0)), Outcome.MET),
    Example(
        "Two keyworkers who share cover all six between them",
        person(
            keyworkers=frozenset({KEYWORKER, TWO}),
            staff={KEYWORKER: assessed(*BUT_CBT), TWO: assessed("cbt")},
        ),
        Outcome.MET,
        EVERYTHING,
    ),
    Example(
        "No keyworker on record: see 12.4",
        _with(assessed(*NAMED), keyworkers=frozenset()),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone: in treatment, so counted",
        _with(assessed(*NAMED), prescribed=[naltrexone()]),
        Outcome.MET,
    ),
    Example(
        "Left the day before",
        _with(assessed(*NAMED), ended=1, end_reason="left", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
)

COMPETENCE = Indicator(
    code="12.1",
    version=1,
    effective_from=sources.FROM,
    title="Competent keyworkers",
    sub="Current assessed competence in each intervention that is offered",
    of_whom="People in treatment on the day who have a keyworker on record",
    counted="Their keyworkers, taken together, are assessed as competent in each intervention that"
    " the service offers, and it has not run out; from that, how many keyworkers are",
    set_apart="Nobody",
    counted_words="have a keyworker who is competent in everything that is offered",
    other_words="have not, or it is not on record",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Six interventions unless the service offers fewer. In training is not yet competent."
    " What is not written down may still be so.",
    look_back="On the day",
    examples=EXAMPLES,
    guard="Never one keyworker’s results.",
    signs=tuple(NAMED.values()),
    signs_head="Not on record as current, of which there may be several",
    figures=keyworkers,
    lead_figure=LEAD,
    gives_away=LEAD,
)
