"""Somebody with ten years of history and 5,000 events, for the bench and for tests.

Made through actions where there are few, in one go where there are many. The days follow a pattern,
so that two runs make the same record.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone

from accounts.models import Service, Team, User
from careplans import actions as careplans
from patients import actions as patients
from patients.models import Contact, Fact, Patient, SignificantEvent
from prescribing import actions as prescribing
from prescribing.models import (
    Advice,
    DoseStep,
    DrugTest,
    Ecg,
    Medicine,
    MissedDoses,
    NaloxoneSupply,
    Prescription,
    Script,
    SupervisionStep,
)
from reviews.models import Review, ReviewCredit, TopRecord

YEARS = 10
DAYS = 3652
EVENTS = 5000
"""Facts in all; what is left over by the others is contacts."""
DOSE_EVERY, SCRIPT_EVERY, TEST_EVERY, REVIEW_EVERY = 60, 14, 20, 80
ANSWERS = {"naloxone": {"value": "yes", "state": "asked", "note": ""}}


def somebody_with_a_long_record(
    service: Service,
    by: User,
    prescriber: User,
    on: date,
    *,
    events: int = EVENTS,
    reference: str = "LONG-1",
) -> Patient:
    """In treatment since `DAYS` before `on`, with one prescription from the first day."""
    began_on = on - timedelta(days=DAYS)
    patient = patients.register_patient(
        team=Team.objects.filter(service=service, memberships__user=by).first(),
        given_name="Rowan",
        family_name="Longstaff",
        date_of_birth=began_on.replace(year=1975, day=1),
        reference=reference,
        by=by,
    )
    episode = patients.start_episode(
        patient=patient, started_on=began_on, by=by, keyworker=by, prescriber=prescriber
    )
    prescription = prescribing.start_prescription(
        patient=patient,
        episode=episode,
        medicine=Medicine.objects.get(code="methadone-1mg-ml"),
        started_on=began_on,
        dose_mg=40,
        supervision="daily",
        state="active",
        by=prescriber,
        prescriber=prescriber,
    )
    plan = careplans.open_plan(episode=episode, started_on=began_on, by=by)
    for number, words in enumerate(("A place of my own", "See my daughter each week", "Sleep")):
        careplans.add_goal(
            plan=plan,
            words=words,
            tags=["overcoming_dependence"],
            opened_on=on - timedelta(days=300 + number),
            by=by,
            next_step="Ring the housing office",
            next_step_by="Rowan",
            next_step_on=on + timedelta(days=20),
        )
    careplans.record_exit_vision(
        patient=patient, on=on - timedelta(days=50), words="Steady, working, off it slowly", by=by
    )
    _write(_Long(patient, prescription, by, on, began_on), events)
    return patient


class _Long:
    """Rows of one person, gathered by table."""

    def __init__(
        self, patient: Patient, prescription: Prescription, by: User, on: date, began_on: date
    ) -> None:
        self.patient, self.prescription, self.by = patient, prescription, by
        self.on, self.began_on = on, began_on
        self.rows: dict[Any, list[Fact]] = {}

    def add(self, model: Any, day: date, **said: Any) -> Any:
        row = model(
            service_id=self.patient.service_id,
            patient=self.patient,
            recorded_by=self.by,
            recorded_at=datetime.combine(day, time(11), get_current_timezone()),
            **said,
        )
        self.rows.setdefault(model, []).append(row)
        return row

    def days(self, every: int) -> Iterator[tuple[int, date]]:
        for number, ago in enumerate(range(DAYS - every, 0, -every), start=1):
            yield number, self.on - timedelta(days=ago)

    @property
    def many(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def _write(long: _Long, events: int) -> None:
    _prescribed(long)
    _reviewed(long)
    _health(long)
    for number in range(max(0, events - long.many)):
        day = long.on - timedelta(days=1 + number * (DAYS - 2) // max(1, events))
        is_there = number % 7 != 3
        long.add(
            Contact,
            day,
            on=day,
            kind=("in_person", "phone", "message")[number % 3],
            outcome="attended" if is_there else "did_not_attend",
            with_role="keyworker",
            with_staff=long.by,
            content=["harm_reduction"] if is_there else [],
            summary=f"Talked about how the week went ({number})." if is_there else "",
            their_words="It holds me." if number % 40 == 0 else "",
        )
    for model, rows in long.rows.items():
        model.objects.bulk_create(rows, batch_size=1000)


def _prescribed(long: _Long) -> None:
    rx = long.prescription
    steps = list(long.days(DOSE_EVERY))
    first = steps[0][1]
    for model in (DoseStep, SupervisionStep):
        model.objects.filter(prescription=rx).update(to_on=first - timedelta(days=1))
    for number, day in steps:
        ends = None if number == len(steps) else day + timedelta(days=DOSE_EVERY - 1)
        known = {"prescription": rx, "from_on": day, "to_on": ends}
        long.add(DoseStep, day, daily_dose_mg=45 + 5 * (number % 6), why="Looked at", **known)
        long.add(
            SupervisionStep, day, supervision="weekly", collection_days=[1 + number % 5], **known
        )
    for _, day in long.days(SCRIPT_EVERY):
        last = day + timedelta(days=SCRIPT_EVERY - 1)
        long.add(Script, day, prescription=rx, from_on=day, to_on=last, form="fp10mda")
    for number, day in long.days(30):
        said = {"needs_decision": False, "reported_by": "Pharmacy"}
        long.add(MissedDoses, day, prescription=rx, from_on=day, to_on=day, **said)
        if number % 4 == 0:
            long.add(SignificantEvent, day, kind="bereavement", on=day, note="A hard week")


def _reviewed(long: _Long) -> None:
    for number, day in long.days(REVIEW_EVERY):
        review = long.add(
            Review,
            day,
            held_on=day,
            seen="in_person",
            held_by=long.by,
            held_by_role="keyworker",
            their_words="Getting there.",
            answers=ANSWERS,
            next_review_on=day + timedelta(days=84),
        )
        long.add(ReviewCredit, day, review=review, type="care_plan", held_on=day, is_valid=True)
        long.add(
            TopRecord,
            day,
            review=review,
            on=day,
            stage="start" if number == 1 else "review",
            is_complete=False,
            opiates_days=max(0, 20 - number // 2),
            crack_days=number % 3,
            injecting_days=0,
        )


def _health(long: _Long) -> None:
    for number, day in long.days(TEST_EVERY):
        found = ["methadone", "cocaine"] if number % 3 == 0 else ["methadone"]
        long.add(DrugTest, day, on=day, found=found, not_found=["opiates"])
    for _, day in long.days(180):
        long.add(Ecg, day, on=day, qtc_ms=430)
        long.add(NaloxoneSupply, day, on=day, product="nyxoid", was_trained=True)
        long.add(Advice, day, on=day, topics=["overdose", "storage"])
