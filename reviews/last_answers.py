"""The form of a review as its page draws it: each question with its last answer beside it, and how
that answer stands by what is typed: carried, confirmed or changed. It reads and decides nothing.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from careplans.capital import KINDS
from careplans.models import OptionsTalk
from reviews.asks import Ask
from reviews.questions import Question
from reviews.sheet import GoalSheet, LastAnswer, Sheet
from rodt.words import and_list, nhs_date, plain_number, sentence

CAPITAL = tuple((kind.key, kind.label) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class AskedField:
    """One question as the page draws it: its field, what was said last, what is asked under it."""

    field: BoundField
    last: dict[str, Any] | None
    also: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class DrawnSection:
    key: str
    title: str
    asked: tuple[AskedField, ...]


@dataclass(frozen=True, slots=True)
class GoalFields:
    goal: GoalSheet
    state: BoundField
    also: tuple[BoundField, ...]
    last: dict[str, Any] | None


class BesideLastAnswers(forms.Form):
    """Mixed into the form of a review, which adds the fields that are drawn here."""

    sheet: Sheet

    @property
    def drawn_sections(self) -> list[DrawnSection]:
        """The sections of questions, in the order of the talk, as the page draws them."""
        return [
            DrawnSection(part.key, part.title, tuple(self._asked(ask) for ask in part.asks))
            for part in self.sheet.sections
        ]

    @property
    def has_goals(self) -> bool:
        return "new_goal" in self.fields

    @property
    def has_capital(self) -> bool:
        return "capital_social" in self.fields

    @property
    def has_options(self) -> bool:
        return "options" in self.fields

    @property
    def has_next(self) -> bool:
        return "next_review_on" in self.fields

    @property
    def goals_note(self) -> str:
        return f"{len(self.sheet.goals)} open"

    def _asked(self, ask: Ask) -> AskedField:
        name = ask.question.value
        names = (f"{name}_note", f"{name}_unknown")
        also = tuple(self[n] for n in names if n in self.fields)
        return AskedField(self[name], self._last(ask), also)

    def _last(self, ask: Ask) -> dict[str, Any] | None:
        said = self.sheet.last.get(ask.question)
        if said is None:
            return None
        name = ask.question.value
        last: dict[str, Any] = {"when": said.when, "text": words_of(ask, said), "state": "plain"}
        if f"{name}_still" in self.fields:
            last["confirm"] = self[f"{name}_still"]
            last["value"] = said.value
            typed = self[name].value()
            is_same = typed == said.value and not self._has_note(name)
            last["state"] = "confirmed" if is_same else self._carried_state(typed, f"{name}_still")
        return last

    def _has_note(self, name: str) -> bool:
        return f"{name}_note" in self.fields and bool(self[f"{name}_note"].value())

    @property
    def goal_fields(self) -> list[GoalFields]:
        found = []
        for item in self.sheet.goals:
            start = f"goal_{item.goal.pk.hex}"
            last = None
            if item.last:
                last = {
                    "when": f"Last time, {nhs_date(item.last.on)}",
                    "text": ". ".join(
                        part
                        for part in (item.last.get_state_display(), item.last.next_step)
                        if part
                    ),
                    "state": "plain",
                }
            also = tuple(self[f"{start}_{part}"] for part in ("step", "who", "by"))
            found.append(GoalFields(item, self[f"{start}_state"], also, last))
        return found

    @property
    def new_goal_fields(self) -> list[BoundField]:
        return [self[f"new_goal_{part}"] for part in ("tags", "step", "who", "by")]

    @property
    def options_words(self) -> str:
        """The options as typed so far, in words."""
        chosen = self.cleaned_data.get("options") or ()
        return and_list([OptionsTalk.Option(option).label.lower() for option in chosen])

    @property
    def capital_fields(self) -> list[BoundField]:
        return [self[f"capital_{key}"] for key, _ in CAPITAL]

    @property
    def capital_last(self) -> dict[str, Any] | None:
        """The four ratings of last time, and whether they were asked and are still true."""
        capital = self.sheet.capital
        if capital is None:
            return None
        rated = [
            f"{label.lower()} {plain_number(getattr(capital, key))}"
            for key, label in CAPITAL
            if getattr(capital, key) is not None
        ]
        last: dict[str, Any] = {
            "when": f"Last time, {nhs_date(capital.on)}",
            "text": sentence(", ".join(rated)) or "Not asked",
            "state": "plain",
        }
        if "capital_still" in self.fields:
            typed = any(box.value() not in (None, "") for box in self.capital_fields)
            last["confirm"] = self["capital_still"]
            last["state"] = self._carried_state(typed, "capital_still")
        return last

    @property
    def options_last(self) -> dict[str, Any] | None:
        said = self.sheet.last.get(Question.OPTIONS_DISCUSSED)
        if said is None:
            return None
        named = dict(OptionsTalk.Option.choices)
        words = [str(named.get(key, key)).lower() for key in said.value.split(", ")]
        return {"when": said.when, "text": sentence(and_list(words)), "state": "plain"}

    @property
    def preference_last(self) -> dict[str, Any] | None:
        said = self.sheet.last.get(Question.PREFERENCE)
        if said is None:
            return None
        last: dict[str, Any] = {"when": said.when, "text": said.value, "state": "plain"}
        if "preference_still" in self.fields:
            last["confirm"] = self["preference_still"]
            last["state"] = self._carried_state(self["preference"].value(), "preference_still")
        return last

    @property
    def options_also(self) -> list[BoundField]:
        return [self["options_unknown"]]

    @property
    def preference_also(self) -> list[BoundField]:
        return [self["preference_unknown"]]

    def _carried_state(self, typed: Any, still: str) -> str:
        return "changed" if typed else "confirmed" if self[still].value() else "carried"


def words_of(ask: Ask, said: LastAnswer) -> str:
    value = dict(ask.choices).get(said.value, said.value)
    return f"{value}. {said.note}" if said.note else value
