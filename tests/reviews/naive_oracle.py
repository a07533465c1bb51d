"""What is due for one person on each day, once more: written from the pages alone, slow and plain.

A second opinion on `reviews.schedule` and `reviews.order`. Nothing of them is imported, nor of the
intervals, the reader of facts or what is kept: the numbers stand here again. Sources: domain/
reviews.md §2, §3 and §9, domain/top.md §3, design/decisions.md 1 to 5. Where the two differ, the
pages say who is right: never mend this by copying from those modules. Where the pages leave a
choice open, a comment that begins "Silent:" says what the product chose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from patients.models import Episode
from rodt.dates import is_working_day
from tests.reviews.naive_history import ONE_DAY, Course, Held, History, days_of

A_YEAR = 365
WITHOUT_OST = 28
LAPSES_AFTER = 28
FIRST_WEEKS = 84

GRACE = {
    "induction": 1,
    "first12": 7,
    "keywork": 7,
    "care_plan": 14,
    "medical": 14,
    "strategic": 28,
    "top": 0,
    "risk": 7,
    "aftercare": 7,
    "event": 2,
}
MILESTONES = {
    "induction": {"day 3": 3, "week 1": 7, "week 2": 14},
    "first12": {"week 4": 28, "week 8": 56, "week 12": 84},
    "aftercare": {"week 1": 7, "week 4": 28, "week 12": 84, "week 26": 182},
}
IN_DOUBT = ("partial", "not_evident")
RETURNS = {"custody": "prison_release", "hospital": "hospital_discharge"}
PLANNED = ("completed_drug_free", "completed_occasional")
SAFETY = ("overdose", "pregnancy", "safeguarding")


class Said(NamedTuple):
    """When a review is due, until when it is on time, and how that stands on the day."""

    due_on: date
    on_time_to: date
    state: str

    def __str__(self) -> str:
        return f"{self.state}, due {self.due_on}, on time to {self.on_time_to}"

    @property
    def is_overdue(self) -> bool:
        return self.state in ("overdue", "long_overdue")


Review = tuple[str, str]
"""Type and milestone; of an event review, the day of the event."""


@dataclass(frozen=True)
class Answer:
    """Each review that applies; `group`: which of the worklist's, in the order of §3, from 1."""

    dues: dict[Review, Said]
    group: int
    has_ended: bool


def day_by_day(history: History, days: list[date]) -> Iterator[Answer | None]:
    """For each of these days, one after the other; None where nothing is asked about the person."""
    first, last = days[0], days[-1]
    ost = _spells([one for one in history.courses if one.is_ost], first, last)
    naltrexone = _spells([one for one in history.courses if one.is_naltrexone], first, last)
    for on in days:
        episode = _episode_on(history, on)
        if episode is None:
            yield None
        else:
            yield _Day(history, on, episode, ost[on], naltrexone[on]).answer()


def _spells(courses: list[Course], first: date, last: date) -> dict[date, date | None]:
    """For each day, when the spell began that still runs: it ends after 28 days without."""
    covered = {day for one in courses for day in one.days(last)}
    began: date | None = None
    without = 0
    found = {}
    for day in days_of(min(covered | {first}), last):
        if day in covered:
            began, without = began or day, 0
        else:
            without += 1
            if without >= WITHOUT_OST:
                began = None
        found[day] = began
    return found


def _episode_on(history: History, on: date) -> Episode | None:
    """The last to begin. Silent: for how long after the end. A year."""
    begun = [one for one in history.episodes if one.started_on <= on]
    if not begun:
        return None
    one = max(begun, key=lambda one: (one.started_on, one.ended_on or date.max))
    if one.ended_on is not None and (on - one.ended_on).days > A_YEAR:
        return None
    return one


