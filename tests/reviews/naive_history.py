"""Everything on record of each person that has a say in what is due: plain rows, read once.

For `tests.reviews.naive_oracle`, which asks nothing more of the database however many days it walks
through. Which rows stand, and what they count as, is written out again here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from patients.models import AftercareAnswer, Contact, Episode, Patient, Pause, SignificantEvent
from prescribing.models import DepotDose, MissedDoses, Prescription, Script, StateChange
from reviews.models import Review, ReviewCredit, StrategicReview, TopRecord

ONE_DAY = timedelta(days=1)
ON_OST = {"induction", "titrating", "active", "reducing"}
AFTERCARE_BY = ("keyworker", "peer", "recovery_worker")
ONLY_FORMS = {"administrative", "collection"}


class Held(NamedTuple):
    """A review that counts, of one type."""

    type: str
    on: date
    milestone: str = ""
    is_inherited: bool = False
    agreed_on: date | None = None
    conclusion: str = ""


class Away(NamedTuple):
    """Away to the day before the first day back: the day of return, or else the expected one."""

    from_on: date
    back_on: date
    reason: str
    has_returned: bool


@dataclass
class Course:
    """One prescription. `injections`: given on, covers to."""

    started_on: date
    ended_on: date | None
    is_ost: bool
    is_naltrexone: bool
    states: list[tuple[date, str]] = field(default_factory=list)
    injections: list[tuple[date, date]] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)

    def days(self, last: date) -> Iterator[date]:
        """Each day covered, by its states or an injection (decisions.md 5)."""
        state = ""
        for day in days_of(self.started_on, last):
            for changed_on, changed_to in self.states:
                if changed_on == day:
                    state = changed_to
            if state in ON_OST:
                yield day
        for given_on, covers_to_on in self.injections:
            yield from days_of(given_on, min(covers_to_on, last))


@dataclass
class History:
    """One person. `missed`: runs that were put to a prescriber, and each of their days. `illness`:
    when they were asked about other illness and whether there is any, the first time first."""

    born_on: date | None = None
    died_on: date | None = None
    episodes: list[Episode] = field(default_factory=list)
    held: dict[str, list[Held]] = field(default_factory=dict)
    away: list[Away] = field(default_factory=list)
    events: set[tuple[date, str]] = field(default_factory=set)
    missed_runs: list[MissedDoses] = field(default_factory=list)
    missed: set[date] = field(default_factory=set)
    illness: list[tuple[date, bool]] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    aftercare_said: list[tuple[date, str]] = field(default_factory=list)

    def add(self, held: Held) -> None:
        self.held.setdefault(held.type, []).append(held)


def days_of(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def histories(service_id: UUID) -> dict[UUID, History]:
    """The histories of everybody in a service, with what lies ahead."""
    found = {
        one.pk: History(one.date_of_birth, one.died_on)
        for one in Patient.objects.filter(service=service_id)
    }
    for episode in Episode.objects.filter(service=service_id):
        found[episode.patient_id].episodes.append(episode)
    _read_reviews(service_id, found)
    for review in sorted(_standing(Review, service_id), key=lambda one: one.held_on):
        said = review.answers.get("other_illness", {})
        if said.get("state") in ("asked", "changed", "confirmed"):
            found[review.patient_id].illness.append((review.held_on, said["value"] == "yes"))
    for pause in _standing(Pause, service_id):
        back_on = pause.ended_on or pause.expected_end_on
        found[pause.patient_id].away.append(
            Away(pause.started_on, back_on, pause.reason, pause.ended_on is not None)
        )
    for event in _standing(SignificantEvent, service_id):
        found[event.patient_id].events.add((event.on, event.kind))
    for run in _standing(MissedDoses, service_id):
        if run.needs_decision or run.decided_on is not None:
            found[run.patient_id].missed_runs.append(run)
            found[run.patient_id].missed.update(days_of(run.from_on, run.to_on))
    _read_courses(service_id, found)
    return found


def _standing(model: Any, service_id: UUID) -> Iterator[Any]:
    """Neither corrected nor withdrawn since, in the order in which they were recorded."""
    rows = model.objects.filter(service=service_id).order_by("recorded_at", "id")
    return (row for row in rows if row.superseded_at is None and not row.is_withdrawn)


def _read_reviews(service_id: UUID, found: dict[UUID, History]) -> None:
    conclusions = {one.review_id: one.conclusion for one in _standing(StrategicReview, service_id)}
    reviews = {
        credit.pk: credit.review
        for credit in ReviewCredit.objects.filter(service=service_id).select_related("review")
    }
    credits = list(_standing(ReviewCredit, service_id))
    # The day that was agreed on in such a form is for these, not for the strategic review in it.
    agreed_for_others = {
        credit.review_id for credit in credits if credit.type in ("care_plan", "medical")
    }
    for credit in credits:
        review = reviews[credit.pk]
        if not credit.is_valid or review.is_withdrawn:
            continue
        is_strategic = credit.type == "strategic"
        is_for_others = is_strategic and credit.review_id in agreed_for_others
        found[credit.patient_id].add(
            Held(
                credit.type,
                credit.held_on,
                credit.milestone,
                review.is_inherited,
                None if is_for_others else review.next_review_on,
                conclusions.get(credit.review_id, "") if is_strategic else "",
            )
        )
    for top in _standing(TopRecord, service_id):
        if top.is_complete:
            found[top.patient_id].add(Held("top", top.on, top.stage))
    for contact in _standing(Contact, service_id):
        was_a_meeting = contact.outcome == "attended" and contact.kind != "message"
        was_only_forms = contact.content and set(contact.content) <= ONLY_FORMS
        if was_a_meeting and contact.with_role == "keyworker" and not was_only_forms:
            found[contact.patient_id].add(Held("keywork", contact.on))
        if (was_a_meeting or contact.outcome == "reached") and contact.with_role in AFTERCARE_BY:
            history = found[contact.patient_id]
            if _has_left_as_planned(history.episodes, contact.on):
                history.add(Held("aftercare", contact.on))
    for said in sorted(_standing(AftercareAnswer, service_id), key=lambda one: one.on):
        found[said.patient_id].aftercare_said.append((said.on, said.answer))


def _has_left_as_planned(episodes: list[Episode], on: date) -> bool:
    """Silent: after which exit a contact is aftercare. After a planned one within the year before,
    unless they had come back by then."""
    return any(
        one.end_reason in ("completed_drug_free", "completed_occasional")
        and one.ended_on is not None
        and 0 < (on - one.ended_on).days <= 365
        and not any(one.started_on < later.started_on <= on for later in episodes)
        for one in episodes
    )


def _read_courses(service_id: UUID, found: dict[UUID, History]) -> None:
    courses: dict[UUID, Course] = {}
    for one in Prescription.objects.filter(service=service_id).select_related("medicine"):
        courses[one.pk] = Course(
            one.started_on,
            one.ended_on,
            one.medicine.is_ost,
            one.medicine.group == "naltrexone",
        )
        found[one.patient_id].courses.append(courses[one.pk])
    for change in _standing(StateChange, service_id):
        courses[change.prescription_id].states.append((change.on, change.state))
        if change.state == "reducing" and change.intent == "to_zero":
            found[change.patient_id].events.add((change.on, "reduce_to_zero"))
    for depot in _standing(DepotDose, service_id):
        courses[depot.prescription_id].injections.append((depot.given_on, depot.covers_to_on))
    for script in _standing(Script, service_id):
        courses[script.prescription_id].scripts.append(script)
