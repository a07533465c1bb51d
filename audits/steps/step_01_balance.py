"""Step 1: Audit the balance between overcoming dependence and reducing harm."""

from audits.case_facts import CaseFacts, GoalFact
from audits.people import away, goal, methadone, naltrexone, person
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
from audits.steps.harm_01 import APPOINTMENTS, HARM_FLOOR
from careplans.models import Tag
from rodt.dates import days_between

HARM = Tag.HARM_REDUCTION.value
RECOVERY = Tag.recovery()
BOTH, HARM_ONLY = "Both aims in the plan", "Only reducing harm in the plan"
RECOVERY_ONLY, NEITHER = "Only overcoming dependence in the plan", "Neither aim in the plan"
NO_PLAN, UNTAGGED = "No care plan on record", "Goals are not marked with what they are for"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """On substitution treatment, and at least 28 days into the episode."""
    episode = case.episode_on(day.on)
    return (
        episode is not None
        and case.on_ost(day.on)
        and days_between(episode.started_on, day.on) >= day.rules.plan_balance_after_days
    )


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with an open goal for each of the two aims. A goal without a mark may be either."""
    if not case.has_plan:
        return not_met(
            "No care plan is on record.", NO_PLAN, would_change="Open a care plan with them."
        )
    goals = [item for item in case.goals if item.is_open_on(day.on)]
    has_harm = any(HARM in item.tags for item in goals)
    has_recovery = any(item.tags & RECOVERY for item in goals)
    if has_harm and has_recovery:
        return met("The plan has an open goal for each of the two aims.", BOTH)
    if any(not item.tags for item in goals):
        return not_recorded(
            "An open goal is not marked with what it is for.",
            UNTAGGED,
            would_change="Mark each open goal with what it is for.",
        )
    return _missing(goals, has_harm, has_recovery)


def _missing(goals: list[GoalFact], has_harm: bool, has_recovery: bool) -> Finding:
    if has_harm:
        return not_met(
            "Open goals are about reducing harm only.",
            HARM_ONLY,
            would_change="Talk about a goal towards overcoming dependence or building a life.",
        )
    if has_recovery:
        return not_met(
            "Open goals leave out reducing harm.",
            RECOVERY_ONLY,
            would_change="Talk about a goal for reducing harm.",
        )
    said = "The care plan has no open goal." if not goals else "Open goals serve neither aim."
    return not_met(said, NEITHER, would_change="Agree goals for both aims.")


OD, SOCIAL, WORK = Tag.OVERCOMING_DEPENDENCE.value, Tag.SOCIAL.value, Tag.WORK.value

EXAMPLES = (
    Example(
        "One open goal for each aim",
        person(has_plan=True, goals=(goal(HARM), goal(OD))),
        Outcome.MET,
        BOTH,
    ),
    Example(
        "One open goal marked with both aims",
        person(has_plan=True, goals=(goal(HARM, SOCIAL),)),
        Outcome.MET,
        BOTH,
    ),
    Example(
        "Goals for reducing harm only",
        person(has_plan=True, goals=(goal(HARM), goal(HARM))),
        Outcome.NOT_MET,
        HARM_ONLY,
    ),
    Example(
        "A goal about family and friends only",
        person(has_plan=True, goals=(goal(SOCIAL),)),
        Outcome.NOT_MET,
        RECOVERY_ONLY,
    ),
    Example(
        "The goal for reducing harm was closed on the audit's day",
        person(has_plan=True, goals=(goal(HARM, closed=0), goal(OD))),
        Outcome.NOT_MET,
        RECOVERY_ONLY,
    ),
    Example(
        "A goal for work is one for recovery",
        person(has_plan=True, goals=(goal(HARM), goal(WORK))),
        Outcome.MET,
        BOTH,
    ),
    Example("No care plan", person(), Outcome.NOT_MET, NO_PLAN),
    Example("A care plan without goals", person(has_plan=True), Outcome.NOT_MET, NEITHER),
    Example(
        "An open goal is not marked, so it may be the missing one",
        person(has_plan=True, goals=(goal(HARM), goal())),
        Outcome.NOT_RECORDED,
        UNTAGGED,
    ),
    Example(
        "27 days into the episode: not counted yet",
        person(started=27, has_plan=True, goals=(goal(HARM, opened=20),)),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "28 days into the episode: counted",
        person(started=28, has_plan=True, goals=(goal(HARM, opened=20),)),
        Outcome.NOT_MET,
        HARM_ONLY,
    ),
    Example(
        "In custody, still prescribed for: counted like everybody",
        person(has_plan=True, goals=(goal(HARM), goal(OD)), pauses=(away(30),)),
        Outcome.MET,
        BOTH,
    ),
    Example(
        "Transferred away ten days before",
        person(
            ended=10,
            end_reason="transferred",
            prescribed=[methadone(400, 10, state="transferred")],
            has_plan=True,
        ),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], has_plan=True),
        Outcome.NOT_APPLICABLE,
    ),
)

PLAN_BALANCE = Indicator(
    code="1.1",
    version=2,
    effective_from=sources.FROM,
    title="Both aims in the care plan",
    sub="An open goal for reducing harm, and one for overcoming dependence or building a life",
    of_whom="People on opioid substitution treatment on the day, at least 28 days in the episode",
    counted="The care plan has an open goal for reducing harm, and one for overcoming dependence"
    " or for social, physical, human or cultural recovery capital, work among it",
    set_apart="Nobody",
    counted_words="have both aims in their plan",
    other_words="lack one of the aims, or a plan",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A mark on a goal says nothing about its quality: read 10 plans by hand as well.",
    look_back="On the day",
    examples=EXAMPLES,
    numbers=("plan_balance_after_days",),
)

STEP = Step(
    number=1,
    title="Audit the balance between overcoming dependence and reducing harm",
    short_title="Balance overcoming dependence and reducing harm",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Look at the service as a whole. Both aims belong to it, and neither crowds"
    " out the other.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT),
    self_assess="A written philosophy that names both aims; needles, syringes and naloxone within"
    " reach; minutes of a meeting that discussed these figures; what a patient forum said.",
    indicators=(PLAN_BALANCE, HARM_FLOOR, APPOINTMENTS),
    headline="1.1",
    not_counted="The two-sided risk (1.4) is the balance page, from 5.4 and 5.5.",
)
