"""What is typed to start somebody's record and to change their details."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from accounts.access import Access
from accounts.models import Team, User
from accounts.roles import Permission, Reach
from patients import nhs_number as nhs_numbers
from patients.duplicates import like_people
from patients.forms.parts import VersionForm, lay_out, words_box
from patients.models import (
    DECILES,
    ETHNIC_GROUPS,
    Answer,
    Assignment,
    Ethnicity,
    Patient,
    Sex,
    TopCoordinator,
)
from patients.staff_choices import who_may_hold
from rodt.dates import add_days, age_on
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm
from rodt.words import count, nhs_date

WHO = (
    Row("given_name", "family_name"),
    "known_as",
    "date_of_birth",
    "date_of_birth_is_estimated",
    "sex",
    "nhs_number",
)
REACHED = (Row("phone", "email"), "address", "communication_needs")
BACKGROUND = ("ethnicity", "deprivation_decile")
HOME = ("children_at_home", "children_note", "locked_box_given_on")
HISTORY = ("has_injected",)
TOP = ("top_coordinated_by", "top_other_service")
COURT = ("court_order", "court_order_to_on")
# Product default [P]: a younger age is asked about once, never refused.
ASKED_UNDER = 10
# Further back it is more often a slip than a start that nobody wrote down for a year.
STARTED_WITHIN_DAYS = 365
TREATED_LONGER = (
    "For somebody treated longer, give the day this record begins. Reviews held before it can be"
    " written down under Transfers"
)


def _text(label: str, length: int, help_text: str = "", css: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off", "class": css}),
    )


def _ethnicities() -> list[Any]:
    """Under their headings; those that stand alone last."""
    labels = {value: str(label) for value, label in Ethnicity.choices}
    grouped: list[Any] = [("", "Not recorded")]
    for title, codes in ETHNIC_GROUPS.values():
        under = [(code, labels[code]) for code in codes]
        grouped += [(title, under)] if len(under) > 1 else under
    return grouped


def _decile_words(number: int) -> str:
    ends = {DECILES[0]: ", the most deprived tenth", DECILES[-1]: ", the least deprived tenth"}
    return f"{number}{ends.get(number, '')}"


def teams_of(access: Access) -> Any:
    """The teams whose people this member may change."""
    teams = Team.objects.filter(service=access.service).order_by("name")
    if access.reach(Permission.EDIT_PATIENT) is Reach.SERVICE:
        return teams
    return teams.filter(pk__in=access.team_ids)


class DetailsForm(PlainForm):
    """Who somebody is, how to reach them, who is at home. Only name, birth and team are needed."""

    given_name = _text("First name", 60)
    family_name = forms.CharField(
        label="Last name",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter a last name"},
        help_text="With one name only, write it here.",
    )
    known_as = _text("Likes to be called", 60, css="width-20")
    date_of_birth = DateField3(label="Date of birth", help_text="For example, 21 8 1974.")
    date_of_birth_is_estimated = forms.BooleanField(
        label="This date is an estimate", required=False
    )
    sex = forms.ChoiceField(
        label="Sex",
        choices=Sex.choices,
        widget=ChoiceChips(unknown=[Sex.NOT_KNOWN]),
        initial=Sex.NOT_KNOWN,
    )
    ethnicity = forms.ChoiceField(
        label="Ethnicity",
        required=False,
        choices=_ethnicities,
        help_text="As they say themselves. They may rather not say: that is an answer too.",
    )
    deprivation_decile = forms.TypedChoiceField(
        label="Deprivation of the area they live in",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Not recorded"), *((number, _decile_words(number)) for number in DECILES)],
        help_text="The decile of the English Index of Multiple Deprivation, as looked up for their"
        " address. Leave it out if nobody has: it is never guessed.",
    )
    nhs_number = _text(
        "NHS number", 16, "10 digits, like 999 123 4567. Leave it out if not known.", "width-10"
    )
    phone = _text("Phone", 30)
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": "Enter an e-mail address like name@example.org"},
    )
    address = forms.CharField(
        label="Address",
        required=False,
        widget=words_box(3),
        help_text="No fixed abode is a full answer.",
    )
    communication_needs = _text(
        "Communication needs", 200, "For example: large print, an interpreter for Polish."
    )
    children_at_home = forms.ChoiceField(
        label="Do children live or stay at home?",
        choices=Answer.choices,
        widget=ChoiceChips,
        initial=Answer.NOT_ASKED,
    )
    children_note = _text("About the children", 200, "For example: daughter, 9, at weekends.")
    has_injected = forms.ChoiceField(
        label="Have they ever injected?",
        choices=Answer.choices,
        widget=ChoiceChips,
        initial=Answer.NOT_ASKED,
    )
    locked_box_given_on = DateField3(
        label="Locked box given on", required=False, help_text="For medicine kept at home."
    )
    court_order = _text(
        "Court order",
        200,
        "For example: drug rehabilitation requirement, with Jo Pask of probation. It changes no"
        " review: they are due as for everybody.",
    )
    court_order_to_on = DateField3(label="Last day of the court order", required=False)
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), empty_label="Choose a team"
    )

    def __init__(self, *args: Any, access: Access, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        teams.queryset = teams_of(access)
        teams.error_messages["required"] = "Choose a team"
        born: Any = self.fields["date_of_birth"]
        born.latest, born.earliest = on, date(1900, 1, 1)
        born.latest_words = "must be in the past"
        box: Any = self.fields["locked_box_given_on"]
        box.latest, box.latest_words = on, "must be today or in the past"

    def clean_nhs_number(self) -> str:
        try:
            return nhs_numbers.clean(self.cleaned_data["nhs_number"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class StartForm(DetailsForm, EntryForm):
    """Somebody new, and the start of their treatment."""

    started_on = DateField3(label="First day of treatment")
    keyworker = forms.ModelChoiceField(
        label="Keyworker", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    prescriber = forms.ModelChoiceField(
        label="Prescriber", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    reference = _text("Your own reference", 30, "Leave it out, and one is made.", "width-10")
    is_somebody_else = forms.BooleanField(
        label="I have looked: this is a different person", required=False
    )
    somebody_else_because = _text(
        "How do you know?", 300, "For example: a twin, or a different address and NHS number."
    )

    is_so_young = forms.BooleanField(label="Yes, the date of birth is right", required=False)

    def __init__(self, *args: Any, access: Access, on: date, **kwargs: Any) -> None:
        super().__init__(*args, access=access, on=on, **kwargs)
        self.on = on
        self.young_words = ""
        for duty in (Assignment.Duty.KEYWORKER, Assignment.Duty.PRESCRIBER):
            staff: Any = self.fields[duty.value]
            staff.queryset = who_may_hold(duty, access.service.pk)
        started: Any = self.fields["started_on"]
        started.latest, started.latest_words = on, "cannot be in the future"
        started.earliest = add_days(on, -STARTED_WITHIN_DAYS)
        first = nhs_date(started.earliest)
        started.help_text = f"From {first} to today. {TREATED_LONGER}."
        started.earliest_words = (
            f"cannot be before {first}: a day further back is nearly always a slip of the pen."
            f" {TREATED_LONGER}"
        )
        self.access = access
        self.alike: list[Patient] = []
        self.because = ""
        lay_out(
            self,
            Fieldset("Who this is", *WHO, "reference"),
            Fieldset("Treatment", "started_on", "team", Row("keyworker", "prescriber")),
            Fieldset("Contact details", *REACHED),
            Fieldset("Background", *BACKGROUND),
            Fieldset("At home", *HOME),
            Fieldset("Before treatment", *HISTORY),
            Fieldset("If a court ordered treatment", *COURT),
        )

    def clean(self) -> dict[str, Any]:
        """Somebody like this may be here already: it is asked before a second record is made."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._ask_about_age(cleaned)
        is_else = cleaned.pop("is_somebody_else", False)
        self.because = cleaned.pop("somebody_else_because", "").strip()
        self.alike = like_people(
            self.access,
            names=f"{cleaned.get('given_name', '')} {cleaned.get('family_name', '')}",
            born_on=cleaned.get("date_of_birth"),
            nhs_number=cleaned.get("nhs_number", ""),
            entry_id=cleaned.get("entry_id"),
        )
        number = cleaned.get("nhs_number")
        if any(number and patient.nhs_number == number for patient in self.alike):
            self.add_error(
                "nhs_number",
                "Somebody here has this NHS number. Open them, or leave it out for somebody else.",
            )
        if self.alike and not is_else:
            self.add_error(
                None, "This may be somebody you already have. Open them, or say it is another."
            )
        elif self.alike and not self.because:
            self.add_error("somebody_else_because", "Say how you know it is a different person")
        return cleaned

    def _ask_about_age(self, cleaned: dict[str, Any]) -> None:
        """A birth of this year is more often a slip than a child in treatment: asked once."""
        is_right, born_on = cleaned.pop("is_so_young", False), cleaned.get("date_of_birth")
        if born_on is None or (years := age_on(born_on, self.on)) >= ASKED_UNDER:
            return
        self.young_words = f"This makes them {count(years, 'year')} old. Is that right?"
        if not is_right:
            self.add_error("is_so_young", self.young_words)


