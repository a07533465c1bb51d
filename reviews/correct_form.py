"""Correcting a review: the form as it was saved, and a reason. It saves nothing.

Asked again is what the review itself says: its day, how and with whom, every answer, the next day.
TOP, goals, recovery capital, options and a good ending are entries of their own and stay with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from patients.forms.parts import add_reason, lay_out, words_box
from reviews.answers import Answered, answered
from reviews.asks import SECTIONS, UNKNOWN, Ask, Kind, Section
from reviews.credits import Said
from reviews.models import Review
from reviews.questions import Question
from rodt.forms import ChoiceChips, DateField3, PlainForm

TAKE_BACK = "Take it back: this review was never held, or was about somebody else"
OWN_ENTRY = frozenset({Question.EXIT_VISION})
"""Written down as an entry of its own when it is answered: corrected there."""


def sections_of(review: Review, but: frozenset[Question] = OWN_ENTRY) -> list[Section]:
    """The questions that stood on the form when it was saved, in the order of the talk."""
    found = []
    for section in SECTIONS:
        asks = tuple(
            ask
            for ask in section.asks
            if ask.question.value in review.answers and ask.question not in but
        )
        if asks:
            found.append(Section(section.key, section.title, asks))
    return found


class AnswerFields(PlainForm):
    """The answers of a saved review, to be corrected: `add_answers`, then `answers_now` once the
    form is valid."""

    review: Review
    sections: list[Section]

    def add_answers(self, review: Review, but: frozenset[Question] = OWN_ENTRY) -> None:
        self.review, self.sections = review, sections_of(review, but)
        for ask in self._asks:
            self._add(ask)

    def answer_parts(self) -> Iterator[Fieldset]:
        for section in self.sections:
            wanted = [ask.question.value for ask in section.asks]
            yield Fieldset(
                section.title,
                *(
                    name
                    for field in wanted
                    for name in (field, f"{field}_note", f"{field}_still")
                    if name in self.fields
                ),
            )

    def answers_now(self) -> dict[str, Any]:
        answers = dict(self.review.answers)
        for ask in self._asks:
            name = ask.question.value
            answers[name] = self._answer(name, answers[name])
        next_on = self.cleaned_data.get("next_review_on")
        if next_on != self.review.next_review_on and Question.NEXT_REVIEW_ON in answers:
            said = answered(next_on.isoformat() if next_on else "")
            answers[Question.NEXT_REVIEW_ON.value] = said.as_row()
        return answers

    @property
    def _asks(self) -> Iterator[Ask]:
        return (ask for section in self.sections for ask in section.asks)

    @property
    def asks_words(self) -> bool:
        return any(ask.question is Question.OWN_WORDS for ask in self._asks)

    def _add(self, ask: Ask) -> None:
        name = ask.question.value
        if ask.kind is Kind.WORDS:
            self.fields[name] = forms.CharField(
                label=ask.label, required=False, widget=words_box(3)
            )
        else:
            stood = as_chosen(self.review.answers[name])
            known = dict(ask.choices)
            more = (
                [(stood, dict(UNKNOWN).get(stood, stood))] if stood and stood not in known else []
            )
            self.fields[name] = forms.ChoiceField(
                label=ask.label,
                required=False,
                choices=[*ask.choices, *more],
                widget=ChoiceChips(),
            )
        if ask.note_label:
            self.fields[f"{name}_note"] = forms.CharField(
                label=ask.note_label, required=False, max_length=300
            )
        if self.review.answers[name].get("state") == Said.CARRIED:
            self.fields[f"{name}_still"] = forms.BooleanField(
                label="It was asked that day, and was still true", required=False
            )

    def _answer(self, name: str, stood: dict[str, str]) -> dict[str, str]:
        """As it stood where nothing was changed: how it came about stays what it was."""
        typed = self.cleaned_data.get(name) or ""
        note = self.cleaned_data.get(f"{name}_note")
        note = stood.get("note", "") if note is None else note
        is_same = typed == as_chosen(stood) or (not typed and self._has_no_chips(name, stood))
        if is_same and self.cleaned_data.get(f"{name}_still"):
            return Answered(typed, Said.CONFIRMED, note).as_row()
        if is_same:
            return dict(stood) if note == stood.get("note", "") else {**stood, "note": note}
        return answered(typed, note=note).as_row()

    def _has_no_chips(self, name: str, stood: dict[str, str]) -> bool:
        """Words that were not asked for or declined stay so: a box of words cannot say it."""
        return not isinstance(self.fields[name], forms.ChoiceField) and not stood.get("value")


class CorrectReviewForm(AnswerFields):
    """`corrects`: the wording that the page was opened with."""

    seen = forms.ChoiceField(
        label="How did you see them?", choices=Review.Seen.choices, widget=ChoiceChips
    )
    with_others = forms.CharField(label="Who else was there?", required=False, max_length=200)

    def __init__(self, *args: Any, review: Review, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_answers(review)
        self.fields["held_on"] = DateField3(
            label="Date of the review",
            latest=on,
            latest_words="cannot be in the future",
        )
        self.fields["next_review_on"] = DateField3(label="Next review", required=False)
        if not self.asks_words:
            self.fields["their_words"] = forms.CharField(
                label="In their own words", required=False, widget=words_box(3)
            )
        lay_out(self, *self._parts(), *add_reason(self, take_back=TAKE_BACK))

    def _parts(self) -> Iterator[Fieldset]:
        words = [] if self.asks_words else ["their_words"]
        yield Fieldset("The meeting", "seen", "held_on", "with_others", *words)
        yield from self.answer_parts()
        yield Fieldset("What happens next", "next_review_on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held_on, next_on = cleaned.get("held_on"), cleaned.get("next_review_on")
        if held_on and next_on and next_on <= held_on:
            self.add_error("next_review_on", "Next review must be after the date of the review")
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What the review now says, as `amend_actions.amend_review` takes it."""
        cleaned = self.cleaned_data
        words = cleaned.get(Question.OWN_WORDS if self.asks_words else "their_words")
        return {
            "held_on": cleaned["held_on"],
            "seen": cleaned["seen"],
            "with_others": cleaned.get("with_others") or "",
            "their_words": words or "",
            "next_review_on": cleaned.get("next_review_on"),
            "answers": self.answers_now(),
        }


def as_chosen(stood: dict[str, str]) -> str:
    """A stored answer as its field shows it."""
    if stood.get("state") in (Said.NOT_ASKED, Said.DECLINED):
        return str(stood["state"])
    return stood.get("value") or ""


def as_saved(review: Review) -> dict[str, Any]:
    """The first values of the form: the review as it stands."""
    names = ("held_on", "seen", "with_others", "their_words", "next_review_on")
    values: dict[str, Any] = {name: getattr(review, name) for name in names}
    return values | {"corrects": review.pk} | answers_saved(review)


def answers_saved(review: Review, but: frozenset[Question] = OWN_ENTRY) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for ask in (ask for section in sections_of(review, but) for ask in section.asks):
        name = ask.question.value
        values[name] = as_chosen(review.answers[name])
        values[f"{name}_note"] = review.answers[name].get("note", "")
    return values
