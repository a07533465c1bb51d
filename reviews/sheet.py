"""What lies on the table when a review is logged: what is due, and what was said last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.access import Access
from accounts.roles import Role
from careplans.models import ExitVision, Goal, GoalProgress, RecoveryCapital
from patients.models import Patient
from reviews import facts_reader, schedules, top_wording
from reviews.asks import SECTIONS, Ask, Section
from reviews.models import Review, ReviewCredit, TopRecord
from reviews.questions import MEDICAL_ALSO, WEEK_12_ALSO, Question
from reviews.recorded_since import known_reviews
from reviews.review_types import ReviewerRole, ReviewType, State
from reviews.schedule import Due, ReviewFacts, Schedule, due
from reviews.strategic import RECORDED
from reviews.top_standing import standing
from reviews.top_wording import Wording
from rodt.words import nhs_date

LATEST_REVIEWS = 8
CAPITAL_KINDS = ("social", "physical", "human", "cultural")
ON_THIS_FORM = tuple(t for t in ReviewType if t is not ReviewType.KEYWORK)
_ALWAYS = {
    ReviewerRole.KEYWORKER: ReviewType.CARE_PLAN,
    ReviewerRole.PRESCRIBER: ReviewType.MEDICAL,
}
_WANTS_ONE = (State.DUE_SOON, State.DUE, State.OVERDUE, State.LONG_OVERDUE)


@dataclass(frozen=True, slots=True)
class LastAnswer:
    value: str
    note: str
    when: str


@dataclass(frozen=True, slots=True)
class GoalSheet:
    goal: Goal
    last: GoalProgress | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`dues`: the reviews this form can credit, in the order of the types. `kept`: what a form that
    was opened earlier asked; it goes on asking it, also where a colleague's review settled it."""

    patient: Patient
    on: date
    role: ReviewerRole
    facts: ReviewFacts
    schedule: Schedule
    dues: tuple[Due, ...]
    last: dict[Question, LastAnswer]
    goals: tuple[GoalSheet, ...]
    capital: RecoveryCapital | None
    last_top: TopRecord | None
    start_top: TopRecord | None
    wording: Wording
    kept: frozenset[Question] = frozenset()
    known_reviews: int | None = None

    @property
    def types(self) -> tuple[ReviewType, ...]:
        return tuple(dict.fromkeys(item.type for item in self.dues))

    @property
    def questions(self) -> frozenset[Question]:
        """Every answer that any of these reviews needs."""
        needed: set[Question] = set(self.kept)
        for item in self.dues:
            needed.update(needs_of(item, self.schedule))
            needed.update(_also_asked(item, self.schedule))
        return frozenset(needed)

    @property
    def has_strategic(self) -> bool:
        """Whether prescribing is still of benefit is asked on this form too."""
        return ReviewType.STRATEGIC in self.types

    @property
    def rated_last(self) -> str:
        """The kinds of recovery capital that were rated last time, as its answer is kept."""
        if self.capital is None:
            return ""
        return ", ".join(kind for kind in CAPITAL_KINDS if getattr(self.capital, kind) is not None)

    @property
    def sections(self) -> tuple[Section, ...]:
        asked = self.questions
        chosen = (
            Section(s.key, s.title, tuple(a for a in s.asks if a.question in asked))
            for s in SECTIONS
        )
        return tuple(section for section in chosen if section.asks)

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for section in self.sections for ask in section.asks)


def needs_of(item: Due, schedule: Schedule) -> tuple[Question, ...]:
    return schedule.rule(item.type).needed_for(item.milestone)


def _also_asked(item: Due, schedule: Schedule) -> tuple[Question, ...]:
    """What no review waits for, and is asked where it fits."""
    if item.type is ReviewType.MEDICAL:
        return MEDICAL_ALSO
    is_week_12 = item.type is ReviewType.FIRST12 and schedule.rule(item.type).is_last(
        item.milestone
    )
    return WEEK_12_ALSO if is_week_12 else ()


