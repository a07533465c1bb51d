"""The slow second version of step 7: whole plans, plans read, plans that move, first 12 weeks."""

from datetime import date, timedelta

from tests.audits import oracle
from tests.audits.oracle import Written, caseload, days, days_treated, open_episode

AREAS = {"social", "physical", "human", "cultural"}


def _open(goal, on):  # type: ignore[no-untyped-def]
    return goal.opened_on <= on and (goal.closed_on is None or goal.closed_on > on)


def whole_plan(who: Written, on: date, start_on: date) -> str:
    episode = open_episode(who, on)
    if not caseload(who, on) or episode is None:
        return "not_applicable"
    plans = [plan for plan in who.case.plans if plan.episode_on == episode.started_on]
    if not plans:
        return "not_applicable"
    plan, goals = plans[0], [goal for goal in who.case.goals if _open(goal, on)]
    yes = unknown = 0
    yes += len(who.case.visions) > 0
    yes += plan.agreed == "yes"
    unknown += plan.agreed == "declined"
    yes += plan.has_strengths
    areas = {tag for goal in goals for tag in goal.tags if tag in AREAS}
    if len(areas) >= 2:
        yes += 1
    elif any(len(goal.tags) == 0 for goal in goals):
        unknown += 1
    yes += len(goals) > 0 and all(goal.has_whole_step for goal in goals)
    yes += plan.has_copy
    if yes >= 5:
        return "met"
    return "not_recorded" if yes + unknown >= 5 else "not_met"


def read_by_colleagues(who: Written, on: date, start_on: date) -> str:
    """Of the sample: what the first reader said, once all who should have read it."""
    drawn = who.case.sampled
    if drawn is None:
        return "not_applicable"
    if not drawn.passes or (drawn.is_read_twice and len(drawn.passes) == 1):
        return "not_recorded"
    return "met" if drawn.passes[0] else "not_met"


def plan_moves(who: Written, on: date, start_on: date) -> str:
    if days_treated(who, on) < 182:
        return "not_applicable"
    window = set(days(on - timedelta(days=182), on))
    for goal in who.case.goals:
        if goal.closed_on in window:
            return "met"
        if any(day in window and day > goal.opened_on for day in goal.changed_on):
            return "met"
    return "not_met"


def first_12_weeks(who: Written, on: date, start_on: date) -> str:
    """New starts 84 days ago or more: a plan by day 14, a full plan by day 28, two reviews."""
    starts = [
        day
        for day in days(start_on, on - timedelta(days=84))
        if who.treated(day)
        and not any(who.treated(day - timedelta(days=number)) for number in range(1, 29))
    ]
    if not starts:
        return "not_applicable"
    start = starts[-1]
    left = oracle.last_treated(who, start, on)
    if left is not None and (left - start).days < 84:
        return "exception"
    begun = [episode.started_on for episode in who.case.episodes if episode.started_on <= start]
    episode_on = max(begun) if begun else start
    planned = [
        plan
        for plan in who.case.plans
        if plan.episode_on == episode_on and (plan.started_on - start).days <= 14
    ]
    full = [
        review
        for review in who.case.held
        if review.type == "care_plan"
        and review.counts
        and episode_on <= review.held_on
        and (review.held_on - start).days <= 28
    ]
    held = [(c.held_on - start).days for c in who.case.reviews.credits if c.type == "first12"]
    early = [after for after in held if 21 <= after <= 35]
    late = [after for after in held if 77 <= after <= 91]
    if planned and full and early and not late and (on - start).days <= 91:
        return "exception"
    return "met" if planned and full and early and late else "not_met"
