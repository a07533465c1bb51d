"""A rule as plain values for configuration, and back. Each bad value gets its own sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reviews.questions import Question
from reviews.review_types import ReviewerRole
from reviews.rules import Roles, Rule

FIXED = ("counted_from",)


class BadValue(ValueError):
    """A value that cannot be used; its message is the sentence to show."""


def to_values(rule: Rule) -> dict[str, Any]:
    return {
        "counted_from": rule.counted_from.value,
        "grace_days": rule.grace_days,
        "completed_by": [sorted(roles) for roles in rule.completed_by],
        "first_due_days": rule.first_due_days,
        "interval_days": rule.interval_days,
        "milestones": list(rule.milestones),
        "steps": [list(step) for step in rule.steps],
        "short_interval_days": rule.short_interval_days,
        "stable_interval_days": rule.stable_interval_days,
        "allows_stable_interval": rule.allows_stable_interval,
        "is_due_on_events": rule.is_due_on_events,
        "needs": [question.value for question in rule.needs],
        "needs_last": [question.value for question in rule.needs_last],
        "joined_last_by": sorted(rule.joined_last_by),
        "status": rule.status,
    }


def changed(rule: Rule, values: Mapping[str, Any]) -> tuple[Rule, list[str]]:
    """The rule with a service's values over it, and a sentence for each that cannot be used."""
    ready: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in values.items():
        try:
            ready[name] = _read(rule, name, value)
        except BadValue as bad:
            problems.append(str(bad))
    return replace(rule, **ready), problems


def _read(rule: Rule, name: str, value: Any) -> Any:
    if name in FIXED:
        if value != getattr(rule, name):
            raise BadValue("what it is counted from cannot be changed.")
        return getattr(rule, name)
    if name not in READERS:
        raise BadValue(f'"{name}" is not a value of a rule.')
    if value is None and getattr(rule, name) is None:
        return None
    if name == "milestones" and bool(value) != bool(rule.milestones):
        raise BadValue("milestones cannot be added to, or all taken from, a type.")
    return READERS[name](name, value)


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _days(lowest: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if not is_whole(value) or value < lowest:
            raise BadValue(f'"{name}" must be a whole number of days, {lowest} or more.')
        return int(value)

    return read


def _yes_or_no(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue(f'"{name}" must be yes or no.')
    return value


def _milestones(name: str, value: Any) -> tuple[int, ...]:
    days = _list(name, value)
    if not all(is_whole(day) and day > 0 for day in days) or days != sorted(set(days)):
        raise BadValue(f'"{name}" must be different days after the start, earliest first.')
    return tuple(days)


def _steps(name: str, value: Any) -> tuple[tuple[int, int], ...]:
    steps = [tuple(_list(name, step)) for step in _list(name, value)]
    if not all(len(step) == 2 and all(is_whole(d) and d > 0 for d in step) for step in steps):
        raise BadValue(f'"{name}" must be pairs: before this day, every so many days.')
    before = [step[0] for step in steps]
    if before != sorted(set(before)):
        raise BadValue(f'"{name}" must be in order of their days.')
    return tuple((step[0], step[1]) for step in steps)


def _roles(name: str, value: Any) -> Roles:
    names = _list(name, value)
    unknown = [role for role in names if role not in set(ReviewerRole)]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not a role that can complete a review.')
    if ReviewerRole.MANAGER in names:
        raise BadValue("a manager may not complete a review.")
    return frozenset(ReviewerRole(role) for role in names)


def _signatures(name: str, value: Any) -> tuple[Roles, ...]:
    signatures = tuple(_roles(name, roles) for roles in _list(name, value))
    if not signatures or not all(signatures):
        raise BadValue(f'"{name}" must name a role for each signature.')
    return signatures


def _questions(name: str, value: Any) -> tuple[Question, ...]:
    keys = _list(name, value)
    unknown = [key for key in keys if key not in set(Question)]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not a question of the review form.')
    return tuple(Question(key) for key in keys)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise BadValue(f'"{name}" must be a list.')
    return list(value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue(f'"{name}" must be words.')
    return value


READERS: dict[str, Callable[[str, Any], Any]] = {
    "grace_days": _days(0),
    "first_due_days": _days(0),
    "interval_days": _days(1),
    "short_interval_days": _days(1),
    "stable_interval_days": _days(1),
    "milestones": _milestones,
    "steps": _steps,
    "completed_by": _signatures,
    "allows_stable_interval": _yes_or_no,
    "is_due_on_events": _yes_or_no,
    "needs": _questions,
    "needs_last": _questions,
    "joined_last_by": _roles,
    "status": _text,
}
