"""Random records of people, written straight into the tables: any order, any mixture.

Only what the database itself forbids is avoided: overlapping pauses, two open episodes. The rows
of everybody asked for are gathered first and written a table at a time, so that a thousand people
take seconds.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from patients.models import (
    AftercareAnswer,
    Appointment,
    Assignment,
    Contact,
    Draft,
    Episode,
    Patient,
    Pause,
    SignificantEvent,
)
from prescribing.models import DepotDose, Medicine, MissedDoses, Prescription, Script, StateChange
from reviews.models import Review, ReviewCredit, StrategicReview, TopRecord
from reviews.review_types import ReviewType
from tests.world import LONDON, World

MEDICINES = (
    "methadone-1mg-ml",
    "methadone-1mg-ml",
    "buprenorphine-depot-weekly-16mg",
    "naltrexone-50mg",
)
STATES = ("induction", "active", "active", "reducing", "suspended", "stopped")
MILESTONES = {
    ReviewType.INDUCTION: ("day 3", "week 1", "week 2"),
    ReviewType.FIRST12: ("week 4", "week 8", "week 12", ""),
    ReviewType.AFTERCARE: ("week 1", "week 4"),
}


class Writer:
    """Makes up one person after another, drawing from `draw`.

    `STARTED`, `ENDED`: so many days ago treatment may have begun and ended.
    """

    STARTED: tuple[int, ...] = (5, 20, 60, 100, 300, 900)
    ENDED: tuple[int | None, ...] = (None, None, None, 3, 40)

    def __init__(self, world: World, draw: Random) -> None:
        self.world, self.draw, self.on = world, draw, world.on
        self.medicines = Medicine.objects.in_bulk(MEDICINES)
        self.rows: dict[Any, list[Any]] = {}

    def people(self, number: int) -> list[Patient]:
        """A table that others point to is met before them, so it is written before them."""
        people = [self._person(rank) for rank in range(number)]
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)
        self.rows = {}
        return people

    def _person(self, rank: int) -> Patient:
        draw, world = self.draw, self.world
        patient = self._gathered(
            Patient,
            service=world.service,
            team=draw.choice((world.north, world.north, world.south)),
            reference=f"R{rank:03}",
            given_name=draw.choice(("Ann", "Bea", "Cy")),
            family_name=f"Random{rank}",
            date_of_birth=date(1980, 1, 1),
        )
        self.patient = patient
        started = draw.choice(self.STARTED)
        if draw.random() < 0.3:
            self._episode(started + 700, started + 200)
        self.episode = self._episode(started, draw.choice(self.ENDED))
        self.started = started
        self._duties()
        for _ in range(draw.choice((0, 1, 1, 2))):
            self._prescription()
        for _ in range(draw.randrange(8)):
            self._review()
        self._facts()
        return patient

    def _day(self, most: int | None = None) -> date:
        return self.on - timedelta(days=self.draw.randrange(most or self.started + 60))

    def _stands(self) -> dict[str, Any]:
        """Now and then a fact has been corrected or withdrawn since."""
        chance = self.draw.random()
        if chance < 0.1:
            return {"superseded_at": timezone.now()}
        return {"is_withdrawn": chance > 0.92}

    def _row(self, model: Any, **values: Any) -> Any:
        return self._gathered(model, service=self.world.service, patient=self.patient, **values)

    def _gathered(self, model: Any, **values: Any) -> Any:
        row = model(**values)
        self.rows.setdefault(model, []).append(row)
        return row

    def _episode(self, started: int, ended: int | None) -> Episode:
        ended_on = None if ended is None or ended >= started else self.on - timedelta(days=ended)
        reason = self.draw.choice(("completed_drug_free", "left")) if ended_on else ""
        started_on = self.on - timedelta(days=started)
        return self._row(Episode, started_on=started_on, ended_on=ended_on, end_reason=reason)

    def _duties(self) -> None:
        for staff, duty in (
            (self.world.keyworker, "keyworker"),
            (self.world.prescriber, "prescriber"),
        ):
            if self.draw.random() < 0.8:
                ended_on = self.episode.ended_on
                handed_over = self.on - timedelta(days=2)
                if self.draw.random() < 0.2 and handed_over >= self.episode.started_on:
                    ended_on = min(handed_over, ended_on or handed_over)
                self._row(
                    Assignment,
                    episode=self.episode,
                    staff=staff,
                    duty=duty,
                    from_on=self.episode.started_on,
                    to_on=ended_on,
                )

    def _prescription(self) -> None:
        draw = self.draw
        medicine = self.medicines[draw.choice(MEDICINES)]
        started_on = max(self._day(), self.episode.started_on)
        script_to = self.on + timedelta(days=draw.choice((-40, -3, 0, 2, 9)))
        has_script = draw.random() < 0.5 and script_to >= started_on
        ends = draw.random() < 0.3
        prescription = self._row(
            Prescription,
            episode=self.episode,
            medicine=medicine,
            started_on=started_on,
            ended_on=self.on - timedelta(days=1) if ends and started_on < self.on else None,
        )
        if has_script:
            self._row(
                Script,
                prescription=prescription,
                from_on=started_on,
                to_on=script_to,
                **self._stands(),
            )
        on = started_on
        for state in draw.sample(STATES, draw.randrange(1, 4)):
            self._row(
                StateChange,
                prescription=prescription,
                state=state,
                on=on,
                intent="to_zero" if state == "reducing" and draw.random() < 0.5 else "",
                **self._stands(),
            )
            on += timedelta(days=draw.choice((0, 3, 30, 90)))
        if medicine.covers_days:
            given_on = started_on
            for _ in range(draw.randrange(6)):
                covers = given_on + timedelta(days=9)
                self._row(
                    DepotDose,
                    prescription=prescription,
                    given_on=given_on,
                    covers_to_on=covers,
                    **self._stands(),
                )
                given_on += timedelta(days=draw.choice((7, 7, 10, 30)))
        for _ in range(draw.randrange(3)):
            from_on = self._day()
            days = draw.randrange(5)
            self._row(
                MissedDoses,
                prescription=prescription,
                from_on=from_on,
                to_on=from_on + timedelta(days=days),
                needs_decision=days > 1 and draw.random() < 0.7,
                decided_on=from_on + timedelta(days=days) if draw.random() < 0.4 else None,
                **self._stands(),
            )

    def _review(self) -> None:
        draw = self.draw
        held_on = self._day()
        review = self._row(
            Review,
            held_on=held_on,
            seen=draw.choice(("in_person", "phone", "not_seen")),
            held_by=self.world.keyworker,
            held_by_role="keyworker",
            next_review_on=held_on + timedelta(days=draw.choice((20, 60, 300)))
            if draw.random() < 0.4
            else None,
            is_inherited=draw.random() < 0.15,
        )
        kinds = [kind for kind in ReviewType if kind not in (ReviewType.TOP, ReviewType.KEYWORK)]
        for kind in draw.sample(kinds, draw.randrange(4)):
            is_valid = review.seen != "not_seen" and draw.random() < 0.85
            milestone = draw.choice(MILESTONES.get(kind, ("",)))
            self._row(
                ReviewCredit,
                review=review,
                type=kind.value,
                milestone=milestone,
                held_on=held_on,
                is_valid=is_valid,
                awaits="" if is_valid or draw.random() < 0.5 else "prescriber",
                **self._stands(),
            )
            if kind is ReviewType.STRATEGIC:
                conclusion = draw.choice(("", "clear", "partial", "not_evident"))
                self._row(StrategicReview, review=review, conclusion=conclusion, **self._stands())

    def _facts(self) -> None:
        draw = self.draw
        for _ in range(draw.randrange(4)):
            stage = draw.choice(("start", "review", "exit"))
            self._row(
                TopRecord,
                on=self._day(),
                stage=stage,
                is_complete=draw.random() < 0.7,
                **self._stands(),
            )
        for _ in range(draw.randrange(8)):
            self._row(
                Contact,
                on=self._day(),
                kind=draw.choice(("in_person", "phone", "message")),
                outcome=draw.choice(("attended", "attended", "did_not_attend", "cancelled")),
                with_role=draw.choice(("keyworker", "keyworker", "prescriber")),
                content=draw.choice(
                    ([], ["social"], ["collection"], ["administrative", "collection"], ["health"])
                ),
                **self._stands(),
            )
        if self.episode.ended_on:
            self._aftercare(self.episode.ended_on)
        for _ in range(draw.randrange(3)):
            kind = draw.choice(SignificantEvent.Kind.values)
            self._row(SignificantEvent, kind=kind, on=self._day(), **self._stands())
        if draw.random() < 0.4:
            started_on = self._day()
            back = started_on + timedelta(days=draw.choice((0, 5, 40)))
            self._row(
                Pause,
                reason=draw.choice(Pause.Reason.values),
                started_on=started_on,
                expected_end_on=started_on + timedelta(days=draw.choice((1, 30, 400))),
                ended_on=back if draw.random() < 0.5 and back <= self.on else None,
            )
        for _ in range(draw.randrange(4)):
            day = self.on + timedelta(days=draw.randrange(-60, 30))
            self._row(
                Appointment,
                at=datetime.combine(day, time(draw.choice((0, 9, 23)), 30), LONDON),
                staff=draw.choice((self.world.keyworker, self.world.prescriber)),
                review_types=draw.choice(([], ["care_plan"], ["medical", "strategic"])),
                state=draw.choice(("booked", "booked", "did_not_attend", "held")),
            )
        if draw.random() < 0.2:
            self._row(
                Draft,
                form="review",
                author=self.world.keyworker,
                sealed=b"sealed",
                saved_at=timezone.now(),
            )

    def _aftercare(self, ended_on: date) -> None:
        draw = self.draw
        for _ in range(draw.randrange(3)):
            self._row(
                Contact,
                on=min(ended_on + timedelta(days=draw.choice((0, 1, 14, 50, 190))), self.on),
                kind=draw.choice(("phone", "message")),
                outcome=draw.choice(("attended", "reached", "no_answer")),
                with_role=draw.choice(("keyworker", "peer", "nurse")),
                **self._stands(),
            )
        for _ in range(draw.randrange(3)):
            self._row(
                AftercareAnswer,
                on=min(ended_on + timedelta(days=draw.choice((-9, 2, 60))), self.on),
                answer=draw.choice(("yes", "no", "no", "declined")),
                **self._stands(),
            )


class WriterOfAYear(Writer):
    """People of whom something is recorded all through the last year, with what is rarer: another
    time away, a review of one event among several, a death that ended nothing in the record, and
    what was done on just the day on which a rule turns."""

    STARTED = (30, 100, 200, 300, 400, 600, 900)
    ENDED = (None, None, None, None, 3, 40, 150, 330)

    def _facts(self) -> None:
        super()._facts()
        self._another_pause()
        self._reviews_of_events()
        self._on_the_edge()
        self._judgements()
        if self.draw.random() < 0.02:
            self.patient.died_on = self._day(self.started)

    def _judgements(self) -> None:
        """What a prescriber judges at a medical review, of people who turn 50 about then."""
        born = self.on - timedelta(days=self.draw.randrange(49 * 365, 52 * 365))
        self.patient.date_of_birth = born
        for review in self._theirs(Review):
            for question in ("treatment_stable", "other_illness"):
                if self.draw.random() < 0.4:
                    state = self.draw.choice(("asked", "changed", "confirmed", "not_asked"))
                    value = self.draw.choice(("yes", "yes", "no"))
                    review.answers[question] = {"state": state, "value": value}

    def _another_pause(self) -> None:
        ended = [one.ended_on for one in self._theirs(Pause) if one.ended_on]
        if ended and self.draw.random() < 0.5:
            started_on = ended[0] + timedelta(days=self.draw.choice((1, 5, 40)))
            self._row(
                Pause,
                reason=self.draw.choice(Pause.Reason.values),
                started_on=started_on,
                expected_end_on=started_on + timedelta(days=self.draw.choice((2, 20, 90))),
            )

    def _reviews_of_events(self) -> None:
        for event in self._theirs(SignificantEvent):
            if self.draw.random() < 0.5:
                held_on = event.on + timedelta(days=self.draw.choice((0, 4, 30)))
                self._credit("event", event.on.isoformat(), held_on)

    def _on_the_edge(self) -> None:
        started_on = self.episode.started_on
        if self.draw.random() < 0.4:
            self._row(
                Contact,
                on=started_on + timedelta(days=self.draw.choice((27, 28, 83, 84))),
                kind="phone",
                outcome="attended",
                with_role="keyworker",
            )
        if self.draw.random() < 0.3:
            days_early = self.draw.choice((0, 14, 15))
            on = started_on - timedelta(days=days_early)
            self._row(TopRecord, on=on, stage="start", is_complete=True)
        for prescription in self._theirs(Prescription):
            if self.draw.random() < 0.4:
                days = self.draw.choice((13, 14, 42, 43, 111, 112))
                self._credit("first12", "", prescription.started_on + timedelta(days=days))

    def _credit(self, kind: str, milestone: str, held_on: date) -> None:
        review = self._row(
            Review,
            held_on=held_on,
            seen="phone",
            held_by=self.world.keyworker,
            held_by_role="keyworker",
        )
        self._row(
            ReviewCredit,
            review=review,
            type=kind,
            milestone=milestone,
            held_on=held_on,
            is_valid=True,
            **self._stands(),
        )

    def _theirs(self, model: Any) -> list[Any]:
        return [one for one in self.rows.get(model, ()) if one.patient is self.patient]
