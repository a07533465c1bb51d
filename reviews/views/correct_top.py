"""Correcting a TOP: what was saved stays readable beside what now stands."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from patients import entries
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.stale import differences_from
from reviews import schedules, top_wording
from reviews.amend_top import amend_top
from reviews.correct_top_form import CorrectTopForm, as_saved
from reviews.models import TopRecord
from reviews.views.corrected import corrected, others_who_signed
from rodt.versions import StaleSave


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.LOG_REVIEW)
def correct_top(request: PatientRequest, patient: Patient, top_id: UUID) -> HttpResponse:
    record = entries.find(patient, "toprecord", top_id)
    if record is None or record.is_withdrawn:
        raise Http404("There is no such TOP.")
    on, by, saved = localdate(), request.access.user, as_saved(record)
    page = PersonForm(
        request,
        patient,
        CorrectTopForm,
        name=f"correct-{record.pk.hex[-12:]}",
        initial=saved,
        record=record,
        start=_start(patient, record),
        wording=top_wording.in_force(patient.service_id, on),
        on=on,
    )
    form: Any = page.form
    kept = []

    def act(*, corrects: UUID | None, amend_reason: str, is_withdrawn: bool, **_: Any) -> None:
        if corrects != record.pk:
            raise StaleSave(record)
        kept.append(
            amend_top(
                record=record,
                by=by,
                reason=amend_reason,
                on=on,
                schedule=schedules.in_force(patient.service_id, on),
                answers=None if is_withdrawn else form.answers(),
            )
        )

    if page.save(act):
        if kept[0].review is not None and not kept[0].is_withdrawn:
            return corrected(page, kept[0].review)
        said = "Taken back. What it said stays on record." if kept[0].is_withdrawn else _SAID
        return page.done(said, "reviews:top")
    if page.stale:  # the next save is on top of what is shown now
        form.data["corrects"] = str(record.pk)
    return person_page(
        request,
        patient,
        "reviews/correct_top.html",
        tab="top",
        record=record,
        signers=others_who_signed(record.review, by) if record.review else [],
        both=differences_from(form, saved) if page.stale else [],
        **page.context,
    )


def _start(patient: Patient, record: TopRecord) -> TopRecord | None:
    """The start TOP to compare with, unless this is the one."""
    starts = TopRecord.objects.current().filter(patient=patient, stage=TopRecord.Stage.START)
    return starts.exclude(pk=record.pk).order_by("-on").first()


_SAID = "Corrected. What it said before stays."
