"""Step 7: Review, and where necessary improve, the quality of recovery care planning."""

from datetime import date

from audits import plan_moves, plan_quality
from audits.case_facts import CaseFacts
from audits.in_date import BOOKED, FIRST_AHEAD, IN_DATE, INCOMPLETE, NOT_BOOKED, in_date
from audits.people import ON, away, care_plan, methadone, naltrexone, person
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, Step
from audits.steps import sources
from audits.steps.examples_07 import FIRST_12, MOVES, READING, STRUCTURE
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

PLAN_STRUCTURE = Indicator(
    code="7.2",
    version=1,
    effective_from=sources.FROM,
    title="A whole care plan",
    sub="Five of six parts that a machine can see",
    of_whom="People on opioid substitution treatment on the day, with a plan of this treatment",
    counted="At least five of six: a good ending in their own words; they agree; strengths; open"
    " goals in two areas of recovery capital; a next step with who and by when for every open goal;"
    " a copy taken or not wanted",
    set_apart="Nobody",
    counted_words="have a plan with five of its six parts",
    other_words="have a plan with fewer",
    direction=Direction.UP,
    eligible=plan_quality.has_plan,
    assess=plan_quality.structure,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A machine sees whether something is written, not whether it is good: 7.3 stands"
    " beside it. The page of the plan shows the same six parts, and nothing waits for them.",
    look_back="On the day",
    examples=STRUCTURE,
    numbers=("plan_parts",),
    signs=plan_quality.MISSING,
)

PLAN_READ = Indicator(
    code="7.3",
    version=1,
    effective_from=sources.FROM,
    title="Plans as colleagues read them",
    sub="A random sample; a fifth is read by two",
    of_whom="Of the people of 7.2 a random sample: 10 or a tenth of them, whichever is more",
    counted="The first reader answered enough questions of the checklist with yes",
    set_apart="Nobody",
    counted_words="have a plan that passes the checklist",
    other_words="have one that does not",
    direction=Direction.UP,
    eligible=plan_quality.is_sampled,
    assess=plan_quality.reading,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Read after the run was made: until then they are not recorded. The seed, and so the"
    " sample, is the same for every run about a day. Kappa is 1 where two readers always agree, 0"
    " where they agree as by chance. The product’s own checklist is a proposal.",
    look_back="Plans as they are when they are read",
    examples=READING,
    numbers=("plan_sample_people", "plan_sample_percent", "plan_read_twice_percent"),
)

PLANS_MOVE = Indicator(
    code="7.4",
    version=1,
    effective_from=sources.FROM,
    title="Plans that move",
    sub="A goal achieved, closed or changed in half a year",
    of_whom="People on opioid substitution treatment on the day, for at least 182 days",
    counted="At least one goal was achieved, closed or changed in the 182 days before; text that"
    " was only copied forward, or a goal that was only set, is no change",
    set_apart="Nobody",
    counted_words="have a plan in which a goal moved",
    other_words="have none",
    direction=Direction.UP,
    eligible=plan_moves.is_followed,
    assess=plan_moves.moved,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A goal that was let go has moved: this counts plans that are alive, not success.",
    look_back="182 days",
    examples=MOVES,
    numbers=("plan_moves_after_days", "plan_moves_days"),
)

FIRST_12_WEEKS = Indicator(
    code="7.5",
    version=2,
    effective_from=sources.FROM,
    title="The first 12 weeks",
    sub="Plan, full plan and two reviews in time",
    of_whom="People who newly started opioid substitution treatment in the period, at least 84 days"
    " before its end",
    counted="A plan was started by day 14, a care plan review was held by day 28, and reviews of"
    " the first 12 weeks within 7 days of day 28 and of day 84",
    set_apart="Left within 12 weeks; only the review at 12 weeks is awaited, and has time",
    counted_words="had their plan and reviews in time",
    other_words="did not have all four in time",
    direction=Direction.UP,
    eligible=plan_moves.has_started,
    assess=plan_moves.first_12_weeks,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Most is gained in the first three months. New start: no substitution treatment in the"
    " 28 days before.",
    look_back="The first 12 weeks",
    examples=FIRST_12,
    numbers=(
        "first12_days",
        "first12_plan_days",
        "first12_full_plan_days",
        "first12_early_review_days",
        "first12_within_days",
    ),
    signs=plan_moves.MISSING,
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
    indicators=(PLAN_IN_DATE, PLAN_STRUCTURE, PLAN_READ, PLANS_MOVE, FIRST_12_WEEKS),
    headline="7.1",
    guard="7.2 is never read without 7.3: what is written can be written for the count.",
)
