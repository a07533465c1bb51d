"""Step 9: whom structured talking help reaches (9.3)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.improving_people import talking
from audits.people import away, naltrexone, person
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Figure,
    Finding,
    Indicator,
    Outcome,
    exception,
    how_many,
    met,
    not_met,
)
from audits.steps import sources
from audits.steps.step_08_need import AWAY, away_all_along
from audits.talking_facts import DECLINED, ENDED, TAKEN_UP, Talking
from rodt.words import nhs_date
from support.kinds import BY_KEY

REACHED, NOT_FOR_THEM = "Structured talking help in the period", "Offered, and not for them"
NONE, NONE_HERE = "None offered in the period", "Asked for, not available here"
WAITING, SILENT = "Offered or referred, not begun", "Begun before the period, nothing since"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def reached(talk: Talking, day: AuditDay) -> bool:
    """It was taken up in the period; or it ended in it, having been taken up before."""
    return any(
        day.in_period(step.on)
        and (
            step.state == TAKEN_UP
            or (step.state == ENDED and any(s.state == TAKEN_UP for s in talk.steps[:place]))
        )
        for place, step in enumerate(talk.steps)
    )


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with one that was taken up. A no is respected, and set apart."""
    if away_all_along(case, day):
        return exception("Away for the whole period.", AWAY)
    had = [talk for talk in case.talking if reached(talk, day)]
    if had:
        said = BY_KEY[had[-1].kind].words
        return met(f"{said}, in the period.", REACHED, evidence=[_record(talk) for talk in had])
    lately = [
        talk
        for talk in case.talking
        if day.in_period(talk.on) or any(day.in_period(step.on) for step in talk.steps)
    ]
    if not lately:
        return _none_lately(case, day)
    last = max(lately, key=lambda talk: max([talk.on, *(step.on for step in talk.steps)]))
    said = BY_KEY[last.kind].words
    if last.steps and last.steps[-1].state == DECLINED:
        when = nhs_date(last.steps[-1].on)
        return exception(
            f"{said}: not for them, said on {when}.", NOT_FOR_THEM, evidence=_record(last)
        )
    if not any(talk.is_available for talk in lately):
        return not_met(
            f"They asked for it, and it is not available here: {said}.",
            NONE_HERE,
            evidence=_record(last),
            would_change="Look for it elsewhere, and tell those who pay for services.",
        )
    return not_met(
        f"{said}: offered or referred, and not begun yet.",
        WAITING,
        evidence=_record(last),
        would_change="Ask what stands in the way, and go along to the first session.",
    )


def _none_lately(case: CaseFacts, day: AuditDay) -> Finding:
    """Nothing in the period. What was begun before it in this treatment may still go on."""
    episode = case.episode_on(day.on)
    assert episode is not None
    going = [
        talk
        for talk in case.talking
        if talk.on >= episode.started_on and talk.steps and talk.steps[-1].state == TAKEN_UP
    ]
    if going:
        return not_met(
            f"{BY_KEY[going[-1].kind].words} was begun on {nhs_date(going[-1].steps[-1].on)};"
            " nothing is on record since.",
            SILENT,
            evidence=_record(going[-1]),
            would_change="Write down whether it goes on, and whether it helps.",
        )
    return not_met(
        "No structured talking help was offered in the period.",
        NONE,
        would_change="Offer what fits them. Keywork goes on either way.",
    )


def _record(talk: Talking) -> Record:
    return Record("offer of support", talk.on, talk.id)


def kinds_reached(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """How many people had each kind; one person may have had several."""
    counted: Counter[str] = Counter()
    for case in cases:
        if eligible(case, day):
            counted.update({talk.kind for talk in case.talking if reached(talk, day)})
    return tuple(how_many(kind.words, counted[key]) for key, kind in BY_KEY.items() if counted[key])


def _with(*talks: Talking, **more: Any) -> CaseFacts:
    return person(talking=talks, **more)


EXAMPLES = (
    Example("CBT taken up", _with(talking("cbt", 90, (60, "started"))), Outcome.MET, REACHED),
    Example(
        "Taken up on the first day of the period",
        _with(talking("cbt", 390, (364, "started"))),
        Outcome.MET,
    ),
    Example(
        "Taken up the day before the period, nothing since",
        _with(talking("cbt", 390, (365, "started"))),
        Outcome.NOT_MET,
        SILENT,
    ),
    Example(
        "Taken up before the period, ended in it",
        _with(talking("cbt", 390, (370, "started"), (300, "ended"))),
        Outcome.MET,
    ),
    Example(
        "Referred, and ended without being taken up",
        _with(talking("counselling", 90, (80, "referred"), (20, "ended"))),
        Outcome.NOT_MET,
        WAITING,
    ),
    Example(
        "Referred, not begun",
        _with(talking("counselling", 90, (80, "referred"))),
        Outcome.NOT_MET,
        WAITING,
    ),
    Example("Offered, no answer yet", _with(talking("cbt", 20)), Outcome.NOT_MET, WAITING),
    Example(
        "Not for them",
        _with(talking("cbt", 90, (90, "declined"))),
        Outcome.EXCEPTION,
        NOT_FOR_THEM,
    ),
    Example(
        "One declined, another taken up",
        _with(talking("motivational", 200, (190, "started")), talking("cbt", 90, (90, "declined"))),
        Outcome.MET,
    ),
    Example(
        "Asked for, not available here",
        _with(talking("mental_health", 60, how="not_available")),
        Outcome.NOT_MET,
        NONE_HERE,
    ),
    Example("Keywork only: valuable, and not counted here", _with(), Outcome.NOT_MET, NONE),
    Example("Away all year", _with(pauses=(away(380),)), Outcome.EXCEPTION, AWAY),
    Example(
        "On naltrexone only",
        _with(talking("cbt", 90, (60, "started")), prescribed=[naltrexone()]),
        Outcome.NOT_APPLICABLE,
    ),
)

TALKING_REACH = Indicator(
    code="9.3",
    version=1,
    effective_from=sources.FROM,
    title="Reach of talking help",
    sub="Any structured psychosocial intervention in the period",
    of_whom="People on opioid substitution treatment on the day",
    counted="In the period structured talking help was taken up, or ended after being taken up."
    " Keywork alone is not counted here",
    set_apart="Offered, and not for them. Away for the whole period: custody, hospital,"
    " residential care",
    counted_words="had structured talking help in the period",
    other_words="had not",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Keywork is valuable too: it is counted elsewhere. Help that was begun before the period"
    " counts when something about it is written down in the period.",
    look_back="The period",
    examples=EXAMPLES,
    figures=kinds_reached,
)
