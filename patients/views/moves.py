"""Two records of one person made one, an entry about the wrong person moved, and both undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import entries
from patients.actions.moves import added_since, merge_records, move_entry, undo_move
from patients.entries import PARTS, called
from patients.forms.entries import WhyForm
from patients.gate import patient_page
from patients.models import Patient, RecordMove
from patients.move_words import tell
from patients.person_page import PersonForm, person_page
from patients.side_by_side import compare
from patients.telling_apart import also_known_as, with_episode
from rodt.tidy import tidy

READ_AND_WRITE = ["GET", "HEAD", "POST"]
MOST_SHOWN, LONGEST = 20, 80


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def merge(request: StaffRequest, patient: Patient) -> HttpResponse:
    """The other record is found, both are looked at, and then they are made one."""
    page = _why_page(
        request,
        patient,
        "merge",
        label="How do you know that both are one person?",
        hint="For example: the same NHS number, or they told us of their other name.",
    )
    other = _chosen(request, patient, page, Permission.EDIT_PATIENT)
    if other is None:
        return _choose(request, patient, "Make two records one", "Look at both")
    by = request.access.user

    def act(*, other: UUID, **typed: Any) -> None:
        merge_records(kept=patient, other=chosen, by=by, **typed)

    chosen = other
    if page.save(act):
        return page.done("The two records are one now. You can undo this.", "patients:moves")
    return person_page(
        request,
        patient,
        "patients/merge.html",
        tab="overview",
        other=other,
        lines=compare(patient, other),
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def somebody_else(
    request: StaffRequest, patient: Patient, entry_kind: str, entry_id: UUID
) -> HttpResponse:
    """An entry that was about somebody else goes to their record, with its trail."""
    entry = entries.find(patient, entry_kind, entry_id)
    if entry is None or entry_kind in PARTS:
        raise Http404("There is no such entry.")
    page = _why_page(
        request,
        patient,
        f"else_{entry_id.hex[-8:]}",
        label="How did it come to stand here?",
        hint="Both records keep this reason.",
    )
    other = _chosen(request, patient, page, Permission.RECORD_CONTACT)
    if other is None:
        title = f"Whom was this {called(entry)} about?"
        return _choose(request, patient, title, "It was about them")
    by, chosen = request.access.user, other

    def act(*, other: UUID, **typed: Any) -> None:
        move_entry(entry=entry, to=chosen, by=by, **typed)

    if page.save(act):
        return page.done("The entry stands in the other record now.", "patients:moves")
    return person_page(
        request,
        patient,
        "patients/move_entry.html",
        tab="contacts",
        other=other,
        called=called(entry),
        wordings=list(entries.wordings(entry)),
        **page.context,
    )


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def moves(request: StaffRequest, patient: Patient) -> HttpResponse:
    told = tell(patient, request.access)
    return person_page(request, patient, "patients/moves.html", tab="overview", told=told)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def undo(request: StaffRequest, patient: Patient, move_id: UUID) -> HttpResponse:
    """Looked at first: what goes back, and what was added since and stays."""
    move = next((t.move for t in tell(patient, request.access) if t.move.pk == move_id), None)
    both = {move.patient_id, move.from_patient_id} if move else set()
    people = Patient.objects.visible_to(request.access, Permission.EDIT_PATIENT).in_bulk(both)
    if move is None or len(people) < len(both):
        raise Http404("There is no such move between records of people you work with.")
    if request.method == "POST":
        try:
            undo_move(move=move, by=request.access.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("patients:undo_move", patient.pk, move.pk)
        messages.success(request, "Undone. Each entry stands where it was.")
        return redirect("patients:moves", patient.pk)
    return person_page(
        request,
        patient,
        "patients/undo_move.html",
        tab="overview",
        move=move,
        is_merge=move.kind == RecordMove.Kind.MERGE,
        there=people[move.patient_id],
        back=people[move.from_patient_id],
        added=added_since(move),
    )


def _why_page(request: StaffRequest, patient: Patient, name: str, **words: Any) -> PersonForm:
    """Posted with a reason it is the form; with less, the way to it."""
    is_posted = request.method == "POST" and "reason" in request.POST
    return PersonForm(request, patient, WhyForm, name=name, is_posted=is_posted, **words)


def _chosen(
    request: StaffRequest, patient: Patient, page: PersonForm, permission: Permission
) -> Patient | None:
    """The other record, where one was chosen that this member may write in."""
    wanted = request.POST.get("other") or page.form.initial.get("other")
    try:
        wanted = UUID(str(wanted))
    except ValueError:
        return None
    people = Patient.objects.visible_to(request.access, permission).filter(merged_into=None)
    other = people.exclude(pk=patient.pk).select_related("team").filter(pk=wanted).first()
    if other is not None and not page.is_posted:
        page.form.initial["other"] = str(other.pk)
    return other


def _choose(request: StaffRequest, patient: Patient, title: str, button: str) -> HttpResponse:
    words = tidy(request.POST.get("words", ""))[:LONGEST].strip()
    people = Patient.objects.visible_to(request.access, Permission.EDIT_PATIENT)
    found = people.named(words).exclude(pk=patient.pk).filter(merged_into=None)
    return person_page(
        request,
        patient,
        "patients/choose_other.html",
        tab="",
        title=title,
        button=button,
        words=words,
        people=also_known_as(with_episode(found)[:MOST_SHOWN]),
        was_asked="words" in request.POST,
        back_url=reverse("reviews:case", args=[patient.pk]),
    )
