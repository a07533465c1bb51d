"""The form of a strategic review: one signer's part. It saves nothing."""

from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from careplans.models import OptionsTalk
from reviews.benefit import CONCLUSION_NEXT
from reviews.benefit_domains import (
    DOMAINS,
    JUDGEMENT_QUESTION,
    RATING_WORDS,
    Domain,
)
from reviews.doubt import follow_up_by
from reviews.ladder import LADDER, STATUS_WORDS, Rung
from reviews.models import Conclusion, Optimisation, Review
from reviews.strategic import DECISIONS, IN_DOUBT, StrategicPart
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, WholeNumberField
from rodt.words import nhs_date

RUNGS = tuple(rung for rung in LADDER if rung.is_listed)
LATER = "Will complete later"
NOTHING_YET = "Nothing is answered yet. Rate a domain or conclude, then sign"
# What the second signer signs for. Without it the review could not count, with nobody left to sign.
STILL_OPEN = {
    "conclusion": "Nothing is concluded yet. Choose a conclusion, then sign",
    "decision": "Nothing is decided yet. Choose what was decided, then sign",
}


class StrategicForm(EntryForm):
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
    judgement = WholeNumberField(
        label=f"{JUDGEMENT_QUESTION} 0 to 10",
        min_value=0,
        max_value=10,
        called="a number",
        required=False,
    )
    judgement_words = forms.CharField(
        label="In their own words", required=False, widget=forms.Textarea({"rows": 2})
    )
    without_it_patient = forms.CharField(
        label="They say", required=False, widget=forms.Textarea({"rows": 3})
    )
    without_it_clinician = forms.CharField(
        label="You say", required=False, widget=forms.Textarea({"rows": 3})
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
    conclusion = forms.ChoiceField(
        label="Your conclusion",
        choices=Conclusion.choices,
        required=False,
        widget=ChoiceChips(
            hints={key.value: words for key, words in CONCLUSION_NEXT.items()},
            unknown=(),
            is_stacked=True,
        ),
    )
    conclusion_why = forms.CharField(label="Why, in a line", required=False, max_length=300)
    plan = forms.CharField(
        label="Plan to improve treatment",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Who does what, by when. Needed when benefit is in doubt.",
    )
    follow_up_on = DateField3(
        label="Follow-up review",
        required=False,
        help_text="Within 12 weeks of this review, often after 4. Left blank, it is 12 weeks.",
    )
    no_plan_because = forms.CharField(
        label="No plan yet, or a later follow-up, because",
        required=False,
        max_length=200,
        help_text=f"“{LATER}” is enough. It is put on the list of what is to do.",
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
        for domain in DOMAINS:
            self.fields[f"rating_{domain.key}"] = forms.ChoiceField(
                label=f"Your rating of {domain.title.lower()}",
                choices=[("", "Choose"), *((r.value, w) for r, w in RATING_WORDS.items())],
                required=False,
            )
        for rung in RUNGS:
            self.fields[f"rung_{rung.number}"] = forms.ChoiceField(
                label=f"{rung.title}: status",
                choices=[("", "Not looked at"), *((s.value, w) for s, w in STATUS_WORDS.items())],
                required=False,
            )
            self.fields[f"rung_{rung.number}_note"] = forms.CharField(
                label=f"{rung.title}: note", required=False, max_length=200
            )
        boxes: Any = self.fields["held_on"]
        boxes.latest, boxes.latest_words = on, "cannot be in the future"
        if is_joining:
            for name in ("held_on", "seen", "next_review_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_joining and not self._says_something(cleaned):
            self.add_error("conclusion", NOTHING_YET)
        if self.is_joining:
            for name, words in STILL_OPEN.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        if self._lacks_plan(cleaned):
            self.add_error(
                "plan", f"Write the plan, or say why there is none yet: “{LATER}” is enough"
            )
        self._check_follow_up(cleaned)
        self._check_next(cleaned)
        return cleaned

    def _check_follow_up(self, cleaned: dict[str, Any]) -> None:
        latest = follow_up_by(cleaned.get("held_on") or self.began_on or self.on)
        follow_up_on = cleaned.get("follow_up_on")
        if cleaned.get("plan") and not follow_up_on and "follow_up_on" not in self.errors:
            cleaned["follow_up_on"] = latest
        is_later = follow_up_on is not None and follow_up_on > latest
        if is_later and self._is_held_to_time(cleaned):
            self.add_error(
                "follow_up_on",
                f"Follow-up is by {nhs_date(latest)}, 12 weeks after the review. Or say below why"
                " it is later",
            )

    def _is_held_to_time(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("conclusion") in IN_DOUBT and not cleaned.get("no_plan_because")

    def _lacks_plan(self, cleaned: dict[str, Any]) -> bool:
        is_planned = cleaned.get("plan") or cleaned.get("no_plan_because")
        return cleaned.get("conclusion") in IN_DOUBT and not is_planned

    def _says_something(self, cleaned: dict[str, Any]) -> bool:
        """A signature stands for an answer: a rating, a judgement or a conclusion."""
        rated = any(value for name, value in cleaned.items() if name.startswith("rating_"))
        return rated or bool(cleaned.get("conclusion")) or cleaned.get("judgement") is not None

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

    @property
    def ratings(self) -> dict[str, str]:
        """As typed so far, also before the form is valid."""
        return {
            domain.key.value: str(self[f"rating_{domain.key}"].value() or "") for domain in DOMAINS
        }

    def part(self, suggested: str) -> StrategicPart:
        cleaned = self.cleaned_data
        return StrategicPart(
            ratings={k: v for k, v in self.ratings.items() if v},
            ladder={
                str(rung.number): {
                    "status": cleaned[f"rung_{rung.number}"],
                    "note": cleaned[f"rung_{rung.number}_note"],
                }
                for rung in RUNGS
                if cleaned[f"rung_{rung.number}"] or cleaned[f"rung_{rung.number}_note"]
            },
            judgement=cleaned["judgement"],
            judgement_words=cleaned["judgement_words"],
            without_it_patient=cleaned["without_it_patient"],
            without_it_clinician=cleaned["without_it_clinician"],
            options=tuple(cleaned["options"]),
            decision=cleaned["decision"],
            suggested=suggested,
            conclusion=cleaned["conclusion"],
            conclusion_why=cleaned["conclusion_why"],
            plan=cleaned["plan"],
            follow_up_on=cleaned["follow_up_on"],
            no_plan_because=cleaned["no_plan_because"],
        )

    def rating_of(self, domain: Domain) -> BoundField:
        return self[f"rating_{domain.key}"]

    @property
    def rungs(self) -> list[tuple[Rung, BoundField, BoundField]]:
        return [(r, self[f"rung_{r.number}"], self[f"rung_{r.number}_note"]) for r in RUNGS]


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


def plan_initial(plan: Optimisation | None) -> dict[str, Any]:
    """The plan that stands with a review, as the form finds it."""
    return {"plan": plan.actions, "follow_up_on": plan.follow_up_on} if plan else {}
