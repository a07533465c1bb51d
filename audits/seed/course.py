"""The course of one invented person, as plain values: drawn or written down first, then turned into
rows. No database here."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rodt.dates import add_days


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff. `role` as in `accounts.roles`."""

    id: str
    full_name: str
    job_title: str
    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """The service and team a person belongs to, and the staff who see them. `second_prescriber`:
    who looks with the prescriber where one is not enough; the same where a service has but one."""

    service_id: str
    team_id: str
    keyworker: Member
    prescriber: Member
    second_prescriber: Member


@dataclass(slots=True)
class Treatment:
    """One episode. `ended_on` None: it goes on."""

    started_on: date
    ended_on: date | None = None
    end_reason: str = ""
    contacted_on: date | None = None
    transfer_confirmed_on: date | None = None
    scripts: list["Script"] = field(default_factory=list)
    earlier_keyworker_to: date | None = None


@dataclass(slots=True)
class Step:
    """A dose in mg, or a kind of supervision, from a day to a day."""

    what: Any
    from_on: date
    to_on: date | None = None
    why: str = ""
    agreed: str = "yes"


@dataclass(slots=True)
class Turn:
    """A prescription enters a state."""

    state: str
    on: date
    intent: str = ""
    stop_reason: str = ""
    why: str = ""
    agreed: str = "not_asked"
    their_words: str = ""
    has_risk_plan: bool = False
    has_second_clinician: bool = False
    to_service: str = ""
    why_without: str = ""


@dataclass(slots=True)
class Missed:
    from_on: date
    to_on: date
    decided_on: date | None = None
    late_days: int = 1

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


@dataclass(slots=True)
class Script:
    """One prescription. Its last day is `ended_on`; the closing state begins the day after."""

    medicine: str
    started_on: date
    ended_on: date | None = None
    doses: list[Step] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    supervision: list[Step] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    injections: list[tuple[date, date, int]] = field(default_factory=list)
    script_from_on: date | None = None
    script_to_on: date | None = None

    @property
    def is_depot(self) -> bool:
        return "depot" in self.medicine or self.medicine == "naltrexone-injection"


@dataclass(slots=True)
class Strategic:
    """What a strategic review concluded. `awaits_prescriber`: only the keyworker has signed.
    `ratings`, what the product `suggested`, and `why` it was not followed: see `rating`; `ladder`,
    `decision` and `no_plan_because`: see `deciding`."""

    conclusion: str
    judgement: int | None = None
    awaits_prescriber: bool = False
    optimised_on: date | None = None
    ratings: dict[str, str] = field(default_factory=dict)
    suggested: str = ""
    why: str = ""
    ladder: dict[str, dict[str, str]] = field(default_factory=dict)
    decision: str = ""
    no_plan_because: str = ""


@dataclass(slots=True)
class Meeting:
    """A review that was held. `counts` are (type, milestone) pairs."""

    on: date
    counts: list[tuple[str, str]]
    by: str = "keyworker"
    seen: str = "in_person"
    next_on: date | None = None
    words: str = ""
    late_days: int = 0
    strategic: Strategic | None = None
    is_inherited: bool = False
    is_amended: bool = False


@dataclass(slots=True)
class Profile:
    """A TOP. `items` by the names of its columns; `at_review`: done inside that day's review."""

    on: date
    stage: str
    items: dict[str, Any]
    at_review: bool = False
    late_days: int = 0
    amended_items: dict[str, Any] | None = None

    @property
    def amended_after_days(self) -> int | None:
        """Days from the profile to its correction; None where there was none."""
        is_amended = self.amended_items is not None and not self.at_review
        return self.late_days + 9 if is_amended else None

    def known_on(self, day: date) -> dict[str, Any]:
        """What it said on a later day."""
        after = self.amended_after_days
        if self.amended_items is None or after is None or add_days(self.on, after) > day:
            return self.items
        return self.amended_items


@dataclass(slots=True)
class Met:
    """A contact, held or missed."""

    on: date
    kind: str = "in_person"
    outcome: str = "attended"
    with_role: str = "keyworker"
    content: tuple[str, ...] = ("drug_use_goals",)
    summary: str = ""
    words: str = ""
    reason_missed: str = ""
    late_days: int = 0
    is_amended: bool = False


@dataclass(slots=True)
class Booking:
    on: date
    minute: int
    about: str
    types: tuple[str, ...] = ()
    state: str = "booked"
    by: str = "keyworker"


@dataclass(slots=True)
class Away:
    """A pause. `ended_on` is the first day back."""

    reason: str
    started_on: date
    expected_end_on: date
    ended_on: date | None = None


