"""How many keyworkers of a service are so: for figures beside the indicators of step 12. Pure.

Never one keyworker's result. A small number of keyworkers does not leave the service."""

from collections.abc import Callable, Sequence
from uuid import UUID

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from audits.staff_facts import NOTHING, StaffFact
from audits.step import Figure


def keyworkers_of(cases: Sequence[CaseFacts], day: AuditDay) -> dict[UUID, StaffFact]:
    """Those who are keyworker of somebody in treatment on the day."""
    return {
        who: case.staff.get(who, NOTHING)
        for case in cases
        if case.episode_on(day.on) is not None
        for who in sorted(case.keyworkers)
    }


def share_of(
    label: str, all_of: dict[UUID, StaffFact], is_so: Callable[[StaffFact], bool]
) -> Figure:
    """ "12 of 30 keyworkers"."""
    number = sum(1 for fact in all_of.values() if is_so(fact))
    return of_all(label, number, len(all_of), "keyworkers")


def of_all(label: str, number: int, whole: int, unit: str) -> Figure:
    """`of` is the smaller of the two parts that is not empty: it is what may give somebody away."""
    parts = [part for part in (number, whole - number) if part]
    if not whole:
        return Figure(label, None, unit, 0)
    return Figure(label, float(number), f"of {whole} {unit}", min(parts))
