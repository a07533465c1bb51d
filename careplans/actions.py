"""What changes a care plan: goals and how they stand, a good ending in the person's own words,
options that were talked about, recovery capital."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from careplans.capital import KEYS
from careplans.instrument import Instrument
from careplans.models import (
    CarePlan,
    ExitVision,
    Goal,
    GoalProgress,
    InstrumentAnswers,
    OptionsTalk,
    RecoveryCapital,
)
from patients import facts
from patients.models import Episode, Patient
from rodt.versions import check_version
from rodt.words import nhs_date

PLAN_FIELDS = frozenset({"strengths", "copy_given_on", "copy_not_wanted_on"})


@transaction.atomic
def open_plan(
    *, episode: Episode, started_on: date, by: User | None, brings_goals: bool = True
) -> CarePlan:
    """The care plan of this episode; the one there is, where it was opened before. The goals that
    were open in the person's last plan come along, in their words."""
    Episode.objects.select_for_update().get(pk=episode.pk)
    plan = CarePlan.objects.filter(episode=episode).first()
    if plan is not None:
        return plan
    patient = episode.patient
    last = CarePlan.objects.filter(patient=patient).order_by("-started_on").first()
    plan = facts.add(CarePlan, patient=patient, by=by, episode=episode, started_on=started_on)
    if last is not None and brings_goals:
        for goal in last.goals.filter(closed_on=None).order_by("opened_on", "id"):
            add_goal(
                plan=plan,
                words=goal.words,
                tags=goal.tags,
                substance=goal.substance,
                opened_on=started_on,
                by=by,
            )
    facts.note("opened a care plan", plan, by)
    return plan


@transaction.atomic
def edit_plan(*, plan: CarePlan, version: int, by: User, **changes: Any) -> CarePlan:
    """Change strengths, or the day a copy was taken or not wanted; moves and agreement are facts of
    their own (`plan_actions`). Raises StaleSave, ValidationError for a copy before there was a
    plan."""
    unknown = changes.keys() - PLAN_FIELDS
    if unknown:
        raise TypeError(f"Not a field of a care plan: {', '.join(sorted(unknown))}")
    now = CarePlan.objects.select_for_update().get(pk=plan.pk)
    check_version(now, version)
    day = changes.get("copy_given_on") or changes.get("copy_not_wanted_on")
    if day is not None and day < now.started_on:
        started = nhs_date(now.started_on)
        raise ValidationError({"on": f"This is before the plan was started, {started}"})
    for name, value in changes.items():
        setattr(now, name, value)
    now.version += 1
    now.save(update_fields=[*changes, "version"])
    facts.note("changed a care plan", now, by, fields=sorted(changes))
    return now


@transaction.atomic
def save_plan(*, episode: Episode, version: int, on: date, by: User, **changes: Any) -> CarePlan:
    """Open the plan of this episode where there is none, and change it. `version` 0: the page saw
    no plan; a plan that was opened while the page stood is then not overwritten unseen."""
    is_new = not CarePlan.objects.filter(episode=episode).exists()
    plan = open_plan(episode=episode, started_on=on, by=by)
    return edit_plan(plan=plan, version=plan.version if is_new else version, by=by, **changes)


@transaction.atomic
def add_first_or_next_goal(*, episode: Episode, on: date, by: User, **goal: Any) -> Goal:
    """A goal of this episode's plan, which the first goal opens."""
    plan = open_plan(episode=episode, started_on=on, by=by)
    return add_goal(plan=plan, by=by, **goal)


