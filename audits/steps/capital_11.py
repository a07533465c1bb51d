"""Step 11: which way recovery capital went, by the person's own ratings."""

from audits.capital_facts import CapitalFact
from audits.case_facts import CaseFacts, Record
from audits.people import methadone, person, rated
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, met, not_met, not_recorded
from audits.steps import sources
from careplans.capital import KINDS
from rodt.words import nhs_date

HIGHER, BOTH_WAYS = "Something rated higher, nothing lower", "Something higher, something lower"
ALL_SAME, LOWER = "Everything rated the same", "Something rated lower, nothing higher"
NOT_TWICE = "No kind was rated twice"
ANSWERS = ("higher", "the same", "lower")


def rated_twice(case: CaseFacts, day: AuditDay) -> bool:
    within = [r for r in case.capital if day.within(r.on, day.rules.capital_window_days)]
    return case.on_ost(day.on) and len(within) > 1


def capital_moved(case: CaseFacts, day: AuditDay) -> Finding:
    """Each kind by itself: its first and its last rating within 12 months."""
    ratings = [r for r in case.capital if day.within(r.on, day.rules.capital_window_days)]
    first, last = ratings[0], ratings[-1]
    evidence = (
        Record("recovery capital", first.on, first.id),
        Record("recovery capital", last.on, last.id),
    )
    moved = {}
    for place, kind in enumerate(KINDS):
        known = [r.ratings[place] for r in ratings if r.ratings[place] is not None]
        if len(known) > 1:
            moved[kind.label] = _way(known[0] or 0, known[-1] or 0)
    if not moved:
        return not_recorded(
            "Recovery capital was asked about twice; no kind was rated both times.",
            NOT_TWICE,
            evidence=evidence,
            would_change="Ask for the same ratings again.",
        )
    marks = [f"{label}: {way}" for label, way in moved.items()]
    words = "; ".join(f"{label[0].lower()}{label[1:]} {way}" for label, way in moved.items())
    reason = f"From {nhs_date(first.on)} to {nhs_date(last.on)}: {words}."
    up, down = "higher" in moved.values(), "lower" in moved.values()
    if up:
        return met(reason, BOTH_WAYS if down else HIGHER, evidence=evidence, marks=marks)
    return not_met(reason, LOWER if down else ALL_SAME, evidence=evidence, marks=marks)


def _way(before: int, now: int) -> str:
    return ANSWERS[1] if now == before else ANSWERS[0] if now > before else ANSWERS[2]


def _rated(*ratings: CapitalFact) -> CaseFacts:
    return person(capital=ratings)


CAPITAL_EXAMPLES = (
    Example(
        "One kind higher, the others the same",
        _rated(rated(300, 4, 4, 4, 4), rated(30, 5, 4, 4, 4)),
        Outcome.MET,
        HIGHER,
    ),
    Example(
        "One higher, one lower: never added up",
        _rated(rated(300, 4, 9, 4, 4), rated(30, 5, 1, 4, 4)),
        Outcome.MET,
        BOTH_WAYS,
    ),
    Example(
        "All the same, at 10",
        _rated(rated(300, 10, 10, 10, 10), rated(30, 10, 10, 10, 10)),
        Outcome.NOT_MET,
        ALL_SAME,
    ),
    Example(
        "One lower", _rated(rated(300, 4, 4, 4, 4), rated(30, 3, 4, 4, 4)), Outcome.NOT_MET, LOWER
    ),
    Example(
        "From 0 to 1: 0 is a rating",
        _rated(rated(300, 0, None, None, None), rated(30, 1, None, None, None)),
        Outcome.MET,
        HIGHER,
    ),
    Example(
        "Rated higher in between: the first and the last count",
        _rated(rated(300, 4, 4, 4, 4), rated(200, 9, 9, 9, 9), rated(30, 4, 4, 4, 4)),
        Outcome.NOT_MET,
        ALL_SAME,
    ),
    Example(
        "Other kinds each time: nothing to set side by side",
        _rated(rated(300, 4, 4, None, None), rated(30, None, None, 4, 4)),
        Outcome.NOT_RECORDED,
        NOT_TWICE,
    ),
    Example(
        "The first one 365 days ago",
        _rated(rated(365, 4, 4, 4, 4), rated(30, 5, 4, 4, 4)),
        Outcome.MET,
    ),
    Example(
        "The first one 366 days ago: one only within 12 months",
        _rated(rated(366, 4, 4, 4, 4), rated(30, 5, 4, 4, 4)),
        Outcome.NOT_APPLICABLE,
    ),
    Example("Rated once", _rated(rated(30, 4, 4, 4, 4)), Outcome.NOT_APPLICABLE),
    Example("Never rated", person(), Outcome.NOT_APPLICABLE),
    Example(
        "Transferred away yesterday",
        person(
            ended=1,
            end_reason="transferred",
            prescribed=[methadone(400, 1)],
            capital=(rated(300, 4, 4, 4, 4), rated(30, 5, 4, 4, 4)),
        ),
        Outcome.NOT_APPLICABLE,
    ),
)

CAPITAL_MOVEMENT = Indicator(
    code="11.3",
    version=1,
    effective_from=sources.FROM,
    title="Recovery capital, as they rate it",
    sub="Which way each of four kinds went within 12 months",
    of_whom="People on opioid substitution treatment on the day who rated their recovery capital at"
    " least twice in the last 365 days",
    counted="They rated at least one of people, home and money, skills and health, and belonging"
    " higher the last time than the first",
    set_apart="Nobody",
    counted_words="rate at least one kind of recovery capital higher than before",
    other_words="rate none higher than before",
    direction=Direction.DESCRIPTIVE,
    eligible=rated_twice,
    assess=capital_moved,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The person’s own rating: only which way it went is counted, never how far, and the four"
    " are never added up.",
    look_back="365 days",
    examples=CAPITAL_EXAMPLES,
    numbers=("capital_window_days",),
    signs=tuple(f"{kind.label}: {way}" for kind in KINDS for way in ANSWERS),
    signs_head="Which way each kind went",
)