class _Day:
    """One person on one day; `dues` grows by each review that applies.

    `ost_from`, `naltrexone_from`: when the spell that runs that day began.
    """

    def __init__(
        self,
        history: History,
        on: date,
        episode: Episode,
        ost_from: date | None,
        naltrexone_from: date | None,
    ) -> None:
        self.history, self.on, self.episode = history, on, episode
        self.ost_from, self.naltrexone_from = ost_from, naltrexone_from
        self.away = sorted(one for one in history.away if one.from_on <= on)
        self.is_away = any(on < one.back_on for one in self.away)
        self.has_ended = episode.ended_on is not None and episode.ended_on <= on
        self.dues: dict[Review, Said] = {}
        self.is_dangerous = False

    def answer(self) -> Answer:
        has_died = self.history.died_on is not None and self.history.died_on <= self.on
        if not has_died and not self.has_ended:
            self.in_treatment()
        elif not has_died and self.episode.end_reason in PLANNED:
            assert self.episode.ended_on is not None
            if not self.wants_no_aftercare():
                self.milestones("aftercare", self.episode.ended_on)
        return Answer(self.dues, self.group(), self.has_ended)

    def wants_no_aftercare(self) -> bool:
        """The last thing they said of it by that day was no. Silent: what was said in an earlier
        treatment was about that one."""
        said = [one for one in self.history.aftercare_said if one[0] <= self.on]
        return bool(said) and said[-1][1] == "no" and said[-1][0] >= self.episode.started_on

    def in_treatment(self) -> None:
        start = self.episode.started_on
        if self.ost_from is not None:
            self.milestones("induction", self.ost_from)
            self.milestones("first12", self.ost_from)
        # On naltrexone alone the strategic review is the relapse-prevention review (§9). Silent:
        # whether a medical one is due too. It is.
        prescribed_from = self.ost_from or self.naltrexone_from
        if prescribed_from is not None:
            self.every("medical", prescribed_from, first=28, then=84)
            self.strategic(prescribed_from)
        self.every("care_plan", start, first=28, then=84)
        self.keywork(start)
        self.top(start)
        events = self.events_since(start)
        self.risk(start, events)
        self.events(events)

    # Types with an interval

    def every(self, kind: str, start: date, *, first: int, then: int) -> None:
        held = self.last(kind, start)
        self.say(kind, min((after(one, then) for one in held), default=start + days(first)))

    def strategic(self, start: date) -> None:
        """Silent: which of two on one day holds. The one that asks for the next sooner. And which
        day age and other illness are of: the age of the review's, the illness of today's, as it
        was said last."""
        said = [is_ill for asked_on, is_ill in self.history.illness if asked_on <= self.on]
        is_ill = bool(said) and said[-1]
        held = self.last("strategic", start)
        then = (
            after(
                one, 182 if one.conclusion in IN_DOUBT or (is_ill and self.is_50(one.on)) else 365
            )
            for one in held
        )
        self.say("strategic", min(then, default=start + days(84)))

    def is_50(self, on: date) -> bool:
        born_on = self.history.born_on
        return born_on is not None and (on.year - 50, on.month, on.day) >= (
            born_on.year,
            born_on.month,
            born_on.day,
        )

    def keywork(self, start: date) -> None:
        """Weekly to week 4, two-weekly to week 12, then four-weekly. Silent: by which day. By that
        of the contact."""
        held = self.last("keywork", start)
        if not held:
            self.say("keywork", start + days(7))
            return
        into = (held[0].on - start).days
        self.say("keywork", held[0].on + days(7 if into < 28 else 14 if into < 84 else 28))

    def top(self, start: date) -> None:
        """A start TOP may be done from two weeks before treatment began. The first review TOP is
        due within 26 weeks of the start of treatment, not of the start TOP (top.md §3).

        Silent: a start TOP recorded long after the start. It counts as one all the same, so that
        the review TOP may have been due before it; and then no pause from before it moves that day.
        """
        held = [
            one
            for one in self.counting("top")
            if one.on >= start - days(14 if one.milestone == "start" else 0)
        ]
        last_on = max((one.on for one in held), default=None)
        anchors = [
            start if one.milestone == "start" else one.on for one in held if one.on == last_on
        ]
        due_on = min(anchors) + days(182) if anchors else start + days(14)
        self.say("top", due_on, since=last_on)

    def risk(self, start: date, events: list[date]) -> None:
        """At assessment, then every 12 weeks, or sooner on an event since the last."""
        held = self.last("risk", start)
        due_on = min((after(one, 84) for one in held), default=start)
        since = held[0].on if held else start
        for happened_on in events:
            if happened_on > since:
                due_on = min(due_on, working_days_after(happened_on, 5))
        self.say("risk", due_on)

    def last(self, kind: str, start: date) -> list[Held]:
        """Those of the last day on which one was held since the start, or brought along.

        Silent: what was held before the spell began, by this service. It is of an earlier one.
        """
        held = [one for one in self.counting(kind) if one.on >= start or one.is_inherited]
        last_on = max((one.on for one in held), default=None)
        return [one for one in held if one.on == last_on]

    def counting(self, kind: str) -> list[Held]:
        return [one for one in self.history.held.get(kind, ()) if one.on <= self.on]

    # Types with milestones

    def milestones(self, kind: str, start: date) -> None:
        """Each on its own day; one not held lapses when the next falls due, the last after 28 days.

        Silent: and in a pause? The next falls due on its own day all the same; the 28 days of the
        last count from the day that the pause moved it to. What had lapsed stays so.
        """
        held = {
            self.meant(kind, start, one)
            for one in self.counting(kind)
            if one.on >= start or one.is_inherited
        }
        names = list(MILESTONES[kind])
        for place, name in enumerate(names):
            due_on = start + days(MILESTONES[kind][name])
            if name == names[-1]:
                due_on = self.after_pauses(due_on, lapses=True)
                lapses_on = due_on + days(LAPSES_AFTER)
            else:
                lapses_on = start + days(MILESTONES[kind][names[place + 1]])
            if name not in held and self.on < lapses_on:
                self.say(kind, due_on, name)

    def meant(self, kind: str, start: date, held: Held) -> str | None:
        """Silent: a review that names no milestone. It is for the nearest, the earlier of two; for
        none more than 14 days before it, or 28 days after the last."""
        if held.milestone in MILESTONES[kind]:
            return held.milestone
        into = (held.on - start).days
        if into < 0:
            return None
        distance, after_start, name = min(
            (abs(after_start - into), after_start, name)
            for name, after_start in MILESTONES[kind].items()
        )
        if into < after_start:
            return name if distance <= 14 else None
        is_last = after_start == max(MILESTONES[kind].values())
        return None if is_last and distance >= LAPSES_AFTER else name

    # Events

    def events(self, happened: list[date]) -> None:
        """Within five working days. Silent: for how long one is asked for. As the last milestone:
        28 days from its due day, but not in a pause that began before."""
        for on in happened:
            key = on.isoformat()
            if any(one.on >= on and one.milestone in ("", key) for one in self.counting("event")):
                continue
            due_on = working_days_after(on, 5)
            due_on = self.after_pauses(due_on, lapses=True)
            lapses_on = due_on + days(LAPSES_AFTER)
            if self.on < lapses_on or any(
                one.from_on < lapses_on and self.on < one.back_on for one in self.away
            ):
                self.say("event", due_on, key)
                kinds = {kind for happened_on, kind in self.history.events if happened_on == on}
                if not self.is_away and kinds.intersection(SAFETY):
                    self.is_dangerous = True

    def events_since(self, start: date) -> list[date]:
        """The days on which something happened that asks for a review."""
        happened = {on for on, _ in self.history.events}
        happened.update(
            one.back_on for one in self.away if one.has_returned and one.reason in RETURNS
        )
        missed = self.history.missed
        for day in missed:
            is_third = day - days(1) in missed and day - days(2) in missed
            if is_third and day - days(3) not in missed:
                happened.add(day)
        return sorted(day for day in happened if start <= day <= self.on)

    # How it stands

    def say(
        self, kind: str, due_on: date, milestone: str = "", *, since: date | None = None
    ) -> None:
        due_on = self.after_pauses(due_on, since)
        state = "paused" if self.is_away else state_on(due_on, GRACE[kind], self.on)
        self.dues[kind, milestone] = Said(due_on, due_on + days(GRACE[kind]), state)

    def after_pauses(
        self, due_on: date, since: date | None = None, *, lapses: bool = False
    ) -> date:
        """What fell due before somebody was back is due within 7 days of the return. Silent: which
        day is said until then. The one that the expected return makes it. `lapses`: it may have
        lapsed before somebody went away."""
        for one in self.away:
            is_past = since is not None and one.back_on <= since
            is_past |= lapses and one.from_on >= due_on + days(LAPSES_AFTER)
            if due_on < one.back_on and not is_past:
                due_on = one.back_on + days(7)
        return due_on

    # Where the person stands on the worklist

    def group(self) -> int:
        """Safety, prescription ending, first 12 weeks, long overdue, overdue, due (§3); after them
        due soon, paused, nothing due."""
        states = {said.state for said in self.dues.values()}
        needs_someone = states & {"due", "overdue", "long_overdue"}
        if self.is_dangerous or self.has_alert():
            return 1
        if self.script_ends():
            return 2
        early = {kind for (kind, _), said in self.dues.items() if said.state in needs_someone} & {
            "induction",
            "first12",
        }
        if needs_someone and (early or self.in_first_weeks()):
            return 3
        for group, state in enumerate(("long_overdue", "overdue", "due"), start=4):
            if state in states:
                return group
        # Silent: in which order the others follow.
        return 8 if "paused" in states else 7 if "due_soon" in states else 9

    def has_alert(self) -> bool:
        """A decision on missed doses that had not come by that day, or a depot that had run out.
        Silent: for how long a depot is asked about. 28 days, as a spell lasts."""
        for run in self.history.missed_runs:
            is_open = run.decided_on is None or run.decided_on > self.on
            if run.from_on <= self.on and is_open:
                return True
        covered = [
            covers_to_on
            for one in self.going_on()
            if one.is_ost
            for given_on, covers_to_on in one.injections
            if given_on <= self.on
        ]
        return bool(covered) and not self.is_away and 0 < (self.on - max(covered)).days <= 28

    def script_ends(self) -> bool:
        """No later script than one that ends within 3 working days, and a medical review is due."""
        ends = [
            script.to_on
            for one in self.going_on()
            for script in one.scripts
            if script.from_on <= self.on or script.recorded_at.date() <= self.on
        ]
        medical = self.dues.get(("medical", ""))
        if medical is None or medical.state not in ("due", "overdue", "long_overdue") or not ends:
            return False
        if (self.on - max(ends)).days > 28:
            return False
        return max(ends) < working_days_after(self.on, 4)

    def going_on(self) -> list[Course]:
        return [
            one for one in self.history.courses if one.ended_on is None or one.ended_on > self.on
        ]

    def in_first_weeks(self) -> bool:
        """Of the spell, or of the episode without one."""
        return (self.on - (self.ost_from or self.episode.started_on)).days <= FIRST_WEEKS


def days(number: int) -> timedelta:
    return timedelta(days=number)


def after(held: Held, interval: int) -> date:
    """The interval, or the day that was agreed on if that is earlier (decisions.md 1)."""
    due_on = held.on + days(interval)
    return due_on if held.agreed_on is None else min(due_on, held.agreed_on)


def state_on(due_on: date, grace: int, on: date) -> str:
    if on < due_on - days(14):
        return "not_due"
    if on < due_on:
        return "due_soon"
    if on <= due_on + days(grace):
        return "due"
    return "overdue" if on <= due_on + days(grace + 28) else "long_overdue"


def working_days_after(day: date, number: int) -> date:
    while number:
        day += ONE_DAY
        if is_working_day(day):
            number -= 1
    return day
