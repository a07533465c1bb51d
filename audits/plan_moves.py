"""Whether plans move (7.4), and whether the first 12 weeks had plan and reviews (7.5). Pure."""

from datetime import date

from audits.case_facts import CaseFacts, Record
from audits.period import AuditDay
from audits.step import Finding, exception, met, not_met
from prescribing.doses import Spell
from reviews.review_types import ReviewType
from rodt.dates import add_days, days_between
from rodt.words import and_list, nhs_date

CLOSED, CHANGED = "A goal was achieved or closed", "A goal or its next step changed"
STILL, NO_GOAL, NO_PLAN = "No goal moved", "The plan has no goal", "No care plan on record"
IN_TIME, LEFT = "Plan and reviews in time", "Left within 12 weeks of the start"
AHEAD = "The review at 12 weeks may still come"
MISSING = (
    "No plan by day 14",
    "No full plan by day 28",
    "No review at about 4 weeks",
    "No review at about 12 weeks",
)


def is_followed(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.plan_moves_after_days)


def moved(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with a goal achieved, closed or changed within the window. A goal that was only set, or
    copied forward word for word, has not moved."""
    days = day.rules.plan_moves_days
    closed = [
        goal.closed_on for goal in case.goals if goal.closed_on and day.within(goal.closed_on, days)
    ]
    if closed:
        on = max(closed)
        return met(f"A goal was closed on {nhs_date(on)}.", CLOSED, evidence=Record("goal", on))
    changed = [
        on for goal in case.goals for on in goal.changed_on
        if on > goal.opened_on and day.within(on, days)
    ]  # fmt: skip
    if changed:
        on = max(changed)
        return met(
            f"A goal or its next step changed on {nhs_date(on)}.",
            CHANGED,
            evidence=Record("goal", on),
        )
    group = STILL if case.goals else NO_GOAL if case.has_plan else NO_PLAN
    return not_met(
        f"No goal was achieved, closed or changed in the {days} days before.",
        group,
        would_change="Ask how each goal stands, and agree a next step or let it go.",
    )


def start(case: CaseFacts, day: AuditDay) -> Spell | None:
    """The last new start in the period that lies at least 12 weeks back."""
    begun = [
        spell
        for spell in case.spells
        if day.in_period(spell.started_on)
        and days_between(spell.started_on, day.on) >= day.rules.first12_days
    ]
    return begun[-1] if begun else None


def has_started(case: CaseFacts, day: AuditDay) -> bool:
    return start(case, day) is not None


def first_12_weeks(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with all four. Whoever left before 12 weeks is set apart, and so is somebody of whom
    only the last review is awaited, while there is time for it."""
    spell, rules = start(case, day), day.rules
    assert spell is not None
    if spell.ended_on is not None and days_between(spell.started_on, spell.ended_on) < (
        rules.first12_days
    ):
        return exception(f"Left on {nhs_date(spell.ended_on)}, before 12 weeks.", LEFT)
    begun = spell.started_on
    has_late = _held_about(case, day, begun, rules.first12_days)
    until = add_days(begun, rules.first12_days + rules.first12_within_days)
    lacks = (
        not _planned_by(case, begun, add_days(begun, rules.first12_plan_days)),
        not _reviewed_by(case, begun, add_days(begun, rules.first12_full_plan_days)),
        not _held_about(case, day, begun, rules.first12_early_review_days),
        not has_late and day.on > until,
    )
    marks = [words for words, is_missing in zip(MISSING, lacks, strict=True) if is_missing]
    if not marks and not has_late:
        return exception(
            f"After the start on {nhs_date(begun)}, the review at about 12 weeks has time until"
            f" {nhs_date(until)}.",
            AHEAD,
            would_change="Hold the review by then.",
        )
    if not marks:
        return met("Plan, full plan and both reviews were in time.", IN_TIME)
    said = and_list([f"{words[:1].lower()}{words[1:]}" for words in marks])
    return not_met(
        f"After the start on {nhs_date(begun)}: {said}.",
        f"{len(marks)} of {len(MISSING)} not in time",
        would_change=_would_change(None if has_late or day.on > until else until),
        marks=marks,
    )


def _would_change(until: date | None) -> str:
    """`until`: the last day of the review at 12 weeks, while it may still come."""
    late = "What was late stays late. Go through it with them at the next review."
    return f"{late} The one at 12 weeks has time until {nhs_date(until)}." if until else late


def _episode_on(case: CaseFacts, begun: date) -> date:
    """The first day of the treatment that a start belongs to."""
    return max((e.started_on for e in case.episodes if e.started_on <= begun), default=begun)


def _planned_by(case: CaseFacts, begun: date, by_on: date) -> bool:
    episode_on = _episode_on(case, begun)
    return any(plan.episode_on == episode_on and plan.started_on <= by_on for plan in case.plans)


def _reviewed_by(case: CaseFacts, begun: date, by_on: date) -> bool:
    """A care plan review with the person: the full plan. One at assessment, before the first dose,
    counts when it belongs to this treatment."""
    episode_on = _episode_on(case, begun)
    return any(
        episode_on <= review.held_on <= by_on for review in case.held_of(ReviewType.CARE_PLAN)
    )


def _held_about(case: CaseFacts, day: AuditDay, begun: date, days: int) -> bool:
    """A review of the first 12 weeks within so many days of its own day."""
    about = add_days(begun, days)
    return any(
        abs(days_between(about, credit.held_on)) <= day.rules.first12_within_days
        for credit in case.reviews.credits
        if credit.type is ReviewType.FIRST12 and credit.counts
    )
