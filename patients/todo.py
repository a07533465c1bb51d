"""What is to do for people: the open tasks of one person, and those of one member of staff."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Assignment, Patient, Task

# What somebody must be allowed, to do a task of this duty.
NEEDS = {
    Assignment.Duty.KEYWORKER: Permission.RECORD_CONTACT,
    Assignment.Duty.PRESCRIBER: Permission.RECORD_PRESCRIPTION,
}


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


def for_me(access: Access, on: date) -> QuerySet[Task]:
    """Tasks of the duties this member has for people; and those of their teams' people for whom
    nobody has the duty, or not any more: nothing waits for somebody who is not there."""
    holds = Assignment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on),
        patient=OuterRef("patient"),
        duty=OuterRef("duty"),
        from_on__lte=on,
    )
    unheld = Q(patient__team_id__in=access.team_ids, duty__in=own_duties(access))
    return (
        Task.objects.filter(service=access.service, done_on=None)
        .filter(patient__in=Patient.objects.visible_to(access))
        .filter(Q(Exists(holds.filter(staff=access.user))) | (unheld & ~Exists(holds)))
        .select_related("patient")
        .order_by("-is_red", "due_on", "id")
    )


def find(patient: Patient, task_id: UUID) -> Task | None:
    return Task.objects.filter(patient=patient, pk=task_id).select_related("done_by").first()


def about(source_ids: Iterable[UUID]) -> QuerySet[Task]:
    """Tasks that were opened by one of these rows."""
    return Task.objects.filter(source_id__in=list(source_ids))
