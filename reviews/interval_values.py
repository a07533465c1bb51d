"""The intervals a service may change: words, unit, limits, and what would be nonsense. Pure.

The limits catch a slip of the key, such as 840 for 84. They are the product's own [P] and no
clinical rule: which interval is right is for the two people who agree on it.

Left out: the gap that ends a spell of prescribing (the record counts by it too), and who may
complete a review.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reviews.intervals import DEFAULT_SCHEDULE, Schedule
from reviews.review_types import TITLES, ReviewType, interval_words, milestone_key
from reviews.rules import PRODUCT_DEFAULT, Rule
from reviews.schedule_words import ANCHORS
from rodt.words import and_list

LONGEST_DAYS = 730
LONGEST_GRACE = 84
# Somebody who has left is looked at for a year (`reviews.facts_reader`).
LAST_MILESTONE = 300
MOST_MILESTONES = 8
EVERY_TYPE = "For every kind of review"
STABLE = "stable_interval_days"
"""Two values of a rule in one: whether a service allows it, and how many days. 0: it does not."""

Whole = int | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Editable:
    """One value. `key`: "care_plan.grace_days", "keywork.steps.0", "due_soon_days". `unit` is one
    of it in the singular. `is_list`: days after the start, earliest first."""

    key: str
    group: str
    label: str
    unit: str
    lowest: int
    highest: int
    is_list: bool = False

    @property
    def default(self) -> Whole:
        return value_of(DEFAULT_SCHEDULE, self)

    @property
    def limits_words(self) -> str:
        if self.is_list:
            return f"Up to {MOST_MILESTONES} days, each from 1 to {self.highest}, earliest first"
        return f"From {self.lowest} to {self.highest}"


def _of_type(kind: ReviewType, rule: Rule) -> Iterator[Editable]:
    group = TITLES[kind]

    def days(name: str, label: str, lowest: int, highest: int) -> Editable:
        return Editable(f"{kind.value}.{name}", group, label, "day", lowest, highest)

    if rule.milestones:
        label = f"Due on these days after {ANCHORS[rule.counted_from]}"
        key = f"{kind.value}.milestones"
        yield Editable(key, group, label, "day", 1, LAST_MILESTONE, is_list=True)
    if rule.first_due_days is not None:
        yield days("first_due_days", "First due after", 0, LONGEST_DAYS)
    for place, (before, _) in enumerate(rule.steps):
        yield days(f"steps.{place}", f"Then every, to {milestone_key(before)}", 1, before)
    if rule.interval_days is not None:
        yield days("interval_days", "Then every", 1, LONGEST_DAYS)
    if rule.short_interval_days is not None:
        label = "Every, after partial benefit or benefit not evident"
        yield days("short_interval_days", label, 1, LONGEST_DAYS)
    if rule.stable_interval_days is not None:
        label = "Every, once stable for long enough. 0: this service does not allow it"
        yield days("stable_interval_days", label, 0, LONGEST_DAYS)
    yield days("grace_days", "Grace: on time for so long after the due day", 0, LONGEST_GRACE)


GENERAL = (
    Editable("due_soon_days", EVERY_TYPE, "Shown as due soon before the day", "day", 0, 60),
    Editable("long_overdue_days", EVERY_TYPE, "Long overdue after grace by", "day", 1, 365),
    Editable("return_within_days", EVERY_TYPE, "Due after coming back from a pause", "day", 0, 28),
    Editable("lapse_after_days", EVERY_TYPE, "A last check lapses after", "day", 7, 84),
    Editable("event_working_days", EVERY_TYPE, "Due after an event", "working day", 1, 20),
    Editable("attempts_before_outreach", EVERY_TYPE, "Outreach after", "missed meeting", 1, 10),
    Editable("first_weeks_days", EVERY_TYPE, "The first weeks, which come first", "day", 7, 182),
    Editable(
        "script_ending_working_days", EVERY_TYPE, "Prescription ends within", "working day", 1, 10
    ),
    Editable(
        "last_dose_contact_days", EVERY_TYPE, "In touch after a last dose within", "day", 1, 28
    ),
    Editable(
        "stable_after_days", EVERY_TYPE, "Stable for long enough: for more than", "day", 1, 1825
    ),
    Editable("older_from_years", EVERY_TYPE, "Other illness counts from age", "year", 16, 100),
)
EDITABLES = (
    tuple(value for kind in ReviewType for value in _of_type(kind, DEFAULT_SCHEDULE.rule(kind)))
    + GENERAL
)


def value_of(schedule: Schedule, value: Editable) -> Whole:
    """As it stands in a schedule."""
    kind, _, name = value.key.partition(".")
    if not name:
        return int(getattr(schedule, kind))
    rule = schedule.rule(ReviewType(kind))
    name, _, place = name.partition(".")
    found = getattr(rule, name)
    if name == STABLE and not rule.allows_stable_interval:
        return 0
    return tuple(found) if value.is_list else int(found[int(place)][1] if place else found)


def values_of(schedule: Schedule) -> dict[str, Whole]:
    return {value.key: value_of(schedule, value) for value in EDITABLES}


def changed(base: Schedule, typed: Mapping[str, Whole], *, is_verified: bool) -> Schedule:
    """The schedule with these values over it; a type that differs from the product's own says so.

    Raises ScheduleError for values that cannot be a schedule.
    """
    values = base.to_values()
    for value in EDITABLES:
        kind, _, name = value.key.partition(".")
        now: Any = typed.get(value.key, value_of(base, value))
        if not name:
            values[kind] = now
            continue
        name, _, place = name.partition(".")
        if place:
            values["types"][kind]["steps"][int(place)][1] = now
        elif name == STABLE:
            own = values["types"][kind]
            own["allows_stable_interval"] = now > 0
            own[name] = now or DEFAULT_SCHEDULE.rule(ReviewType(kind)).stable_interval_days
        else:
            values["types"][kind][name] = list(now) if value.is_list else now
    for kind in ReviewType:
        own = [value for value in EDITABLES if value.key.startswith(f"{kind.value}.")]
        as_default = all(
            typed.get(value.key, value_of(base, value)) == value.default for value in own
        )
        values["types"][kind.value]["status"] = (
            PRODUCT_DEFAULT if as_default else set_by_service(is_verified=is_verified)
        )
    return Schedule.from_values(values, version=base.version, is_verified=is_verified)


def set_by_service(*, is_verified: bool) -> str:
    return f"set by this service, {'verified' if is_verified else 'not yet verified'}"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, in words: "Care plan review: then every", "84 days (12 weeks)"."""

    group: str
    label: str
    before: str
    after: str


