"""Step 8: whether it is known how home and work stand (8.1)."""

from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.people import away, naltrexone, person
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
from rodt.words import nhs_date
from support.models import Employment, Housing

AWAY = "Away for the whole period"
BOTH, NEITHER = "Home and work are both known", "Neither asked in 26 weeks"
NO_HOUSING, NO_WORK = "Housing not asked in 26 weeks", "Work not asked in 26 weeks"
NOT_SAID, NOT_KNOWN = "Would rather not say", "Work is written down as not known"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def away_all_along(case: CaseFacts, day: AuditDay) -> bool:
    """In custody, hospital or residential care for the whole period."""
    return any(p.started_on <= day.start_on and p.covers(day.on) for p in case.reviews.pauses)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when both were answered within 26 weeks. A refusal to say is respected, and set apart."""
    if away_all_along(case, day):
        return exception("Away for the whole period.", AWAY)
    lately = [
        item for item in case.support.homes if day.within(item.on, day.rules.need_window_days)
    ]
    housed = [item for item in lately if item.housing]
    worked = [item for item in lately if item.employment]
    if not housed or not worked:
        return _not_asked(bool(housed), bool(worked))
    housing, work = housed[-1], worked[-1]
    evidence = tuple({_record(housing): None, _record(work): None})
    if NOT_SAID_CODES & {housing.housing, work.employment}:
        return exception("They would rather not say.", NOT_SAID, evidence=evidence)
    if work.employment == Employment.NOT_KNOWN:
        return not_recorded(
            f"Work was written down as not known on {nhs_date(work.on)}.",
            NOT_KNOWN,
            evidence=evidence,
            would_change="Ask again about work and training.",
        )
    last_on = min(housing.on, work.on)
    return met(f"Home and work are known, asked by {nhs_date(last_on)}.", BOTH, evidence=evidence)


NOT_SAID_CODES = {Housing.RATHER_NOT_SAY.value, Employment.RATHER_NOT_SAY.value}


def _not_asked(knows_housing: bool, knows_work: bool) -> Finding:
    if not knows_housing and not knows_work:
        said, group = "How home and work stand was", NEITHER
    elif not knows_housing:
        said, group = "How housing stands was", NO_HOUSING
    else:
        said, group = "How work stands was", NO_WORK
    return not_met(
        f"{said} not asked in the last 26 weeks.",
        group,
        would_change="Ask about home and work. It takes a minute.",
    )


def _record(item: HomeFact) -> Record:
    return Record("housing and work", item.on, item.id)


def _said(*homes: HomeFact, **more: Any) -> CaseFacts:
    return person(support=supported(homes=homes), **more)


EXAMPLES = (
    Example("Both asked a month ago", _said(home(30, "3", "1")), Outcome.MET, BOTH),
    Example("A problem is known as well as none", _said(home(30, "1", "12")), Outcome.MET, BOTH),
    Example("Asked 182 days ago", _said(home(182, "3", "1")), Outcome.MET, BOTH),
    Example("Asked 183 days ago", _said(home(183, "3", "1")), Outcome.NOT_MET, NEITHER),
    Example(
        "Housing and work on two different days",
        _said(home(100, "", "9"), home(30, "2")),
        Outcome.MET,
        BOTH,
    ),
    Example("Never asked: that is not “no need”", _said(), Outcome.NOT_MET, NEITHER),
    Example("Work only", _said(home(30, "", "1")), Outcome.NOT_MET, NO_HOUSING),
    Example("Housing only", _said(home(30, "3")), Outcome.NOT_MET, NO_WORK),
    Example(
        "Housing known, work too long ago",
        _said(home(200, "3", "1"), home(10, "3")),
        Outcome.NOT_MET,
        NO_WORK,
    ),
    Example(
        "Would rather not say about housing",
        _said(home(30, "declined", "1")),
        Outcome.EXCEPTION,
        NOT_SAID,
    ),
    Example("Work not stated", _said(home(30, "3", "99")), Outcome.EXCEPTION, NOT_SAID),
    Example("Work not known", _said(home(30, "3", "6")), Outcome.NOT_RECORDED, NOT_KNOWN),
    Example("In custody all year", _said(pauses=(away(380),)), Outcome.EXCEPTION, AWAY),
    Example("In custody for half a year", _said(pauses=(away(180),)), Outcome.NOT_MET, NEITHER),
    Example(
        "On naltrexone only",
        _said(home(30, "3", "1"), prescribed=[naltrexone()]),
        Outcome.NOT_APPLICABLE,
    ),
)

NEED_KNOWN = Indicator(
    code="8.1",
    version=1,
    effective_from=sources.FROM,
    title="How home and work stand is known",
    sub="Housing and employment both asked within 26 weeks",
    of_whom="People on opioid substitution treatment on the day",
    counted="In the last 182 days housing and work were both asked and answered",
    set_apart="Away for the whole period: custody, hospital, residential care. Would rather"
    " not say",
    counted_words="have been asked about home and work within 26 weeks",
    other_words="have not been asked about both",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.NICE_QS23),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Not asked is shown, and never taken for no need.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=("need_window_days",),
)