@transaction.atomic
def add_goal(
    *,
    plan: CarePlan,
    words: str,
    tags: Sequence[str],
    opened_on: date,
    by: User | None,
    substance: str = "",
    next_step: str = "",
    next_step_by: str = "",
    next_step_on: date | None = None,
    entry_id: UUID | None = None,
) -> Goal:
    """What the person wants, in their own words, with the first agreed step."""
    if not words.strip():
        raise ValidationError({"words": "Write the goal in their own words"})
    patient = plan.patient
    made = facts.posted_before(Goal, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    facts.after_birth(patient, opened_on, "opened_on")
    goal = facts.add(
        Goal,
        patient=patient,
        by=by,
        entry_id=entry_id,
        plan=plan,
        words=words.strip(),
        tags=list(tags),
        substance=substance,
        opened_on=opened_on,
    )
    if not goal.progress.exists():
        facts.add(
            GoalProgress,
            patient=patient,
            by=by,
            goal=goal,
            on=opened_on,
            state=GoalProgress.State.NEW,
            next_step=next_step,
            next_step_by=next_step_by,
            next_step_on=next_step_on,
        )
    facts.note("added a goal", goal, by)
    return goal


@transaction.atomic
def record_progress(
    *,
    goal: Goal,
    on: date,
    state: str,
    by: User | None,
    version: int | None = None,
    next_step: str = "",
    next_step_by: str = "",
    next_step_on: date | None = None,
    entry_id: UUID | None = None,
) -> GoalProgress:
    """How the goal stands on a day, and what next. Achieved and dropped close it; any other state,
    recorded later, opens it again."""
    now = Goal.objects.select_for_update(of=("self",)).select_related("patient").get(pk=goal.pk)
    made = facts.posted_before(GoalProgress, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    if version is not None:
        check_version(now, version)
    step = GoalStep(state, next_step, next_step_by, next_step_on)
    progress = _add_progress(now, on, step, by, entry_id)
    restate([now])
    return progress


@dataclass(frozen=True, slots=True)
class GoalStep:
    """How a goal stands, and what next."""

    state: str
    next_step: str = ""
    next_step_by: str = ""
    next_step_on: date | None = None


@transaction.atomic
def record_each(
    *, patient: Patient, on: date, steps: Mapping[UUID, GoalStep], by: User | None
) -> None:
    """The same for several goals of a person, by id, as one meeting finds them. An id that is no
    goal of theirs is left out. A goal that was set later than `on` stands so from its first day."""
    wanted = Goal.objects.select_for_update().filter(patient=patient, pk__in=list(steps))
    goals = list(wanted.order_by("id"))
    for goal in goals:
        goal.patient = patient
        _add_progress(goal, max(on, goal.opened_on), steps[goal.pk], by, None)
    restate(goals)


def _add_progress(
    goal: Goal, on: date, step: GoalStep, by: User | None, entry_id: UUID | None
) -> GoalProgress:
    """The goal is locked by the caller."""
    if on < goal.opened_on:
        day = nhs_date(goal.opened_on)
        raise ValidationError({"on": f"This is before the goal was set, {day}"})
    if step.state not in GoalProgress.State.values:
        raise ValidationError({"state": "Choose how the goal stands"})
    progress = facts.add(
        GoalProgress,
        patient=goal.patient,
        by=by,
        entry_id=entry_id,
        goal=goal,
        on=on,
        **asdict(step),
    )
    facts.note("recorded progress", goal, by, progress=str(progress.pk))
    return progress


def restate(goals: Sequence[Goal]) -> None:
    """Closed or open as the newest entry of each says. They are locked by the caller."""
    if not goals:
        return
    newest = (
        GoalProgress.objects.current()
        .filter(goal__in=goals)
        .order_by("goal_id", "-on", "-recorded_at", "-id")
        .distinct("goal_id")
    )
    latest = {entry.goal_id: entry for entry in newest}
    for goal in goals:
        entry = latest[goal.pk]
        goal.closed_on = entry.on if entry.state in GoalProgress.State.closing() else None
        goal.version += 1
    Goal.objects.bulk_update(goals, ["closed_on", "version"])


@transaction.atomic
def record_exit_vision(
    *,
    patient: Patient,
    on: date,
    words: str,
    by: User | None,
    in_place: str = "",
    way_back: str = "",
    is_confirmed: bool = False,
    entry_id: UUID | None = None,
) -> ExitVision:
    """What a good ending would be. No date is asked for; "I want to stay on this" is a full
    answer. `is_confirmed`: asked again, and still so."""
    if not words.strip():
        raise ValidationError({"words": "Write it in their own words"})
    vision = facts.add(
        ExitVision,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        words=words.strip(),
        in_place=in_place,
        way_back=way_back,
        is_confirmed=is_confirmed,
    )
    facts.note("recorded a good ending", vision, by)
    return vision


@transaction.atomic
def record_options(
    *,
    patient: Patient,
    on: date,
    options: Sequence[str],
    by: User | None,
    preference: str = "",
    entry_id: UUID | None = None,
) -> OptionsTalk:
    talk = facts.add(
        OptionsTalk,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        options=list(options),
        preference=preference,
    )
    facts.note("recorded options", talk, by)
    return talk


@transaction.atomic
def record_recovery_capital(
    *,
    patient: Patient,
    on: date,
    ratings: Mapping[str, int | None],
    by: User | None,
    strengths: str = "",
    one_thing_to_build: str = "",
    entry_id: UUID | None = None,
) -> RecoveryCapital:
    """Ratings by the person, 0 to 10, by kind; a kind that is left out was not asked."""
    for name, value in ratings.items():
        if name not in KEYS or (value is not None and not 0 <= value <= 10):
            raise ValidationError({name: "Each rating is from 0 to 10"})
    capital = facts.add(
        RecoveryCapital,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        strengths=strengths,
        one_thing_to_build=one_thing_to_build,
        **dict(ratings),
    )
    facts.note("recorded recovery capital", capital, by)
    return capital


@transaction.atomic
def record_instrument(
    *,
    patient: Patient,
    on: date,
    instrument: Instrument,
    answers: Mapping[str, int | None],
    by: User | None,
    entry_id: UUID | None = None,
) -> InstrumentAnswers:
    """What the person answered, item by item, with the words they were asked. An item that is left
    out was not answered. Raises ValidationError without any answer, or for one out of range."""
    asked = {item.key: item for item in instrument.items}
    known = {key: value for key, value in answers.items() if value is not None}
    if not known:
        raise ValidationError("Answer at least one item")
    for key, value in known.items():
        if key not in asked or not asked[key].lowest <= value <= asked[key].highest:
            raise ValidationError({key: "This answer is not one of the item’s"})
    row = facts.add(
        InstrumentAnswers,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        name=instrument.name,
        edition=instrument.edition,
        answers={
            key: {"text": asked[key].text, "value": known[key]} for key in asked if key in known
        },
    )
    facts.note("recorded answers to an instrument", row, by)
    return row
