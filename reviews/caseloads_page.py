"""Everyone in the service as a page: who cannot wait, and each member of staff’s list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from reviews.caseloads import Caseload, Caseloads
from reviews.my_people import SumLine
from reviews.review_types import interval_words
from reviews.team_board import Board
from reviews.worklist import Treatment, Whose, Worklist
from rodt.words import count, people

WHOLE_QUERY = f"people={Whose.SERVICE.value}&treatment={Treatment.ALL.value}"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """`overdue`: how many of their people have something overdue."""

    name: str
    url: str
    as_keyworker: int
    as_prescriber: int
    overdue: int


def staff_rows(loads: Caseloads, overdue: Mapping[UUID, int]) -> list[StaffRow]:
    """Keyworkers first; by name, never by how much is overdue: it is no league table."""
    return [
        StaffRow(
            one.name,
            f"?people={one.staff_id}",
            one.as_keyworker,
            one.as_prescriber,
            overdue.get(one.staff_id, 0),
        )
        for one in sorted(loads.of_staff, key=lambda one: one.as_keyworker == 0)
    ]


def sum_line(urgent: Worklist, loads: Caseloads) -> SumLine:
    waits_not, without = urgent.cannot_wait, loads.without_keyworker
    need = "Nothing is open that cannot wait until tomorrow."
    if waits_not:
        need = f"{people(waits_not)} cannot wait until tomorrow."
    parts = f"{loads.in_treatment - without:,} with a keyworker + {without:,} without one = "
    return SumLine(
        need=need,
        urgent="",
        parts=parts,
        total=f"{count(loads.in_treatment, 'person', 'people')} in treatment",
        hidden="",
        together="",
    )


def board_words(board: Board) -> str:
    """For how many people, beside the counts of reviews."""
    said = [f"{_have(board.overdue, 'has', 'have')} something overdue."]
    first = interval_words(board.first_weeks_days)
    overdue = f", {board.new_overdue:,} of them with something overdue" if board.new else ""
    said.append(f"{_have(board.new, 'is', 'are')} in their first {first}{overdue}.")
    if board.paused:
        said.append(f"{_have(board.paused, 'is', 'are')} away: their reviews are paused.")
    said.append(f"Long overdue: more than {interval_words(board.long_after_days)} past grace.")
    return " ".join(said)


def _have(number: int, one: str, more: str) -> str:
    return f"{people(number)} {one if number < 2 else more}"


def choices(of_staff: Sequence[Caseload]) -> list[tuple[str, str]]:
    """For the filter: one member of staff's people, by their id."""
    return [(str(one.staff_id), one.name) for one in of_staff]
