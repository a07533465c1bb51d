"""Step 12: caseloads (12.4)."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from uuid import UUID

from audits.case_facts import CaseFacts
from audits.people import away, methadone, naltrexone, person
from audits.period import AuditDay
from audits.step import Direction, Example, Figure, Finding, Indicator, Outcome, met, not_met
from audits.steps import sources

NAMED, JOINT, NOBODY = "Has a keyworker", "Has more than one keyworker", "No keyworker on record"
MEDIAN = "Caseload of a keyworker, median"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """Everybody in treatment on the day, whatever is prescribed."""
    return case.episode_on(day.on) is not None


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: part of some keyworker's caseload on the day. Who the keyworker is stays out."""
    number = len(case.keyworkers)
    if not number:
        return not_met(
            "No keyworker is on record for the day.", NOBODY, would_change="Name a keyworker."
        )
    return met(f"{JOINT}: {number}.", JOINT) if number > 1 else met("Has a keyworker.", NAMED)


def caseloads(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """Median and largest caseload. Each keyworker counts as one: working hours are not recorded."""
    held: Counter[UUID] = Counter()
    for case in cases:
        if eligible(case, day):
            held.update(case.keyworkers)
    sizes = sorted(held.values())
    return (
        Figure("Keyworkers with a caseload", float(len(sizes)), "keyworkers", len(sizes)),
        Figure(
            MEDIAN,
            float(median(sizes)) if sizes else None,
            "people",
            len(sizes),
        ),
        Figure("Largest caseload", float(sizes[-1]) if sizes else None, "people", len(sizes)),
    )


ONE, TWO = UUID(int=1), UUID(int=2)
EXAMPLES = (
    Example("A keyworker on the day", person(keyworkers=frozenset({ONE})), Outcome.MET, NAMED),
    Example(
        "Two keyworkers share: in both caseloads",
        person(keyworkers=frozenset({ONE, TWO})),
        Outcome.MET,
        JOINT,
    ),
    Example("None on record", person(keyworkers=frozenset()), Outcome.NOT_MET, NOBODY),
    Example(
        "First day of the episode",
        person(started=0, keyworkers=frozenset({ONE})),
        Outcome.MET,
        NAMED,
    ),
    Example(
        "Left the day before",
        person(ended=1, end_reason="left", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Left on the day itself: the last day is not counted",
        person(ended=0, end_reason="left", prescribed=[methadone(400, 0)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "In custody: still somebody’s person",
        person(pauses=(away(30),), keyworkers=frozenset({ONE})),
        Outcome.MET,
        NAMED,
    ),
    Example(
        "On naltrexone: in treatment, so in a caseload",
        person(prescribed=[naltrexone()], keyworkers=frozenset({ONE})),
        Outcome.MET,
        NAMED,
    ),
    Example(
        "Nothing prescribed",
        person(prescribed=[], keyworkers=frozenset({ONE})),
        Outcome.MET,
        NAMED,
    ),
)

CASELOAD = Indicator(
    code="12.4",
    version=1,
    effective_from=sources.FROM,
    title="Caseloads",
    sub="Median and largest number of people to a keyworker",
    of_whom="People in treatment on the day",
    counted="A keyworker is on record for the day; from that, the median and the largest caseload",
    set_apart="Nobody",
    counted_words="have a keyworker on record, which says nothing of competence",
    other_words="have none on record",
    direction=Direction.DESCRIPTIVE,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.BLACK_REVIEW),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Working hours are not recorded, so each keyworker counts as one. The 2021 review"
    " reported 50 to 80, sometimes 100, and named 40 or fewer as good practice.",
    look_back="On the day",
    examples=EXAMPLES,
    guard="Never one keyworker’s results.",
    figures=caseloads,
    lead_figure=MEDIAN,
)
