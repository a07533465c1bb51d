"""Where a plan stands and how it came there: phase by layer as a grid, with the trail of moves.

People move both ways. A step up a layer answers a hard time; it is no mark against anybody.
Source: domain/reviews.md §6 [K].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplans.models import CarePlan, Layer, Phase

BEGAN = "Where the plan began"


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on the trail. `move`: the fact behind it; None where the plan began."""

    number: int
    on: date
    phase: str
    layer: str
    why: str
    move: Any = None

    @property
    def words(self) -> str:
        return f"{Phase(self.phase).label}, {Layer(self.layer).label.lower()} support"


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid. `numbers`: the stops here, by their place on the trail."""

    layer: str
    numbers: tuple[int, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    phase: str
    cells: tuple[Cell, ...]


def ordered(moves: Iterable[Any]) -> list[Any]:
    return sorted(moves, key=lambda move: (move.on, move.recorded_at, move.pk))


def place_now(plan: CarePlan, moves: Iterable[Any]) -> tuple[str, str]:
    """Phase and layer after these moves; where it began without any."""
    made = ordered(moves)
    return (made[-1].phase, made[-1].layer) if made else (plan.phase, plan.layer)


def stops(plan: CarePlan, moves: Iterable[Any]) -> list[Stop]:
    """The oldest first."""
    began = Stop(1, plan.started_on, plan.phase, plan.layer, BEGAN)
    made = enumerate(ordered(moves), start=2)
    return [began, *(Stop(n, m.on, m.phase, m.layer, m.why, m) for n, m in made)]


def grid(trail: Sequence[Stop]) -> list[GridRow]:
    """Four phases by three layers."""
    return [
        GridRow(
            str(phase.label),
            tuple(_cell(phase.value, layer.value, trail) for layer in Layer),
        )
        for phase in Phase
    ]


def _cell(phase: str, layer: str, trail: Sequence[Stop]) -> Cell:
    here = tuple(stop.number for stop in trail if (stop.phase, stop.layer) == (phase, layer))
    return Cell(str(Layer(layer).label), here, bool(trail) and trail[-1].number in here)
