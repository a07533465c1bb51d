"""How good a care plan is: six parts that a machine can see (7.2), and what a colleague says who
has read it (7.3). Pure. The six parts are those the page shows while a plan is written."""

from audits.case_facts import CaseFacts, Record
from audits.period import AuditDay
from audits.plan_facts import PlanFact
from audits.plan_sample import Sampled
from audits.step import Finding, met, not_met, not_recorded
from careplans.quality import PARTS, Quality, Written, quality
from rodt.words import and_list, count

MISSING = tuple(missing for _, missing in PARTS)
UNTOLD = "Too much of it cannot be said"
PASSES, PASSES_NOT, NOT_READ = "Passes the checklist", "Does not pass", "Not read yet"


def has_plan(case: CaseFacts, day: AuditDay) -> bool:
    """One of the caseload, with a plan of the treatment that is open."""
    return case.on_ost(day.on) and case.plan_on(day.on) is not None


def structure(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with enough of the six parts. What cannot be said is no part, and no lack either."""
    plan = case.plan_on(day.on)
    assert plan is not None
    found, enough = of_case(case, plan, day), day.rules.plan_parts
    parts = len(found.parts)
    said = f"{count(found.there, 'part')} of {parts} {'is' if found.there == 1 else 'are'} there"
    evidence = Record("care plan", plan.started_on, plan.id)
    marks = [part.missing for part in found.missing]
    if found.there >= enough:
        return met(f"{said}.", f"{found.there} of {parts} parts", evidence=evidence, marks=marks)
    if found.there + found.unknown >= enough:
        return not_recorded(
            f"{said}, and of {found.unknown} it cannot be said.",
            UNTOLD,
            evidence=evidence,
            would_change="Write into the plan what cannot be said of it now.",
        )
    lacking = and_list([f"{words[:1].lower()}{words[1:]}" for words in marks])
    return not_met(
        f"{said}: {lacking}.",
        f"{found.there} of {parts} parts",
        evidence=evidence,
        marks=marks,
        would_change="Write in with them what is not there yet.",
    )


def of_case(case: CaseFacts, plan: PlanFact, day: AuditDay) -> Quality:
    goals = [goal for goal in case.goals if goal.is_open_on(day.on)]
    return quality(
        Written(
            has_own_words=bool(case.visions),
            agreed=plan.agreed,
            has_strengths=plan.has_strengths,
            tags=tuple(goal.tags for goal in goals),
            whole_steps=tuple(goal.has_whole_step for goal in goals),
            has_copy=plan.has_copy,
        )
    )


def is_sampled(case: CaseFacts, day: AuditDay) -> bool:
    return case.sampled is not None


def reading(case: CaseFacts, day: AuditDay) -> Finding:
    assert case.sampled is not None
    return of_reading(case.sampled)


def of_reading(sampled: Sampled) -> Finding:
    """What the first reader said; the second is there to see how far two agree."""
    if not sampled.is_done:
        return not_recorded(
            "It is in the sample, and is not read yet.",
            NOT_READ,
            would_change="Have a colleague read it.",
        )
    if sampled.passes[0]:
        return met("A colleague read it: it passes the checklist.", PASSES)
    return not_met(
        "A colleague read it: it does not pass the checklist.",
        PASSES_NOT,
        would_change="Go through the plan with the person, and with the questions of the list.",
    )
