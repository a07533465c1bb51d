"""The form of a review: what was typed, checked and cleaned. It saves nothing.

Built from a `Sheet`, so it asks what the reviews that are due need and each thing once. A blank is
never an error: it is "not asked", and counted as unknown.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from careplans.models import GoalProgress, OptionsTalk, Tag
from reviews.answers import Answered, answered
from reviews.asks import AS_TOP, UNKNOWN, Ask, Kind
from reviews.credits import Wanted
from reviews.last_answers import CAPITAL, BesideLastAnswers
from reviews.logged import GoalAnswer, Logged, NewGoal
from reviews.models import Review
from reviews.questions import Question
from reviews.review_types import ReviewType
from reviews.schedule import next_review_latest_on
from reviews.sheet import Sheet
from reviews.strategic import StrategicPart
from reviews.strategic_fields import StrategicFields
from reviews.top_form import TopFields, stage_for, top_answers
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, WholeNumberField
from rodt.words import nhs_date

GOAL_STATES = [
    *(
        (state.value, state.label)
        for state in GoalProgress.State
        if state not in (GoalProgress.State.NEW, GoalProgress.State.CHANGED)
    ),
    *UNKNOWN,
]
UNKNOWN_VALUES = frozenset(value for value, _ in UNKNOWN)


class LogReviewForm(BesideLastAnswers, TopFields, StrategicFields, EntryForm):
    """`known_reviews`: how many there were when it was opened. `asked`: its questions then; they
    stay on the form, whatever a colleague records meanwhile."""

    known_reviews = forms.IntegerField(widget=forms.HiddenInput, required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.ChoiceField(
        label="How did you see them?",
        choices=Review.Seen.choices,
        widget=ChoiceChips(unknown={Review.Seen.NOT_SEEN}),
        error_messages={"required": "Choose how you saw them, or that they were not seen"},
    )
    with_others = forms.CharField(
        label="Who else was there?", required=False, max_length=200, help_text="If anybody."
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        self.sheet = sheet
        self.asks_top = ReviewType.TOP in sheet.types or Question.TOP in sheet.questions
        super().__init__(*args, **kwargs)
        self.fields["known_reviews"].initial = sheet.known_reviews
        self.fields["asked"].initial = ",".join(sorted(sheet.questions))
        self.fields["held_on"] = DateField3(
            label="Date of the review",
            latest=sheet.on,
            latest_words="cannot be in the future",
            earliest=sheet.facts.episode_started_on - timedelta(days=28),
            initial=sheet.on,
        )
        for ask in sheet.asks:
            self._add_ask(ask)
        if Question.GOALS in sheet.questions:
            self._add_goals()
        if Question.RECOVERY_CAPITAL in sheet.questions:
            self._add_capital()
        if sheet.has_strategic:
            self.add_strategic_fields()
        if Question.OPTIONS_DISCUSSED in sheet.questions:
            self._add_options()
        if Question.NEXT_REVIEW_ON in sheet.questions:
            self._add_next_review()
        if self.asks_top:
            self.add_top_fields(last=sheet.last_top, start=sheet.start_top, wording=sheet.wording)

    def _add_ask(self, ask: Ask) -> None:
        name = ask.question.value
        if ask.kind is Kind.WORDS:
            self.fields[name] = forms.CharField(
                label=ask.label,
                help_text=ask.hint,
                required=False,
                widget=forms.Textarea({"rows": 3}),
            )
            self._add_unknown(name)
        else:
            self.fields[name] = forms.ChoiceField(
                label=ask.label,
                help_text=ask.hint,
                required=False,
                choices=[c for c in ask.choices if c[0] != AS_TOP or self.sheet.last_top],
                widget=ChoiceChips(),
            )
        if ask.note_label:
            self.fields[f"{name}_note"] = forms.CharField(
                label=ask.note_label, required=False, max_length=300
            )
        if ask.is_carried and ask.question in self.sheet.last:
            self.fields[f"{name}_still"] = forms.BooleanField(required=False)

    def _add_unknown(self, name: str) -> None:
        """Beside an answer that has no choices of its own: why there is none."""
        self.fields[f"{name}_unknown"] = forms.ChoiceField(
            label="No answer", required=False, choices=UNKNOWN, widget=ChoiceChips()
        )

    def _add_goals(self) -> None:
        for item in self.sheet.goals:
            start = f"goal_{item.goal.pk.hex}"
            last = item.last
            self.fields[f"{start}_state"] = forms.ChoiceField(
                label=f"“{item.goal.words}”",
                choices=GOAL_STATES,
                required=False,
                widget=ChoiceChips(),
            )
            self.fields[f"{start}_step"] = forms.CharField(
                label="Next step",
                required=False,
                max_length=200,
                initial=last.next_step if last else "",
            )
            self.fields[f"{start}_who"] = forms.CharField(
                label="Who",
                required=False,
                max_length=80,
                initial=last.next_step_by if last else "",
            )
            self.fields[f"{start}_by"] = DateField3(
                label="By when", required=False, initial=last.next_step_on if last else None
            )
        if not self.sheet.goals:
            self.fields["no_goal"] = forms.ChoiceField(
                label="Is there a goal they want to set?",
                choices=(("none", "No goal for now"), *UNKNOWN),
                required=False,
                widget=ChoiceChips(),
            )
        self.fields["new_goal"] = forms.CharField(
            label="A new goal, in their own words", required=False, max_length=200
        )
        self.fields["new_goal_tags"] = forms.MultipleChoiceField(
            label="What is it for?", choices=Tag.choices, required=False, widget=CheckChips()
        )
        self.fields["new_goal_step"] = forms.CharField(
            label="Next step", required=False, max_length=200
        )
        self.fields["new_goal_who"] = forms.CharField(label="Who", required=False, max_length=80)
        self.fields["new_goal_by"] = DateField3(label="By when", required=False)

    def _add_capital(self) -> None:
        for key, label in CAPITAL:
            self.fields[f"capital_{key}"] = WholeNumberField(
                label=label, min_value=0, max_value=10, called="a rating", required=False
            )
        self.fields["capital_strengths"] = forms.CharField(
            label="What is strong", required=False, max_length=200
        )
        self.fields["capital_build"] = forms.CharField(
            label="One thing to build", required=False, max_length=200
        )
        self._add_unknown("capital")
        if self.sheet.rated_last:
            self.fields["capital_still"] = forms.BooleanField(required=False)

    def _add_options(self) -> None:
        self.fields["options"] = forms.MultipleChoiceField(
            label="Options you talked about",
            choices=OptionsTalk.Option.choices,
            required=False,
            widget=CheckChips(),
        )
        self._add_unknown("options")
        self.fields["preference"] = forms.CharField(
            label="What would they like?", required=False, max_length=300
        )
        self._add_unknown("preference")
        if Question.PREFERENCE in self.sheet.last:
            self.fields["preference_still"] = forms.BooleanField(required=False)

    def _add_next_review(self) -> None:
        latest = self.latest_next_review
        self.fields["next_review_on"] = DateField3(
            label="Next review",
            required=False,
            initial=latest,
        )

    @property
    def main_type(self) -> ReviewType:
        types = self.sheet.types
        return next(
            (t for t in (ReviewType.CARE_PLAN, ReviewType.MEDICAL) if t in types),
            types[0] if types else ReviewType.CARE_PLAN,
        )

    @property
    def latest_next_review(self) -> date | None:
        return next_review_latest_on(
            self.main_type, self.sheet.on, self.sheet.facts, self.sheet.schedule
        )

    @property
    def latest_words(self) -> str:
        latest = self.latest_next_review
        return f"{nhs_date(latest)}, by this service's intervals." if latest else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        held_on, next_on = cleaned.get("held_on"), cleaned.get("next_review_on")
        if held_on and next_on:
            latest = next_review_latest_on(
                self.main_type, held_on, self.sheet.facts, self.sheet.schedule
            )
            if next_on <= held_on:
                self.add_error("next_review_on", "Next review must be after the date of the review")
            elif latest and next_on > latest:
                self.add_error("next_review_on", f"Next review cannot be after {nhs_date(latest)}")
        has_parts = any(cleaned.get(f"new_goal_{part}") for part in ("step", "who", "by", "tags"))
        if has_parts and not cleaned.get("new_goal"):
            self.add_error("new_goal", "Enter the new goal, or clear its next step")
        if cleaned.get("new_goal") and not cleaned.get("new_goal_tags"):
            self.add_error("new_goal_tags", "Choose what the new goal is for")
        if self.sheet.has_strategic:
            self.clean_doubt(cleaned, held_on=held_on or self.sheet.on)
        if self.asks_top:
            self.clean_top(
                cleaned, held_on=held_on or self.sheet.on, on=self.sheet.on, stage=self.stage
            )
        return cleaned

    def logged(self, suggested: str = "") -> Logged:
        """What was typed, as the action takes it. Also of a form with errors or blanks: then it is
        what the side summary is worked out from. `suggested`: what the record suggests."""
        cleaned = self.cleaned_data
        held_on = cleaned.get("held_on") or self.sheet.on
        return Logged(
            held_on=held_on,
            seen=cleaned.get("seen") or "",
            wanted=tuple(Wanted(item.type, item.milestone) for item in self.sheet.dues),
            answers=self._answers(cleaned),
            with_others=cleaned.get("with_others", ""),
            next_review_on=cleaned.get("next_review_on"),
            top=top_answers(cleaned, held_on=held_on, stage=self.stage) if self.asks_top else None,
            goals=tuple(self._goal_answers(cleaned)),
            new_goal=_new_goal(cleaned),
            capital=self._capital(cleaned),
            capital_strengths=self._capital_words(cleaned, "capital_strengths", "strengths"),
            capital_build=self._capital_words(cleaned, "capital_build", "one_thing_to_build"),
            options=tuple(cleaned.get("options") or ()),
            preference=self._preference(cleaned).value,
            part=self._strategic_part(suggested),
        )

    def _strategic_part(self, suggested: str) -> StrategicPart | None:
        """None while nothing of it is answered: then nobody has begun a strategic review."""
        return self.part(suggested) if self.has_strategic_part else None

    @property
    def has_strategic_part(self) -> bool:
        """Of a form that has been looked at."""
        return self.sheet.has_strategic and self.says_something(self.cleaned_data)

    def _capital(self, cleaned: dict[str, Any]) -> dict[str, int | None]:
        """The ratings typed; those of last time where none is, and all were asked: still true."""
        typed = {
            key: cleaned[f"capital_{key}"] for key, _ in CAPITAL if f"capital_{key}" in cleaned
        }
        is_typed = any(value is not None for value in typed.values())
        if cleaned.get("capital_still") and not is_typed and self.sheet.capital:
            return {key: getattr(self.sheet.capital, key) for key, _ in CAPITAL}
        return typed

    def _capital_words(self, cleaned: dict[str, Any], name: str, column: str) -> str:
        """The words typed; those of last time where the ratings were asked, and are still true."""
        typed: str = cleaned.get(name, "")
        if not typed and cleaned.get("capital_still") and self.sheet.capital:
            return str(getattr(self.sheet.capital, column))
        return typed

    def _preference(self, cleaned: dict[str, Any]) -> Answered:
        """What they would like is kept as an entry of its own: carried and not asked, it is not
        written down again."""
        said = self.sheet.last.get(Question.PREFERENCE)
        return answered(
            cleaned.get("preference") or cleaned.get("preference_unknown") or "",
            last=said.value if said and cleaned.get("preference_still") else "",
            is_still_true=bool(cleaned.get("preference_still")),
        )

    @property
    def stage(self) -> str:
        return stage_for(has_start=self.sheet.start_top is not None)

    def _answers(self, cleaned: dict[str, Any]) -> dict[Question, Answered]:
        found = {}
        for ask in self.sheet.asks:
            name = ask.question.value
            said = self.sheet.last.get(ask.question)
            found[ask.question] = answered(
                cleaned.get(name) or cleaned.get(f"{name}_unknown") or "",
                last=said.value if said and ask.is_carried else "",
                is_still_true=bool(cleaned.get(f"{name}_still")),
                note=cleaned.get(f"{name}_note") or "",
            )
        for question, value in self._from_groups(cleaned):
            found[question] = answered(value)
        if Question.PREFERENCE in self.sheet.questions:
            found[Question.PREFERENCE] = self._preference(cleaned)
        if Question.RECOVERY_CAPITAL in self.sheet.questions and cleaned.get("capital_still"):
            rated = found[Question.RECOVERY_CAPITAL]
            last = self.sheet.rated_last
            found[Question.RECOVERY_CAPITAL] = answered(rated.value, last=last, is_still_true=True)
        return found

    def _from_groups(self, cleaned: dict[str, Any]) -> Iterator[tuple[Question, str]]:
        """Questions that are answered by several fields together: "" while they are not."""
        asked = self.sheet.questions
        if Question.GOALS in asked:
            states = [cleaned.get(f"goal_{item.goal.pk.hex}_state") for item in self.sheet.goals]
            if states:
                yield Question.GOALS, _together(states)
            else:
                yield Question.GOALS, cleaned.get("new_goal") or cleaned.get("no_goal") or ""
        if Question.RECOVERY_CAPITAL in asked:
            rated = [key for key, _ in CAPITAL if cleaned.get(f"capital_{key}") is not None]
            yield Question.RECOVERY_CAPITAL, ", ".join(rated) or cleaned.get("capital_unknown", "")
        if Question.OPTIONS_DISCUSSED in asked:
            chosen = ", ".join(cleaned.get("options") or ())
            yield Question.OPTIONS_DISCUSSED, chosen or cleaned.get("options_unknown", "")
        if Question.NEXT_REVIEW_ON in asked:
            next_on = cleaned.get("next_review_on")
            yield Question.NEXT_REVIEW_ON, next_on.isoformat() if next_on else ""

    def _goal_answers(self, cleaned: dict[str, Any]) -> Iterator[GoalAnswer]:
        for item in self.sheet.goals if Question.GOALS in self.sheet.questions else ():
            start = f"goal_{item.goal.pk.hex}"
            yield GoalAnswer(
                goal_id=item.goal.pk,
                state=_known(cleaned.get(f"{start}_state") or ""),
                next_step=cleaned.get(f"{start}_step") or "",
                next_step_by=cleaned.get(f"{start}_who") or "",
                next_step_on=cleaned.get(f"{start}_by"),
            )


def _together(states: Sequence[str | None]) -> str:
    """All the goals as one answer: asked where any was; else why not, where that was said."""
    if not all(states):
        return ""
    known = [state for state in states if state not in UNKNOWN_VALUES]
    return "asked" if known else states[0] or ""


def _known(state: str) -> str:
    return "" if state in UNKNOWN_VALUES else state


def _new_goal(cleaned: dict[str, Any]) -> NewGoal | None:
    if not cleaned.get("new_goal"):
        return None
    return NewGoal(
        words=cleaned["new_goal"],
        tags=tuple(cleaned.get("new_goal_tags") or ()),
        next_step=cleaned.get("new_goal_step") or "",
        next_step_by=cleaned.get("new_goal_who") or "",
        next_step_on=cleaned.get("new_goal_by"),
    )
