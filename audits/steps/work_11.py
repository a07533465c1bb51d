"""Step 11: a goal for work, training or volunteering, or "not now"."""

from typing import Any

from audits.case_facts import CaseFacts, GoalFact, Record
from audits.people import ago, goal, naltrexone, person
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.support_facts import HomeFact
from audits.support_people import home, supported
from careplans.models import Tag
from patients.models import Answer
from rodt.dates import age_on
from rodt.words import nhs_date
from support.models import Employment

WORK = Tag.WORK.value
UNABLE = frozenset({Employment.SICK.value, Employment.HOME.value, Employment.RETIRED.value})
ACTIVE_ALREADY = frozenset(
    {Employment.WORK.value, Employment.STUDENT.value, Employment.VOLUNTARY.value}
)
SET_APART = UNABLE | ACTIVE_ALREADY
HAS_GOAL, SAID_NOT_NOW = "A goal for work, training or volunteering", "Said “not now”"
WISH_ONLY, NOT_ASKED = "Would like to, and no goal is agreed", "Nothing asked or agreed in 26 weeks"
CANNOT, NO_AGE = "Ill, caring or retired", "Age is not recorded"
ACTIVE = "In work, study or volunteering already"


def has_work_goal(case: CaseFacts, day: AuditDay) -> bool:
    return any(_counts(goal_, day) for goal_ in case.goals)


def _counts(item: GoalFact, day: AuditDay) -> bool:
    """Open on the day, or closed within the window: a goal that was reached is no gap."""
    if WORK not in item.tags:
        return False
    return item.is_open_on(day.on) or (
        item.closed_on is not None and day.within(item.closed_on, day.rules.work_window_days)
    )


def of_working_age(case: CaseFacts, day: AuditDay) -> bool:
    """On treatment for 12 weeks; outside working age only who has a goal or says they want to."""
    if not case.on_ost_for(day.on, day.rules.work_after_days):
        return False
    born_on = case.born_on
    if born_on is None:
        return True
    first, last = day.rules.working_age_from_years, day.rules.working_age_to_years
    if first <= age_on(born_on, day.on) <= last:
        return True
    return has_work_goal(case, day) or _wants(case, day)


def _said(case: CaseFacts, day: AuditDay) -> list[HomeFact]:
    """What was answered to whether they want work or training, "not now" among it."""
    return [
        item
        for item in case.support.homes
        if item.on <= day.on and item.wants_work in (Answer.YES, Answer.NO)
    ]


def _wants(case: CaseFacts, day: AuditDay) -> bool:
    said = _said(case, day)
    return bool(said) and said[-1].wants_work == Answer.YES


def _status(case: CaseFacts, day: AuditDay) -> HomeFact | None:
    """The last record that says how they stand with work."""
    known = [
        item
        for item in case.support.homes
        if item.on <= day.on and item.employment not in ("", *Employment.unknown())
    ]
    return known[-1] if known else None


