"""What an administrator types about staff and teams."""

from datetime import time
from typing import Any

from django import forms

from accounts.models import Service, Team
from accounts.roles import Role
from rodt.forms import CheckChips, ChoiceChips, PlainForm, helper
from rodt.words import nhs_time

ROLE_HINTS = {
    Role.KEYWORKER: "Sees the people of their teams; logs reviews and plans",
    Role.PRESCRIBER: "Sees the people of their teams; records and signs prescribing",
    Role.MANAGER: "Sees everyone in the service; runs audits. Each opening is in the trail",
    Role.ADMINISTRATOR: "Manages staff. Sees no clinical record",
}


class RolesForm(PlainForm):
    """Which roles in this service, and in which teams. Without `submit` the page draws the form's
    element and its button."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(role.value, role.value.title()) for role in Role],
        required=False,
        widget=CheckChips(
            hints={role.value: words for role, words in ROLE_HINTS.items()}, is_stacked=True
        ),
        help_text="Several are possible. Without any they cannot come in.",
    )
    teams = forms.ModelMultipleChoiceField(
        queryset=Team.objects.none(),
        label="Teams",
        required=False,
        widget=CheckChips,
        help_text="Whose people they see, as keyworker or prescriber.",
    )

    def __init__(self, *args: Any, service: Service, submit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        teams: Any = self.fields["teams"]
        teams.queryset = Team.objects.filter(service=service).order_by("name")
        self.helper = helper(form_tag=bool(submit), submit=submit)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["roles"] = [Role(value) for value in cleaned.get("roles", [])]
        by_team = {Role.KEYWORKER, Role.PRESCRIBER} & set(cleaned["roles"])
        if by_team and "teams" in cleaned and not cleaned["teams"]:
            self.add_error("teams", "Choose at least one team: without it they see nobody")
        return cleaned


class NewStaffForm(RolesForm):
    field_order = ["email", "full_name", "job_title", "roles", "teams"]

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They sign in with it.",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, such as name@example.org",
        },
    )
    full_name = forms.CharField(
        label="Full name", max_length=120, error_messages={"required": "Enter a full name"}
    )
    job_title = forms.CharField(label="Job title", max_length=80, required=False)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned["roles"] and "roles" not in self.errors:
            self.add_error("roles", "Choose at least one role")
        return cleaned


class TeamForm(PlainForm):
    name = forms.CharField(
        label="Name of the team",
        max_length=80,
        error_messages={"required": "Enter a name for the team"},
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        self.helper = helper(submit="Add the team")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Team.objects.filter(service=self.service, name__iexact=name).exists():
            raise forms.ValidationError(f"There is a team called {name} already")
        return name


DIGEST_FROM, DIGEST_TO, DIGEST_USUAL = 6, 20, time(8)


class DigestForm(PlainForm):
    """Whether one wants the daily e-mail, and from what hour."""

    is_on = forms.TypedChoiceField(
        label="Do you want it?",
        choices=[("yes", "Yes, once a day"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=ChoiceChips,
    )
    send_at = forms.TypedChoiceField(
        label="At what time?",
        choices=[
            (f"{hour:02}:00", nhs_time(time(hour))) for hour in range(DIGEST_FROM, DIGEST_TO + 1)
        ],
        coerce=time.fromisoformat,
        widget=forms.Select({"class": "width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit="Save")
