"""Step 5: what strategic reviews concluded, and what was done where benefit is in doubt."""

from datetime import date
from typing import Any

from audits.case_facts import CaseFacts, ReviewHeld
from audits.doubt_answered import answer_to
from audits.people import ago, care_plan, naltrexone, person, strategic
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
from reviews.models import Conclusion
from reviews.review_types import ReviewType
from reviews.strategic import IN_DOUBT
from rodt.words import nhs_date

NO_CONCLUSION = "No conclusion written down"
ANSWERED, NO_PLAN = "A plan and a follow-up in time", "No plan to improve treatment in time"
NO_FOLLOW_UP, AHEAD = "A plan, but no follow-up in time", "The days for it are not over"
LEFT = "Left or died before the days for it were over"


def concluded(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on) and _latest(case, day) is not None


def _latest(case: CaseFacts, day: AuditDay) -> ReviewHeld | None:
    held = case.held_of(ReviewType.STRATEGIC)
    last = held[-1] if held else None
    return last if last and day.within(last.held_on, day.rules.conclusion_window_days) else None


def conclusion(case: CaseFacts, day: AuditDay) -> Finding:
    """What the latest strategic review within 12 months found."""
    last = _latest(case, day)
    assert last is not None
    held_on = nhs_date(last.held_on)
    if not last.conclusion:
        return not_recorded(
            f"The strategic review of {held_on} has no conclusion.",
            NO_CONCLUSION,
            evidence=last.record,
            would_change="Write down the conclusion.",
        )
    said = Conclusion(last.conclusion)
    reason = f"Strategic review of {held_on}: {said.label.lower()}."
    if said is Conclusion.NOT_ENOUGH:
        return not_recorded(
            reason,
            str(said.label),
            evidence=last.record,
            would_change="Find out what was missing, and look at it again together.",
        )
    finding = met if said is Conclusion.CLEAR else not_met
    return finding(reason, str(said.label), evidence=last.record)


def in_doubt(case: CaseFacts, day: AuditDay) -> bool:
    return bool(_doubtful(case, day))


def _doubtful(case: CaseFacts, day: AuditDay) -> list[ReviewHeld]:
    return [
        item
        for item in case.held_of(ReviewType.STRATEGIC)
        if item.conclusion in IN_DOUBT and day.in_period(item.held_on)
    ]


def response(case: CaseFacts, day: AuditDay) -> Finding:
    """Of the last review of the period that left doubt: a plan within 28 days of it, and a review
    within 12 weeks after it."""
    review = _doubtful(case, day)[-1]
    counted = [item for item in case.held if item.counts]
    answer = answer_to(
        review.held_on, case.optimised_on, [item.held_on for item in counted], day.rules
    )
    followed = [item for item in counted if item.held_on == answer.followed_on]
    said = f"Benefit was in doubt on {nhs_date(review.held_on)}"
    evidence = (review.record, *(item.record for item in followed[:1]))
    if answer.planned_on and answer.followed_on:
        reason = (
            f"{said}. A plan to improve treatment followed on {nhs_date(answer.planned_on)},"
            f" and a review on {nhs_date(answer.followed_on)}."
        )
        return met(reason, ANSWERED, evidence=evidence)
    plan_by, follow_by = answer.plan_by, answer.follow_by
    lacks_plan = answer.lacks_plan(day.on)
    if not (lacks_plan or answer.lacks_follow_up(day.on)):
        return exception(f"{said}. There is time until {nhs_date(follow_by)}.", AHEAD)
    if _gone_by(case, plan_by if lacks_plan else follow_by):
        return exception(f"{said}. Treatment ended before the days were over.", LEFT)
    if lacks_plan:
        return not_met(
            f"{said}. No plan to improve treatment was written by {nhs_date(plan_by)}.",
            NO_PLAN,
            evidence=evidence,
            would_change="Write the plan to improve treatment now, with the person.",
        )
    return not_met(
        f"{said}. No review followed by {nhs_date(follow_by)}.",
        NO_FOLLOW_UP,
        evidence=evidence,
        would_change="Hold the follow-up: has treatment become better?",
    )


def _gone_by(case: CaseFacts, by: date) -> bool:
    """Not in treatment here on the last day there was for it, or dead."""
    died_on = case.reviews.died_on
    return case.episode_on(by) is None or (died_on is not None and died_on <= by)


def _doubt(
    *later: ReviewHeld, held: int = 100, planned: int | None = None, **facts: Any
) -> CaseFacts:
    """Partial benefit so many days ago, and what followed."""
    plans = () if planned is None else (ago(planned),)
    return person(held=[strategic(held, conclusion="partial"), *later], optimised_on=plans, **facts)