def work_goal(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by a goal, or by "not now" as the last answer within 26 weeks. Whoever is ill, caring or
    retired, or active already, is set apart until the record says otherwise."""
    if has_work_goal(case, day):
        return met("The care plan has a goal for work, training or volunteering.", HAS_GOAL)
    status = _status(case, day)
    if status is not None and status.employment in SET_APART:
        words = Employment(status.employment).label
        group = ACTIVE if status.employment in ACTIVE_ALREADY else CANNOT
        return exception(
            f"On {nhs_date(status.on)}: {words.lower()}.", group, evidence=_record(status)
        )
    if case.born_on is None:
        return not_recorded(
            "The day of birth is not recorded, so whether they are of working age is not known.",
            NO_AGE,
            would_change="Record the day of birth.",
        )
    said = _said(case, day)
    if not said or not day.within(said[-1].on, day.rules.work_window_days):
        return not_met(
            "No goal for work, training or volunteering, and nothing said of it in 26 weeks.",
            NOT_ASKED,
            would_change="Ask whether they would like to. “Not now” is a full answer.",
        )
    last = said[-1]
    if last.wants_work == Answer.NO:
        return met(f"Said “not now” on {nhs_date(last.on)}.", SAID_NOT_NOW, evidence=_record(last))
    return not_met(
        f"Said on {nhs_date(last.on)} that they would like to; no goal is agreed.",
        WISH_ONLY,
        evidence=_record(last),
        would_change="Agree a first step with them.",
    )


def _record(said: HomeFact) -> Record:
    return Record("housing and work", said.on, said.id)


def _aged(years: int, *said: HomeFact, days: int = 0, **facts: Any) -> CaseFacts:
    """Somebody whose birthday of so many years was so many days ago."""
    born_on = ago(days)
    born_on = born_on.replace(year=born_on.year - years)
    return person(born_on=born_on, support=supported(homes=said), **facts)


def _wish(days: int, wants: str, status: str = "") -> HomeFact:
    return home(days, "", status, wants)


GOAL_EXAMPLES = (
    Example("An open goal marked with work", _aged(40, goals=(goal(WORK),)), Outcome.MET),
    Example(
        "The goal was reached and closed 182 days ago",
        _aged(40, goals=(goal(WORK, opened=300, closed=182),)),
        Outcome.MET,
        HAS_GOAL,
    ),
    Example(
        "Closed 183 days ago",
        _aged(40, goals=(goal(WORK, opened=300, closed=183),)),
        Outcome.NOT_MET,
        NOT_ASKED,
    ),
    Example(
        "Said “not now” 182 days ago: a full answer",
        _aged(40, _wish(182, "no")),
        Outcome.MET,
        SAID_NOT_NOW,
    ),
    Example(
        "Said “not now” 183 days ago: ask again",
        _aged(40, _wish(183, "no")),
        Outcome.NOT_MET,
        NOT_ASKED,
    ),
    Example(
        "Would like to, no goal agreed",
        _aged(40, _wish(30, "no"), _wish(10, "yes")),
        Outcome.NOT_MET,
        WISH_ONLY,
    ),
    Example(
        "Goals for other things only, never asked",
        _aged(40, goals=(goal("human"),)),
        Outcome.NOT_MET,
        NOT_ASKED,
    ),
    Example(
        "Long-term sick two years ago, nothing since: set apart until the record says otherwise",
        _aged(40, _wish(730, "no", Employment.SICK), started=900),
        Outcome.EXCEPTION,
        CANNOT,
    ),
    Example(
        "In regular work: set apart, nothing to agree",
        _aged(40, _wish(10, "no", Employment.WORK)),
        Outcome.EXCEPTION,
        ACTIVE,
    ),
    Example(
        "Looking after family, with a goal to train: counted",
        _aged(40, _wish(10, "yes", Employment.HOME), goals=(goal(WORK),)),
        Outcome.MET,
        HAS_GOAL,
    ),
    Example(
        "Would rather not say whether they want to",
        _aged(40, _wish(10, "declined")),
        Outcome.NOT_MET,
        NOT_ASKED,
    ),
    Example(
        "65 years old on the day, 66 tomorrow",
        _aged(65, days=364),
        Outcome.NOT_MET,
        NOT_ASKED,
    ),
    Example("66 years old on the day", _aged(66), Outcome.NOT_APPLICABLE),
    Example(
        "70 years old, with a goal to volunteer",
        _aged(70, goals=(goal(WORK),)),
        Outcome.MET,
        HAS_GOAL,
    ),
    Example(
        "70 years old, would like to, no goal agreed",
        _aged(70, _wish(10, "yes")),
        Outcome.NOT_MET,
        WISH_ONLY,
    ),
    Example("Day of birth not recorded, never asked", person(), Outcome.NOT_RECORDED, NO_AGE),
    Example("On treatment for 84 days", _aged(40, started=84), Outcome.NOT_MET),
    Example("On treatment for 83 days", _aged(40, started=83), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone only",
        _aged(40, prescribed=[naltrexone()]),
        Outcome.NOT_APPLICABLE,
    ),
)


WORK_GOAL = Indicator(
    code="11.1",
    version=1,
    effective_from=sources.FROM,
    title="A goal for work, or “not now”",
    sub="Work, training or volunteering, within 26 weeks",
    of_whom="People of 16 to 65 years on opioid substitution treatment on the day, for at least 84"
    " days; older people who have such a goal or say they would like to",
    counted="The care plan has a goal for work, training or volunteering, open or closed within 182"
    " days; or within 182 days the last thing they said was “not now”",
    set_apart="Ill, caring or retired; in work, study or volunteering already",
    counted_words="have a goal for work, training or volunteering, or said “not now”",
    other_words="have neither such a goal nor said “not now”",
    direction=Direction.UP,
    eligible=of_working_age,
    assess=work_goal,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="“Not now” is complete data. Nobody who is ill, caring or retired is expected to work.",
    look_back="182 days",
    examples=GOAL_EXAMPLES,
    numbers=(
        "work_after_days",
        "work_window_days",
        "working_age_from_years",
        "working_age_to_years",
    ),
)