def changes(before: Schedule, after: Schedule) -> list[Change]:
    return [
        Change(value.group, value.label, words(value, value_of(before, value)), words(value, now))
        for value in EDITABLES
        if (now := value_of(after, value)) != value_of(before, value)
    ]


def words(value: Editable, amount: Whole) -> str:
    """84 days (12 weeks); days 3, 7 and 14; 1 working day; not allowed."""
    if isinstance(amount, tuple):
        return f"days {and_list([str(day) for day in amount])}"
    if amount == 0 and value.key.endswith(STABLE):
        return "not allowed"
    said = f"{amount:,} {value.unit}{'' if amount == 1 else 's'}"
    longer = interval_words(amount) if value.unit == "day" and amount > 7 else ""
    return f"{said} ({longer})" if longer and longer != said else said


def read_days(typed: str, value: Editable) -> tuple[int, ...]:
    """ "3, 7, 14" or "3 7 14". Raises ValueError, with the sentence to show."""
    parts = typed.replace(",", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("Enter days as whole numbers, such as 3, 7, 14")
    days = tuple(int(part) for part in parts)
    if len(days) > MOST_MILESTONES or not all(1 <= day <= value.highest for day in days):
        raise ValueError(f"{value.limits_words}, such as 3, 7, 14")
    if list(days) != sorted(set(days)):
        raise ValueError("Enter different days, earliest first, such as 3, 7, 14")
    return days


def nonsense(typed: Mapping[str, Whole]) -> dict[str, str]:
    """A sentence for each value that is within its limits but not beside the others, by key."""
    found: dict[str, str] = {}
    for kind in ReviewType:
        for problem in (_grace, _short, _stable, _steps):
            key, said = problem(kind.value, typed)
            if said:
                found.setdefault(key, said)
    return found


def _number(typed: Mapping[str, Whole], key: str) -> int | None:
    value = typed.get(key)
    return value if isinstance(value, int) else None


def _grace(kind: str, typed: Mapping[str, Whole]) -> tuple[str, str]:
    """Grace that lasts until the next one is due would make nothing overdue, ever."""
    key = f"{kind}.grace_days"
    grace = _number(typed, key)
    steps = [_number(typed, f"{kind}.steps.{place}") for place in range(4)]
    gaps = [*steps, _number(typed, f"{kind}.interval_days")]
    gaps.append(_number(typed, f"{kind}.short_interval_days"))
    days = typed.get(f"{kind}.milestones")
    if isinstance(days, tuple):
        gaps += [later - before for before, later in pairwise(days)]
    shortest = min((gap for gap in gaps if gap is not None), default=None)
    if grace is not None and shortest is not None and grace > shortest:
        return key, (
            f"Grace of {grace} days is longer than the {shortest} days between two reviews:"
            " the next would be due before this one is overdue"
        )
    return key, ""


def _short(kind: str, typed: Mapping[str, Whole]) -> tuple[str, str]:
    key = f"{kind}.short_interval_days"
    short, usual = _number(typed, key), _number(typed, f"{kind}.interval_days")
    if short is not None and usual is not None and short > usual:
        return key, f"Where benefit is in doubt the next review cannot be later than {usual} days"
    return key, ""


def _stable(kind: str, typed: Mapping[str, Whole]) -> tuple[str, str]:
    key = f"{kind}.{STABLE}"
    stable, usual = _number(typed, key), _number(typed, f"{kind}.interval_days")
    if stable and usual is not None and stable < usual:
        return key, f"Once stable the next review cannot be earlier than {usual} days"
    return key, ""


def _steps(kind: str, typed: Mapping[str, Whole]) -> tuple[str, str]:
    """Meetings come closer together at the start, or at least no further apart."""
    place = 0
    while (now := _number(typed, f"{kind}.steps.{place}")) is not None:
        later = _number(typed, f"{kind}.steps.{place + 1}")
        if later is None:
            later = _number(typed, f"{kind}.interval_days")
        if later is not None and now > later:
            return f"{kind}.steps.{place}", f"Cannot be longer than what follows it, {later} days"
        place += 1
    return "", ""
