"""The fields of a Treatment Outcomes Profile, for the review form and for a TOP of its own.

Days of use are asked by week or as a total; "still 0" is offered only where last time was 0; "would
rather not say" is an answer. What can be true is decided by `reviews.top`, not here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from reviews import top
from reviews.models import TopRecord
from reviews.top_items import (
    BY_FIELD,
    ITEMS,
    MOST_AMOUNT,
    ItemKind,
    Section,
    TopItem,
    amount_words,
)
from reviews.top_windows import Stage
from reviews.top_wording import PRODUCT, Wording
from rodt.forms import CheckChips, ChoiceChips, NumberBox, NumberField

WEEKS = (4, 3, 2, 1)
BY_WEEK = tuple(item for item in ITEMS if item.kind is ItemKind.DAYS and item.section in ("1", "2"))
TOTALS = tuple(item for item in ITEMS if item.kind is ItemKind.DAYS and item not in BY_WEEK)
SCALES = tuple(item for item in ITEMS if item.kind is ItemKind.SCALE)
AMOUNTS = tuple(item for item in ITEMS if item.kind is ItemKind.AMOUNT)
YES_NOS = tuple(item for item in ITEMS if item.kind is ItemKind.YES_NO)
YES_NO_CHOICES = (("yes", "Yes"), ("no", "No"), ("declined", "Would rather not say"))


@dataclass(frozen=True, slots=True)
class WeeksRow:
    """One row of the days table, as the page draws it."""

    label: str
    fields: tuple[BoundField, ...]
    total: int | None
    last: int | None
    start: int | None
    errors: tuple[str, ...]
    only_total: BoundField


class TopFields(forms.Form):
    """Mixed into a form: `add_top_fields`, then `top_answers` once it is valid."""

    wording: Wording

    def add_top_fields(
        self,
        *,
        last: TopRecord | None,
        start: TopRecord | None = None,
        wording: Wording = PRODUCT,
    ) -> None:
        self.last_top, self.start_top, self.wording = last, start, wording
        by_week, totals, scales, amounts, yes_nos = map(
            wording.worded, (BY_WEEK, TOTALS, SCALES, AMOUNTS, YES_NOS)
        )
        for item in by_week:
            for week in WEEKS:
                self.fields[f"{item.field}_w{week}"] = _number(f"{item.label}, week {week}", most=7)
            self.fields[item.field] = _number(item.label, most=28)
        self.fields["other_name"] = forms.CharField(
            label=wording.own.get("other_name", "Which other substance?"),
            required=False,
            max_length=40,
        )
        for item in (*totals, *scales):
            self.fields[item.field] = _number(item.label, most=item.most or 28)
        for item in amounts:
            self.fields[item.field] = _amount(item, last)
        for item in yes_nos:
            self.fields[item.field] = forms.ChoiceField(
                label=item.label, required=False, choices=YES_NO_CHOICES, widget=ChoiceChips()
            )
        zeros = [
            (item.field, item.label)
            for item in by_week
            if last and top.may_carry_zero(item.field, getattr(last, item.field))
        ]
        if zeros:
            self.fields["top_still_zero"] = forms.MultipleChoiceField(
                label="Asked: still 0",
                help_text="Only what was 0 last time.",
                required=False,
                choices=zeros,
                widget=CheckChips(),
            )
        self.fields["top_declined"] = forms.MultipleChoiceField(
            label="Would rather not say",
            required=False,
            choices=[(item.field, item.label) for item in (*by_week, *amounts, *totals, *scales)],
            widget=CheckChips(),
        )

    def clean_top(self, cleaned: Mapping[str, Any], *, held_on: date, on: date, stage: str) -> None:
        """Adds a message at each field whose answers cannot all be so."""
        for problem in top.check(
            top_answers(cleaned, held_on=held_on, stage=stage), on, items=self.wording.worded()
        ):
            if not problem.is_warning and problem.field in self.fields:
                self.add_error(problem.field, problem.words)
        answers = top_answers(cleaned, held_on=held_on, stage=stage)
        if answers.values.get("other_name") and not top.has_answers(answers):
            self.add_error("other_name", "Another substance: give its days, or leave the name out.")

    @property
    def weeks_rows(self) -> list[WeeksRow]:
        return [self._row(item) for item in BY_WEEK]

    def _row(self, item: TopItem) -> WeeksRow:
        boxes = tuple(self[f"{item.field}_w{week}"] for week in WEEKS)
        only_total = self[item.field]
        errors = [str(e) for box in (*boxes, only_total) for e in box.errors]
        return WeeksRow(
            label=self.wording.of(item),
            fields=boxes,
            total=self._total(item, boxes),
            last=getattr(self.last_top, item.field) if self.last_top else None,
            start=getattr(self.start_top, item.field) if self.start_top else None,
            errors=tuple(dict.fromkeys(errors)),
            only_total=only_total,
        )

    def _total(self, item: TopItem, boxes: Iterable[BoundField]) -> int | None:
        """What is typed so far, as the page shows it before anything is saved."""
        only = str(self[item.field].value() or "").strip()
        if only.isdecimal():
            return int(only)
        if "top_still_zero" in self.fields and item.field in (self["top_still_zero"].value() or ()):
            return 0
        typed = [str(box.value() if box.value() is not None else "").strip() for box in boxes]
        return sum(map(int, typed)) if all(part.isdecimal() for part in typed) else None

    @property
    def only_totals(self) -> list[BoundField]:
        return [self[item.field] for item in BY_WEEK]

    @property
    def amount_fields(self) -> list[BoundField]:
        return [self[item.field] for item in AMOUNTS]

    @property
    def has_amounts(self) -> bool:
        """Amounts stand in a part of the form that is folded up."""
        return any(box.value() not in (None, "") for box in self.amount_fields)

    @property
    def work_fields(self) -> list[BoundField]:
        return [self[item.field] for item in TOTALS]

    @property
    def scale_fields(self) -> list[BoundField]:
        return [self[item.field] for item in SCALES]

    @property
    def life_fields(self) -> list[BoundField]:
        return [self[item.field] for item in YES_NOS if item.section is not Section.CRIME]

    @property
    def crime_fields(self) -> list[BoundField]:
        return [self[item.field] for item in YES_NOS if item.section is Section.CRIME]


def _number(label: str, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=NumberBox(),
        error_messages={
            "invalid": f"{label}: enter a whole number from 0 to {most}",
            "min_value": f"{label}: enter a whole number from 0 to {most}",
            "max_value": f"{label}: enter a whole number from 0 to {most}",
        },
    )


def _amount(item: TopItem, last: TopRecord | None) -> forms.Field:
    """In its unit, which stands in the box. What was said last time stands under its label; it is
    asked afresh."""
    before = getattr(last, item.field) if last else None
    help_text = f"Last: {amount_words(item, before)}" if before is not None else ""
    if item.field == "alcohol_units_per_day":  # whole units, from the first day on
        field: forms.Field = _number(item.label, most=MOST_AMOUNT)
        field.widget = NumberBox(suffix=item.unit)
        field.help_text = help_text
        return field
    return AmountField(item, help_text=help_text)


class AmountField(NumberField):
    """How much on a day of use."""

    def __init__(self, item: TopItem, **kwargs: Any) -> None:
        most = amount_words(item, MOST_AMOUNT)
        super().__init__(
            unit=item.unit,
            said=f"{item.label}: enter a number up to {most}, with at most 2 decimals",
            label=item.label,
            required=False,
            min_value=0,
            max_value=MOST_AMOUNT,
            max_digits=5,
            **kwargs,
        )


def top_answers(cleaned: Mapping[str, Any], *, held_on: date, stage: str) -> top.TopAnswers:
    """What was typed, as the rules take it."""
    zero = set(cleaned.get("top_still_zero") or ())
    declined = set(cleaned.get("top_declined") or ())
    values: dict[str, top.Value] = {}
    weeks: dict[str, list[int | None]] = {}
    for item in ITEMS:
        typed = cleaned.get(item.field)
        if typed == top.DECLINED:
            declined.add(item.field)
        elif typed not in (None, ""):
            values[item.field] = typed
        elif item.field in zero:
            values[item.field] = 0
        if item in BY_WEEK:
            row = [cleaned.get(f"{item.field}_w{week}") for week in WEEKS]
            if any(days is not None for days in row):
                weeks[item.field] = row
    return top.TopAnswers(held_on, stage, values, weeks, frozenset(declined))


def top_columns(answers: top.TopAnswers) -> dict[str, Any]:
    """The columns of a `TopRecord` for these answers."""
    columns: dict[str, Any] = {
        "is_complete": top.counts(answers),
        "weeks": {name: list(row) for name, row in answers.weeks.items()},
        "declined": sorted(answers.declined),
    }
    for name, value in top.with_implied(answers).items():
        item = BY_FIELD[name]
        if item.kind is ItemKind.YES_NO:
            columns[name] = top.DECLINED if name in answers.declined else value or top.NOT_ASKED
        elif item.kind is ItemKind.NAME:
            columns[name] = value or ""
        else:
            columns[name] = value
    return columns


def stage_for(*, has_start: bool) -> str:
    return Stage.REVIEW if has_start else Stage.START
