"""Reads what waits for a prescriber in one service on a day: the numbers in force, one batch of
statements, the people behind it, and who has them. Four round trips, however many people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Patient
from prescribing.doses import ON_STATES
from prescribing.safety.looks_heart import QT_RISKS
from prescribing.safety.reader import limits_in_force
from reviews import rx_today, rx_today_sql
from reviews.rx_today import Kind, Thing
from reviews.worklist import Whose
from reviews.worklist_reader import PERSON_FIELDS, Person
from rodt.dates import ONE_DAY, add_days, add_working_days
from rodt.statements import STANDS, as_array, ask_all


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything this member may see, by person; `mine`, `in_teams`: whose people they are."""

    things: tuple[Thing, ...]
    people: dict[UUID, Person]
    mine: frozenset[UUID]
    in_teams: frozenset[UUID]

    def of(self, whose: Whose) -> tuple[Thing, ...]:
        if whose is Whose.SERVICE:
            return self.things
        chosen = self.mine if whose is Whose.MINE else self.in_teams
        return tuple(thing for thing in self.things if thing.patient_id in chosen)


def read(access: Access, on: date) -> Waiting:
    limits = limits_in_force(access.service.pk, on)
    given: dict[str, Any] = {
        "service": access.service.pk,
        "on": on,
        "scripts_from": add_days(on, -limits.days("script_shown_days")),
        "scripts_to": add_working_days(on, limits.days("script_working_days") + 1) - ONE_DAY,
        "on_states": sorted(ON_STATES),
        "qt_risks": sorted(QT_RISKS),
        "ecg_above_mg": limits["ecg_above_mg"],
        "counts_cocaine": bool(limits["ecg_counts_cocaine"]),
    }
    asked = (
        rx_today_sql.MISSED,
        rx_today_sql.TASKS,
        rx_today_sql.SCRIPTS,
        rx_today_sql.DEPOTS,
        rx_today_sql.ECGS,
        rx_today_sql.SIGNATURES,
    )
    missed, tasks, scripts, depots, ecgs, signatures = ask_all(
        [statement.format(stands=STANDS) for statement in asked], given
    )
    found = list(
        chain(
            rx_today.missed(missed),
            rx_today.tasks(tasks),
            rx_today.scripts(scripts, on, limits),
            rx_today.depots(depots, on),
            rx_today.ecgs(ecgs, on, limits),
            rx_today.signatures(signatures),
        )
    )
    return _seen_by(access, on, found)


def _seen_by(access: Access, on: date, found: Iterable[Thing]) -> Waiting:
    ids = {thing.patient_id for thing in found}
    rows: Any = (
        Patient.objects.visible_to(access, Permission.SEE_PRESCRIBING_TODAY)
        .filter(pk__in=ids, died_on=None)
        .values_list(
            *PERSON_FIELDS,
            "team_id",
        )
    )
    people: dict[UUID, Person] = {}
    in_teams: set[UUID] = set()
    for *person, team_id in rows:
        people[person[0]] = Person(*person)
        if team_id in access.team_ids:
            in_teams.add(person[0])
    given = {"people": as_array(people), "staff": access.user.pk, "on": on}
    held = {row[0]: row[1:] for row in ask_all([rx_today_sql.HELD], given)[0]}
    prescribes = access.may(Permission.RECORD_PRESCRIPTION)
    mine = {
        patient_id
        for patient_id in people
        if _is_mine(held.get(patient_id), prescribes and patient_id in in_teams)
    }
    things = sorted(
        (thing for thing in found if thing.patient_id in people),
        key=lambda thing: (
            list(Kind).index(thing.kind),
            thing.day,
            people[thing.patient_id].name,
            str(thing.row_id),
        ),
    )
    return Waiting(tuple(things), people, frozenset(mine), frozenset(in_teams))


def _is_mine(held: tuple[bool, bool] | None, may_take: bool) -> bool:
    """Whoever has a duty for them; and of one's teams those without a prescriber, so that nothing
    waits for somebody who is not there."""
    is_held, has_prescriber = held or (False, False)
    return is_held or (may_take and not has_prescriber)
