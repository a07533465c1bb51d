"""Step 7: Review, and where necessary improve, the quality of recovery care planning."""

from datetime import date

from audits.case_facts import CaseFacts
from audits.in_date import BOOKED, FIRST_AHEAD, IN_DATE, INCOMPLETE, NOT_BOOKED, in_date
from audits.people import ON, away, care_plan, methadone, naltrexone, person
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, Step
from audits.steps import sources
from reviews.review_types import ReviewType


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when the care plan review was not overdue on the audit's day."""
    return in_date(
        ReviewType.CARE_PLAN,
        case,
        day,
        would_change="Book a care plan review.",
    )


EXAMPLES = (
    Example("Reviewed 30 days ago", person(held=[care_plan(30)]), Outcome.MET, IN_DATE),
    Example(
        "Reviewed 98 days ago: 84 days and 14 days’ grace",
        person(held=[care_plan(98)]),
        Outcome.MET,
        IN_DATE,
    ),
    Example("Reviewed 99 days ago", person(held=[care_plan(99)]), Outcome.NOT_MET, NOT_BOOKED),
    Example(
        "42 days in the episode, none held: day 28 and 14 days’ grace",
        person(started=42),
        Outcome.MET,
        FIRST_AHEAD,
    ),
    Example("43 days in the episode, none held", person(started=43), Outcome.NOT_MET, NOT_BOOKED),
    Example(
        "Overdue, booked for tomorrow",
        person(held=[care_plan(120)], booked=[1]),
        Outcome.NOT_MET,
        BOOKED,
    ),
    Example(
        "Talked about in a meeting without the person: not a review",
        person(held=[care_plan(120), care_plan(10, counts=False, why="Not seen.")]),
        Outcome.NOT_MET,
        INCOMPLETE,
    ),
    Example(
        "Corrected by a colleague, not signed again yet",
        person(held=[care_plan(120), care_plan(10, counts=False, awaits="keyworker")]),
        Outcome.NOT_MET,
        "Held, waiting for the keyworker’s signature",
    ),
    Example(
        "Next one agreed for 6 weeks after the last, 60 days ago: 18 days late",
        person(held=[care_plan(60)], next_on=date(2026, 9, 12)),
        Outcome.NOT_MET,
        NOT_BOOKED,
    ),
    Example(
        "In hospital",
        person(pauses=(away(20, reason="hospital"),)),
        Outcome.EXCEPTION,
        "Paused: in hospital",
    ),
    Example(
        "Back from residential care 3 days ago, long overdue before: due within 7 days",
        person(held=[care_plan(300)], pauses=(away(200, 3, "residential"),)),
        Outcome.MET,
        IN_DATE,
    ),
    Example(
        "Stopped treatment yesterday",
        person(ended=1, end_reason="left", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
    Example(
        "29 February: reviewed 98 days before",
        person(started=1500, held=[care_plan((ON - date(2023, 11, 23)).days)]),
        Outcome.MET,
        IN_DATE,
        on=date(2024, 2, 29),
        start_on=date(2023, 3, 1),
    ),
)

PLAN_IN_DATE = Indicator(
    code="7.1",
    version=1,
    effective_from=sources.FROM,
    title="Care plan in date",
    sub="First at day 28, then every 12 weeks, 14 days’ grace",
    of_whom="People on opioid substitution treatment on the day",
    counted="The care plan review was not overdue on the day; a first one still ahead is not"
    " overdue",
    set_apart="Paused: in custody, hospital or residential care",
    counted_words="are not overdue for a care plan review",
    other_words="are overdue for one",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="In date says nothing about quality: read a sample of plans by hand as well.",
    look_back="84 days, and 14 days’ grace",
    examples=EXAMPLES,
)

STEP = Step(
    number=7,
    title="Review, and where necessary improve, the quality of recovery care planning",
    short_title="Improve recovery care planning",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Everybody has a plan of their own that covers more than drugs, is built with them,"
    " reviewed and acted on.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.CATALOGUE_SUMMARY),
    self_assess="An audit tool for care plans in use; supervision with real plans; a template in"
    " plain English; patients hold a copy; a survey asks whether “my plan is mine”.",
    indicators=(PLAN_IN_DATE,),
    headline="7.1",
    not_counted="Not counted yet: plan quality (7.2, 7.3), plans that move (7.4), first 12 weeks"
    " (7.5).",
)
