"""Worked examples of step 7: how whole a plan is, how it reads, whether it moves, and the first
12 weeks."""

from typing import Any

from audits.case_facts import CaseFacts
from audits.people import (
    away,
    care_plan,
    first12,
    goal,
    methadone,
    naltrexone,
    person,
    plan,
    read,
    vision,
)
from audits.plan_moves import AHEAD, CHANGED, CLOSED, IN_TIME, LEFT, NO_GOAL, NO_PLAN, STILL
from audits.plan_quality import NOT_READ, PASSES, PASSES_NOT, UNTOLD
from audits.step import Example, Outcome
from careplans.models import Tag

SOCIAL, PHYSICAL, HARM = Tag.SOCIAL.value, Tag.PHYSICAL.value, Tag.HARM_REDUCTION.value
GOALS = (goal(SOCIAL, whole=True), goal(PHYSICAL, HARM, whole=True))
WORDS = (vision(300),)


def _whole(**parts: Any) -> CaseFacts:
    """Somebody with all six parts, unless told otherwise."""
    known: dict[str, Any] = {"goals": GOALS, "visions": WORDS, "has_plan": True}
    plans = (parts.pop("plan", plan()),)
    return person(plans=plans, **(known | parts))


STRUCTURE = (
    Example("All six parts", _whole(), Outcome.MET, "6 of 6 parts"),
    Example("Five: no copy", _whole(plan=plan(has_copy=False)), Outcome.MET, "5 of 6 parts"),
    Example(
        "Four: no copy, no strengths",
        _whole(plan=plan(has_copy=False, has_strengths=False)),
        Outcome.NOT_MET,
        "4 of 6 parts",
    ),
    Example(
        "They do not agree, and there is no copy",
        _whole(plan=plan(agreed="no", has_copy=False)),
        Outcome.NOT_MET,
        "4 of 6 parts",
    ),
    Example(
        "They would rather not say, and there is no copy: it may be five",
        _whole(plan=plan(agreed="declined", has_copy=False)),
        Outcome.NOT_RECORDED,
        UNTOLD,
    ),
    Example(
        "They would rather not say, and all else is there",
        _whole(plan=plan(agreed="declined")),
        Outcome.MET,
        "5 of 6 parts",
    ),
    Example(
        "Goals in one area of life, and nobody asked whether they agree",
        _whole(plan=plan(agreed="not_asked"), goals=(goal(SOCIAL, whole=True),)),
        Outcome.NOT_MET,
        "4 of 6 parts",
    ),
    Example(
        "One goal in two areas of life is enough",
        _whole(goals=(goal(SOCIAL, PHYSICAL, whole=True),), visions=()),
        Outcome.MET,
        "5 of 6 parts",
    ),
    Example(
        "An open goal without a mark may be in the second area",
        _whole(plan=plan(has_copy=False), goals=(goal(SOCIAL, whole=True), goal(whole=True))),
        Outcome.NOT_RECORDED,
        UNTOLD,
    ),
    Example(
        "Of two goals one lacks who or by when, and no good ending is described",
        _whole(goals=(goal(SOCIAL, whole=True), goal(PHYSICAL)), visions=()),
        Outcome.NOT_MET,
        "4 of 6 parts",
    ),
    Example(
        "The goal without a next step was closed on the day",
        _whole(goals=(goal(SOCIAL, PHYSICAL, whole=True), goal(HARM, closed=0)), visions=()),
        Outcome.MET,
        "5 of 6 parts",
    ),
    Example(
        "No open goal: two parts fewer",
        _whole(goals=(goal(SOCIAL, closed=10),)),
        Outcome.NOT_MET,
        "4 of 6 parts",
    ),
    Example("In custody: counted like everybody", _whole(pauses=(away(30),)), Outcome.MET),
    Example("No plan of this treatment", person(), Outcome.NOT_APPLICABLE),
    Example(
        "A plan of an earlier treatment only",
        person(started=100, plans=(plan(400),)),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", _whole(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

READING = (
    Example("Read: it passes", _whole(sampled=read(True)), Outcome.MET, PASSES),
    Example("Read: it does not pass", _whole(sampled=read(False)), Outcome.NOT_MET, PASSES_NOT),
    Example("In the sample, not read yet", _whole(sampled=read()), Outcome.NOT_RECORDED, NOT_READ),
    Example(
        "To be read by two, read by one",
        _whole(sampled=read(True, twice=True)),
        Outcome.NOT_RECORDED,
        NOT_READ,
    ),
    Example(
        "Read by two who agree that it passes",
        _whole(sampled=read(True, True, twice=True)),
        Outcome.MET,
        PASSES,
    ),
    Example(
        "Read by two who differ: the first counts",
        _whole(sampled=read(False, True, twice=True)),
        Outcome.NOT_MET,
        PASSES_NOT,
    ),
    Example(
        "Read by two who differ, the other way round",
        _whole(sampled=read(True, False, twice=True)),
        Outcome.MET,
        PASSES,
    ),
    Example("A whole plan that is not in the sample", _whole(), Outcome.NOT_APPLICABLE),
    Example("Nobody’s plan", person(), Outcome.NOT_APPLICABLE),
)

MOVES = (
    Example(
        "A goal closed 182 days ago",
        person(has_plan=True, goals=(goal(opened=300, closed=182),)),
        Outcome.MET,
        CLOSED,
    ),
    Example(
        "A goal closed 183 days ago",
        person(has_plan=True, goals=(goal(opened=300, closed=183),)),
        Outcome.NOT_MET,
        STILL,
    ),
    Example(
        "A goal closed today",
        person(has_plan=True, goals=(goal(opened=300, closed=0),)),
        Outcome.MET,
        CLOSED,
    ),
    Example(
        "Another next step 182 days ago",
        person(has_plan=True, goals=(goal(opened=300, changed=182),)),
        Outcome.MET,
        CHANGED,
    ),
    Example(
        "Another next step 183 days ago",
        person(has_plan=True, goals=(goal(opened=300, changed=183),)),
        Outcome.NOT_MET,
        STILL,
    ),
    Example(
        "Copied forward word for word since it was set",
        person(has_plan=True, goals=(goal(opened=300),)),
        Outcome.NOT_MET,
        STILL,
    ),
    Example(
        "A goal only set within the window has not moved yet",
        person(has_plan=True, goals=(goal(opened=30),)),
        Outcome.NOT_MET,
        STILL,
    ),
    Example("A plan without goals", person(has_plan=True), Outcome.NOT_MET, NO_GOAL),
    Example("No plan", person(), Outcome.NOT_MET, NO_PLAN),
    Example("181 days on treatment", person(started=181), Outcome.NOT_APPLICABLE),
    Example("182 days on treatment", person(started=182), Outcome.NOT_MET, NO_PLAN),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)


def _began(
    days: int = 100, *, full: int = 28, early: int = 28, late: int = 84, **more: Any
) -> CaseFacts:
    """A new start with everything in time, said in days after it, unless told otherwise."""
    known: dict[str, Any] = {"plans": (plan(days, after=14),)} | more
    held = [care_plan(days - full), first12(days - early), first12(days - late)]
    return person(started=days, held=held, **known)


FIRST_12 = (
    Example("Plan by day 14, full plan by day 28, reviews in time", _began(), Outcome.MET, IN_TIME),
    Example(
        "The plan on day 15",
        _began(plans=(plan(100, after=15),)),
        Outcome.NOT_MET,
        "1 of 4 not in time",
    ),
    Example("The full plan on day 29", _began(full=29), Outcome.NOT_MET, "1 of 4 not in time"),
    Example("The early review on day 21: 7 days before", _began(early=21), Outcome.MET, IN_TIME),
    Example("The early review on day 35: 7 days after", _began(early=35), Outcome.MET, IN_TIME),
    Example("The early review on day 20", _began(early=20), Outcome.NOT_MET, "1 of 4 not in time"),
    Example("The late review on day 91", _began(late=91), Outcome.MET, IN_TIME),
    Example("The late review on day 92", _began(late=92), Outcome.NOT_MET, "1 of 4 not in time"),
    Example("Nothing of the four", person(started=100), Outcome.NOT_MET, "4 of 4 not in time"),
    Example("Started 84 days ago", _began(84), Outcome.MET, IN_TIME),
    Example(
        "Started 84 days ago, the review at 12 weeks not held yet",
        _began(84, late=60),
        Outcome.EXCEPTION,
        AHEAD,
    ),
    Example("91 days ago, the last day for it", _began(91, late=60), Outcome.EXCEPTION, AHEAD),
    Example(
        "92 days ago, and never held", _began(92, late=60), Outcome.NOT_MET, "1 of 4 not in time"
    ),
    Example(
        "84 days ago, and the full plan was late: what is ahead is no excuse",
        _began(84, full=29, late=60),
        Outcome.NOT_MET,
        "1 of 4 not in time",
    ),
    Example("Started 83 days ago", _began(83, late=80), Outcome.NOT_APPLICABLE),
    Example("Started on the first day of the period", _began(364), Outcome.MET, IN_TIME),
    Example("Started the day before the period", _began(365), Outcome.NOT_APPLICABLE),
    Example(
        "Planned and reviewed at assessment, ten days before the first dose",
        person(
            started=110,
            prescribed=[methadone(100)],
            plans=(plan(110),),
            held=[care_plan(110), first12(72), first12(16)],
        ),
        Outcome.MET,
        IN_TIME,
    ),
    Example(
        "Left on day 83: set apart",
        _began(ended=17, end_reason="left", prescribed=[methadone(100, 17)]),
        Outcome.EXCEPTION,
        LEFT,
    ),
    Example(
        "Left on day 85",
        _began(ended=14, end_reason="left", prescribed=[methadone(100, 14)]),
        Outcome.MET,
        IN_TIME,
    ),
    Example(
        "The plan is of an earlier treatment",
        _began(plans=(plan(600),)),
        Outcome.NOT_MET,
        "1 of 4 not in time",
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone(100)]), Outcome.NOT_APPLICABLE),
)
