"""Drawing the reviews of a person, as meetings that each count as one or more."""

from datetime import date

from audits.seed import figures
from audits.seed.course import Course, Meeting, Strategic
from audits.seed.draws import Chance, Evenly
from audits.seed.occasions import after_events, early, risk_at_start
from audits.seed.phrases import WORDS
from audits.seed.timeliness import Watch, dates_back, last_age
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_types import ReviewType
from rodt.dates import add_days


def draw_meetings(chance: Chance, even: Evenly, course: Course, watch: Watch) -> None:
    meetings: dict[tuple[date, str], Meeting] = {}

    def hold(day: date, kind: str, milestone: str = "", by: str = "keyworker") -> Meeting:
        meeting = meetings.setdefault((day, by), Meeting(day, [], by))
        if (kind, milestone) not in meeting.counts:
            meeting.counts.append((kind, milestone))
        return meeting

    planned = _series(chance, even, "care_plan", watch, watch.start_on)
    for day in planned:
        meeting = hold(day, "care_plan")
        if watch.is_done(chance, figures.SHARE_RISK_WITH_PLAN):
            hold(day, "risk")
        if chance.happens(0.6):
            meeting.next_on = add_days(day, 84)
    if watch.rx_start_on:
        for day in _series(chance, even, "medical", watch, watch.rx_start_on):
            hold(day, "medical", by="prescriber")
            if chance.happens(0.4):
                hold(day, "risk", by="prescriber")
        course.outlook = even.one_of("conclusion", figures.CONCLUSIONS, chance)
        for day, strategic in _strategic(chance, even, watch, course.outlook, planned):
            hold(day, "strategic").strategic = strategic
        for day, kind, key, by in early(chance, watch, watch.rx_start_on, planned):
            hold(day, kind, key, by)
    if first_on := risk_at_start(chance, watch):
        hold(first_on, "risk")
    for day, key in after_events(chance, course, watch):
        hold(day, "event", key)
        hold(day, "risk")
    for meeting in meetings.values():
        meeting.seen = chance.share(((0.82, "in_person"), (0.14, "phone"), (0.04, "video")))
        meeting.words = chance.pick(WORDS) if chance.happens(0.7) else ""
        if chance.happens(figures.SHARE_LATE):
            meeting.late_days = chance.days(3, 40)
        meeting.is_amended = chance.happens(figures.SHARE_AMENDED)
    if planned and chance.happens(0.08):
        day = chance.day(planned[0], add_days(watch.to_on, -1))
        if (day, "keyworker") not in meetings:
            meetings[day, "keyworker"] = Meeting(day, [("care_plan", "")], seen="not_seen")
    course.meetings = sorted(meetings.values(), key=lambda meeting: (meeting.on, meeting.by))


def _series(chance: Chance, even: Evenly, kind: str, watch: Watch, base_on: date) -> list[date]:
    rule = DEFAULT_SCHEDULE.rule(ReviewType(kind))
    age = last_age(chance, even, kind, base_on, watch)
    if age is None:
        return []
    first_on = add_days(base_on, (rule.first_due_days or 0) + chance.days(-4, 8))
    last_on = add_days(watch.to_on, -age)
    return dates_back(chance, last_on, watch, rule.interval_days or 84, first_on)


def _strategic(
    chance: Chance, even: Evenly, watch: Watch, conclusion: str, planned: list[date]
) -> list[tuple[date, Strategic]]:
    rx_start_on = watch.rx_start_on
    assert rx_start_on is not None
    rule = DEFAULT_SCHEDULE.rule(ReviewType.STRATEGIC)
    is_short = conclusion in ("partial", "not_evident")
    interval = (rule.short_interval_days if is_short else rule.interval_days) or 365
    age = last_age(chance, even, "strategic", rx_start_on, watch, interval)
    found: list[tuple[date, Strategic]] = []
    if age is not None:
        last_on = _beside(add_days(watch.to_on, -age), planned, 18, watch.to_on, interval + 28)
        first_on = add_days(rx_start_on, 84 + chance.days(-3, 14))
        for day in dates_back(chance, last_on, watch, 365, first_on):
            says = conclusion if day == last_on else chance.share(figures.CONCLUSIONS)
            found.append((day, draw_strategic(chance, says, day, watch.to_on)))
    if (age is None or age > interval + 28) and chance.happens(0.14):
        half_done_on = add_days(watch.to_on, -chance.days(5, 70))
        if half_done_on > add_days(rx_start_on, 80):
            waiting = draw_strategic(chance, conclusion, half_done_on, watch.to_on)
            waiting.awaits_prescriber, waiting.optimised_on = True, None
            found.append((half_done_on, waiting))
    return found


def _beside(day: date, planned: list[date], within: int, to_on: date, most_days: int) -> date:
    """The nearest care-plan review, if that leaves the answer "in date or not" as it was."""
    for other in sorted(planned, key=lambda p: abs((p - day).days)):
        same = ((to_on - other).days <= most_days) == ((to_on - day).days <= most_days)
        if abs((other - day).days) <= within and same:
            return other
    return day


def draw_strategic(chance: Chance, conclusion: str, day: date, to_on: date) -> Strategic:
    """What was concluded. The ratings follow from the record: see `rating`."""
    found = Strategic(conclusion)
    if conclusion != "not_enough":
        found.judgement = chance.days(6, 10) if conclusion == "clear" else chance.days(2, 7)
    in_doubt = conclusion in ("partial", "not_evident")
    if in_doubt and chance.happens(figures.SHARE_PLAN_WHEN_IN_DOUBT):
        found.optimised_on = min(add_days(day, chance.days(0, 26)), add_days(to_on, -1))
    return found
