"""Step 9: whether the choice of medicine was talked about (9.7), and who takes which."""

from collections.abc import Sequence
from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.improving_facts import Talked
from audits.improving_people import talked
from audits.people import naltrexone, person
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Figure,
    Finding,
    Indicator,
    Outcome,
    how_many,
    met,
    not_met,
)
from audits.steps import sources
from rodt.words import nhs_date

RUNG = 5
"""“Another medicine or form”, on the ladder of `reviews.ladder`."""
TALKED, NOT_TALKED = "Talked about in the period", "Not on record in the period"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: another medicine or form was talked about, whatever was chosen."""
    talks = [
        one
        for one in case.talked
        if day.in_period(one.on) and (one.of_medicine or RUNG in one.rungs)
    ]
    if not talks:
        return not_met(
            "No talk about other medicines or forms is on record in the period.",
            NOT_TALKED,
            would_change="Say what there is, and ask what they would like.",
        )
    last = talks[-1]
    return met(
        f"Other medicines or forms were talked about on {nhs_date(last.on)}.",
        TALKED,
        evidence=Record("talk about options", last.on, last.id),
    )


def medicines(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """How many people on each group of medicine, whatever the state of the prescription."""
    counted: dict[str, int] = {}
    for case in cases:
        if not case.on_ost(day.on):
            continue
        for group in sorted({item.medicine.group for item in case.doses}):
            counted[group] = counted.get(group, 0) + 1
    return tuple(how_many(f"On {group}", number) for group, number in sorted(counted.items()))


def _with(*talks: Talked, **more: Any) -> CaseFacts:
    return person(talked=talks, **more)


EXAMPLES = (
    Example("A depot among the options", _with(talked(90, medicine=True)), Outcome.MET, TALKED),
    Example("Looked at as a way to improve treatment", _with(talked(90, 5)), Outcome.MET, TALKED),
    Example("Other ways only", _with(talked(90, 3, 4, 6)), Outcome.NOT_MET, NOT_TALKED),
    Example("On the first day of the period", _with(talked(364, medicine=True)), Outcome.MET),
    Example("The day before the period", _with(talked(365, medicine=True)), Outcome.NOT_MET),
    Example("On the day itself", _with(talked(0, medicine=True)), Outcome.MET),
    Example("Long ago, and again", _with(talked(500, 5), talked(20, 5)), Outcome.MET),
    Example("Never", _with(), Outcome.NOT_MET, NOT_TALKED),
    Example(
        "On naltrexone only",
        _with(talked(90, 5), prescribed=[naltrexone()]),
        Outcome.NOT_APPLICABLE,
    ),
)

CHOICE = Indicator(
    code="9.7",
    version=1,
    effective_from=sources.FROM,
    title="Choice of medicine",
    sub="Another medicine or form talked about in the period",
    of_whom="People on opioid substitution treatment on the day",
    counted="In the period another medicine or form was among the options talked about, or was"
    " looked at as a way to improve treatment",
    set_apart="Nobody",
    counted_words="had a talk about other medicines or forms in the period",
    other_words="have none on record",
    direction=Direction.DESCRIPTIVE,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.NICE_TA114),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="What is commissioned here may limit the choice. No medicine is better in itself.",
    look_back="The period",
    examples=EXAMPLES,
    figures=medicines,
)
