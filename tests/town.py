"""The town before anybody lives in it: two services, their teams and staff, and its calendar.

Harbour Street has two teams and somebody in every role; Quay Road is another service, whose people
nobody at Harbour Street may see. Ask `tests.world` for the whole town.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import nhs_number
from django.test import Client

from accounts.access import Access, access_for
from accounts.models import Membership, Service, Team, User
from accounts.roles import Role
from patients.models import Assignment, Episode, Patient
from prescribing.models import Medicine, Prescription
from rodt import row_security

TODAY = date(2026, 10, 1)
LONDON = ZoneInfo("Europe/London")
PASSWORD = "synthetic-people-only"


@dataclass
class World:
    """`people` by short name; each also as an attribute: `world.gareth`."""

    on: date
    service: Service
    other_service: Service
    north: Team
    south: Team
    other_team: Team
    keyworker: User
    prescriber: User
    second_prescriber: User
    manager: User
    administrator: User
    south_keyworker: User
    other_keyworker: User
    people: dict[str, Patient] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Patient:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def day(self, ago: int) -> date:
        """The day this many days ago; negative: ahead."""
        return self.on - timedelta(days=ago)

    def moment(self, ago: int, hour: int = 11) -> datetime:
        return datetime.combine(self.day(ago), time(hour), LONDON)

    def open(self) -> None:
        """Let the current transaction see both services, as the whole town does."""
        row_security.set_services([self.service.pk, self.other_service.pk])

    def access(self, user: User) -> Access:
        found = access_for(user)
        assert found is not None, f"{user} has no membership"
        return found

    def episode(self, patient: Patient) -> Episode:
        return patient.episodes.order_by("-started_on")[0]

    def prescription(self, patient: Patient) -> Prescription:
        return patient.prescriptions.order_by("-started_on")[0]


def staff_the_services(on: date = TODAY) -> World:
    """Both services with teams and staff, and nobody in treatment."""
    harbour = _service("HARBOUR", "Harbour Street Recovery Service")
    quay = _service("QUAY", "Quay Road Drug Service")
    north = Team.objects.create(service=harbour, name="North")
    south = Team.objects.create(service=harbour, name="South")
    other = Team.objects.create(service=quay, name="Quay")
    return World(
        on=on,
        service=harbour,
        other_service=quay,
        north=north,
        south=south,
        other_team=other,
        keyworker=_staff("Dee Marsh", "Keyworker", Role.KEYWORKER, harbour, north),
        prescriber=_staff("Dr Osei", "Clinical lead", Role.PRESCRIBER, harbour, north, south),
        second_prescriber=_staff("Priya Nair", "Nurse", Role.PRESCRIBER, harbour, north),
        manager=_staff("Ruth Calder", "Service manager", Role.MANAGER, harbour),
        administrator=_staff("Lin Shaw", "Administrator", Role.ADMINISTRATOR, harbour),
        south_keyworker=_staff("Marek Lis", "Keyworker", Role.KEYWORKER, harbour, south),
        other_keyworker=_staff("Ola Brand", "Keyworker", Role.KEYWORKER, quay, other),
    )


def _service(code: str, name: str) -> Service:
    return Service.objects.create(code=code, name=name, kind_of_data=Service.KindOfData.SYNTHETIC)


def _staff(full_name: str, job: str, role: Role, service: Service, *teams: Team) -> User:
    email = f"{full_name.lower().replace(' ', '.')}@world.example"
    user = User.objects.create_user(email=email, full_name=full_name, password=PASSWORD)
    user.job_title = job
    user.save(update_fields=["job_title"])
    membership = Membership.objects.create(user=user, service=service, role=role.value)
    for team in teams:  # one after another: the town is the same each time, to the last row
        membership.teams.add(team)
    return user


def synthetic_nhs_number(number: int) -> str:
    """The valid number of this rank in the range that is never given to anybody."""
    found = 0
    for digits in range(9_990_000_000, 9_999_999_999):
        if nhs_number.is_valid(str(digits)):
            if found == number:
                return str(digits)
            found += 1
    raise ValueError("No such number.")


def signed_in(user: User) -> Client:
    """A browser in which this member of staff is signed in."""
    client = Client()
    client.force_login(user)
    return client


def three_boxes(name: str, day: date) -> dict[str, str]:
    """A date as its form posts it."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def medicine(code: str) -> Medicine:
    return Medicine.objects.get(code=code)


KEYWORKER = Assignment.Duty.KEYWORKER
PRESCRIBER = Assignment.Duty.PRESCRIBER
