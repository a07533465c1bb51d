"""A file of evidence, and the day it is from."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from audits import evidence_kinds
from rodt.forms import DateField3, PlainForm, helper


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
        evidence_on.latest = on
        self.fields["file"].help_text = (
            f"{evidence_kinds.ANY_OF_THEM[:1].upper()}{evidence_kinds.ANY_OF_THEM[1:]},"
            f" {settings.FILE_MOST_MB} MB at most. No patient’s name in it, nor in what it is"
            " called."
        )
        self.helper = helper(form_tag=False)

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
