"""Step 11: Support individuals to improve their social capital through work, volunteering and
training opportunities."""

from audits.case_facts import CaseFacts, Record, TopFact
from audits.people import naltrexone, person, top
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    Step,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.steps.capital_11 import CAPITAL_MOVEMENT
from audits.steps.work_11 import WORK_GOAL
from rodt.dates import days_between
from rodt.words import nhs_date

ACTIVE_NEW, ACTIVE_STILL = "Active now, not at the start", "Active now, and at the start"
ACTIVE_UNKNOWN = "Active now, the start not recorded"
STOPPED, NEVER = "Active at the start, not now", "Not active now or at the start"
NOT_NOW = "Not active now, the start not recorded"
BLANK = "Days of work, volunteering or education not all answered"


def _two_tops(case: CaseFacts, day: AuditDay) -> tuple[TopFact, TopFact] | None:
    """The one at the start, else the earliest, and the latest, at least 84 days apart."""
    latest = case.latest_top(day.on)
    first = case.start_top() or min(case.tops, key=lambda item: item.on, default=None)
    if latest is None or first is None:
        return None
    apart = days_between(first.on, latest.on)
    return (first, latest) if apart >= day.rules.tops_apart_days else None


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on) and _two_tops(case, day) is not None


def is_active(top_record: TopFact) -> bool | None:
    """Any day of paid work, volunteering or education; None where a blank may hide one."""
    if any(days for days in top_record.days_active):
        return True
    return None if None in top_record.days_active else False


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    both = _two_tops(case, day)
    assert both is not None
    first, latest = both
    evidence = (Record("TOP", first.on, first.id), Record("TOP", latest.on, latest.id))
    before, now = is_active(first), is_active(latest)
    if now is None:
        return not_recorded(
            f"The TOP of {nhs_date(latest.on)} leaves days of work, volunteering or education"
            " blank.",
            BLANK,
            evidence=evidence,
            would_change="Ask for all three at the next TOP. “None” is an answer.",
        )
    change = f"At the TOP of {nhs_date(first.on)}: {_words(before)}."
    if now:
        group = {True: ACTIVE_STILL, False: ACTIVE_NEW, None: ACTIVE_UNKNOWN}[before]
        return met(
            f"Active at the TOP of {nhs_date(latest.on)}. {change}", group, evidence=evidence
        )
    group = {True: STOPPED, False: NEVER, None: NOT_NOW}[before]
    return not_met(
        f"Not active at the TOP of {nhs_date(latest.on)}. {change}",
        group,
        evidence=evidence,
        would_change="Ask at the next review what they would like. “Not now” is a full answer.",
    )


def _words(active: bool | None) -> str:
    return {True: "active", False: "not active", None: "not recorded"}[active]


def _days(
    paid: int | None, volunteer: int | None = 0, education: int | None = 0
) -> dict[str, int | None]:
    return {"paid_work_days": paid, "volunteer_days": volunteer, "education_days": education}


def _tops(first: TopFact, *later: TopFact) -> CaseFacts:
    return person(tops=(first, *later))


_START = top(300, stage="start", **_days(0))
EXAMPLES = (
    Example(
        "Working now, not at the start",
        _tops(_START, top(10, **_days(12))),
        Outcome.MET,
        ACTIVE_NEW,
    ),
    Example(
        "Volunteering one day counts",
        _tops(_START, top(10, **_days(0, 1))),
        Outcome.MET,
        ACTIVE_NEW,
    ),
    Example(
        "Working at both",
        _tops(top(300, stage="start", **_days(20)), top(10, **_days(20))),
        Outcome.MET,
        ACTIVE_STILL,
    ),
    Example(
        "Worked at the start, not now",
        _tops(top(300, stage="start", **_days(20)), top(10, **_days(0))),
        Outcome.NOT_MET,
        STOPPED,
    ),
    Example("Not active at either", _tops(_START, top(10, **_days(0))), Outcome.NOT_MET, NEVER),
    Example(
        "Education left blank now, the rest none: may be active",
        _tops(_START, top(10, **_days(0, 0, None))),
        Outcome.NOT_RECORDED,
        BLANK,
    ),
    Example(
        "Working now, education left blank: active all the same",
        _tops(_START, top(10, **_days(4, 0, None))),
        Outcome.MET,
        ACTIVE_NEW,
    ),
    Example(
        "Start left blank",
        _tops(top(300, stage="start", **_days(None)), top(10, **_days(4))),
        Outcome.MET,
        ACTIVE_UNKNOWN,
    ),
    Example(
        "84 days apart", _tops(top(94, stage="start", **_days(0)), top(10, **_days(4))), Outcome.MET
    ),
    Example(
        "83 days apart",
        _tops(top(93, stage="start", **_days(0)), top(10, **_days(4))),
        Outcome.NOT_APPLICABLE,
    ),
    Example("One TOP only", _tops(_START), Outcome.NOT_APPLICABLE),
    Example("No TOP", person(), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], tops=(_START, top(10, **_days(12)))),
        Outcome.NOT_APPLICABLE,
    ),
)

DAYS_ACTIVE = Indicator(
    code="11.2",
    version=1,
    effective_from=sources.FROM,
    title="Active at the latest TOP",
    sub="Any day of paid work, volunteering or education in 28 days",
    of_whom="People on opioid substitution treatment on the day with two TOPs at least 84 days"
    " apart",
    counted="At the latest TOP any day of paid work, volunteering or education in the last 28",
    set_apart="Nobody",
    counted_words="are in work, volunteering or education",
    other_words="are not, at the latest TOP",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Nobody who is ill, caring or retired is expected to work. Who was active at the start"
    " is in the groups.",
    look_back="Latest TOP",
    examples=EXAMPLES,
    numbers=("tops_apart_days",),
)

STEP = Step(
    number=11,
    title="Support individuals to improve their social capital through work, volunteering and"
    " training opportunities",
    short_title="Support work, volunteering and training",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Help each person towards meaningful activity, at their own pace.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT),
    self_assess="A volunteering and peer-mentor scheme; links to training providers; a worker for"
    " individual placement and support; how worries about records and benefits are handled.",
    indicators=(WORK_GOAL, DAYS_ACTIVE, CAPITAL_MOVEMENT),
    headline="11.2",
    guard="“Not now” is a full answer.",
)
