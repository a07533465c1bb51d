"""A file of evidence, and the day it is from."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from audits import evidence_kinds
from audits.meant_days import bound_back
from rodt.forms import DateField3, PlainForm, helper

CHOOSE_AGAIN = "Choose the file again: a browser forgets it when a page comes back"


class EvidenceForm(PlainForm):
    """What is in the file decides what it is (`audits.evidence_kinds`)."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file"},
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(evidence_kinds.ENDINGS)}),
    )
    evidence_on = DateField3(label="Date of the evidence")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        evidence_on: Any = self.fields["evidence_on"]
        bound_back(evidence_on, on, self.initial.get("evidence_on"))
        self.fields["file"].help_text = (
            f"{evidence_kinds.ANY_OF_THEM[:1].upper()}{evidence_kinds.ANY_OF_THEM[1:]},"
            f" {settings.FILE_MOST_MB} MB at most. No patient’s name in it, nor in what it is"
            " called."
        )
        self.helper = helper(form_tag=False)

    def clean(self) -> dict[str, Any]:
        """A page that comes back holds no file: it is to be chosen again."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors and "file" in cleaned:
            self.add_error("file", CHOOSE_AGAIN)
        return cleaned

    def clean_file(self) -> dict[str, Any]:
        """As it is kept: name, kind, content and digest."""
        sent = self.cleaned_data["file"]
        content, name = sent.read(), evidence_kinds.tidy_name(sent.name)
        if said := evidence_kinds.refused(name, sent.size, content, settings.FILE_MOST_MB):
            raise ValidationError(said.rstrip("."))
        kind = evidence_kinds.kind_of(content)
        assert kind is not None
        return {
            "name": name,
            "kind": kind.key,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