def reviewer_role(access: Access) -> ReviewerRole:
    """In which role this member of staff holds reviews. A prescriber's role comes first."""
    if Role.PRESCRIBER in access.roles:
        return ReviewerRole.PRESCRIBER
    return ReviewerRole.KEYWORKER


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form that was opened before asked, and the goals it holds answers to."""

    questions: frozenset[Question] = frozenset()
    goals: frozenset[UUID] = frozenset()


def read(
    *,
    patient: Patient,
    role: ReviewerRole,
    on: date,
    also: Iterable[ReviewType] = (),
    kept: Kept = Kept(),
) -> Sheet | None:
    """The sheet for a review held by this role, in a fixed number of queries. None without an
    open episode or planned exit to hold one in."""
    facts = facts_reader.read(on=on, patient_ids=[patient.pk]).get(patient.pk)
    if facts is None:
        return None
    schedule = schedules.in_force(patient.service_id, on)
    wanted = set(also)
    if Question.CONCLUSION in kept.questions:
        wanted.add(ReviewType.STRATEGIC)
    tops = list(
        TopRecord.objects.current()
        .answered()
        .filter(patient=patient, on__lte=on)
        .order_by("on", "recorded_at")
    )
    stands = standing(tops)
    return Sheet(
        patient=patient,
        on=on,
        role=role,
        facts=facts,
        schedule=schedule,
        dues=_offered(
            facts, schedule, role, on, frozenset(wanted), is_begun=_strategic_is_begun(patient)
        ),
        last=last_answers(patient, on),
        goals=_open_goals(patient, kept.goals),
        capital=_latest(RecoveryCapital.objects.current().filter(patient=patient, on__lte=on)),
        last_top=stands.top if stands else None,
        start_top=next((top for top in tops if top.stage == "start"), None),
        wording=top_wording.in_force(patient.service_id, on),
        kept=kept.questions,
        known_reviews=known_reviews(patient),
    )


def _offered(
    facts: ReviewFacts,
    schedule: Schedule,
    role: ReviewerRole,
    on: date,
    also: frozenset[ReviewType],
    *,
    is_begun: bool,
) -> tuple[Due, ...]:
    """What this role may complete of what is due or soon due, its own routine review always. A
    strategic review that waits for a signature is not begun a second time."""
    chosen: list[Due] = []
    for item in due(facts, on, schedule):
        if item.type not in ON_THIS_FORM or item.state is State.NOT_APPLICABLE:
            continue
        rule = schedule.rule(item.type)
        if not any(role in roles for roles in rule.completed_by):
            continue
        if item.type is ReviewType.STRATEGIC and is_begun and item.type not in also:
            continue
        wanted = item.type in also or _ALWAYS.get(role) is item.type
        if wanted or item.state in _WANTS_ONE:
            chosen.append(item)
    return tuple(chosen)


def _strategic_is_begun(patient: Patient) -> bool:
    waiting = ReviewCredit.objects.current().filter(
        patient=patient, type=ReviewType.STRATEGIC, is_valid=False
    )
    return waiting.exclude(awaits="").exists()


def last_answers(
    patient: Patient, on: date, *, but_for: Iterable[Review] = ()
) -> dict[Question, LastAnswer]:
    """The newest answer to each question over the last reviews. Not asked is no answer. `but_for`:
    as it was before these."""
    before = list(but_for)
    found: dict[Question, LastAnswer] = {}
    rows = (
        Review.objects.current()
        .filter(patient=patient, held_on__lte=on)
        .exclude(pk__in=[review.pk for review in before])
        .select_related("held_by")
        .order_by("-held_on", "-recorded_at")[:LATEST_REVIEWS]
    )
    for review in rows:
        who = f", {review.held_by}" if review.held_by else ""
        for key, answer in review.answers.items():
            if key not in set(Question) or answer.get("value") in (None, "", RECORDED):
                continue
            if answer["state"] in ("asked", "confirmed", "changed"):
                found.setdefault(
                    Question(key),
                    LastAnswer(
                        answer["value"],
                        answer.get("note", ""),
                        f"Last time, {nhs_date(review.held_on)}{who}",
                    ),
                )
    visions = ExitVision.objects.current().filter(patient=patient, on__lte=on)
    vision = _latest(visions.exclude(recorded_at__in=[review.recorded_at for review in before]))
    if vision:
        found[Question.EXIT_VISION] = LastAnswer(
            vision.words, "", f"Last time, {nhs_date(vision.on)}"
        )
    return found


def _latest(rows: QuerySet[Any]) -> Any:
    return rows.order_by("-on", "-recorded_at").first()


def _open_goals(patient: Patient, kept: frozenset[UUID]) -> tuple[GoalSheet, ...]:
    wanted = Q(closed_on=None) | Q(pk__in=kept)
    goals = list(Goal.objects.filter(wanted, patient=patient).order_by("opened_on", "id"))
    latest: dict[UUID, GoalProgress] = {}
    for progress in (
        GoalProgress.objects.current().filter(goal__in=goals).order_by("on", "recorded_at")
    ):
        latest[progress.goal_id] = progress
    return tuple(GoalSheet(goal, latest.get(goal.pk)) for goal in goals)
