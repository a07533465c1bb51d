"""Coming off, leaving and what followed of one person, as an audit sees them. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prescribing.coming_off import Course
from reviews.coming_off import Known


@dataclass(frozen=True, slots=True)
class Reduction:
    """One reduction to zero, with what stood beside it on the audit's day. `has_why`: somebody
    said why it went ahead without some of it; `is_for_safety`: because going on was unsafe."""

    known: Known
    has_why: bool = False
    is_for_safety: bool = False
    id: UUID | None = None

    @property
    def course(self) -> Course:
        assert self.known.course is not None
        return self.known.course


@dataclass(frozen=True, slots=True)
class Leaving:
    """`aftercare_said`: each answer about being in touch, by its day, oldest first.
    `death_reviewed_on`: the day on which the team had looked at a death."""

    reductions: tuple[Reduction, ...] = ()
    aftercare_said: tuple[tuple[date, str], ...] = ()
    death_reviewed_on: date | None = None


NOTHING = Leaving()
