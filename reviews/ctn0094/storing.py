"""Adds what is not here yet. Each row has a natural key: what is found is left as it is."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from accounts import trail
from accounts.models import Membership, Service, Team, User
from accounts.roles import Role
from patients.models import Contact, Episode, Patient
from prescribing.models import DrugTest, Prescription
from reviews.ctn0094 import bulk
from reviews.ctn0094.participants import Participant
from reviews.ctn0094.prescriptions import scripts_of
from reviews.ctn0094.profiles import profiles_of
from reviews.ctn0094.rows import Maker, reference_of
from reviews.ctn0094.screens import screens_of
from reviews.ctn0094.tables import BadFolder
from reviews.models import TopRecord
from rodt.words import nhs_date

TEAM = "Participants"

KEYS: Mapping[type[models.Model], tuple[str, ...]] = {
    Prescription: ("patient_id", "medicine_id", "started_on"),
    TopRecord: ("patient_id", "on", "stage"),
    DrugTest: ("patient_id", "on"),
    Contact: ("patient_id", "on", "summary", "outcome"),
}
"""By what a row that is already here is known again. Amended rows keep their first version, so a
correction made since is not undone. Doses and the like come and go with their prescription."""


@dataclass(slots=True)
class Stored:
    """Rows added to one service, by what they are called."""

    service: Service
    people: int
    added: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.added.values())


def find_services(codes: Iterable[str]) -> dict[str, Service]:
    """One service a site, made where it is not here. Raises BadFolder where one is no research."""
    services = {service.code: service for service in Service.objects.filter(code__in=codes)}
    for code in codes:
        service = services.get(code)
        if service is None:
            services[code] = Service.objects.create(
                code=code,
                name=f"Trial site {code.removeprefix('CTN-S')}",
                kind_of_data=Service.KindOfData.RESEARCH,
            )
        elif service.kind_of_data != Service.KindOfData.RESEARCH:
            raise BadFolder(f"{code} is already a service, and not one of research records.")
    return services


def store_site(
    service: Service,
    people: Iterable[Participant],
    screened: Mapping[str, set[str]],
    day_zero: date,
    tick: Callable[[], None],
) -> Stored:
    """Everything of one site's participants that is not here yet."""
    people = sorted(people, key=lambda person: int(person.who))
    team, _ = Team.objects.get_or_create(service=service, name=TEAM)
    maker = Maker(service, team, day_zero)
    here = _Here(service, day_zero)
    for person in people:
        patient, episode = here.patient_and_episode(maker, person)
        for script in scripts_of(person.doses, person.medicine):
            rx = maker.prescription(script, patient, episode)
            if here.add_new(rx):
                here.add(*maker.parts(script, rx))
        for profile in profiles_of(person.allocated_day, person.last_dose_day, person.used_on):
            here.add_new(maker.top(profile, person, patient))
        trial = screened.get(person.project, set())
        for screen in screens_of(person.positives, person.attended_days, trial):
            here.add_new(maker.test(screen, patient))
        for contact in maker.contacts(person, patient):
            here.add_new(contact)
        tick()
    stored = Stored(service, len(people), here.store(tick))
    if stored.total:
        trail.record(
            "imported records",
            by=None,
            service_id=service.pk,
            about="CTN-0094",
            day_zero=day_zero.isoformat(),
            added=stored.added,
        )
    return stored


class _Here:
    """What a service holds already, and what waits to be added."""

    def __init__(self, service: Service, day_zero: date) -> None:
        self.day_zero = day_zero
        of_service: dict[str, Any] = {"service": service}
        self.patients = {p.reference: p for p in Patient.objects.filter(**of_service)}
        self.episodes = {
            (e.patient_id, e.started_on): e for e in Episode.objects.filter(**of_service)
        }
        self.keys: dict[type[models.Model], set[Hashable]] = {
            model: set(model._default_manager.filter(**of_service).values_list(*names))
            for model, names in KEYS.items()
        }
        self.waiting: dict[type[models.Model], list[models.Model]] = {}

    def patient_and_episode(self, maker: Maker, person: Participant) -> tuple[Patient, Episode]:
        patient = self.patients.get(reference_of(person))
        if patient is None:
            patient = maker.patient(person)
            episode = maker.episode(person, patient)
            self.add(patient, episode)
            return patient, episode
        found = self.episodes.get((patient.pk, self.day_zero))
        if found is None:
            before = min((on for pk, on in self.episodes if pk == patient.pk), default=None)
            said = f" with day zero {nhs_date(before)}" if before else ""
            raise BadFolder(
                f"{patient.reference} was imported before{said}."
                " Give the same day zero to add to these records."
            )
        return patient, found

    def add_new(self, row: models.Model) -> bool:
        """Add a row unless one with its natural key is here; whether it was added."""
        keys = self.keys[type(row)]
        key = tuple(getattr(row, name) for name in KEYS[type(row)])
        if key in keys:
            return False
        keys.add(key)
        self.add(row)
        return True

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.waiting.setdefault(type(row), []).append(row)

    def store(self, tick: Callable[[], None]) -> dict[str, int]:
        """In the order in which kinds of rows were first met: parents come before children."""
        added = {}
        for model, rows in self.waiting.items():
            bulk.insert(rows)
            tick()
            added[str(model._meta.verbose_name_plural)] = len(rows)
        return added


def grant_manager(user: User, services: Iterable[Service]) -> int:
    """This member of staff manages these services; how many of them are new to them."""
    new = 0
    for service in services:
        membership, is_new = Membership.objects.get_or_create(
            user=user, service=service, role=Role.MANAGER
        )
        if not membership.is_current:
            membership.is_current = True
            membership.save(update_fields=["is_current"])
            is_new = True
        if is_new:
            trail.record(
                "gave a role", by=None, service_id=service.pk, about=Role.MANAGER, to=str(user.pk)
            )
        new += is_new
    return new
