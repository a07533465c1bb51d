"""Step 8: Work with housing and employment services to maximise local access to both."""

from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.people import naltrexone, person, top
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
from audits.steps.step_08_help import HOUSING_HELP, WORK_HELP
from audits.steps.step_08_need import AWAY, NEED_KNOWN, away_all_along
from patients.models import Answer
from rodt.dates import days_between
from rodt.words import nhs_date

RESOLVED, STILL = "Problem at the start, none now", "Problem at the start, and now"
NO_START = "Housing at the start is not recorded"
NO_LATEST = "Housing now is not recorded"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """Those with a problem at the start. Where the start is not recorded, nobody can say: a blank
    is never "no problem", so they are asked about too."""
    episode = case.episode_on(day.on)
    if episode is None or not case.on_ost(day.on):
        return False
    if days_between(episode.started_on, day.on) < day.rules.housing_after_days:
        return False
    start = case.start_top()
    return start is None or start.acute_housing != Answer.NO


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when the latest TOP after the start says that there is no acute housing problem."""
    if away_all_along(case, day):
        return exception("Away for the whole period.", AWAY)
    start = case.start_top()
    if start is None or start.acute_housing != Answer.YES:
        return not_recorded(
            "The TOP at the start does not say whether there was a housing problem.",
            NO_START,
            would_change="Ask about housing at every TOP.",
        )
    latest = case.latest_top(day.on)
    if (
        latest is None
        or latest.on <= start.on
        or latest.acute_housing not in (Answer.YES, Answer.NO)
    ):
        return not_recorded(
            f"Housing problem at the start ({nhs_date(start.on)}). No later answer is recorded.",
            NO_LATEST,
            would_change="Ask about housing at the next TOP.",
        )
    evidence = (Record("TOP", start.on, start.id), Record("TOP", latest.on, latest.id))
    if latest.acute_housing == Answer.NO:
        return met(
            f"Housing problem on {nhs_date(start.on)}; none on {nhs_date(latest.on)}.",
            RESOLVED,
            evidence=evidence,
        )
    return not_met(
        f"Housing problem on {nhs_date(start.on)}, and on {nhs_date(latest.on)}.",
        STILL,
        evidence=evidence,
        would_change="Bring in the link worker for housing.",
    )


def _housed(start: str | None, *later: tuple[int, str], **more: Any) -> CaseFacts:
    """`start`: the answer at the start TOP; None for no such TOP. `later`: days ago and answer."""
    tops = [] if start is None else [top(400, stage="start", acute_housing=start)]
    tops += [top(days, acute_housing=answer) for days, answer in later]
    return person(tops=tuple(tops), **more)


EXAMPLES = (
    Example("Problem at the start, none now", _housed("yes", (30, "no")), Outcome.MET, RESOLVED),
    Example("Problem at the start, and now", _housed("yes", (30, "yes")), Outcome.NOT_MET, STILL),
    Example(
        "None in between, but one at the latest TOP",
        _housed("yes", (200, "no"), (30, "yes")),
        Outcome.NOT_MET,
        STILL,
    ),
    Example(
        "Not asked at the latest TOP",
        _housed("yes", (30, "not_asked")),
        Outcome.NOT_RECORDED,
        NO_LATEST,
    ),
    Example(
        "Would rather not say at the latest TOP",
        _housed("yes", (30, "declined")),
        Outcome.NOT_RECORDED,
        NO_LATEST,
    ),
    Example("No TOP since the start", _housed("yes"), Outcome.NOT_RECORDED, NO_LATEST),
    Example(
        "Not asked at the start: may have had one",
        _housed("not_asked", (30, "no")),
        Outcome.NOT_RECORDED,
        NO_START,
    ),
    Example("No TOP at the start", _housed(None, (30, "no")), Outcome.NOT_RECORDED, NO_START),
    Example(
        "No problem at the start: not counted, even with one now",
        _housed("no", (30, "yes")),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "181 days in the episode",
        person(started=181, tops=(top(181, stage="start", acute_housing="yes"),)),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "182 days in the episode",
        person(started=182, tops=(top(182, stage="start", acute_housing="yes"),)),
        Outcome.NOT_RECORDED,
        NO_LATEST,
    ),
    Example(
        "Transferred away, no longer in treatment here",
        person(
            ended=5, end_reason="transferred", tops=(top(400, stage="start", acute_housing="yes"),)
        ),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone only",
        _housed("yes", (30, "no"), prescribed=[naltrexone()]),
        Outcome.NOT_APPLICABLE,
    ),
)

HOUSING_CHANGE = Indicator(
    code="8.3",
    version=1,
    effective_from=sources.FROM,
    title="Housing problem resolved",
    sub="Acute housing problem at the start, none at the latest TOP",
    of_whom="People on opioid substitution treatment on the day, at least 182 days in the episode,"
    " with an acute housing problem at the start, or with no answer then",
    counted="The latest TOP says that there is no acute housing problem",
    set_apart="Away for the whole period: custody, hospital, residential care",
    counted_words="with a housing problem at the start have none now",
    other_words="still have one",
    direction=Direction.DESCRIPTIVE,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.NICE_QS23),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Small numbers. The local housing market is outside the service’s control.",
    look_back="Latest TOP",
    examples=EXAMPLES,
    numbers=("housing_after_days",),
)

STEP = Step(
    number=8,
    title="Work with housing and employment services to maximise local access to both",
    short_title="Work with housing and employment services",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="The service builds working links with local housing and employment bodies, because a home"
    " and a job hold recovery in place.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.NICE_QS23),
    self_assess="A named link worker at council housing and at the job centre; a referral protocol;"
    " access to individual placement and support; a log of meetings; waiting times.",
    indicators=(NEED_KNOWN, HOUSING_HELP, HOUSING_CHANGE, WORK_HELP),
    headline="8.1",
    guard="People’s outcomes are never scored against staff.",
)
