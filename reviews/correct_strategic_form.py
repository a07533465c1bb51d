"""Correcting a strategic review: its form as it was saved, and a reason. It saves nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from careplans.models import OptionsTalk
from patients.forms.parts import add_reason, lay_out, words_box
from reviews.benefit_domains import BY_KEY, DOMAINS
from reviews.correct_form import OWN_ENTRY, TAKE_BACK, AnswerFields, answers_saved
from reviews.models import Optimisation, Review, StrategicReview
from reviews.questions import Question
from reviews.strategic import StrategicPart
from reviews.strategic_fields import RUNGS
from reviews.strategic_form import StrategicForm, initial_from, plan_initial
from rodt.forms import DateField3

ELSEWHERE = OWN_ENTRY | {Question.DECISION}
"""Asked on this form as the strategic review asks it."""


class CorrectStrategicForm(AnswerFields, StrategicForm):
    """`corrects`: the wording that the page was opened with. A day agreed for the next review is
    not held to the interval again: the schedule takes the earlier of both."""

    entry_id = None  # type: ignore[assignment]
    known_reviews = None  # type: ignore[assignment]
    joins = None  # type: ignore[assignment]
    with_others = forms.CharField(label="Who else was there?", required=False, max_length=200)

    def __init__(
        self, *args: Any, review: Review, part: StrategicReview, on: date, **kwargs: Any
    ) -> None:
        self.stood = part
        super().__init__(*args, on=on, latest={}, is_joining=False, **kwargs)
        self.fields["next_review_on"] = DateField3(label="Next strategic review", required=False)
        for rung in RUNGS:  # no table names them here
            self.fields[f"rung_{rung.number}"].label = f"{rung.number}. {rung.title}"
            self.fields[f"rung_{rung.number}_note"].label = f"Note on step {rung.number}"
        self.add_answers(review, ELSEWHERE)
        has_own_words = review.their_words not in ("", part.judgement_words)
        if has_own_words and not self.asks_words:
            self.fields["their_words"] = forms.CharField(
                label="In their own words, at the meeting", required=False, widget=words_box(3)
            )
        lay_out(
            self,
            Fieldset(
                "The meeting",
                "seen",
                "held_on",
                "with_others",
                *(["their_words"] if "their_words" in self.fields else []),
            ),
            *self.answer_parts(),
            Fieldset("Rating of each domain", *(f"rating_{domain.key}" for domain in DOMAINS)),
            Fieldset("Their own judgement", "judgement", "judgement_words"),
            Fieldset(
                "What would probably happen without it?",
                "without_it_patient",
                "without_it_clinician",
            ),
            Fieldset(
                "Can treatment be improved?",
                *(Row(f"rung_{rung.number}", f"rung_{rung.number}_note") for rung in RUNGS),
            ),
            Fieldset("Conclusion", "conclusion", "conclusion_why"),
            Fieldset(
                "What happens next",
                "options",
                "preference",
                "decision",
                "plan",
                "follow_up_on",
                "no_plan_because",
                "next_review_on",
            ),
            *add_reason(self, take_back=TAKE_BACK),
        )

    def _lacks_plan(self, cleaned: dict[str, Any]) -> bool:
        """Asked for where the conclusion is another one now: what was saved without a plan may
        still be corrected."""
        is_as_it_stood = cleaned.get("conclusion") == self.stood.conclusion
        return not is_as_it_stood and super()._lacks_plan(cleaned)

    def _is_held_to_time(self, cleaned: dict[str, Any]) -> bool:
        """What was agreed may still be corrected."""
        return False

    def _check_next(self, cleaned: dict[str, Any]) -> None:
        next_on, held_on = cleaned.get("next_review_on"), cleaned.get("held_on")
        if held_on and next_on and next_on <= held_on:
            self.add_error("next_review_on", "Next review must be after the date of this one")

    def changes(self) -> dict[str, Any]:
        """What the review now says, as `amend_strategic` takes it. What the record suggested when
        it was concluded stays what it was."""
        cleaned, review = self.cleaned_data, self.review
        part = self._part()
        words = review.their_words
        if self.asks_words or "their_words" in self.fields:
            words = cleaned[Question.OWN_WORDS if self.asks_words else "their_words"]
        elif part.judgement_words != self.stood.judgement_words:
            words = part.judgement_words
        return {
            "held_on": cleaned["held_on"],
            "seen": cleaned["seen"],
            "with_others": cleaned["with_others"],
            "their_words": words,
            "next_review_on": cleaned["next_review_on"],
            "answers": self.answers_now(),
            "part": part,
            "preference": cleaned["preference"],
        }

    def _part(self) -> StrategicPart:
        """What is not on this form, and a rung that says the same, stay as they were stored."""
        typed, stood = self.part(self.stood.suggested), self.stood
        elsewhere = {key: said for key, said in stood.ratings.items() if key not in BY_KEY}
        ladder = {key: rung for key, rung in stood.ladder.items() if key not in _LISTED}
        for key, rung in typed.ladder.items():
            was = stood.ladder.get(key)
            is_same = was is not None and _plain(was) == _plain(rung)
            ladder[key] = was if is_same else rung
        return replace(typed, ratings=elsewhere | dict(typed.ratings), ladder=ladder)


_LISTED = frozenset(str(rung.number) for rung in RUNGS)


def _plain(rung: Mapping[str, str]) -> tuple[str, str]:
    return rung.get("status") or "", rung.get("note") or ""


def as_saved(
    review: Review, part: StrategicReview, plan: Optimisation | None, talk: OptionsTalk | None
) -> dict[str, Any]:
    """The first values of the form: the review as it stands, with its plan and what they liked."""
    names = ("held_on", "seen", "with_others", "their_words", "next_review_on")
    found: dict[str, Any] = {name: getattr(review, name) for name in names}
    found |= answers_saved(review, ELSEWHERE) | initial_from(part) | {"corrects": review.pk}
    return found | plan_initial(plan, talk)
