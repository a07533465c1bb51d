"""Reviews that a day asks for: the first weeks, something that happened, a planned exit."""

from datetime import date

from audits.seed import figures
from audits.seed.course import Course
from audits.seed.draws import Chance
from audits.seed.timeliness import Watch
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_types import ReviewType, milestone_key
from rodt.dates import add_days


def early(
    chance: Chance, watch: Watch, rx_start_on: date, planned: list[date]
) -> list[tuple[date, str, str, str]]:
    """Checks of the first two weeks, and reviews at 4, 8 and 12 weeks."""
    if rx_start_on < watch.oldest_on:
        return []
    found = []
    for days in DEFAULT_SCHEDULE.rule(ReviewType.INDUCTION).milestones:
        first = -1 if watch.is_kept else 0
        day = add_days(rx_start_on, days + chance.days(first, first + 1))
        if day < watch.to_on and watch.is_done(chance, figures.SHARE_INDUCTION):
            found.append((day, "induction", milestone_key(days), "prescriber"))
    for days in DEFAULT_SCHEDULE.rule(ReviewType.FIRST12).milestones:
        latest = 0 if watch.is_kept else 6
        day = add_days(rx_start_on, days + chance.days(latest - 10, latest))
        near = [p for p in planned if abs((p - day).days) <= 9]
        day = near[0] if near else day
        if day < watch.to_on and watch.is_done(chance, figures.SHARE_FIRST_WEEKS):
            found.append((day, "first12", milestone_key(days), "keyworker"))
    return found


def risk_at_start(chance: Chance, watch: Watch) -> date | None:
    day = add_days(watch.start_on, chance.days(0, 5))
    is_past = watch.oldest_on <= watch.start_on and day < watch.to_on
    return day if is_past and watch.is_done(chance, figures.SHARE_RISK_AT_START) else None


def after_events(chance: Chance, course: Course, watch: Watch) -> list[tuple[date, str]]:
    days = [day for day, _, _ in course.events]
    days += [
        add_days(missed.from_on, 2)
        for script in course.treatment.scripts
        for missed in script.missed
        if missed.days >= 3
    ]
    days += [
        turn.on
        for script in course.treatment.scripts
        for turn in script.turns
        if turn.intent == "to_zero"
    ]
    days += [
        away.ended_on for away in course.pauses if away.ended_on and away.reason != "residential"
    ]
    found = []
    for happened_on in sorted(set(days)):
        held_on = add_days(happened_on, chance.days(1, 7))
        is_past = watch.oldest_on <= happened_on and held_on < watch.to_on
        if is_past and watch.is_done(chance, figures.SHARE_AFTER_EVENT):
            found.append((held_on, happened_on.isoformat()))
    return found


def wants_aftercare(course: Course) -> bool:
    """All but one in six want somebody to be in touch after they leave, or were not asked."""
    return course.number % 6 != 4


def aftercare(chance: Chance, course: Course, watch: Watch) -> list[date]:
    """Days of contacts with whoever left as planned, and did not say no."""
    is_asked = course.treatment.end_reason.startswith("completed") and wants_aftercare(course)
    if not is_asked:
        return []
    found = []
    for days in DEFAULT_SCHEDULE.rule(ReviewType.AFTERCARE).milestones:
        day = add_days(watch.to_on, days + chance.days(-3, 0))
        is_long_ago = (watch.on - watch.to_on).days > 365  # nobody is left waiting for so long
        if day < watch.on and (is_long_ago or watch.is_done(chance, figures.SHARE_AFTERCARE)):
            found.append(day)
    return found
