"""Rows of prescriptions, put together by person: what covered whom, and how it ended. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from audits.case_facts import DoseFact, MedicineFact, TestFact
from prescribing.catalogue import FOUND_AS_OPIATES
from prescribing.closings import StateRow, with_closing
from prescribing.doses import DepotCover, Prescribed, on_ost, state_on
from prescribing.endings import Closing
from rodt.dates import Span

ACTIVE = "active"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PrescribedFacts:
    """Of one person: each prescription with how it ended, what covers the audit's day, and the days
    of medicines that an opiates test finds."""

    prescribed: tuple[tuple[Prescribed, Closing | None], ...] = ()
    doses: tuple[DoseFact, ...] = ()
    found_as_opiates: tuple[Span, ...] = ()

    def test(self, on: date, opiates: bool | None, test_id: UUID) -> TestFact:
        """A drug test, as far as it can tell of opiates."""
        is_clouded = opiates is not None and any(s.covers(on) for s in self.found_as_opiates)
        return TestFact(on, None if is_clouded else opiates, test_id, is_clouded)


def gather_prescribed(
    prescriptions: Iterable[Row],
    states: Iterable[Row],
    depots: Iterable[Row],
    doses: Iterable[Row],
    medicines: Iterable[Row],
    *,
    ended_on: Mapping[UUID, date],
    on: date,
) -> dict[UUID, PrescribedFacts]:
    """By person. `ended_on`: the last day of each episode that had ended by the day; what was never
    closed on record ended with the episode at the latest."""
    states_of: dict[UUID, list[StateRow]] = defaultdict(list)
    for prescription_id, *rest in states:
        states_of[prescription_id].append(StateRow._make(rest))
    covers_of: dict[UUID, list[DepotCover]] = defaultdict(list)
    for prescription_id, given_on, covers_to_on in depots:
        covers_of[prescription_id].append(DepotCover(given_on, covers_to_on))
    dose_of: dict[UUID, Decimal] = dict(doses)
    catalogue = {row[0]: row for row in medicines}
    found: dict[
        UUID, tuple[list[tuple[Prescribed, Closing | None]], list[DoseFact], list[Span]]
    ] = defaultdict(lambda: ([], [], []))
    for prescription_id, patient_id, episode_id, code, started_on in prescriptions:
        medicine = catalogue[code]
        item, closing = with_closing(
            states_of[prescription_id],
            covers_of[prescription_id],
            group=medicine[4],
            is_ost=medicine[5],
            episode_ended_on=ended_on.get(episode_id),
        )
        found[patient_id][0].append((item, closing))
        if medicine[4] in FOUND_AS_OPIATES:
            found[patient_id][2].extend(item.covered)
        if item.is_ost and on_ost(item.points, item.covers, on):
            found[patient_id][1].append(
                DoseFact(
                    _medicine(medicine),
                    state_on(item.points, on),
                    started_on,
                    dose_of.get(prescription_id),
                    prescription_id,
                )
            )
    return {
        patient_id: PrescribedFacts(tuple(prescribed), tuple(covering), tuple(days))
        for patient_id, (prescribed, covering, days) in found.items()
    }


def stable_on(prescribed: Iterable[Prescribed]) -> tuple[date, ...]:
    """Days on which a substitution prescription became active, oldest first."""
    days = {
        point.on
        for item in prescribed
        if item.is_ost
        for point in item.points
        if point.state == ACTIVE
    }
    return tuple(sorted(days))


def _medicine(row: Row) -> MedicineFact:
    _, name, form, strength, group, _, usual_from, usual_to = row
    words = " ".join(part for part in (name, form, strength) if part)
    return MedicineFact(words, group, usual_from, usual_to)
