"""Whose strategic review waits, is due, or left benefit in doubt: lists for one member of staff."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Patient
from reviews import facts_reader, schedules
from reviews.dues import Due
from reviews.ladder import LADDER, RungStatus
from reviews.models import Conclusion, Optimisation, ReviewCredit, Signature, StrategicReview
from reviews.review_types import ReviewType
from reviews.schedule import due_for
from reviews.sheet import reviewer_role
from reviews.strategic import IN_DOUBT

SHOWN = 25
"""People of each list on the first page; a page of one list alone holds twice as many."""


@dataclass(frozen=True, slots=True)
class DueRow:
    patient_id: UUID
    name: str
    due: Due


class _Concluded(NamedTuple):
    patient_id: UUID
    conclusion: str
    held_on: date
    no_plan_because: str
    ladder: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class BenefitList:
    """Everybody, however many a page shows. `due`: whose review nobody has begun. `doubt`,
    `waiting` and `missing` (who needs a step that is not available here): rows as plain values.
    `missing_steps`: (step, people), in the ladder's order. Never in order of time in treatment."""

    waiting: list[dict[str, Any]]
    due: list[DueRow]
    doubt: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    missing_steps: list[tuple[str, int]]
    on_ost: int


def read(access: Access, on: date) -> BenefitList:
    people = {
        patient.pk: patient.name
        for patient in Patient.objects.visible_to(access, Permission.VIEW_BENEFIT).only(
            "given_name", "family_name"
        )
    }
    schedule = schedules.in_force(access.service.pk, on)
    facts = facts_reader.read(on=on, service_id=access.service.pk)
    mine = {patient_id: found for patient_id, found in facts.items() if patient_id in people}
    waiting = _waiting(access, people)
    begun = {row["patient_id"] for row in waiting}
    rows = []
    for patient_id, found in mine.items():
        item = due_for(ReviewType.STRATEGIC, found, on, schedule)
        if item.due_on is not None and item.state.needs_someone and patient_id not in begun:
            rows.append(DueRow(patient_id, people[patient_id], item))
    rows.sort(key=lambda row: (row.due.due_on or date.max, row.name))
    concluded = [row for row in _last_concluded(access, on) if row.patient_id in mine]
    missing = _missing(concluded, people)
    return BenefitList(
        waiting=waiting,
        due=rows,
        doubt=_in_doubt(access, concluded, people, on),
        missing=missing,
        missing_steps=_by_step(missing),
        on_ost=sum(1 for found in mine.values() if found.on_ost(on)),
    )


def _waiting(access: Access, people: dict[UUID, str]) -> list[dict[str, Any]]:
    role = reviewer_role(access)
    found = (
        ReviewCredit.objects.current()
        .filter(service=access.service, type=ReviewType.STRATEGIC, is_valid=False)
        .exclude(awaits="")
        .exclude(review__seen="not_seen")
        .order_by("held_on", "patient_id")
        .annotate(
            has_signed=Exists(
                Signature.objects.filter(review=OuterRef("review"), staff=access.user)
            )
        )
        .values_list("patient_id", "held_on", "awaits", "has_signed")
    )
    return [
        {
            "patient_id": patient_id,
            "name": people[patient_id],
            "held_on": held_on,
            "awaits": awaits,
            "is_mine": awaits == role.value and not has_signed,
        }
        for patient_id, held_on, awaits, has_signed in found
        if patient_id in people
    ]


def _last_concluded(access: Access, on: date) -> list[_Concluded]:
    """The last strategic review of each person in which somebody concluded."""
    last = (
        StrategicReview.objects.current()
        .filter(service=access.service, review__held_on__lte=on)
        .exclude(conclusion="")
        .order_by("patient_id", "-review__held_on", "-recorded_at")
        .distinct("patient_id")
        .values_list("patient_id", "conclusion", "review__held_on", "no_plan_because", "ladder")
    )
    return [_Concluded(*row) for row in last]


def _missing(concluded: list[_Concluded], people: dict[UUID, str]) -> list[dict[str, Any]]:
    """Who needs a step to improve treatment that is not available here. By name."""
    rows = []
    for row in concluded:
        steps = [
            (rung.title, row.ladder[str(rung.number)].get("note", ""))
            for rung in LADDER
            if row.ladder.get(str(rung.number), {}).get("status") == RungStatus.NOT_AVAILABLE
        ]
        if steps:
            name = people[row.patient_id]
            rows.append(
                {
                    "patient_id": row.patient_id,
                    "name": name,
                    "held_on": row.held_on,
                    "steps": steps,
                }
            )
    return sorted(rows, key=lambda row: row["name"])


def _by_step(missing: list[dict[str, Any]]) -> list[tuple[str, int]]:
    counted = Counter(title for row in missing for title, _ in row["steps"])
    return [(rung.title, counted[rung.title]) for rung in LADDER if counted[rung.title]]


def _in_doubt(
    access: Access, concluded: list[_Concluded], people: dict[UUID, str], on: date
) -> list[dict[str, Any]]:
    """The last conclusion of each person in treatment, where it was partial or not evident."""
    plans = {
        patient_id: (made_on, follow_up_on)
        for patient_id, made_on, follow_up_on in Optimisation.objects.current()
        .filter(service=access.service, on__lte=on)
        .order_by("on")
        .values_list("patient_id", "on", "follow_up_on")
    }
    rows = []
    for patient_id, conclusion, held_on, no_plan, _ladder in concluded:
        if conclusion not in IN_DOUBT:
            continue
        made_on, follow_up_on = plans.get(patient_id, (None, None))
        is_since = made_on is not None and made_on >= held_on
        rows.append(
            {
                "patient_id": patient_id,
                "name": people[patient_id],
                "conclusion": Conclusion(conclusion).label,
                "held_on": held_on,
                "plan_on": made_on if is_since else None,
                "follow_up_on": follow_up_on if is_since else None,
                "is_past": bool(is_since and follow_up_on and follow_up_on < on),
                "no_plan_because": no_plan,
            }
        )
    return sorted(rows, key=lambda row: (row["plan_on"] is not None, row["held_on"], row["name"]))
