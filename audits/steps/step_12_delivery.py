"""Step 12: whether structured talking help is given by somebody competent in it (12.3)."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from audits.case_facts import CaseFacts, Record
from audits.improving_people import talking
from audits.people import KEYWORKER, methadone, naltrexone, person
from audits.period import AuditDay
from audits.staff_counts import of_all
from audits.staff_facts import NOTHING
from audits.step import (
    Direction,
    Example,
    Figure,
    Finding,
    Indicator,
    Outcome,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.steps.step_09_talking import reached
from audits.steps.step_12_competence import assessed
from audits.talking_facts import TAKEN_UP, Talking
from rodt.words import and_list
from support.kinds import BY_KEY
from support.skills import competent_in

ALL_COMPETENT, NOT_ON_RECORD = "Given by somebody competent in it", "Competence not on record"
OUTSIDE, WHO_UNKNOWN = "Given outside this service", "Who gives it is not recorded"
LEAD = "Talking help given by somebody competent in it"


def taken_up(case: CaseFacts, day: AuditDay) -> list[Talking]:
    """Structured talking help of the period, as 9.3 counts it."""
    return [talk for talk in case.talking if reached(talk, day)]


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.episode_on(day.on) is not None and bool(taken_up(case, day))


def is_given_well(talk: Talking, case: CaseFacts, day: AuditDay) -> bool | None:
    """Whether somebody of the staff who was competent in it on the day it was taken up gives it.
    None: who gives it is not known, or not of this service."""
    last = [step for step in talk.steps if step.state == TAKEN_UP and step.on <= day.on][-1]
    if last.staff is None:
        return None
    return talk.kind in competent_in(case.staff.get(last.staff, NOTHING).assessed, last.on)


def _is_outside(talk: Talking) -> bool:
    return [step for step in talk.steps if step.state == TAKEN_UP][-1].is_outside


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when all of it that is given here is given by somebody competent. What is given outside
    is theirs to answer for, and set apart."""
    here = [talk for talk in taken_up(case, day) if not _is_outside(talk)]
    if not here:
        return exception("All of it is given outside this service.", OUTSIDE)
    found = [(talk, is_given_well(talk, case, day)) for talk in here]
    evidence = [Record("offer of support", talk.on, talk.id) for talk in here]
    poorly = [talk for talk, is_so in found if is_so is False]
    if poorly:
        words = and_list(sorted({BY_KEY[talk.kind].words for talk in poorly}))
        return not_met(
            f"No competence of whoever gives it was on record when it began: {words}.",
            NOT_ON_RECORD,
            evidence=evidence,
            would_change="Assess it in supervision, or let somebody give it who is competent.",
        )
    if any(is_so is None for _, is_so in found):
        return not_recorded(
            "Who gives the talking help is not recorded.",
            WHO_UNKNOWN,
            evidence=evidence,
            would_change="Write down who gives it.",
        )
    return met("Whoever gives it is competent in it.", ALL_COMPETENT, evidence=evidence)


def deliveries(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """Of all talking help of the period of which it is known who here gives it."""
    answers = list(_answers(cases, day))
    return (of_all(LEAD, sum(answers), len(answers), "times"),)


def _answers(cases: Sequence[CaseFacts], day: AuditDay) -> Iterator[bool]:
    for case in cases:
        if eligible(case, day):
            for talk in taken_up(case, day):
                is_so = is_given_well(talk, case, day)
                if is_so is not None:
                    yield is_so


TWO = UUID(int=2)


def _given(*talks: Talking, competent: tuple[str, ...] = ("cbt",), **more: Any) -> CaseFacts:
    """Their keyworker has been competent for 100 days, unless told otherwise."""
    return person(talking=talks, **{"staff": {KEYWORKER: assessed(*competent)}, **more})


def _cbt(began: int = 60, *more: tuple[int, str], **by: Any) -> Talking:
    return talking("cbt", 390, (began, "started"), *more, **({"staff": KEYWORKER} | by))


EXAMPLES = (
    Example("CBT by somebody competent in it", _given(_cbt()), Outcome.MET, ALL_COMPETENT),
    Example("Assessed on the day it began", _given(_cbt(100)), Outcome.MET),
    Example("Assessed the day after it began", _given(_cbt(101)), Outcome.NOT_MET, NOT_ON_RECORD),
    Example(
        "Competent in something else", _given(_cbt(), competent=("motivational",)), Outcome.NOT_MET
    ),
    Example(
        "Competent when it began, ran out since",
        _given(_cbt(60), staff={KEYWORKER: assessed("cbt", runs_out=-30)}),
        Outcome.MET,
    ),
    Example(
        "Ran out before it began",
        _given(_cbt(60), staff={KEYWORKER: assessed("cbt", runs_out=-61)}),
        Outcome.NOT_MET,
    ),
    Example(
        "Given by another keyworker who is competent",
        _given(_cbt(staff=TWO), staff={TWO: assessed("cbt")}),
        Outcome.MET,
    ),
    Example(
        "Who gives it is not recorded", _given(_cbt(staff=None)), Outcome.NOT_RECORDED, WHO_UNKNOWN
    ),
    Example(
        "Given outside this service",
        _given(_cbt(staff=None, outside=True)),
        Outcome.EXCEPTION,
        OUTSIDE,
    ),
    Example(
        "Of two, one by somebody not on record as competent",
        _given(_cbt(), talking("counselling", 90, (50, "started"), staff=KEYWORKER)),
        Outcome.NOT_MET,
        NOT_ON_RECORD,
    ),
    Example(
        "Begun before the period, ended in it",
        _given(_cbt(380, (20, "ended")), staff={KEYWORKER: assessed("cbt", days=390)}),
        Outcome.MET,
    ),
    Example("Begun before the period, nothing since", _given(_cbt(380)), Outcome.NOT_APPLICABLE),
    Example("No talking help", _given(), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone: in treatment, so counted",
        _given(_cbt(), prescribed=[naltrexone()]),
        Outcome.MET,
    ),
    Example(
        "Left the day before",
        _given(_cbt(), ended=1, end_reason="left", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
)

DELIVERY = Indicator(
    code="12.3",
    version=1,
    effective_from=sources.FROM,
    title="Competent delivery",
    sub="Structured talking help given by somebody competent in it",
    of_whom="People in treatment on the day who had structured talking help in the period, as 9.3"
    " counts it",
    counted="Whoever gives it was assessed as competent in it, and it had not run out, on the day"
    " it was taken up; of several, each; from that, how much of the talking help",
    set_apart="All of it is given outside this service",
    counted_words="with talking help have it from somebody competent in it",
    other_words="have it from somebody whose competence was not on record",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Not on record is not the same as not competent. Talking help given outside is set"
    " apart.",
    look_back="The period",
    examples=EXAMPLES,
    guard="Never one keyworker’s results.",
    figures=deliveries,
)
