"""One person as an audit sees them: plain values, as they stood and as they were known. Pure.

Facts dated after the audit's day have been left out by whoever gathered them (`audits.facts`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from audits.capital_facts import CapitalFact
from audits.health_facts import Done
from audits.heart_facts import NOT_KNOWN, HeartFacts
from audits.improving_facts import Early, Talked
from audits.leaving import NOTHING, Leaving
from audits.plan_facts import PlanFact
from audits.plan_sample import Sampled
from audits.staff_facts import Staff
from audits.support_facts import NO_SUPPORT, SupportFacts
from audits.talking_facts import Talking
from prescribing.doses import Spell
from prescribing.endings import Ending
from reviews.dues import Due
from reviews.intervals import Schedule
from reviews.review_facts import Event, Pause, ReviewFacts
from reviews.review_types import EventKind, ReviewType
from reviews.schedule import due_for
from rodt.dates import days_between


class Record(NamedTuple):
    """A record a finding rests on. `id` is left out of the digest: it differs between databases."""

    what: str
    on: date
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EpisodeFact:
    """`contacted_on`: when the person asked to start or come back; None is not recorded."""

    started_on: date
    ended_on: date | None = None
    end_reason: str = ""
    contacted_on: date | None = None
    transfer_confirmed_on: date | None = None

    def is_open_on(self, on: date) -> bool:
        return self.started_on <= on and (self.ended_on is None or self.ended_on > on)


@dataclass(frozen=True, slots=True)
class MedicineFact:
    name: str
    group: str
    usual_from_mg: Decimal | None = None
    usual_to_mg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DoseFact:
    """A prescription of a substitution medicine that covers the audit's day."""

    medicine: MedicineFact
    state: str
    since: date
    daily_dose_mg: Decimal | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GoalFact:
    """`changed_on`: the days on which something about it changed; copied forward is no change.
    `next_on`: by when the next step is to be done; `has_whole_step`: the last entry says what next,
    who and by when."""

    tags: frozenset[str]
    opened_on: date
    closed_on: date | None = None
    changed_on: tuple[date, ...] = ()
    substance: str = ""
    next_on: date | None = None
    has_whole_step: bool = False

    def is_open_on(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or self.closed_on > on)


@dataclass(frozen=True, slots=True)
class TopFact:
    """A blank is None, never 0. `acute_housing`: "yes", "no", "not_asked" or "declined".
    `is_complete`: counts as a TOP in date (`reviews.top.counts`); its answers hold either way."""

    on: date
    stage: str = "review"
    opiates_days: int | None = None
    acute_housing: str = "not_asked"
    paid_work_days: int | None = None
    volunteer_days: int | None = None
    education_days: int | None = None
    id: UUID | None = None
    is_complete: bool = True
    crack_days: int | None = None
    injecting_days: int | None = None

    @property
    def days_active(self) -> tuple[int | None, ...]:
        return self.paid_work_days, self.volunteer_days, self.education_days


