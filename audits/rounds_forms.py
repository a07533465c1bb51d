"""Asking for an audit, where somebody may run one in more than one service."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Service
from audits.forms import StartForm
from rodt.forms import CheckChips

ALL = "all"


class StartSeveralForm(StartForm):
    """The start form, which asks for the services where there is a choice."""

    services = forms.MultipleChoiceField(
        label="Which services",
        help_text="Each is audited by itself. More than one are also added up in one report.",
        error_messages={"required": "Choose at least one service"},
        widget=CheckChips,
    )
    field_order = ["services", *StartForm.field_order]

    def __init__(
        self, *args: Any, here: Service, services: Sequence[Service], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        self.mine = sorted(services, key=lambda one: (one.name.casefold(), one.code))
        if len(services) < 2:
            del self.fields["services"]
            return
        asked: Any = self.fields["services"]
        asked.choices = [
            (ALL, f"All my {len(services)} services"),
            *((str(one.pk), one.name) for one in self.mine),
        ]
        asked.initial = [str(here.pk)]

    @property
    def chosen(self) -> list[Service]:
        """The service they work in, where they have no other."""
        typed = self.cleaned_data.get("services", [str(self.here.pk)])
        if ALL in typed:
            return self.mine
        return [self.here if one == self.here else one for one in self.mine if str(one.pk) in typed]
