"""Step 2: Review patients to ensure they have achieved, or are working towards, abstinence –
particularly from their problem drugs."""

from datetime import date

from audits.case_facts import CaseFacts, Record, ReviewHeld, TopFact
from audits.people import away, care_plan, person, strategic, test, top
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    Step,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.steps.use_02 import OUTCOME_CATEGORY, TEST_CONCORDANCE, WORKING_TOWARDS
from reviews.review_types import PAUSE_WORDS, PauseReason
from rodt.words import nhs_date

AWAY = (PauseReason.CUSTODY, PauseReason.HOSPITAL)
KNOWN = "How drug use stands is known"
NO_REVIEW, NO_MEASURE = "No review in 26 weeks", "No TOP or drug test in 26 weeks"
NEITHER = "Neither a review nor a TOP or test in 26 weeks"
NOT_SAID = "Reviewed, but how drug use stands was not answered"
TOP_BLANK = "TOP held, but days of opiate use not answered"
TOP_IN_PART = "TOP answered in part only"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.status_after_days)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with a review that says how use stands, and a TOP that counts or a test, both within 26
    weeks."""
    start_on = day.ago(day.rules.status_window_days)
    for pause in case.reviews.pauses:
        if pause.reason in AWAY and pause.started_on <= start_on and pause.covers(day.on):
            return exception(
                f"Away for the whole 26 weeks: {PAUSE_WORDS[pause.reason]}.",
                f"Away all the time: {PAUSE_WORDS[pause.reason]}",
            )
    reviews = [item for item in case.held if start_on <= item.held_on <= day.on]
    tops = [item for item in case.tops if start_on <= item.on <= day.on]
    tests = [on for on in case.tested_on if start_on <= on <= day.on]
    said = [item for item in reviews if item.knows_use]
    complete = [item for item in tops if item.is_complete]
    answered = [item for item in complete if item.opiates_days is not None]
    if said and (answered or tests):
        return _met(said[-1], answered, tests[-1:])
    if said and tops and not complete:
        return _in_part(tops[-1])
    return _lacking(bool(reviews), bool(said), bool(tops), bool(answered or tests))


def _met(review: ReviewHeld, answered: list[TopFact], tests: list[date]) -> Finding:
    if answered:
        measure = Record("TOP", answered[-1].on, answered[-1].id)
    else:
        measure = Record("drug test", tests[-1])
    return met(
        f"Reviewed on {nhs_date(review.held_on)}; {measure.what} of {nhs_date(measure.on)}.",
        KNOWN,
        evidence=(review.record, measure),
    )


def _in_part(begun: TopFact) -> Finding:
    return not_recorded(
        f"The TOP of {nhs_date(begun.on)} is answered in part only.",
        TOP_IN_PART,
        evidence=Record("TOP", begun.on, begun.id),
        would_change="Ask the rest at the next TOP. “Would rather not say” is an answer.",
    )


def _lacking(has_review: bool, is_said: bool, has_top: bool, is_measured: bool) -> Finding:
    """Care that is not on record is not met; an answer left blank is not recorded."""
    if not has_review and not has_top and not is_measured:
        return not_met(
            "No care plan or strategic review, and no TOP or drug test, in 26 weeks.",
            NEITHER,
            would_change="Hold a review with TOP in it.",
        )
    if not has_review:
        return not_met(
            "No care plan or strategic review in 26 weeks.",
            NO_REVIEW,
            would_change="Hold a review and ask how drug use stands.",
        )
    if not has_top and not is_measured:
        return not_met(
            "No TOP and no drug test in 26 weeks.",
            NO_MEASURE,
            would_change="Do a TOP, or a test.",
        )
    if not is_said:
        return not_recorded(
            "A review was held, but how drug use stands is not answered in it.",
            NOT_SAID,
            would_change="Ask how drug use stands at the next review.",
        )
    return not_recorded(
        "A TOP was done, but the days of opiate use are not answered in it.",
        TOP_BLANK,
        would_change="Ask for days of opiate use at the next TOP.",
    )


_ASKED = {"knows_use": True}
EXAMPLES = (
    Example(
        "Care plan review with drug use answered, and a TOP, a month ago",
        person(held=[care_plan(30, **_ASKED)], tops=(top(30, opiates_days=0),)),
        Outcome.MET,
        KNOWN,
    ),
    Example(
        "Strategic review, and a drug test instead of a TOP",
        person(held=[strategic(60, **_ASKED)], tests=(test(20),)),
        Outcome.MET,
        KNOWN,
    ),
    Example(
        "Both 182 days ago: the first day that counts",
        person(held=[care_plan(182, **_ASKED)], tops=(top(182, opiates_days=3),)),
        Outcome.MET,
        KNOWN,
    ),
    Example(
        "Review 183 days ago: too long ago",
        person(held=[care_plan(183, **_ASKED)], tops=(top(100, opiates_days=3),)),
        Outcome.NOT_MET,
        NO_REVIEW,
    ),
    Example(
        "Reviewed, no TOP and no test",
        person(held=[care_plan(30, **_ASKED)]),
        Outcome.NOT_MET,
        NO_MEASURE,
    ),
    Example("Nothing on record", person(), Outcome.NOT_MET, NEITHER),
    Example(
        "Using every day is known too: met",
        person(held=[care_plan(30, **_ASKED)], tops=(top(30, opiates_days=28),)),
        Outcome.MET,
        KNOWN,
    ),
    Example(
        "Reviewed, would rather not say how use stands",
        person(held=[care_plan(30)], tops=(top(30, opiates_days=0),)),
        Outcome.NOT_RECORDED,
        NOT_SAID,
    ),
    Example(
        "TOP held with opiate days left blank: a blank is not 0",
        person(held=[care_plan(30, **_ASKED)], tops=(top(30),)),
        Outcome.NOT_RECORDED,
        TOP_BLANK,
    ),
    Example(
        "TOP answered in part, days of opiate use among it: it is not a TOP in date",
        person(held=[care_plan(30, **_ASKED)], tops=(top(30, opiates_days=0, is_complete=False),)),
        Outcome.NOT_RECORDED,
        TOP_IN_PART,
    ),
    Example(
        "Complete TOP in the window, and a later one in part",
        person(
            held=[care_plan(30, **_ASKED)],
            tops=(top(90, opiates_days=4), top(30, opiates_days=0, is_complete=False)),
        ),
        Outcome.MET,
        KNOWN,
    ),
    Example(
        "In custody for the whole 26 weeks",
        person(pauses=(away(190),)),
        Outcome.EXCEPTION,
    ),
    Example(
        "In custody for 181 days only",
        person(pauses=(away(181),)),
        Outcome.NOT_MET,
        NEITHER,
    ),
    Example(
        "In residential care for the whole 26 weeks: looked at like everybody",
        person(pauses=(away(190, reason="residential"),)),
        Outcome.NOT_MET,
        NEITHER,
    ),
    Example("On treatment for 83 days", person(started=83), Outcome.NOT_APPLICABLE),
    Example("On treatment for 84 days", person(started=84), Outcome.NOT_MET, NEITHER),
)

STATUS_KNOWN = Indicator(
    code="2.1",
    version=2,
    effective_from=sources.FROM,
    title="How use of problem drugs stands is known",
    sub="A review that says so, and a TOP or drug test, within 26 weeks",
    of_whom="People on opioid substitution treatment on the day, for at least 84 days",
    counted="In the last 182 days a care plan or strategic review that says how use of problem"
    " drugs stands, and a complete TOP with days of opiate use or a drug test",
    set_apart="In custody or hospital for the whole 182 days",
    counted_words="have had their drug use reviewed and measured in 26 weeks",
    other_words="have not had both in 26 weeks",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="It asks whether anybody looked, not what was found. Being on treatment is never"
    " counted as using.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=("status_after_days", "status_window_days"),
)

STEP = Step(
    number=2,
    title="Review patients to ensure they have achieved, or are working towards, abstinence –"
    " particularly from their problem drugs",
    short_title="Review towards abstinence from problem drugs",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Review all patients. Abstinence from the problem drug is meant here: somebody stable on"
    " medication and off street drugs has achieved this step.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT),
    self_assess="A policy that a positive test leads to more support, never to an automatic cut"
    " of the dose; and evidence of it.",
    indicators=(STATUS_KNOWN, OUTCOME_CATEGORY, WORKING_TOWARDS, TEST_CONCORDANCE),
    headline="2.1",
    guard="Being on substitution treatment is never printed as not abstinent.",
)
