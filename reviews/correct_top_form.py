"""Correcting a TOP: its form as it was saved, and a reason. It saves nothing."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.parts import add_reason
from reviews.models import TopRecord
from reviews.top import DECLINED, NOT_ASKED, WEEKS, TopAnswers, has_answers, total_of
from reviews.top_form import WEEKS as WEEK_NUMBERS
from reviews.top_form import TopFields, top_answers
from reviews.top_items import ITEMS, ItemKind
from reviews.top_wording import Wording
from rodt.forms import ChoiceChips, DateField3, PlainForm

TAKE_BACK = "Take it back: this TOP was never done, or was about somebody else"
NOTHING_LEFT = "No answer is left. Answer at least one question, or take the TOP back below"


class CorrectTopForm(TopFields, PlainForm):
    """`corrects`: the wording that the page was opened with. Of a TOP inside a review the day is
    the review's, and is corrected there. Beside each answer stands what was saved."""

    last_word = "Saved"

    stage = forms.ChoiceField(
        label="When in treatment is this?",
        choices=TopRecord.Stage.choices,
        widget=ChoiceChips(),
        error_messages={"required": "Choose when this TOP is done"},
    )

    def __init__(
        self,
        *args: Any,
        record: TopRecord,
        start: TopRecord | None,
        on: date,
        wording: Wording,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.on = record, on
        if record.review_id is None:
            self.fields["held_on"] = DateField3(
                label="Date of the TOP", latest=on, latest_words="cannot be in the future"
            )
        self.add_top_fields(last=record, start=start, wording=wording)
        self.fields.pop("top_still_zero", None)  # of this very day: there is nothing to carry
        self.ends = add_reason(self, take_back=TAKE_BACK)
        self.order_fields(["held_on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held_on = cleaned.get("held_on") or self.record.on
        if cleaned.get("is_withdrawn") or not cleaned.get("stage") or "held_on" in self.errors:
            return cleaned
        self.clean_top(cleaned, held_on=held_on, on=self.on, stage=cleaned["stage"])
        if not self.errors and not has_answers(self.answers()):
            self.add_error(None, NOTHING_LEFT)
        return cleaned

    @property
    def has_totals(self) -> bool:
        """Totals without their weeks stand in a part of the form that is folded up."""
        return any(box.value() not in (None, "") for box in self.only_totals)

    def answers(self) -> TopAnswers:
        cleaned = self.cleaned_data
        held_on = cleaned.get("held_on") or self.record.on
        return top_answers(cleaned, held_on=held_on, stage=cleaned["stage"])


def as_saved(record: TopRecord) -> dict[str, Any]:
    """The first values of the form: the TOP as it stands. Weeks that add up say the total."""
    found: dict[str, Any] = {
        "corrects": record.pk,
        "held_on": record.on,
        "stage": record.stage,
        "top_declined": [],
    }
    for item in ITEMS:
        weeks = record.weeks.get(item.field)
        value = getattr(record, item.field)
        if item.kind is ItemKind.YES_NO:
            said = DECLINED if item.field in record.declined else value
            found[item.field] = "" if said == NOT_ASKED else said
            continue
        if item.field in record.declined:
            found["top_declined"].append(item.field)
        if weeks and len(weeks) == WEEKS:
            found |= {f"{item.field}_w{w}": d for w, d in zip(WEEK_NUMBERS, weeks, strict=True)}
        found[item.field] = None if weeks and total_of(weeks) == value else value
    return found
