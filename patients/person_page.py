"""What pages about one person share: what this member of staff may do here, forms that keep drafts,
and the answer to a save that came second."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.gate import StaffRequest
from accounts.models import Trail
from accounts.roles import Permission
from patients import drafts, saved_before
from patients.models import Draft, Patient
from patients.sent_signed_out import THREW_AWAY
from patients.undo_offer import offer_undo
from rodt.forms import PlainForm
from rodt.versions import StaleSave
from rodt.words import nhs_datetime


def allowed(request: StaffRequest) -> dict[str, bool]:
    """The answers templates ask for: `may.record_contact`, `may.log_review` and so on."""
    return {permission.name.lower(): request.access.may(permission) for permission in Permission}


def person_page(
    request: StaffRequest, patient: Patient, template: str, *, tab: str, **context: Any
) -> HttpResponse:
    """A page about one person; its template extends `patients/person.html`."""
    known = {"patient": patient, "tab": tab, "may": allowed(request)}
    return render(request, template, known | context)


class PersonForm:
    """One form about one person: kept as a draft while it is typed, refused in words, saved once.

    `name` is the draft's; a form about one of several rows adds part of the row's id. `is_posted`
    False: this form is only now being opened, although another was posted to get here.
    """

    def __init__(
        self,
        request: HttpRequest,
        patient: Patient,
        form_class: Callable[..., PlainForm],
        /,
        *,
        name: str,
        initial: dict[str, Any] | None = None,
        is_posted: bool | None = None,
        **kwargs: Any,
    ) -> None:
        self.request, self.patient, self.name = request, patient, name[:30]
        self.stale: StaleSave | None = None
        self.draft: Draft | None = None
        self.is_posted = request.method == "POST" if is_posted is None else is_posted
        self._made = partial(form_class, **kwargs)
        if self.is_posted:
            self.form = form_class(request.POST, **kwargs)
            return
        self.draft = drafts.find(patient=patient, form=self.name, by=request.user)  # type: ignore[arg-type]
        typed = drafts.typed_in(self.draft) if self.draft else None
        self.form = form_class(initial=initial or {}, **kwargs)
        if typed:
            self.form.initial = (initial or {}) | values_typed(self.form, typed)

    def save(self, act: Callable[..., Any], **known: Any) -> bool:
        """Is what was typed valid, and did the action take it? Its refusals become the form's."""
        if not self.is_posted or not self.form.is_valid():
            return False
        if saved_before.said_otherwise(self.request):
            saved_before.ask_again(self.form)
            return False
        try:
            act(**known, **self.form.cleaned_data)
        except StaleSave as stale:
            self.stale = stale
            show_version(self.form, stale)
            return False
        except ValidationError as error:
            add_errors(self.form, error)
            return False
        drafts.discard(patient=self.patient, form=self.name, by=self.request.user)  # type: ignore[arg-type]
        saved_before.remember(self.request)
        return True

    def lay_over(self, now: dict[str, Any], touched: Iterable[str]) -> None:
        """After somebody saved first: what is there now, and over it only what was typed here."""
        typed = values_typed(self.form, dict(self.request.POST.lists()))
        mine = {name: typed[name] for name in touched if name in typed}
        self.form = self._made(initial=now | mine)

    def done(self, words: str, url_name: str, *args: Any) -> HttpResponse:
        """Back to a page about the person, with a line that says what was saved."""
        self.say(words)
        return redirect(reverse(url_name, args=[self.patient.pk, *args]))

    def say(self, words: str) -> None:
        """What was saved, the way back for a while, and what could not be kept."""
        messages.success(self.request, words)
        offer_undo(self.request, self.patient)
        if self.form.was_tidied:
            messages.warning(
                self.request,
                "Some characters cannot be kept and were taken out. Look at your words once more.",
            )

    @property
    def context(self) -> dict[str, Any]:
        """For `patients/_form.html`: the form, its draft, and who saved first."""
        return {
            "form": self.form,
            "draft": self.draft,
            "draft_words": draft_words(self.draft),
            "draft_url": reverse("patients:save_draft", args=[self.patient.pk, self.name]),
            "stale": self.stale,
            "form_has_errors": self.stale is not None,
            "saved_first": who_saved(self.patient) if self.stale else None,
        }


def draft_words(draft: Draft | None) -> str:
    if draft is None:
        return ""
    at = nhs_datetime(localtime(draft.saved_at))
    return f"This is your draft of {at}. It is not on the record yet."


def values_typed(form: forms.Form, typed: dict[str, list[str]]) -> dict[str, Any]:
    """What a draft holds, as first values of the form's fields."""
    posted = QueryDict(mutable=True)
    for name, values in typed.items():
        posted.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(posted, {}, form.add_prefix(name))
    }


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """An action's refusal, at the field it names where the form has it, else on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def show_version(form: forms.Form, stale: StaleSave) -> None:
    """The next save is on top of what is there now, because the page shows both."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(getattr(stale.row, "version", ""))
    form.data = data


def who_saved(patient: Patient) -> Trail | None:
    """Who last wrote in this record, and when."""
    return (
        Trail.objects.filter(service_id=patient.service_id, patient_id=patient.pk)
        .exclude(verb__in=("opened", "wrote in", "refused", THREW_AWAY))
        .select_related("user")
        .order_by("-at", "-id")
        .first()
    )