@dataclass(frozen=True, slots=True)
class TestFact:
    """`opiates`: whether they were found; None where they were not looked for, or where the test
    cannot tell: `is_clouded` by a medicine that was prescribed on that day."""

    on: date
    opiates: bool | None = None
    id: UUID | None = None
    is_clouded: bool = False


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A contact the person attended."""

    on: date
    with_role: str
    content: frozenset[str] = frozenset()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReviewHeld:
    """A care-plan or strategic review. `counts`: it credits its type; else `why` it does not, or
    whose signature it `awaits`. `knows_use`: how use of problem drugs stands was answered."""

    type: ReviewType
    held_on: date
    counts: bool = True
    awaits: str = ""
    why: str = ""
    knows_use: bool = False
    conclusion: str = ""
    id: UUID | None = None

    @property
    def record(self) -> Record:
        name = "strategic review" if self.type is ReviewType.STRATEGIC else "care plan review"
        return Record(name, self.held_on, self.id)


@dataclass(frozen=True, slots=True)
class OptionsFact:
    on: date
    options: int
    has_preference: bool
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """`spells`: of opioid substitution treatment, oldest first. `contacts` and `tests`: of the year
    up to the audit's day, or of its period where that is longer. `health`: what was done, by the
    names of `audits.health_facts`. `stable_on`: days on which a prescription became active, which
    is to say that the dose holds. `talked`, `early`: of the time of `contacts`. `staff`: of the
    whole service, the same for everybody."""

    reference: str
    reviews: ReviewFacts
    episodes: tuple[EpisodeFact, ...]
    patient_id: UUID | None = None
    born_on: date | None = None
    has_injected: str = "not_asked"
    team_id: UUID | None = None
    spells: tuple[Spell, ...] = ()
    endings: tuple[Ending, ...] = ()
    stable_on: tuple[date, ...] = ()
    doses: tuple[DoseFact, ...] = ()
    held: tuple[ReviewHeld, ...] = ()
    tops: tuple[TopFact, ...] = ()
    tests: tuple[TestFact, ...] = ()
    has_plan: bool = False
    plans: tuple[PlanFact, ...] = ()
    sampled: Sampled | None = None
    goals: tuple[GoalFact, ...] = ()
    options: tuple[OptionsFact, ...] = ()
    visions: tuple[Record, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    optimised_on: tuple[date, ...] = ()
    keyworkers: frozenset[UUID] = field(default_factory=frozenset)
    support: SupportFacts = NO_SUPPORT
    leaving: Leaving = NOTHING
    capital: tuple[CapitalFact, ...] = ()
    health: Mapping[str, Done] = field(default_factory=dict)
    heart: HeartFacts = NOT_KNOWN
    talked: tuple[Talked, ...] = ()
    talking: tuple[Talking, ...] = ()
    early: tuple[Early, ...] = ()
    staff: Staff = field(default_factory=dict)

    @property
    def tested_on(self) -> tuple[date, ...]:
        return tuple(test.on for test in self.tests if not test.is_clouded)

    def episode_on(self, on: date) -> EpisodeFact | None:
        return next((item for item in self.episodes if item.is_open_on(on)), None)

    def plan_on(self, on: date) -> PlanFact | None:
        """Of the treatment that is open on a day."""
        episode = self.episode_on(on)
        begun = episode.started_on if episode else None
        return next((item for item in self.plans if item.episode_on == begun), None)

    def spell_on(self, on: date) -> Spell | None:
        """The spell of substitution treatment that covers a day."""
        return next((spell for spell in self.spells if spell.covers(on)), None)

    def on_ost(self, on: date) -> bool:
        """In treatment here and covered by substitution treatment: one of the caseload."""
        return self.episode_on(on) is not None and self.spell_on(on) is not None

    def days_on_ost(self, on: date) -> int:
        """Since the spell began; -1 where none covers the day."""
        spell = self.spell_on(on)
        return days_between(spell.started_on, on) if spell else -1

    def on_ost_for(self, on: date, days: int) -> bool:
        """One of the caseload, and for at least so many days."""
        return self.on_ost(on) and self.days_on_ost(on) >= days

    def paused_on(self, on: date) -> Pause | None:
        return self.reviews.paused_on(on)

    def due(self, kind: ReviewType, on: date, schedule: Schedule) -> Due:
        """The worklist's own answer: both ask the one function in `reviews.schedule`."""
        return due_for(kind, self.reviews, on, schedule)

    def events(self, kind: EventKind) -> Iterable[Event]:
        return (event for event in self.reviews.events if event.kind is kind)

    def held_of(self, kind: ReviewType) -> list[ReviewHeld]:
        """Those that count, oldest first."""
        return [review for review in self.held if review.type is kind and review.counts]

    def latest_top(self, on: date) -> TopFact | None:
        return max((top for top in self.tops if top.on <= on), key=lambda top: top.on, default=None)

    def start_top(self) -> TopFact | None:
        """The first one of the stage start in the episode that is running."""
        return next((top for top in self.tops if top.stage == "start"), None)
