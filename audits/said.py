"""What people said about a report: comments, what was promised, who signed. Pure.

With the first signature it is kept with the run as plain values, and never changes again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

SIGNATURES = 2


@dataclass(frozen=True, slots=True)
class Comment:
    step: int
    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Action:
    """`run`: the report it was promised in. `state` in words. `came_of`: what came of it, as
    whoever closed it wrote, or else its owner; or why it was given up."""

    code: str
    run: int
    what: str
    owner: str
    due_on: date
    expected: str
    state: str
    is_open: bool
    closed_on: date | None = None
    came_of: str = ""

    @property
    def step(self) -> int:
        return int(self.code.split(".")[0])

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on < on


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise of an earlier report, and what its figure did: `then` and `now` as this service
    reads them, and as they may leave it. `chart`: what the months say, or that two points are no
    trend."""

    action: Action
    title: str
    then_on: date
    then: str
    now: str
    then_outside: str
    now_outside: str
    chart: str


@dataclass(frozen=True, slots=True)
class Signed:
    name: str
    role: str
    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """`actions`: promised in this report. `kept`: promised before it."""

    comments: tuple[Comment, ...] = ()
    actions: tuple[Action, ...] = ()
    kept: tuple[Kept, ...] = ()

    def comment_on(self, step: int) -> Comment | None:
        return next((one for one in self.comments if one.step == step), None)

    def actions_of(self, step: int) -> tuple[Action, ...]:
        return tuple(one for one in self.actions if one.step == step)

    def values(self) -> dict[str, Any]:
        """As plain values; `read` gives them back."""
        found: dict[str, Any] = _plain(asdict(self))
        return found


NOTHING_SAID = Said()


def read(values: Mapping[str, Any]) -> Said:
    return Said(
        tuple(Comment(**one | _days(one, "on")) for one in values["comments"]),
        tuple(_action(one) for one in values["actions"]),
        tuple(
            Kept(**one | _days(one, "then_on") | {"action": _action(one["action"])})
            for one in values["kept"]
        ),
    )


def _action(values: Mapping[str, Any]) -> Action:
    return Action(**{**values, **_days(values, "due_on", "closed_on")})


def _days(values: Mapping[str, Any], *names: str) -> dict[str, date | None]:
    return {name: date.fromisoformat(values[name]) if values[name] else None for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
