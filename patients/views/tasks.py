"""What is to do for one person: the list, something new, and saying that it is done."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import actions, todo
from patients.forms.tasks import OutcomeForm, TaskForm
from patients.gate import patient_page
from patients.models import Patient, Task
from patients.person_page import PersonForm, person_page

READ_AND_WRITE = ["GET", "HEAD", "POST"]
DONE_SHOWN = 20


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def tasks(request: StaffRequest, patient: Patient) -> HttpResponse:
    return person_page(
        request,
        patient,
        "patients/tasks.html",
        tab="overview",
        tasks=todo.of_person(patient),
        done=todo.done_for(patient)[:DONE_SHOWN],
        on=localdate(),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_task(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, by = localdate(), request.access.user
    page = PersonForm(request, patient, TaskForm, name="add_task", initial={"due_on": on}, on=on)

    def act(**typed: Any) -> Task:
        return actions.open_task(patient=patient, kind=Task.Kind.OTHER, by=by, **typed)

    if page.save(act):
        return page.done("Added to what is to do.", "patients:tasks")
    return person_page(request, patient, "patients/add_task.html", tab="overview", **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def task(request: StaffRequest, patient: Patient, task_id: UUID) -> HttpResponse:
    """Read it; who may do it says what came of it."""
    found = todo.find(patient, task_id)
    if found is None:
        raise Http404("There is no such task.")
    may_do = todo.may_do(request.access, found.duty)
    if request.method == "POST" and not may_do:
        raise PermissionDenied("A prescriber does this one.")
    page = PersonForm(
        request,
        patient,
        OutcomeForm,
        name=f"task-{found.pk.hex[-12:]}",
        initial={"version": found.version},
    )
    if found.done_on is None and page.save(
        actions.complete_task, task=found, on=localdate(), by=request.access.user
    ):
        return page.done("Done, and kept with what came of it.", "reviews:case")
    return person_page(
        request,
        patient,
        "patients/task.html",
        tab="overview",
        task=page.stale.row if page.stale else found,
        may_do=may_do,
        **page.context,
    )
