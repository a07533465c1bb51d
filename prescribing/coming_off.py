"""Coming off a medicine: where a reduction to zero begins and ends, and since when what goes with
it counts. Pure. Source: domain/twelve-steps.md 6.1.

Detoxification is recorded as such a reduction: no medicine that is prescribed today is only for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rodt.dates import ONE_DAY

REDUCING, TO_ZERO, STOPPED, SWITCHED = "reducing", "to_zero", "stopped", "switched"


@dataclass(frozen=True, slots=True)
class Turn:
    """A prescription enters a state."""

    on: date
    state: str
    intent: str = ""

    @property
    def is_coming_off(self) -> bool:
        return self.state == REDUCING and self.intent == TO_ZERO


@dataclass(frozen=True, slots=True)
class Course:
    """One reduction to zero. `ended_on`: the first day in another state, None while it goes on;
    `became`: that state."""

    started_on: date
    ended_on: date | None = None
    became: str = ""

    @property
    def last_dose_on(self) -> date | None:
        """The last day with the medicine, where it came to that."""
        return self.ended_on - ONE_DAY if self.ended_on and self.became == STOPPED else None


def courses(turns: Sequence[Turn]) -> list[Course]:
    """Of one prescription, by its turns in order."""
    found = []
    for place, turn in enumerate(turns):
        if turn.is_coming_off:
            after = next(iter(turns[place + 1 :]), None)
            found.append(
                Course(turn.on, after.on, after.state) if after is not None else Course(turn.on)
            )
    return found


def counts_from(treatment_started_on: date, earlier: Iterable[Course], on: date) -> date:
    """The first day of which a part counts for a reduction that begins on a day: what went with an
    earlier one was for that, unless the medicine only changed."""
    ends = [
        course.ended_on
        for course in earlier
        if course.ended_on is not None and course.ended_on <= on and course.became != SWITCHED
    ]
    return max([treatment_started_on, *ends])
