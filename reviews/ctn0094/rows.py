"""Participants as rows of the record, not yet stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

from accounts.models import Service, Team
from patients.models import Answer, Contact, EndReason, Episode, Patient, Sex
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    StateChange,
    StopReason,
)
from reviews.ctn0094.participants import Participant
from reviews.ctn0094.prescriptions import INJECTION_COVERS_DAYS, Script
from reviews.ctn0094.profiles import ITEMS, Profile
from reviews.ctn0094.screens import Screen
from reviews.models import TopRecord
from reviews.top import TopAnswers, counts
from rodt.dates import add_days

SEX = {"yes": Sex.MALE, "no": Sex.FEMALE, "": Sex.NOT_KNOWN}
ANSWER = {"yes": Answer.YES, "no": Answer.NO, "": Answer.NOT_ASKED}
REPORTED_BY = "The trial's dosing record"


def reference_of(person: Participant) -> str:
    return f"CTN-{person.who}"


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the rows of one service. Day n is day zero plus n days."""

    service: Service
    team: Team
    day_zero: date

    def on(self, day: int) -> date:
        return add_days(self.day_zero, day)

    def patient(self, person: Participant) -> Patient:
        """No name; a date of birth only as near as an age in years allows."""
        born_on = None
        if person.age is not None:
            born_on = date(self.day_zero.year - person.age, 1, 1)
        return Patient(
            service=self.service,
            team=self.team,
            reference=reference_of(person),
            family_name=f"Participant {person.who}",
            date_of_birth=born_on,
            date_of_birth_is_estimated=born_on is not None,
            sex=SEX[person.sex],
            has_injected=ANSWER[person.has_injected],
        )

    def episode(self, person: Participant, patient: Patient) -> Episode:
        """From day 0 to the last day on which anything was recorded."""
        return Episode(
            service=self.service,
            patient=patient,
            started_on=self.day_zero,
            ended_on=self.on(person.last_day),
            end_reason=EndReason.RECORDS_END,
        )

    def prescription(self, script: Script, patient: Patient, episode: Episode) -> Prescription:
        return Prescription(
            service=self.service,
            patient=patient,
            episode=episode,
            medicine_id=script.medicine,
            started_on=self.on(script.days[0]),
            ended_on=self.on(script.days[1]),
        )

    def parts(self, script: Script, rx: Prescription) -> Iterator[models.Model]:
        """States, doses, missed doses and injections of one prescription."""
        about = {"service": self.service, "patient_id": rx.patient_id, "prescription": rx}
        for state, day in script.states:
            reason = StopReason.RECORDS_END if state == "stopped" else ""
            yield StateChange(**about, state=state, on=self.on(day), stop_reason=reason)
        for dose in script.doses:
            first, last = dose.days
            yield DoseStep(
                **about, daily_dose_mg=dose.mg, from_on=self.on(first), to_on=self.on(last)
            )
        for first, last in script.missed:
            yield MissedDoses(
                **about,
                from_on=self.on(first),
                to_on=self.on(last),
                reported_by=REPORTED_BY,
                needs_decision=False,
            )
        for day in script.injections:
            covers_to_on = self.on(day + INJECTION_COVERS_DAYS - 1)
            yield DepotDose(**about, given_on=self.on(day), covers_to_on=covers_to_on)

    def top(self, profile: Profile, person: Participant, patient: Patient) -> TopRecord:
        """Injecting and housing at the start only, where the trial recorded them. It is complete
        with the items that the trials asked for."""
        on = self.on(profile.day)
        top = TopRecord(
            service=self.service,
            patient=patient,
            on=on,
            stage=profile.stage,
            is_complete=counts(TopAnswers(on, profile.stage, profile.days), ITEMS),
            **profile.days,
        )
        if profile.stage == TopRecord.Stage.START:
            if person.has_injected == "no":
                top.injecting_days = 0
            top.acute_housing = {"yes": Answer.NO, "no": Answer.YES}.get(
                person.is_housed, Answer.NOT_ASKED
            )
        return top

    def test(self, screen: Screen, patient: Patient) -> DrugTest:
        return DrugTest(
            service=self.service,
            patient=patient,
            on=self.on(screen.day),
            found=list(screen.found),
            not_found=list(screen.not_found),
        )

    def contacts(self, person: Participant, patient: Patient) -> Iterator[Contact]:
        for visit in person.visits:
            yield Contact(
                service=self.service,
                patient=patient,
                on=self.on(visit.day),
                kind=Contact.Kind.IN_PERSON,
                outcome=Contact.Outcome.ATTENDED
                if visit.is_attended
                else Contact.Outcome.DID_NOT_ATTEND,
                with_role=Contact.With.RESEARCH,
                summary=f"Trial visit {visit.label}".strip(),
                reason_missed=visit.reason,
            )
