"""Whose strategic review waits, is due, or left benefit in doubt: lists for one member of staff."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import Access
from patients.models import Patient
from reviews import benefit_list_sql as sql
from reviews import due_days, schedules
from reviews.dues import Due
from reviews.ladder import LADDER, RungStatus
from reviews.models import ReviewCredit, Signature
from reviews.review_types import ReviewType
from reviews.sheet import reviewer_role
from reviews.worked_out import Outline
from reviews.worklist_reader import PERSON_FIELDS, Person
from rodt.statements import Row, ask_all

SHOWN = 15
"""People of each list on the first page; a page of one list alone holds twice as many."""


@dataclass(frozen=True, slots=True)
class DueRow:
    patient_id: UUID
    name: str
    due: Due


class Concluded(NamedTuple):
    """The last strategic review of a person that counts and concludes."""

    patient_id: UUID
    conclusion: str
    held_on: date
    no_plan_because: str


@dataclass(frozen=True, slots=True)
class BenefitList:
    """Everybody, however many a page shows. `names`: by family name. `due`: whose review nobody has
    begun. `waiting` and `missing` (who needs a step that is not available here): rows as plain
    values. `missing_steps`: (step, people), in the ladder's order. Never in order of time in
    treatment.

    `on_ost`: everybody on substitution treatment; `strategic`: what the schedule says of a
    strategic review, where one applies; `concluded`: what theirs concluded last."""

    names: dict[UUID, str]
    on_ost: dict[UUID, Outline]
    strategic: dict[UUID, Due]
    concluded: list[Concluded]
    waiting: list[dict[str, Any]]
    due: list[DueRow]
    missing: list[dict[str, Any]]
    missing_steps: list[tuple[str, int]]


def read(access: Access, shown: QuerySet[Patient], on: date) -> BenefitList:
    """Of the people shown, in a fixed number of queries."""
    by_name = shown.order_by("family_name", "given_name", "reference")
    names = {row[0]: Person(*row).name for row in by_name.values_list(*PERSON_FIELDS)}
    schedule = schedules.in_force(access.service.pk, on)
    worked = due_days.read(access.service.pk, on, names, schedule, kind=ReviewType.STRATEGIC)
    strategic = {
        who: item
        for who, known in worked.items()
        for item in known.dues
        if item.type is ReviewType.STRATEGIC
    }
    on_ost = {who: known.outline for who, known in worked.items() if known.outline.on_ost(on)}
    waiting = _waiting(access, names)
    begun = {row["patient_id"] for row in waiting}
    rows = [
        DueRow(who, names[who], item)
        for who, item in strategic.items()
        if item.state.needs_someone and who not in begun
    ]
    rows.sort(key=lambda row: (row.due.due_on or date.max, row.name))
    status = json.dumps({"status": RungStatus.NOT_AVAILABLE.value})
    given = {"service": access.service.pk, "on": on, "asked": status}
    last, not_available = ask_all([sql.CONCLUDED, sql.NOT_AVAILABLE], given)
    concluded = [Concluded(*row) for row in last if row[0] in on_ost]
    missing = [row for row in _missing(not_available, names) if row["patient_id"] in on_ost]
    return BenefitList(
        names=names,
        on_ost=on_ost,
        strategic=strategic,
        concluded=concluded,
        waiting=waiting,
        due=rows,
        missing=missing,
        missing_steps=_by_step(missing),
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


def _missing(rows: list[Row], people: dict[UUID, str]) -> list[dict[str, Any]]:
    """Who needs a step to improve treatment that is not available here, by name. A need is one
    before anything is concluded."""
    found = []
    for patient_id, held_on, kept in rows:
        ladder = json.loads(kept)
        steps = [
            (rung.title, ladder[str(rung.number)].get("note", ""))
            for rung in LADDER
            if ladder.get(str(rung.number), {}).get("status") == RungStatus.NOT_AVAILABLE
        ]
        if steps and patient_id in people:
            found.append(
                {
                    "patient_id": patient_id,
                    "name": people[patient_id],
                    "held_on": held_on,
                    "steps": steps,
                }
            )
    return sorted(found, key=lambda row: row["name"])


def _by_step(missing: list[dict[str, Any]]) -> list[tuple[str, int]]:
    counted = Counter(title for row in missing for title, _ in row["steps"])
    return [(rung.title, counted[rung.title]) for rung in LADDER if counted[rung.title]]
