"""The form of a strategic review: one signer's part. It saves nothing."""

from datetime import date
from typing import Any

from django import forms

from careplans.models import OptionsTalk
from reviews.models import Optimisation, Review
from reviews.strategic import DECISIONS
from reviews.strategic_fields import StrategicFields
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm
from rodt.words import nhs_date

NOTHING_YET = "Nothing is answered yet. Rate a domain or conclude, then sign"
# What the second signer signs for. Without it the review could not count, with nobody left to sign.
STILL_OPEN = {
    "conclusion": "Nothing is concluded yet. Choose a conclusion, then sign",
    "decision": "Nothing is decided yet. Choose what was decided, then sign",
}


class StrategicForm(StrategicFields, EntryForm):
    """`known_reviews`: how many there were when it was opened; `joins`: the review that then waited
    for this signature."""

    known_reviews = forms.IntegerField(widget=forms.HiddenInput, required=False)
    joins = forms.UUIDField(widget=forms.HiddenInput, required=False)
    held_on = DateField3(label="Date of the review")
    seen = forms.ChoiceField(
        label="How did you see them?",
        choices=Review.Seen.choices,
        widget=ChoiceChips(unknown={Review.Seen.NOT_SEEN}),
        error_messages={"required": "Choose how you saw them, or that they were not seen"},
    )
    options = forms.MultipleChoiceField(
        label="Options you talked about",
        choices=OptionsTalk.Option.choices,
        required=False,
        widget=CheckChips(),
    )
    decision = forms.ChoiceField(
        label="What was decided?", choices=DECISIONS, required=False, widget=ChoiceChips()
    )
    preference = forms.CharField(
        label="What would they like?", required=False, widget=forms.Textarea({"rows": 2})
    )
    next_review_on = DateField3(label="Next strategic review", required=False)

    def __init__(
        self,
        *args: Any,
        on: date,
        latest: dict[str, date | None],
        is_joining: bool,
        began_on: date | None = None,
        **kw: Any,
    ) -> None:
        """`latest`: the last day allowed for the next review, by conclusion; "" for none yet.
        `began_on`: the day of the review that is joined."""
        super().__init__(*args, **kw)
        self.on, self.latest, self.is_joining = on, latest, is_joining
        self.began_on = began_on
        self.add_strategic_fields()
        boxes: Any = self.fields["held_on"]
        boxes.latest, boxes.latest_words = on, "cannot be in the future"
        if is_joining:
            for name in ("held_on", "seen", "next_review_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_joining and not self.says_something(cleaned):
            self.add_error("conclusion", NOTHING_YET)
        if self.is_joining:
            for name, words in STILL_OPEN.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        self.clean_doubt(cleaned, held_on=cleaned.get("held_on") or self.began_on or self.on)
        self._check_next(cleaned)
        return cleaned

    def _check_next(self, cleaned: dict[str, Any]) -> None:
        next_on, held_on = cleaned.get("next_review_on"), cleaned.get("held_on")
        if self.is_joining or not held_on:
            return
        latest = self.latest.get(cleaned.get("conclusion") or "") or self.latest.get("")
        if next_on is None:
            cleaned["next_review_on"] = latest
        elif next_on <= held_on:
            self.add_error("next_review_on", "Next review must be after the date of this one")
        elif latest and next_on > latest:
            self.add_error("next_review_on", f"Next review cannot be after {nhs_date(latest)}")


def initial_from(part: Any) -> dict[str, Any]:
    """What a colleague has recorded, as the second signer finds it in the form."""
    names = (
        "judgement",
        "judgement_words",
        "without_it_patient",
        "without_it_clinician",
        "options",
        "decision",
        "conclusion",
        "conclusion_why",
        "no_plan_because",
    )
    found = {name: getattr(part, name) for name in names}
    found |= {f"rating_{key}": value for key, value in part.ratings.items()}
    for number, rung in part.ladder.items():
        found[f"rung_{number}"] = rung.get("status", "")
        found[f"rung_{number}_note"] = rung.get("note", "")
    return found


def plan_initial(plan: Optimisation | None, talk: OptionsTalk | None) -> dict[str, Any]:
    """The plan that stands with a review, and what they would like, as the form finds it."""
    found: dict[str, Any] = {"preference": talk.preference} if talk else {}
    return found | ({"plan": plan.actions, "follow_up_on": plan.follow_up_on} if plan else {})
