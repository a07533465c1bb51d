"""Reads who started substitution treatment, on what, whether they are still in it, and their use.

However many people, the statements are the same: one that finds them, and one a table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Patient
from prescribing.closings import StateRow, with_closing
from prescribing.doses import ON_STATES, DepotCover, Prescribed, covered_spans
from prescribing.endings import Closing
from prescribing.formulations import Formulation, formulation
from reviews import schedules, starts_sql
from reviews.facts_reader import MANY
from reviews.retention import all_starts
from reviews.since_start import Started, Use
from rodt.dates import days_between
from rodt.statements import Row, as_array, ask_all

NEAR_DAYS = 182
"""A use longer before a start than this says nothing about it."""
ASKED = ("EPISODES", "PRESCRIPTIONS", "STATES", "DEPOTS", "USES")


def begun(service_id: UUID, from_on: date, on: date) -> list[UUID]:
    """Who may have started between two days, both included."""
    given = {"service": service_id, "from": from_on, "on": on, "states": sorted(ON_STATES)}
    return [patient_id for (patient_id,) in ask_all([starts_sql.BEGUN], given)[0]]


def of_service(service_id: UUID, from_on: date, on: date) -> list[Started]:
    """Of everybody in a service, in the order of their ids."""
    gap_days = schedules.in_force(service_id, on).spell_gap_days
    return read(service_id, sorted(begun(service_id, from_on, on)), from_on, on, gap_days)


def of_access(access: Access, from_on: date, on: date) -> tuple[list[Started], dict[UUID, str]]:
    """Of the people a member of staff may see; and the names of these people."""
    service_id = access.service.pk
    seen = Patient.objects.visible_to(access, Permission.VIEW_BENEFIT)
    names = {
        patient.pk: patient.name
        for patient in seen.filter(pk__in=begun(service_id, from_on, on)).only(
            "given_name", "family_name"
        )
    }
    gap_days = schedules.in_force(service_id, on).spell_gap_days
    return read(service_id, sorted(names), from_on, on, gap_days), names


def read(
    service_id: UUID, people: Collection[UUID], from_on: date, on: date, gap_days: int
) -> list[Started]:
    """Every start of these people between two days, both included, as known for the last of them.
    Somebody who came back after a gap has started again. Row-level security must be open."""
    is_many = len(people) > MANY
    who = "service_id = %(service)s" if is_many else "patient_id = ANY(%(people)s::uuid[])"
    given = {
        "service": service_id,
        "people": None if is_many else as_array(people),
        "on": on,
    }
    statements = [getattr(starts_sql, name).format(who=who) for name in ASKED]
    rows = dict(zip(ASKED, ask_all(statements, given), strict=True))
    prescribed = _prescribed(rows)
    confirmed: dict[UUID, list[date]] = defaultdict(list)
    for _, patient_id, ended_on, confirmed_on in rows["EPISODES"]:
        if confirmed_on is not None:
            confirmed[patient_id].append(ended_on)
    uses: dict[UUID, list[Use]] = defaultdict(list)
    for patient_id, used_on, days, is_start in rows["USES"]:
        uses[patient_id].append(Use(used_on, days, is_start))
    found = []
    for patient_id in people:
        own = prescribed.get(patient_id, ())
        pairs = [(item, closing) for _, item, closing in own]
        for start in all_starts(pairs, confirmed.get(patient_id, ()), gap_days):
            if from_on <= start.started_on <= on:
                what = _begun_with(own, start.started_on)
                near = _near(uses.get(patient_id, ()), start.started_on)
                found.append(Started(patient_id, start, what, near))
    return found


_One = tuple[Formulation, Prescribed, Closing | None]


def _prescribed(rows: dict[str, list[Row]]) -> dict[UUID, list[_One]]:
    """By person, each prescription of a substitution medicine with how it ended."""
    ended_on: dict[Any, date] = {row[0]: row[2] for row in rows["EPISODES"]}
    states: dict[Any, list[StateRow]] = defaultdict(list)
    for prescription_id, on, state in rows["STATES"]:
        states[prescription_id].append(StateRow(on, state))
    covers: dict[Any, list[DepotCover]] = defaultdict(list)
    for prescription_id, given_on, covers_to_on in rows["DEPOTS"]:
        covers[prescription_id].append(DepotCover(given_on, covers_to_on))
    found: dict[UUID, list[_One]] = defaultdict(list)
    for prescription_id, patient_id, episode_id, name, form, group in rows["PRESCRIPTIONS"]:
        item, closing = with_closing(
            states[prescription_id],
            covers[prescription_id],
            group=group,
            is_ost=True,
            episode_ended_on=ended_on.get(episode_id),
        )
        found[patient_id].append((formulation(name, form), item, closing))
    return found


def _begun_with(own: Iterable[_One], day: date) -> Formulation:
    """What covered the first day; of several, what was prescribed last."""
    covering = [
        what for what, item, _ in own if any(span.covers(day) for span in covered_spans(item))
    ]
    return covering[-1]


def _near(uses: Iterable[Use], started_on: date) -> tuple[Use, ...]:
    return tuple(use for use in uses if days_between(use.on, started_on) <= NEAR_DAYS)
