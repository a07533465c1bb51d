"""The questions of a strategic review on any form: domains, judgement, steps, conclusion, plan.

Mixed into the form of its own page and into the one form of an appointment. It saves nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from reviews.benefit import CONCLUSION_NEXT
from reviews.benefit_domains import DOMAINS, JUDGEMENT_QUESTION, RATING_WORDS, Domain
from reviews.doubt import follow_up_by
from reviews.ladder import LADDER, STATUS_WORDS, Rung
from reviews.models import Conclusion
from reviews.strategic import DECISIONS, IN_DOUBT, StrategicPart
from rodt.forms import ChoiceChips, DateField3, WholeNumberField
from rodt.words import nhs_date

RUNGS = tuple(rung for rung in LADDER if rung.is_listed)
LATER = "Will complete later"


class StrategicFields(forms.Form):
    """`add_strategic_fields`, then `clean_doubt` while cleaning and `part` afterwards."""

    def add_strategic_fields(self) -> None:
        self.fields |= _own_fields()
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

    def clean_doubt(self, cleaned: dict[str, Any], *, held_on: date) -> None:
        """Doubt asks for a plan, or for words that say why not yet; and for a follow-up in time."""
        if self._lacks_plan(cleaned):
            self.add_error(
                "plan", f"Write the plan, or say why there is none yet: “{LATER}” is enough"
            )
        latest, follow_up_on = follow_up_by(held_on), cleaned.get("follow_up_on")
        if cleaned.get("plan") and not follow_up_on and "follow_up_on" not in self.errors:
            cleaned["follow_up_on"] = latest
        if follow_up_on is not None and follow_up_on <= held_on:
            self.add_error("follow_up_on", "Follow-up must be after the date of the review")
        is_later = follow_up_on is not None and follow_up_on > latest
        if is_later and self._is_held_to_time(cleaned):
            self.add_error(
                "follow_up_on",
                f"Follow-up is by {nhs_date(latest)}, 12 weeks after the review. Or say below why"
                " it is later",
            )

    def _lacks_plan(self, cleaned: dict[str, Any]) -> bool:
        is_planned = cleaned.get("plan") or cleaned.get("no_plan_because")
        return cleaned.get("conclusion") in IN_DOUBT and not is_planned

    def _is_held_to_time(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("conclusion") in IN_DOUBT and not cleaned.get("no_plan_because")

    @staticmethod
    def says_something(cleaned: Mapping[str, Any]) -> bool:
        """A signature stands for an answer: a rating, a judgement or a conclusion."""
        rated = any(value for name, value in cleaned.items() if name.startswith("rating_"))
        return rated or bool(cleaned.get("conclusion")) or cleaned.get("judgement") is not None

    @property
    def ratings(self) -> dict[str, str]:
        """As typed so far, also before the form is valid."""
        return {
            domain.key.value: str(self[f"rating_{domain.key}"].value() or "") for domain in DOMAINS
        }

    def part(self, suggested: str) -> StrategicPart:
        """What was typed, also where some of it is not valid yet."""
        cleaned = self.cleaned_data
        decision = cleaned.get("decision") or ""
        return StrategicPart(
            ratings={k: v for k, v in self.ratings.items() if v},
            ladder=_ladder(cleaned),
            judgement=cleaned.get("judgement"),
            judgement_words=cleaned.get("judgement_words") or "",
            without_it_patient=cleaned.get("without_it_patient") or "",
            without_it_clinician=cleaned.get("without_it_clinician") or "",
            options=tuple(cleaned.get("options") or ()),
            decision=decision if decision in dict(DECISIONS) else "",
            suggested=suggested,
            conclusion=cleaned.get("conclusion") or "",
            conclusion_why=cleaned.get("conclusion_why") or "",
            plan=cleaned.get("plan") or "",
            follow_up_on=cleaned.get("follow_up_on"),
            no_plan_because=cleaned.get("no_plan_because") or "",
        )

    def rating_of(self, domain: Domain) -> BoundField:
        return self[f"rating_{domain.key}"]

    @property
    def rungs(self) -> list[tuple[Rung, BoundField, BoundField]]:
        return [(r, self[f"rung_{r.number}"], self[f"rung_{r.number}_note"]) for r in RUNGS]


def _ladder(cleaned: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    said = {
        str(rung.number): {
            "status": cleaned.get(f"rung_{rung.number}") or "",
            "note": cleaned.get(f"rung_{rung.number}_note") or "",
        }
        for rung in RUNGS
    }
    return {number: rung for number, rung in said.items() if any(rung.values())}


def _own_fields() -> dict[str, forms.Field]:
    return {
        "judgement": WholeNumberField(
            label=f"{JUDGEMENT_QUESTION} 0 to 10",
            min_value=0,
            max_value=10,
            called="a number",
            required=False,
        ),
        "judgement_words": _words("What they say about it, in their own words", rows=2),
        "without_it_patient": _words("They say", rows=3),
        "without_it_clinician": _words("You say", rows=3),
        "conclusion": forms.ChoiceField(
            label="Your conclusion",
            choices=Conclusion.choices,
            required=False,
            widget=ChoiceChips(
                hints={key.value: words for key, words in CONCLUSION_NEXT.items()},
                unknown=(),
                is_stacked=True,
            ),
        ),
        "conclusion_why": forms.CharField(label="Why, in a line", required=False, max_length=300),
        "plan": _words(
            "Plan to improve treatment",
            rows=3,
            hint="Who does what, by when. Needed when benefit is in doubt.",
        ),
        "follow_up_on": DateField3(
            label="Follow-up review",
            required=False,
            help_text="Within 12 weeks of this review, often after 4. Left blank, it is 12 weeks.",
        ),
        "no_plan_because": forms.CharField(
            label="No plan yet, or a later follow-up, because",
            required=False,
            max_length=200,
            help_text=f"“{LATER}” is enough. It is put on the list of what is to do.",
        ),
    }


def _words(label: str, *, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea({"rows": rows})
    )