CONCLUSION_EXAMPLES = (
    *(
        Example(
            f"Concluded a month ago: {said.label.lower()}",
            person(held=[strategic(30, conclusion=said.value)]),
            expect,
            str(said.label),
        )
        for said, expect in (
            (Conclusion.CLEAR, Outcome.MET),
            (Conclusion.PARTIAL, Outcome.NOT_MET),
            (Conclusion.NOT_EVIDENT, Outcome.NOT_MET),
            (Conclusion.NOT_ENOUGH, Outcome.NOT_RECORDED),
        )
    ),
    Example(
        "No conclusion written down",
        person(held=[strategic(30)]),
        Outcome.NOT_RECORDED,
        NO_CONCLUSION,
    ),
    Example("365 days ago", person(held=[strategic(365, conclusion="clear")]), Outcome.MET),
    Example(
        "366 days ago", person(held=[strategic(366, conclusion="clear")]), Outcome.NOT_APPLICABLE
    ),
    Example(
        "In doubt half a year ago, clear since",
        person(held=[strategic(200, conclusion="partial"), strategic(30, conclusion="clear")]),
        Outcome.MET,
    ),
    Example(
        "The latest waits for a signature: the one before it is read",
        person(
            held=[
                strategic(200, conclusion="partial"),
                strategic(30, conclusion="clear", counts=False),
            ]
        ),
        Outcome.NOT_MET,
    ),
    Example("A care plan review only", person(held=[care_plan(30)]), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], held=[strategic(30, conclusion="clear")]),
        Outcome.NOT_APPLICABLE,
    ),
)
RESPONSE_EXAMPLES = (
    Example(
        "A plan the same day, a review ten weeks later",
        _doubt(care_plan(30), planned=100),
        Outcome.MET,
        ANSWERED,
    ),
    Example("A plan on day 28, a review on day 84", _doubt(care_plan(16), planned=72), Outcome.MET),
    Example("A plan on day 29", _doubt(care_plan(30), planned=71), Outcome.NOT_MET, NO_PLAN),
    Example(
        "A review on day 85", _doubt(care_plan(15), planned=100), Outcome.NOT_MET, NO_FOLLOW_UP
    ),
    Example("Nothing followed", _doubt(), Outcome.NOT_MET, NO_PLAN),
    Example(
        "A review followed, no plan",
        _doubt(care_plan(30)),
        Outcome.NOT_MET,
        NO_PLAN,
    ),
    Example(
        "A plan from before the review",
        _doubt(care_plan(30), planned=101),
        Outcome.NOT_MET,
        NO_PLAN,
    ),
    Example(
        "The follow-up waits for a signature",
        _doubt(care_plan(30, counts=False), planned=100),
        Outcome.NOT_MET,
        NO_FOLLOW_UP,
    ),
    Example("28 days ago, nothing yet", _doubt(held=28), Outcome.EXCEPTION, AHEAD),
    Example("29 days ago, no plan", _doubt(held=29), Outcome.NOT_MET, NO_PLAN),
    Example("84 days ago, a plan", _doubt(held=84, planned=84), Outcome.EXCEPTION, AHEAD),
    Example("85 days ago, a plan", _doubt(held=85, planned=85), Outcome.NOT_MET, NO_FOLLOW_UP),
    Example(
        "Moved on day 20, no plan yet",
        _doubt(ended=80, end_reason="transferred"),
        Outcome.EXCEPTION,
        LEFT,
    ),
    Example(
        "Left on day 50 with no plan by then",
        _doubt(ended=50, end_reason="left"),
        Outcome.NOT_MET,
        NO_PLAN,
    ),
    Example("Died on day 20", _doubt(died=80), Outcome.EXCEPTION, LEFT),
    Example(
        "Clear benefit", person(held=[strategic(100, conclusion="clear")]), Outcome.NOT_APPLICABLE
    ),
    Example("In doubt before the period", _doubt(held=365), Outcome.NOT_APPLICABLE),
    Example("In doubt on the first day of the period", _doubt(held=364), Outcome.NOT_MET, NO_PLAN),
)

BENEFIT_CONCLUSION = Indicator(
    code="5.2",
    version=1,
    effective_from=sources.FROM,
    title="What strategic reviews found",
    sub="The latest one within 12 months",
    of_whom="People on opioid substitution treatment on the day with a strategic review that counts"
    " within 365 days",
    counted="The latest one found clear benefit",
    set_apart="Nobody",
    counted_words="have clear benefit at the latest strategic review",
    other_words="have partial benefit, or none that is evident",
    direction=Direction.DESCRIPTIVE,
    eligible=concluded,
    assess=conclusion,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A service in which all benefit is clear does not ask. “Not enough information” counts"
    " as not recorded.",
    look_back="365 days",
    examples=CONCLUSION_EXAMPLES,
    numbers=("conclusion_window_days",),
)
RESPONSE_TO_DOUBT = Indicator(
    code="5.3",
    version=1,
    effective_from=sources.FROM,
    title="Response where benefit is in doubt",
    sub="A plan to improve treatment within 28 days, a review within 12 weeks",
    of_whom="People with a strategic review of the period that found partial benefit, or none that"
    " is evident; of several the last",
    counted="A plan to improve treatment was written within 28 days, and a care plan or strategic"
    " review that counts followed within 84 days",
    set_apart="The days for it are not over; left or died before they were",
    counted_words="had a plan and a follow-up after benefit was in doubt",
    other_words="had no plan or no follow-up in time",
    direction=Direction.UP,
    eligible=in_doubt,
    assess=response,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The answer to doubt is to improve treatment first: dose, medicine, support.",
    look_back="The period",
    examples=RESPONSE_EXAMPLES,
    numbers=("doubt_plan_days", "doubt_follow_up_days"),
)
