"""A form that comes second: what a colleague recorded meanwhile, beside what was typed here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.timezone import localtime

from patients.models import Patient
from patients.stale import value_words
from reviews import review_page
from reviews.asks import SECTIONS
from reviews.last_answers import words_of
from reviews.models import Review, StrategicReview
from reviews.questions import Question
from reviews.review_form import LogReviewForm
from reviews.sheet import Kept, LastAnswer
from reviews.strategic_form import StrategicForm, initial_from
from rodt.words import and_list, nhs_date, nhs_time

STILL = "_still"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One review that was recorded meanwhile, in words."""

    review: Review
    who: str
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Beside:
    """components of reviews/_saved_first.html: one question, what is recorded, what was typed."""

    label: str
    now: str
    yours: str


def recorded(patient: Patient, reviews: Sequence[Review]) -> list[Recorded]:
    return [
        Recorded(
            review=one,
            who=one.recorded_by.full_name if one.recorded_by else "Someone else",
            at=nhs_time(localtime(one.recorded_at)),
            words=f"Held on {nhs_date(one.held_on)}. {review_page.read(patient, one).opening}",
        )
        for one in reviews
    ]


def beside(patient: Patient, review: Review, form: LogReviewForm) -> list[Beside]:
    """What was answered in the review, and the same of the form. The form has been looked at."""
    found = review_page.read(patient, review)
    mine = form.logged()
    labels = {ask.label: ask for section in SECTIONS for ask in section.asks}
    rows = []
    for line in found.answers:
        ask = labels[line.label]
        typed = mine.answers.get(ask.question)
        value = typed.value if typed else ""
        rows.append(
            Beside(
                line.label,
                line.value or line.tag_text,
                words_of(ask, LastAnswer(value, typed.note if typed else "", "")) if value else "",
            )
        )
    states = {goal.goal_id: goal for goal in mine.goals}
    for progress in found.goals:
        own = states.get(progress.goal_id)
        rows.append(
            Beside(
                f"“{progress.goal.words}”",
                progress.get_state_display(),
                dict(type(progress).State.choices).get(own.state, "") if own else "",
            )
        )
    rows.append(Beside("Options", found.options_words, form.options_words))
    rows.append(Beside("Next review", _day(review.next_review_on), _day(mine.next_review_on)))
    return [row for row in rows if row.now]


def beside_part(review: Review, part: StrategicReview | None, form: StrategicForm) -> list[Beside]:
    """Of a strategic review: what a colleague recorded, and the same of a form with all fields."""
    now: dict[str, Any] = {name: getattr(review, name) for name in ("held_on", "seen")}
    now |= initial_from(part) if part else {}
    now["next_review_on"] = review.next_review_on
    typed = form.cleaned_data
    return [
        Beside(str(field.label), value_words(field, now[name]), value_words(field, typed.get(name)))
        for name, field in form.fields.items()
        if name in now and now[name] not in (None, "", [])
    ]


def _day(on: date | None) -> str:
    return nhs_date(on) if on else ""


def kept_from(typed: Mapping[str, Sequence[str]]) -> Kept:
    """What a form asked when it was opened, from its posted values or from its draft."""
    asked = "".join(typed.get("asked", ())).split(",")
    goals = [
        name.removeprefix("goal_").removesuffix("_state")
        for name, values in typed.items()
        if name.startswith("goal_") and name.endswith("_state") and any(values)
    ]
    return Kept(
        frozenset(Question(key) for key in asked if key in set(Question)),
        frozenset(UUID(hex=goal) for goal in goals if _is_hex(goal)),
    )


def _is_hex(text: str) -> bool:
    return len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)


def as_typed(
    data: QueryDict, last: Mapping[Question, LastAnswer], zeros: Iterable[str], known: int
) -> QueryDict:
    """The posted values once more, with every "still true" written out as what was true when it was
    ticked: beside a colleague's newer answer the tick would say something else. The next save is
    one that knows of `known` reviews."""
    found = data.copy()
    for name in [name for name in data if name.endswith(STILL) and data.get(name)]:
        question = name.removesuffix(STILL)
        if question in set(Question) and not data.get(question) and Question(question) in last:
            found[question] = last[Question(question)].value
        del found[name]
    for item in data.getlist("top_still_zero"):
        weeks = [data.get(f"{item}_w{week}") for week in (1, 2, 3, 4)]
        if item in set(zeros) and not data.get(item) and not any(weeks):
            found[item] = "0"
    found.pop("top_still_zero", None)
    found["known_reviews"] = str(known)
    return found


def who_first(found: Sequence[Recorded]) -> str:
    return and_list(list(dict.fromkeys(one.who for one in found)))
