"""Reads everybody who started in the last 12 weeks, and what has happened for each of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.access import Access
from reviews import facts_reader, schedules, starts_reader
from reviews.first_weeks import Checked, Happened, check
from reviews.since_start import Started
from rodt.dates import add_days
from rodt.statements import STANDS, as_array, ask_all

PLANS = """
    SELECT patient_id, started_on FROM careplans_careplan
    WHERE patient_id = ANY(%(people)s::uuid[]) AND started_on <= %(on)s
"""
# What was asked at a review: whether the dose has been stable for 4 weeks, and whether supervision
# is right. An answer carried along from last time was not given.
ANSWERS = f"""
    SELECT patient_id, held_on,
        answers->'dose_stable'->>'value' = 'yes'
            AND answers->'dose_stable'->>'state' IN ('asked', 'changed', 'confirmed'),
        answers->'supervision'->>'value' IN ('right', 'change')
            AND answers->'supervision'->>'state' IN ('asked', 'changed', 'confirmed')
    FROM reviews_review
    WHERE patient_id = ANY(%(people)s::uuid[]) AND {STANDS}
        AND held_on BETWEEN %(from)s AND %(on)s AND answers ?| ARRAY['dose_stable', 'supervision']
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One start, with what should have happened by now."""

    started: Started
    name: str
    checked: tuple[Checked, ...]


def read(access: Access, on: date) -> list[Newcomer]:
    """By name. In a fixed number of statements, however many started."""
    schedule = schedules.in_force(access.service.pk, on)
    from_on = add_days(on, -schedule.first_weeks_days)
    started = starts_reader.of_access(access, from_on, on)
    names = starts_reader.names_of(started)
    people = {one.patient_id for one in started}
    facts = facts_reader.read(on=on, service_id=access.service.pk, patient_ids=people)
    happened = _happened(people, from_on, on)
    newcomers = [
        Newcomer(
            one,
            names[one.patient_id],
            check(one, facts[one.patient_id], happened(one.patient_id), on, schedule),
        )
        for one in started
        if one.patient_id in facts
    ]
    return sorted(newcomers, key=lambda new: (new.name, new.started.start.started_on))


def _happened(people: set[UUID], from_on: date, on: date) -> Any:
    given = {"people": as_array(people), "from": from_on, "on": on}
    plan_rows, answer_rows = ask_all([PLANS, ANSWERS], given)
    plans: dict[UUID, list[date]] = defaultdict(list)
    dose_stable: dict[UUID, list[date]] = defaultdict(list)
    supervision: dict[UUID, list[date]] = defaultdict(list)
    for patient_id, started_on in plan_rows:
        plans[patient_id].append(started_on)
    for patient_id, held_on, is_stable, is_looked_at in answer_rows:
        if is_stable:
            dose_stable[patient_id].append(held_on)
        if is_looked_at:
            supervision[patient_id].append(held_on)

    def of(patient_id: UUID) -> Happened:
        kept = (plans, dose_stable, supervision)
        return Happened(*(tuple(days.get(patient_id, ())) for days in kept))

    return of
