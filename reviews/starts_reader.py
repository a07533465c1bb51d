"""Reads who started substitution treatment, on what, whether they are still in it, and their use.

However many people, the statements are the same: one that finds them, and one a table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Patient
from prescribing.closings import StateRow, with_closing
from prescribing.doses import ON_STATES, DepotCover, Prescribed
from prescribing.endings import Closing
from prescribing.formulations import Formulation, formulation
from reviews import schedules, starts_sql
from reviews.retention import all_starts
from reviews.since_start import HALF_DAYS, Started, Use
from rodt.dates import add_days
from rodt.statements import Row, as_array, ask_all

ASKED = ("EPISODES", "PRESCRIPTIONS", "STATES", "DEPOTS", "USES")


def begun(service_id: UUID, from_on: date, on: date) -> list[UUID]:
    """Who may have started between two days, both included."""
    given = {"service": service_id, "from": from_on, "on": on, "states": sorted(ON_STATES)}
    return [patient_id for (patient_id,) in ask_all([starts_sql.BEGUN], given)[0]]


def of_service(service_id: UUID, from_on: date, on: date) -> list[Started]:
    """Of everybody in a service."""
    gap_days = schedules.in_force(service_id, on).spell_gap_days
    return read(service_id, begun(service_id, from_on, on), from_on, on, gap_days)


def of_access(access: Access, from_on: date, on: date) -> list[Started]:
    """Of the people a member of staff may see."""
    service_id = access.service.pk
    visible = Patient.objects.visible_to(access, Permission.VIEW_BENEFIT)
    seen = set(visible.values_list("pk", flat=True))
    people = [who for who in begun(service_id, from_on, on) if who in seen]
    gap_days = schedules.in_force(service_id, on).spell_gap_days
    return read(service_id, people, from_on, on, gap_days)


def names_of(started: Iterable[Started]) -> dict[UUID, str]:
    """Names of people whom `of_access` let through."""
    people = {one.patient_id for one in started}
    found = Patient.objects.filter(pk__in=people).only("given_name", "family_name")
    return {patient.pk: patient.name for patient in found}


def read(
    service_id: UUID, people: Collection[UUID], from_on: date, on: date, gap_days: int
) -> list[Started]:
    """Every start of these people between two days, both included, as known for the last of them,
    in the order of their ids. Somebody who came back after a gap has started again. Row-level
    security must be open."""
    given = {
        "service": service_id,
        "people": as_array(people),
        "near": add_days(from_on, -HALF_DAYS),
        "on": on,
    }
    answers = ask_all([getattr(starts_sql, name) for name in ASKED], given)
    rows = dict(zip(ASKED, answers, strict=True))
    uses: dict[str, list[Use]] = defaultdict(list)
    for patient_id, used_on, days, is_start in rows["USES"]:
        uses[patient_id].append(Use(used_on, days, is_start))
    confirmed: dict[str, list[date]] = defaultdict(list)
    for _, patient_id, ended_on, confirmed_on in rows["EPISODES"]:
        if confirmed_on is not None:
            confirmed[patient_id].append(ended_on)
    prescribed = _prescribed(rows)
    found = []
    for patient_id, own in prescribed.items():
        pairs = [(item, closing) for _, item, closing in own]
        for start in all_starts(pairs, confirmed.get(patient_id, ()), gap_days, from_on):
            if start.started_on <= on:
                what = _begun_with(own, start.started_on)
                known = tuple(uses.get(patient_id, ()))
                found.append(Started(UUID(patient_id), start, what, known))
    return found


_One = tuple[Formulation, Prescribed, Closing | None]


def _prescribed(rows: dict[str, list[Row]]) -> dict[str, list[_One]]:
    """By person, each prescription of a substitution medicine with how it ended."""
    ended_on: dict[str, date] = {row[0]: row[2] for row in rows["EPISODES"]}
    states = {row[0]: row[1:] for row in rows["STATES"]}
    covers = {row[0]: row[1:] for row in rows["DEPOTS"]}
    none: Row = ((), ())
    found: dict[str, list[_One]] = defaultdict(list)
    for patient_id, prescription_id, episode_id, name, form, group in rows["PRESCRIPTIONS"]:
        item, closing = with_closing(
            [StateRow(*row) for row in zip(*states.get(prescription_id, none), strict=True)],
            [DepotCover(*row) for row in zip(*covers.get(prescription_id, none), strict=True)],
            group=group,
            is_ost=True,
            episode_ended_on=ended_on.get(episode_id),
        )
        found[patient_id].append((formulation(name, form), item, closing))
    return found


def _begun_with(own: Iterable[_One], day: date) -> Formulation:
    """What covered the first day; of several, what was prescribed last."""
    covering = [what for what, item, _ in own if any(span.covers(day) for span in item.covered)]
    return covering[-1]