@dataclass(slots=True)
class Aim:
    """A goal, and how it stood at reviews: (day, state, next step, who, by when)."""

    words: str
    tags: tuple[str, ...]
    opened_on: date
    substance: str = ""
    closed_on: date | None = None
    progress: list[tuple[date, str, str, str, date | None]] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """`phase`, `layer`: where it began; `moves`: (day, phase, layer, why). `agreed` when it was
    written; `said`: what they said of it later, (day, answer, words)."""

    started_on: date
    strengths: str = ""
    phase: str = "stabilisation"
    layer: str = "standard"
    agreed: str = "yes"
    copy_given_on: date | None = None
    copy_not_wanted_on: date | None = None
    moves: list[tuple[date, str, str, str]] = field(default_factory=list)
    said: list[tuple[date, str, str]] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """A health fact. `kind` as in `prescribing.health.kinds`; `values` by its columns.
    `corrected`: what it said at first, until somebody corrected it."""

    kind: str
    on: date
    values: dict[str, Any]
    corrected: dict[str, Any] | None = None


@dataclass(slots=True)
class Todo:
    """A task, to do or done. `source`: which row opened it, as `Page.marks` names it."""

    kind: str
    text: str
    duty: str
    opened_on: date
    due_on: date
    is_red: bool = False
    source: str = ""
    done_on: date | None = None
    outcome: str = ""


@dataclass(slots=True)
class Passage:
    """On the way from or to another service."""

    direction: str
    other_service: str
    asked_on: date
    accepted_on: date | None = None
    accepted_by: str = ""
    picked_up_on: date | None = None


@dataclass(slots=True)
class Answered:
    """A safety check that somebody answered. `trigger` as `prescribing.safety` writes it."""

    check: str
    trigger: str
    on: date
    outcome: str
    reason: str


@dataclass(slots=True)
class OtherRecord:
    """A second record of the same person, made one with the first. `contacts`: written in it."""

    given_name: str
    family_name: str
    made_on: date
    merged_on: date
    contacts: list[Met] = field(default_factory=list)


@dataclass(slots=True)
class Home:
    """How home and work stood on a day."""

    on: date
    housing: str
    employment: str
    wants_work: str


@dataclass(slots=True)
class Offered:
    """Support of one kind. `steps`: day, state, whether it helps, their words."""

    kind: str
    on: date
    other_words: str = ""
    how: str = "offered"
    words: str = ""
    has_place: bool = False
    steps: list[tuple[date, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Course:
    """Everything about one person. The last treatment is the one that is open, if any is.

    `rank`: of how well the record is kept, from 0, the best, to 1. See `timeliness.Watch`.
    `outlook`: how far benefit shows, as the last strategic review will conclude.
    `other_names`: day told, kind, given and family name. `consents`: day, matter, answer.
    `improved`: day, status by rung of the ladder.
    """

    number: int
    given_name: str
    family_name: str
    born_on: date
    sex: str
    ethnicity: str = ""
    deprivation_decile: int | None = None
    nhs_number: str = ""
    known_as: str = ""
    communication_needs: str = ""
    children_at_home: str = "no"
    children_note: str = ""
    locked_box_given_on: date | None = None
    died_on: date | None = None
    earlier_family_name: tuple[str, date] | None = None
    treatments: list[Treatment] = field(default_factory=list)
    plan: Plan | None = None
    meetings: list[Meeting] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    tests: list[tuple[date, tuple[str, ...], tuple[str, ...], int]] = field(default_factory=list)
    contacts: list[Met] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    pauses: list[Away] = field(default_factory=list)
    events: list[tuple[date, str, str]] = field(default_factory=list)
    exits: list[tuple[date, str]] = field(default_factory=list)
    talks: list[tuple[date, tuple[str, ...], str]] = field(default_factory=list)
    capital: list[tuple[date, tuple[int | None, ...]]] = field(default_factory=list)
    rank: float = 0.5
    outlook: str = ""
    has_injected: str = "not_asked"
    health: list[Known] = field(default_factory=list)
    tasks: list[Todo] = field(default_factory=list)
    transfers: list[Passage] = field(default_factory=list)
    other_names: list[tuple[date, str, str, str]] = field(default_factory=list)
    consents: list[tuple[date, str, str]] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    other_record: OtherRecord | None = None
    homes: list[Home] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)
    improved: list[tuple[date, dict[str, str]]] = field(default_factory=list)
    declined_ecgs: list[Known] = field(default_factory=list)

    @property
    def treatment(self) -> Treatment:
        return self.treatments[-1]
