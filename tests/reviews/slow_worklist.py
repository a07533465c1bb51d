"""The worklist once more, slow and obvious: one person after another, every row of theirs.

Nothing is imported from the fast version but the shapes it answers in. The rules that both ask,
`schedule.due` and `order.place`, have truth tables of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.access import Access
from patients.models import (
    AftercareAnswer,
    Appointment,
    Assignment,
    Contact,
    EndReason,
    Episode,
    Patient,
    Pause,
    SignificantEvent,
)
from prescribing.doses import DepotCover, StatePoint, on_ost
from prescribing.models import DepotDose, MissedDoses, Prescription, Script, StateChange
from reviews.dues import Due
from reviews.models import ReviewCredit, StrategicReview, TopRecord
from reviews.order import Alert, Place, Today, place
from reviews.review_facts import Appointment as Booked
from reviews.review_facts import Attempt, Credit, Event, ReviewFacts
from reviews.review_facts import Pause as Away
from reviews.review_types import EventKind, PauseReason, ReviewType
from reviews.schedule import due, in_first_weeks
from rodt.dates import Span

A_YEAR = timedelta(days=365)
FOUR_WEEKS = 28


@dataclass(frozen=True)
class SlowEntry:
    place: Place
    dues: tuple[Due, ...]
    is_on_ost: bool


def standing(model: Any, patient: Patient, **which: Any) -> list[Any]:
    rows = model.objects.filter(patient=patient, **which).order_by("recorded_at", "id")
    return [row for row in rows if row.superseded_at is None and not row.is_withdrawn]


def episode_on(patient: Patient, on: date) -> Episode | None:
    """The last to start; of two on one day, the one still open."""
    begun = [one for one in Episode.objects.filter(patient=patient) if one.started_on <= on]
    found = max(begun, key=lambda one: (one.started_on, one.ended_on or date.max), default=None)
    if found is None or (found.ended_on is not None and found.ended_on < on - A_YEAR):
        return None
    return found


@dataclass(frozen=True)
class Course:
    """One prescription with everything that says which days it covers (decisions.md 5)."""

    prescription: Prescription
    points: list[StatePoint]
    covers: list[DepotCover]

    def covered(self, day: date) -> bool:
        return on_ost(self.points, self.covers, day)


def courses_of(patient: Patient, on: date) -> list[Course]:
    found = []
    for one in Prescription.objects.filter(patient=patient).select_related("medicine"):
        if one.started_on <= on:
            changes = standing(StateChange, patient, prescription=one)
            depots = standing(DepotDose, patient, prescription=one)
            points = [StatePoint(change.on, change.state) for change in changes]
            covers = [DepotCover(depot.given_on, depot.covers_to_on) for depot in depots]
            found.append(Course(one, sorted(points, key=lambda point: point.on), covers))
    return found


def spell(courses: list[Course], on: date) -> tuple[date | None, date | None]:
    """Walk back day by day until 28 days in a row were not covered."""
    started_on = last_on = None
    without, day = 0, on
    first = min((course.prescription.started_on for course in courses), default=on)
    while day >= first and without < FOUR_WEEKS:
        if any(course.covered(day) for course in courses):
            started_on, last_on, without = day, last_on or day, 0
        else:
            without += 1
        day -= timedelta(days=1)
    return started_on, None if last_on == on else last_on


def facts_of(patient: Patient, on: date) -> ReviewFacts | None:
    episode = episode_on(patient, on)
    if episode is None:
        return None
    courses = courses_of(patient, on)
    ost = spell([one for one in courses if one.prescription.medicine.is_ost], on)
    naltrexone = [one for one in courses if one.prescription.medicine.group == "naltrexone"]
    relapse = spell(naltrexone, on)
    return ReviewFacts(
        episode_started_on=episode.started_on,
        episode_ended_on=episode.ended_on,
        exit_was_planned=episode.end_reason in EndReason.planned(),
        aftercare_declined_on=_declined_on(patient, episode, on),
        died_on=patient.died_on,
        ost_started_on=ost[0],
        ost_ended_on=ost[1],
        relapse_prevention_started_on=relapse[0],
        relapse_prevention_ended_on=relapse[1],
        credits=tuple(_credits(patient)),
        pauses=tuple(
            Away(one.started_on, PauseReason(one.reason), one.expected_end_on, one.ended_on)
            for one in standing(Pause, patient)
        ),
        events=tuple(_events(patient, [course.prescription for course in courses])),
        missed_doses=tuple(
            Span(one.from_on, one.to_on)
            for one in standing(MissedDoses, patient)
            if one.needs_decision or one.decided_on
        ),
        appointments=tuple(
            Booked(local(one), frozenset(map(ReviewType, one.review_types)))
            for one in Appointment.objects.filter(patient=patient, state="booked")
        ),
        attempts=tuple(_attempts(patient)),
        born_on=patient.date_of_birth,
    )


def local(appointment: Appointment) -> date:
    return timezone.localtime(appointment.at).date()


def _credits(patient: Patient) -> Iterator[Credit]:
    rows = [one for one in standing(ReviewCredit, patient) if one.is_valid]
    for_next = {"care_plan", "medical"}
    plans = {one.review_id for one in standing(ReviewCredit, patient, type__in=for_next)}
    for one in rows:
        parts = standing(StrategicReview, patient, review=one.review)
        agreed_on = one.review.next_review_on
        if one.type == "strategic" and one.review_id in plans:
            agreed_on = None
        yield Credit(
            ReviewType(one.type),
            one.held_on,
            one.milestone,
            is_inherited=one.review.is_inherited,
            next_review_on=agreed_on,
            conclusion=parts[0].conclusion if parts else "",
        )
    for top in standing(TopRecord, patient, is_complete=True):
        yield Credit(ReviewType.TOP, top.on, "start" if top.stage == "start" else "")
    for contact in standing(Contact, patient, outcome="attended", with_role="keyworker"):
        only_forms = set(contact.content) <= {"administrative", "collection"} and contact.content
        if contact.kind != "message" and not only_forms:
            yield Credit(ReviewType.KEYWORK, contact.on)
    for contact in standing(Contact, patient):
        met = contact.outcome == "attended" and contact.kind != "message"
        may = contact.with_role in ("keyworker", "peer", "recovery_worker")
        if may and (met or contact.outcome == "reached") and _after_a_planned_exit(contact):
            yield Credit(ReviewType.AFTERCARE, contact.on)


def _after_a_planned_exit(contact: Contact) -> bool:
    episodes = list(Episode.objects.filter(patient=contact.patient))
    for one in episodes:
        if one.ended_on is not None and one.end_reason in EndReason.planned():
            is_after = one.ended_on < contact.on <= one.ended_on + A_YEAR
            later = [x for x in episodes if one.started_on < x.started_on <= contact.on]
            if is_after and not later:
                return True
    return False


def _declined_on(patient: Patient, episode: Episode, on: date) -> date | None:
    said = [one for one in standing(AftercareAnswer, patient) if one.on <= on]
    last = max(said, key=lambda one: (one.on, one.recorded_at, one.pk), default=None)
    if last is None or last.answer != "no" or last.on < episode.started_on:
        return None
    return last.on


def _events(patient: Patient, prescriptions: list[Prescription]) -> Iterator[Event]:
    for one in standing(SignificantEvent, patient):
        yield Event(one.on, EventKind(one.kind))
    for prescription in prescriptions:
        for change in standing(StateChange, patient, prescription=prescription):
            if change.state == "reducing" and change.intent == "to_zero":
                yield Event(change.on, EventKind.REDUCE_TO_ZERO)


def _attempts(patient: Patient) -> Iterator[Attempt]:
    days: dict[date, set[ReviewType]] = {}
    for one in Appointment.objects.filter(patient=patient, state="did_not_attend"):
        days.setdefault(local(one), set()).update(map(ReviewType, one.review_types))
    for contact in standing(Contact, patient, outcome="did_not_attend"):
        days.setdefault(contact.on, set())
    for day, kinds in days.items():
        yield Attempt(day, frozenset(kinds))


def today_of(patient: Patient, facts: ReviewFacts, on: date) -> Today:
    """Only days and counts: the words of an alert are the fast version's own."""
    alerts = [
        Alert(one.from_on, "missed")
        for one in standing(MissedDoses, patient)
        if one.needs_decision and one.decided_on is None and one.from_on <= on
    ]
    going_on = [one for one in Prescription.objects.filter(patient=patient) if one.ended_on is None]
    depots = [
        depot.covers_to_on
        for prescription in going_on
        if prescription.medicine.is_ost
        for depot in standing(DepotDose, patient, prescription=prescription)
        if depot.given_on <= on
    ]
    if depots and 0 < (on - max(depots)).days <= FOUR_WEEKS and facts.paused_on(on) is None:
        alerts.append(Alert(max(depots), "depot"))
    scripts = [
        script.to_on
        for one in Prescription.objects.filter(patient=patient)
        if one.ended_on is None or one.ended_on > on
        for script in standing(Script, patient, prescription=one)
    ]
    ends_on = max(scripts, default=None)
    if ends_on is not None and (on - ends_on).days > FOUR_WEEKS:
        ends_on = None
    return Today(tuple(alerts), ends_on, in_first_weeks=in_first_weeks(facts, on))


