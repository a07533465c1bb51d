"""A draft put back into its form: everything that was typed, as it was typed."""

from typing import Any

from django import forms
from django.http import QueryDict

from patients import drafts
from patients.models import Draft


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
