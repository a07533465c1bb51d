"""TOP and tests of one person, and a TOP of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.roles import Permission
from patients import drafts
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from prescribing.models import DrugTest
from reviews import actions
from reviews.drafts_in_forms import initial_from_draft
from reviews.models import TopRecord
from reviews.top import TopAnswers, has_answers, missing_from
from reviews.top_change import THRESHOLDS, Status
from reviews.top_form import TopFields, top_answers
from reviews.top_items import BY_FIELD, ITEMS, ItemKind
from rodt.forms import ChoiceChips, DateField3, EntryForm
from rodt.words import and_list

NAMED = 3
NOTHING_ANSWERED = (
    "Nothing is saved: no question of this TOP is answered. Answer at least one, or tick what they"
    " would rather not say. If it was not done, leave this page: the last TOP stays the newest."
)
ANSWER_WORDS = {"yes": "yes", "no": "no", "declined": "declined", "not_asked": "–"}


class LogTopForm(TopFields, EntryForm):
    held_on = DateField3(label="Date of the TOP", latest=localdate)
    stage = forms.ChoiceField(
        label="When in treatment is this?",
        choices=TopRecord.Stage.choices,
        widget=ChoiceChips(),
        error_messages={"required": "Choose when this TOP is done"},
    )

    def __init__(
        self,
        *args: Any,
        last: TopRecord | None,
        start: TopRecord | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_top_fields(last=last, start=start)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("held_on") and cleaned.get("stage"):
            self.clean_top(
                cleaned,
                held_on=cleaned["held_on"],
                on=localdate(),
                stage=cleaned["stage"],
            )
        if not self.errors and not has_answers(
            top_answers(cleaned, held_on=cleaned["held_on"], stage=cleaned["stage"])
        ):
            self.add_error(None, NOTHING_ANSWERED)
        return cleaned


@patient_page(Permission.VIEW_PATIENT)
def top(request: PatientRequest, patient: Patient) -> HttpResponse:
    tops = list(TopRecord.objects.current().filter(patient=patient).order_by("-on"))
    context = {
        "patient": patient,
        "tab": "top",
        "tops": tops,
        "has_one_in_part": any(not record.is_complete for record in tops),
        "rows": [(item.label, [_shown(record, item) for record in tops]) for item in ITEMS],
        "tests": DrugTest.objects.current().filter(patient=patient).order_by("-on"),
        "thresholds": _threshold_words(),
        "may_log": request.access.may(Permission.LOG_REVIEW),
    }
    return render(request, "reviews/top.html", context)


@patient_page(Permission.LOG_REVIEW)
def log_top(request: PatientRequest, patient: Patient) -> HttpResponse:
    tops = list(TopRecord.objects.current().answered().filter(patient=patient).order_by("-on"))
    last = tops[0] if tops else None
    start = next((record for record in reversed(tops) if record.stage == "start"), None)
    user = request.access.user
    if request.method == "POST":
        if request.POST.get("keep") == "draft":
            typed = {name: values for name, values in request.POST.lists() if name != "keep"}
            drafts.save(patient=patient, form="top", by=user, typed=typed, at=now())
            messages.success(request, "Kept as a draft. It waits for you on My people.")
            return redirect("reviews:top", patient.pk)
        form = LogTopForm(request.POST, last=last, start=start)
        if form.is_valid():
            cleaned = form.cleaned_data
            answers = top_answers(cleaned, held_on=cleaned["held_on"], stage=cleaned["stage"])
            actions.log_top(patient=patient, by=user, answers=answers, entry_id=cleaned["entry_id"])
            messages.success(request, _said(answers))
            return redirect("reviews:top", patient.pk)
    else:
        form = LogTopForm(
            initial={"held_on": localdate(), "stage": "review" if start else "start"},
            last=last,
            start=start,
        )
        draft = drafts.find(patient=patient, form="top", by=user)
        form.initial = {**form.initial, **initial_from_draft(form, draft)}
    return render(request, "reviews/log_top.html", {"patient": patient, "form": form})


def _said(answers: TopAnswers) -> str:
    """What the save did, and what is still missing for it to count."""
    missing = missing_from(answers)
    if not missing:
        return "TOP saved. It counts."
    named = [BY_FIELD[name].label for name in missing[:NAMED]]
    if len(missing) > len(named):
        named.append(f"{len(missing) - len(named)} more")
    return f"TOP saved in part. Not asked yet: {and_list(named)}. It restarts no clock."


def _shown(record: TopRecord, item: Any) -> str:
    value = getattr(record, item.field)
    if item.field in record.declined:
        return "declined"
    if item.kind is ItemKind.YES_NO:
        return ANSWER_WORDS[value]
    return "–" if value in (None, "") else str(value)


def _threshold_words() -> str:
    """alcohol 9 (verified); crack 9 and cannabis 9 (not verified)."""
    by_status: dict[Status, list[str]] = {}
    for name, threshold in THRESHOLDS.items():
        label = BY_FIELD[name].label.lower()
        by_status.setdefault(threshold.status, []).append(f"{label} {threshold.value}")
    said = [f"{and_list(found)} ({status.words})" for status, found in by_status.items()]
    return f"{'; '.join(said)}."
