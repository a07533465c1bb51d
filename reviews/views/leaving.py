"""Treatment ends, somebody has died, somebody is on their way to or from another service."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import actions as patients
from patients.forms.leaving import (
    AcceptTransferForm,
    AskTransferForm,
    CancelTransferForm,
    DeathForm,
    EndForm,
    PickUpForm,
)
from patients.gate import patient_page
from patients.models import Answer, EndReason, Episode, Patient, Transfer
from patients.person_page import PersonForm, person_page
from reviews import leaving, leaving_actions
from reviews.inherited import InheritedForm, record_inherited
from reviews.shared_care import SharedCareForm, record_shared_care

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def end_episode(request: StaffRequest, patient: Patient) -> HttpResponse:
    """What is open is shown before it ends; a reason is asked where it matters."""
    episode, on = last_episode(patient), localdate()
    page = PersonForm(
        request,
        patient,
        EndForm,
        name="end",
        initial={
            "ended_on": on,
            "version": episode.version,
            "patient_agreed": Answer.NOT_ASKED,
        },
        on=on,
        service_id=patient.service_id,
    )
    may_prescribe = request.access.may(Permission.RECORD_PRESCRIPTION)
    if page.save(
        leaving_actions.leave_treatment,
        episode=episode,
        by=request.access.user,
        may_prescribe=may_prescribe,
    ):
        as_planned = page.form.cleaned_data["reason"] in EndReason.planned()
        return page.done(
            "Treatment has ended on this record.",
            "reviews:aftercare" if as_planned else "reviews:case",
        )
    standing = leaving_actions.standing(patient, on)
    return person_page(
        request,
        patient,
        "reviews/end_episode.html",
        tab="overview",
        episode=last_episode(patient),
        guards=leaving.guards(standing),
        needs_prescriber=bool(standing.prescriptions) and not may_prescribe,
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def record_death(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    page = PersonForm(request, patient, DeathForm, name="death", initial={"told_on": on}, on=on)
    if page.save(leaving_actions.record_death, patient=patient, by=request.access.user):
        return page.done(
            "Recorded. Everything that was open has ended, and nothing more is due.",
            "reviews:case",
        )
    return person_page(
        request,
        patient,
        "reviews/record_death.html",
        tab="overview",
        standing=leaving_actions.standing(patient, on),
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def transfers(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Those there were, and the form to ask for one while none is under way."""
    episode, on = last_episode(patient), localdate()
    page = PersonForm(
        request, patient, AskTransferForm, name="transfer", initial={"asked_on": on}, on=on
    )
    if page.save(patients.ask_transfer, episode=episode, by=request.access.user):
        return page.done("Asked for. Nothing ends before the first pick-up.", "reviews:transfers")
    found = Transfer.objects.filter(patient=patient).order_by("-asked_on", "-recorded_at")
    return person_page(
        request,
        patient,
        "reviews/transfers.html",
        tab="overview",
        transfers=found,
        is_under_way=any(_is_under_way(one) for one in found),
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def transfer(request: StaffRequest, patient: Patient, transfer_id: UUID) -> HttpResponse:
    """The one thing that comes next: it is accepted, or the first pick-up is confirmed; or it is
    called off."""
    found = leaving_actions.of_person(patient, transfer_id)
    if found is None:
        raise Http404("There is no such transfer.")
    on, what = localdate(), request.POST.get("what", "")
    is_cancelled = what == "cancel"
    form_class, action, day, done = _next(found, is_cancelled)
    page = PersonForm(
        request,
        patient,
        form_class,
        name=f"transfer-{found.pk.hex[-12:]}",
        initial={day: on, "version": found.version},
        on=on,
    )
    if _is_under_way(found) and page.save(action, transfer=found, by=request.access.user):
        return page.done(done, "reviews:transfers")
    cancel = CancelTransferForm(
        initial={"cancelled_on": on, "version": found.version}, on=on, auto_id="cancel_%s"
    )
    return person_page(
        request,
        patient,
        "reviews/transfer.html",
        tab="overview",
        transfer=page.stale.row if page.stale else found,
        is_under_way=_is_under_way(found),
        cancel=page.form if is_cancelled else cancel,
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.LOG_REVIEW)
def inherited(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Reviews held before they came to us."""
    page = PersonForm(request, patient, InheritedForm, name="inherited", on=localdate())
    if page.save(record_inherited, patient=patient, by=request.access.user):
        return page.done("Written down. The next reviews count from those days.", "reviews:list")
    return person_page(request, patient, "reviews/inherited.html", tab="reviews", **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.LOG_REVIEW)
def shared_care(request: StaffRequest, patient: Patient) -> HttpResponse:
    """A medical review that a prescriber elsewhere held, from their letter."""
    page = PersonForm(request, patient, SharedCareForm, name="shared_care", on=localdate())
    if page.save(record_shared_care, patient=patient, by=request.access.user):
        return page.done("Written down. It counts as the letter says.", "reviews:list")
    return person_page(request, patient, "reviews/shared_care.html", tab="reviews", **page.context)


def _next(found: Transfer, is_cancelled: bool) -> tuple[Any, Any, str, str]:
    """The form, the action, the name of its day, and the words when it is saved."""
    if is_cancelled:
        said = "Called off. Treatment goes on here."
        return CancelTransferForm, patients.cancel_transfer, "cancelled_on", said
    if found.accepted_on is None:
        said = "Accepted. The first pick-up comes next."
        return AcceptTransferForm, patients.accept_transfer, "accepted_on", said
    said = "The first pick-up is confirmed, and the transfer is complete."
    return PickUpForm, leaving_actions.confirm_pick_up, "picked_up_on", said


def _is_under_way(found: Transfer) -> bool:
    return found.picked_up_on is None and found.cancelled_on is None


def last_episode(patient: Patient) -> Episode:
    episode = patient.episodes.order_by("-started_on", "-recorded_at").first()
    if episode is None:
        raise Http404("There is no treatment on this record.")
    return episode
