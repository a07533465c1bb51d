"""TOP and tests of one person, and a TOP of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from accounts.roles import Permission
from patients import drafts, saved_before
from patients.gate import PatientRequest, patient_page
from patients.models import Episode, Patient
from prescribing.models import DrugTest
from reviews import actions, top_wording
from reviews.drafts_in_forms import initial_from_draft, was_kept
from reviews.models import TopRecord
from reviews.top import (
    DECLINED,
    NOT_INJECTING,
    TopAnswers,
    Value,
    has_answers,
    is_not_injecting,
    missing_from,
)
from reviews.top_change import THRESHOLDS, Category, Status, category_words, change
from reviews.top_form import TopFields, top_answers
from reviews.top_items import BY_FIELD, ITEMS, ItemKind, TopItem, amount_words, weeks_words
from reviews.top_standing import standing
from reviews.top_windows import Stage, TopOn, stage_for, window_of
from reviews.top_wording import Wording
from rodt.forms import ChoiceChips, DateField3, EntryForm
from rodt.words import and_list, nhs_date

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
        wording: Wording,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_top_fields(last=last, start=start, wording=wording)

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
    tops = list(TopRecord.objects.current().filter(patient=patient).order_by("-on", "-recorded_at"))
    wording = top_wording.in_force(patient.service_id, localdate())
    context = {
        "patient": patient,
        "tab": "top",
        "wording": wording,
        "tops": tops,
        "has_one_in_part": any(not record.is_complete for record in tops),
        "rows": [
            (wording.of(item), [_shown(record, item) for record in tops], _changed(tops, item))
            for item in ITEMS
        ],
        "has_change": _start_of(tops) is not None,
        "tests": DrugTest.objects.current().filter(patient=patient).order_by("-on"),
        "thresholds": _threshold_words(),
        "may_log": request.access.may(Permission.LOG_REVIEW),
    }
    return render(request, "reviews/top.html", context)


@patient_page(Permission.LOG_REVIEW)
def log_top(request: PatientRequest, patient: Patient) -> HttpResponse:
    tops = list(
        TopRecord.objects.current().answered().filter(patient=patient).order_by("on", "recorded_at")
    )
    stands = standing(tops)
    last = stands.top if stands else None
    start = next((record for record in tops if record.stage == "start"), None)
    user, wording = request.access.user, top_wording.in_force(patient.service_id, localdate())
    episode = Episode.objects.filter(patient=patient).order_by("started_on").last()
    if request.method == "POST":
        if was_kept(request, patient, "top"):
            return redirect("reviews:top", patient.pk)
        form = LogTopForm(request.POST, last=last, start=start, wording=wording)
        if form.is_valid() and saved_before.said_otherwise(request):
            saved_before.ask_again(form)
        elif form.is_valid():
            cleaned = form.cleaned_data
            answers = top_answers(cleaned, held_on=cleaned["held_on"], stage=cleaned["stage"])
            actions.log_top(patient=patient, by=user, answers=answers, entry_id=cleaned["entry_id"])
            saved_before.remember(request)
            messages.success(request, _said(answers, wording))
            if words := _out_of_window(answers, episode):
                messages.warning(request, words)
            return redirect("reviews:top", patient.pk)
    else:
        form = LogTopForm(
            initial={"held_on": localdate(), "stage": _stage(tops, start, episode)},
            last=last,
            start=start,
            wording=wording,
        )
        draft = drafts.find(patient=patient, form="top", by=user)
        form.initial = {**form.initial, **initial_from_draft(form, draft)}
    context = {"patient": patient, "form": form, "windows": _windows(episode)}
    return render(request, "reviews/log_top.html", context)


def _stage(tops: list[TopRecord], start: TopRecord | None, episode: Episode | None) -> str:
    """The stage to offer first."""
    if episode is None:
        return Stage.REVIEW if start else Stage.START
    held = [TopOn(record.on, record.stage) for record in tops]
    return stage_for(localdate(), episode.started_on, episode.ended_on, held)


def _windows(episode: Episode | None) -> list[tuple[str, str]]:
    """Each stage, and the days in which a TOP of it is in time."""
    if episode is None:
        return []
    found = []
    for stage in TopRecord.Stage:
        span = window_of(stage, localdate(), episode.started_on, episode.ended_on)
        if span is not None and span.end is not None:
            words = f"{nhs_date(span.start)} to {nhs_date(span.end)}"
            found.append((str(stage.label), words))
    return found


def _out_of_window(answers: TopAnswers, episode: Episode | None) -> str:
    """A second look at what is saved; it refuses nothing. A TOP of earlier treatment is left
    alone, and so is one after leaving: it is optional."""
    if episode is None or answers.stage == Stage.POST_EXIT:
        return ""
    started_on, ended_on = episode.started_on, episode.ended_on
    span = window_of(answers.stage, answers.held_on, started_on, ended_on)
    if span is not None and span.covers(answers.held_on):
        return ""
    stage = TopRecord.Stage(answers.stage).label.lower()
    when = f" of {nhs_date(span.start)} to {nhs_date(span.end)}" if span and span.end else ""
    return (
        f"This TOP is kept. It lies outside the window{when} for a {stage} TOP: are the day and the"
        " stage right? Windows are product defaults, not verified."
    )


def _said(answers: TopAnswers, wording: Wording) -> str:
    """What the save did, and what is still missing for it to count."""
    missing = missing_from(answers)
    if not missing:
        return "TOP saved. It counts."
    named = [wording.of(BY_FIELD[name]) for name in missing[:NAMED]]
    if len(missing) > len(named):
        named.append(f"{len(missing) - len(named)} more")
    return f"TOP saved in part. Not asked yet: {and_list(named)}. It restarts no clock."


def _start_of(tops: list[TopRecord]) -> TopRecord | None:
    """The last start TOP, where a later one can be compared with it. `tops`: newest first."""
    return next((record for record in tops[1:] if record.stage == Stage.START), None)


def _changed(tops: list[TopRecord], item: TopItem) -> dict[str, str]:
    """From the start to the newest: the category, and how sure its threshold is."""
    start = _start_of(tops)
    if start is None or item.kind is ItemKind.NAME:
        return {}
    found = change(item.field, _answer(start, item), _answer(tops[0], item))
    limit = found.threshold
    status = f"threshold {limit.value}, {limit.status.words}" if limit else ""
    if found.is_context_only:
        status = "context only"
    is_known = found.category is not Category.UNKNOWN
    category = category_words(found) if is_known else found.words
    return {"category": category, "words": found.words, "status": status if is_known else ""}


def _answer(record: TopRecord, item: TopItem) -> Value:
    return DECLINED if item.field in record.declined else getattr(record, item.field)


def _shown(record: TopRecord, item: Any) -> str:
    value = getattr(record, item.field)
    if item.field in record.declined:
        return "declined"
    if item.field == "shared_works" and is_not_injecting(record.injecting_days):
        return NOT_INJECTING
    if item.kind is ItemKind.YES_NO:
        return ANSWER_WORDS[value]
    if value in (None, ""):
        return weeks_words(record.weeks.get(item.field, ())) or "–"
    return amount_words(item, value) if item.kind is ItemKind.AMOUNT else str(value)


def _threshold_words() -> str:
    """alcohol 9 (verified); crack 9 and cannabis 9 (not verified)."""
    by_status: dict[Status, list[str]] = {}
    for name, threshold in THRESHOLDS.items():
        label = BY_FIELD[name].label.lower()
        by_status.setdefault(threshold.status, []).append(f"{label} {threshold.value}")
    said = [f"{and_list(found)} ({status.words})" for status, found in by_status.items()]
    return f"{'; '.join(said)}."
