"""What is to do for people: the open tasks of one person, and those of one member of staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.access import Access
from accounts.roles import Permission, Reach
from patients.models import Assignment, Patient, Task
from rodt.statements import as_array, ask_all

# What somebody must be allowed, to do a task of this duty.
NEEDS = {
    Assignment.Duty.KEYWORKER: Permission.RECORD_CONTACT,
    Assignment.Duty.PRESCRIBER: Permission.RECORD_PRESCRIPTION,
}


# Of the people a row is about, those this member of staff may see: the rule of
# `PatientQuerySet.visible_to`, in a statement that `asked_by` is given to.
SEEN = """
    seen.service_id = %(service)s AND (%(sees_service)s OR seen.team_id = ANY(%(teams)s::uuid[]))
"""

# Who has the duty that a task is for.
_HELD = """
    FROM patients_assignment AS held
    WHERE held.patient_id = task.patient_id AND held.duty = task.duty
        AND held.from_on <= %(on)s AND (held.to_on IS NULL OR held.to_on >= %(on)s)
"""

# Of open tasks those of one's teams' people for whom nobody has the duty, or not any more: nothing
# waits for somebody who is not there.
_OF_MY_TEAMS = """
    seen.team_id = ANY(%(teams)s::uuid[]) AND task.duty = ANY(%(duties)s::text[])
"""
UNHELD = f"{_OF_MY_TEAMS} AND NOT EXISTS (SELECT {_HELD})"

_FOR_ME = f"""
    SELECT task.id, task.patient_id, seen.given_name, seen.family_name, text, due_on, is_red
    FROM patients_task AS task
    JOIN patients_patient AS seen ON seen.id = task.patient_id AND {SEEN}
    CROSS JOIN LATERAL (
        SELECT bool_or(held.staff_id = %(staff)s) AS is_mine, count(*) = 0 AS is_nobodys {_HELD}
    ) AS duty
    WHERE task.service_id = %(service)s AND task.done_on IS NULL
        AND (duty.is_mine OR duty.is_nobodys AND {_OF_MY_TEAMS})
    ORDER BY is_red DESC, due_on, task.id
"""  # noqa: S608 -- put together from our own constants; values are given as parameters


@dataclass(frozen=True, slots=True)
class ToDo:
    """An open task, and whom it is about."""

    id: UUID
    patient_id: UUID
    name: str
    text: str
    due_on: date
    is_red: bool


def may_do(access: Access, duty: str) -> bool:
    return access.may(NEEDS[Assignment.Duty(duty)])


def own_duties(access: Access) -> list[str]:
    """The duties this member's roles go with."""
    return [duty.value for duty in NEEDS if may_do(access, duty)]


def of_person(patient: Patient) -> QuerySet[Task]:
    """Open tasks, what cannot wait first."""
    return Task.objects.filter(patient=patient, done_on=None).order_by("-is_red", "due_on", "id")


def done_for(patient: Patient) -> QuerySet[Task]:
    return (
        Task.objects.filter(patient=patient)
        .exclude(done_on=None)
        .select_related("done_by")
        .order_by("-done_on", "-id")
    )


def asked_by(access: Access) -> dict[str, Any]:
    """What statements ask about a member of staff: who they are, whom they see, and the duties
    their roles go with."""
    return {
        "service": access.service.pk,
        "staff": access.user.pk,
        "sees_service": access.reach(Permission.VIEW_WORKLIST) is Reach.SERVICE,
        "teams": as_array(access.team_ids),
        "duties": own_duties(access),
    }


def for_me(access: Access, on: date) -> list[ToDo]:
    """Open tasks of the duties this member has for people; and those of their teams' people for
    whom nobody has the duty. What cannot wait first. One statement."""
    return [
        ToDo(task_id, patient_id, f"{given} {family}".strip(), *rest)
        for task_id, patient_id, given, family, *rest in ask_all(
            [_FOR_ME], asked_by(access) | {"on": on}
        )[0]
    ]


def find(patient: Patient, task_id: UUID) -> Task | None:
    return Task.objects.filter(patient=patient, pk=task_id).select_related("done_by").first()


def about(source_ids: Iterable[UUID]) -> QuerySet[Task]:
    """Tasks that were opened by one of these rows."""
    return Task.objects.filter(source_id__in=list(source_ids))