class EditForm(DetailsForm, VersionForm):
    """The details of somebody who is here already. A birth that is not known stays so."""

    top_coordinated_by = forms.ChoiceField(
        label="Which service is their TOP care coordinator?",
        required=False,
        choices=(*TopCoordinator.choices, ("", "Not recorded")),
        widget=ChoiceChips(unknown=[""]),
        help_text="The one that reports their TOP. It should be one service.",
    )
    top_other_service = _text("Name of the other service", 120)
    is_decile_of_new_address = forms.BooleanField(
        label="Yes, it was looked up for the new address", required=False
    )

    def __init__(
        self, *args: Any, access: Access, on: date, before: Patient, **kwargs: Any
    ) -> None:
        super().__init__(*args, access=access, on=on, **kwargs)
        self.before = before
        self.fields["date_of_birth"].required = False
        self.background = Fieldset("Background", *BACKGROUND)
        lay_out(
            self,
            Fieldset("Who this is", *WHO),
            Fieldset("Contact details", *REACHED),
            self.background,
            Fieldset("At home", *HOME),
            Fieldset("Before treatment", *HISTORY),
            Fieldset("If a court ordered treatment", *COURT),
            Fieldset("TOP care coordinator", *TOP),
            Fieldset("Team", "team"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_elsewhere = cleaned.get("top_coordinated_by") in ("elsewhere", "both")
        if cleaned.get("top_other_service") and not is_elsewhere:
            self.add_error(
                "top_coordinated_by", "Choose another service too, or clear the name of the other"
            )
        self._ask_about_decile(cleaned)
        return cleaned

    def _ask_about_decile(self, cleaned: dict[str, Any]) -> None:
        """A decile is of an address: where somebody moved and it stayed, it is asked about once."""
        is_right = cleaned.pop("is_decile_of_new_address", False)
        decile, lived = cleaned.get("deprivation_decile"), self.before.address.split()
        has_moved = bool(lived) and cleaned.get("address", "").split() != lived
        if not has_moved or decile is None or decile != self.before.deprivation_decile:
            return
        self.background.append("is_decile_of_new_address")
        if not is_right:
            self.add_error(
                "is_decile_of_new_address",
                f"The address changed. Say whether decile {decile} is that of the new one, or"
                " choose another, or “Not recorded”",
            )