def is_mine(patient: Patient, access: Access, facts: ReviewFacts, on: date) -> bool:
    """Whose duty it is today; after the end of treatment, whose it was."""
    duties = Assignment.objects.filter(patient=patient, staff=access.user, from_on__lte=on)
    if any(one.to_on is None or one.to_on >= on for one in duties):
        return True
    has_ended = facts.episode_ended_on is not None and facts.episode_ended_on <= on
    return has_ended and any(
        one.episode.ended_on is not None
        and one.episode.ended_on >= on - A_YEAR
        and one.to_on is not None
        and one.to_on >= one.episode.ended_on - timedelta(days=1)
        for one in duties
    )


def slow_worklist(access: Access, on: date, whose: str) -> dict[UUID, SlowEntry]:
    found = {}
    for patient in Patient.objects.visible_to(access):
        facts = facts_of(patient, on)
        if facts is None or (whose == "me" and not is_mine(patient, access, facts, on)):
            continue
        dues = due(facts, on)
        has_ended = facts.episode_ended_on is not None and facts.episode_ended_on <= on
        if has_ended and all(one.due_on is None for one in dues):
            continue
        is_covered = any(
            course.covered(on)
            for course in courses_of(patient, on)
            if course.prescription.medicine.is_ost
        )
        found[patient.pk] = SlowEntry(
            place(dues, today_of(patient, facts, on), on),
            tuple(one for one in dues if one.due_on is not None),
            is_covered and not has_ended,
        )
    return found
