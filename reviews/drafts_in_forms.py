"""A draft kept by its button, and put back into its form: everything that was typed, as it was
typed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.timezone import now

from patients import drafts
from patients.models import Draft, Patient


def was_kept(request: HttpRequest, patient: Patient, form: str) -> bool:
    """Was "keep it as a draft and leave" pressed? Then it is kept, and its author told."""
    if request.POST.get("keep") != "draft":
        return False
    typed = {name: values for name, values in request.POST.lists() if name != "keep"}
    drafts.save(patient=patient, form=form, by=request.user, typed=typed, at=now())  # type: ignore[arg-type]
    messages.success(request, "Kept as a draft. It waits for you on My people.")
    return True


def initial_from_draft(form: forms.Form, draft: Draft | None) -> dict[str, Any]:
    """Initial values by field; empty without a draft, or where no key opens it any more. A field
    that was not on the form then keeps its own."""
    typed = drafts.typed_in(draft) if draft else None
    if not typed:
        return {}
    kept = QueryDict(mutable=True)
    for name, values in typed.items():
        kept.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(kept, {}, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(kept, {}, name)
    }
