"""A person's own copy of the plan: their words first, then ours, in plain words and large print.

One page and one PDF print it. What is said of risk, phases or layers does not stand in it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplans.copy_words import Language
from careplans.models import GoalProgress
from careplans.sheet import GoalRow, Sheet
from patients.models import Answer, Patient


@dataclass(frozen=True, slots=True)
class CopyGoal:
    words: str
    next_step: str
    who: str
    by_when: str


@dataclass(frozen=True, slots=True)
class CopyPerson:
    """Somebody who stands by them. `contact`: whether we may be in touch, in words."""

    name: str
    relation: str
    contact: str
    may_know: str


@dataclass(frozen=True, slots=True)
class PlanCopy:
    language: Language
    name: str
    made_on: str
    ending: str
    in_place: str
    way_back: str
    strengths: str
    goals: tuple[CopyGoal, ...]
    done: tuple[str, ...]
    agree: str
    agree_words: str
    people: tuple[CopyPerson, ...]

    @property
    def said(self) -> dict[str, str]:
        return dict(self.language.said)

    @property
    def text(self) -> str:
        """Every letter that stands in it."""
        goals = [" ".join((g.words, g.next_step, g.who, g.by_when)) for g in self.goals]
        people = [" ".join((p.name, p.relation, p.may_know)) for p in self.people]
        own = (self.name, self.made_on, self.ending, self.in_place, self.way_back, self.strengths)
        return " ".join((*self.said.values(), *own, *goals, *people, *self.done, self.agree_words))


def make(patient: Patient, sheet: Sheet, language: Language, on: date) -> PlanCopy:
    """Of a plan that there is."""
    plan, vision = sheet.plan, sheet.vision
    assert plan is not None
    agreed = sheet.agreements[0] if sheet.agreements else None
    return PlanCopy(
        language=language,
        name=patient.name,
        made_on=language.day(on),
        ending=vision.words if vision else "",
        in_place=vision.in_place if vision else "",
        way_back=vision.way_back if vision else "",
        strengths=plan.strengths,
        goals=tuple(_goal(row, language) for row in sheet.open_goals),
        done=tuple(
            row.goal.words
            for row in sheet.closed_goals
            if row.status == GoalProgress.State.ACHIEVED
        ),
        agree=language.said[f"agree_{agreed.answer if agreed else plan.patient_agreed}"],
        agree_words=agreed.words if agreed else "",
        people=tuple(
            _person(one, language)
            for one in sheet.supporters
            if one.no_longer_on is None or one.no_longer_on > on
        ),
    )


def _goal(row: GoalRow, language: Language) -> CopyGoal:
    last = row.last
    if last is None:
        return CopyGoal(row.goal.words, "", "", "")
    by_when = language.day(last.next_step_on) if last.next_step_on else ""
    return CopyGoal(row.goal.words, last.next_step, last.next_step_by, by_when)


def _person(supporter: Any, language: Language) -> CopyPerson:
    is_said = supporter.consent in (Answer.YES, Answer.NO)
    key = f"contact_{supporter.consent}" if is_said else "contact_not_asked"
    may_know = supporter.may_know if supporter.consent == Answer.YES else ""
    return CopyPerson(supporter.name, supporter.relation, language.said[key], may_know)
