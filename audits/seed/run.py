"""Writes the synthetic past: one transaction, so that a run that is stopped leaves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

import pgtrigger
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import Service, User
from audits.seed import figures
from audits.seed.assessment import write_assessments
from audits.seed.case import plant
from audits.seed.course import Course, Place
from audits.seed.draws import Chance, Evenly
from audits.seed.improving_rows import write_skills
from audits.seed.moments import Moments
from audits.seed.people import draw_background
from audits.seed.person import draw_course, write_course
from audits.seed.planted import planted_in
from audits.seed.planted_drafts import write_drafts
from audits.seed.sheets import Ledger
from audits.seed.special import SPECIALS, Special, special_size
from audits.seed.staff import MAIN_CODE, Roster, StaffRows, sizes
from audits.seed.support_rows import write_places
from patients import search_index
from rodt.dates import add_days

FULL_SERVICES = (
    (MAIN_CODE, "Harbour Street Recovery Service"),
    ("LARKFIELD", "Larkfield Recovery Service"),
    ("MARSHGATE", "Marshgate Recovery Service"),
    ("NETHERBY", "Netherby Recovery Service"),
    ("OAKSIDE", "Oakside Recovery Service"),
)
WRITE_EVERY = 200

Progress = Callable[[int, int, str], None]
"""Told how many people are done, of how many, and in which service."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written for one service."""

    code: str
    name: str
    people: int
    in_treatment: int

    @property
    def left(self) -> int:
        return self.people - self.in_treatment


class CannotSeed(Exception):
    """The database already holds something that stands in the way. Nothing was changed."""


def is_seeded() -> bool:
    """Whether the demo's own people are here. Services imported before it do not count."""
    return User.objects.filter(email__endswith="@demo.example").exists()


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: people in each full service, how many full services, the luck, the day."""

    patients: int
    services: int
    seed: int
    on: date


def seed(order: Order, progress: Progress) -> list[Seeded]:
    """Raises CannotSeed where a service or an account of the demo is already there."""
    with transaction.atomic():
        _refuse_what_is_there(order)
        with _history_as_given():
            return _write(order, progress)


def _refuse_what_is_there(order: Order) -> None:
    if order.services > len(FULL_SERVICES):
        raise CannotSeed(f"At most {len(FULL_SERVICES)} full services can be made.")
    codes = [code for code, _ in FULL_SERVICES] + [special.code for special in SPECIALS]
    found = Service.objects.filter(code__in=codes).order_by("name").first()
    if found:
        raise CannotSeed(
            f"{found.name} is already here. Nothing was changed. `make demo-reset` starts over."
        )
    account = User.objects.filter(email__endswith="@demo.example").first()
    if account:
        raise CannotSeed(f"The account {account.email} is already here. Nothing was changed.")


@contextmanager
def _history_as_given() -> Iterator[None]:
    """No trigger writes history meanwhile: it is written with its own moments instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            with pgtrigger.ignore():
                cursor.execute("SELECT 1")
                yield


def _write(order: Order, progress: Progress) -> list[Seeded]:
    ledger, moments = Ledger(), Moments(order.on)
    opened = moments.at(add_days(order.on, -20 * 365))
    staff = StaffRows(
        ledger, Random(f"{order.seed}/staff/ids"), Chance(f"{order.seed}/staff"), opened
    )
    staff.demo_accounts()
    done = []
    with connection.cursor() as cursor:
        for code, name in FULL_SERVICES[: order.services]:
            cases = planted_in(order.patients) if code == MAIN_CODE else ()
            stay = sum(case.answers.get("in treatment") != "no" for case in cases)
            teams, keyworkers, prescribers = sizes(order.patients, stay)
            roster = staff.add_service(code, name, teams, keyworkers, prescribers)
            service = Writer(order, ledger, moments, roster, code, name, progress, cursor)
            done.append(service.write_full())
        for special in SPECIALS:
            keyworkers = max(1, special_size(order.patients) // figures.PEOPLE_A_KEYWORKER)
            roster = staff.add_service(special.code, special.name, 1, keyworkers, 1)
            service = Writer(
                order, ledger, moments, roster, special.code, special.name, progress, cursor
            )
            done.append(service.write_special(special))
        for sheet in ledger.sheets.values():
            cursor.execute(f'ANALYZE "{sheet.model._meta.db_table}"')
    return done


@dataclass(slots=True)
class Writer:
    """The people of one service."""

    order: Order
    ledger: Ledger
    moments: Moments
    roster: Roster
    code: str
    name: str
    progress: Progress
    cursor: CursorWrapper

    def write_full(self) -> Seeded:
        people = self.order.patients
        planted = planted_in(people) if self.code == MAIN_CODE else ()
        present = round((people - len(planted)) * (1 - figures.LEFT_SHARE))
        even, even_left = Evenly(), Evenly()
        in_treatment = 0
        for number in range(1, people + 1):
            place = None
            if number <= len(planted):
                case = planted[number - 1]
                course = plant(case, number, self.order.on)
                if case.by_demo_keyworker:
                    place = self.roster.place_with(0, number)
            else:
                is_present = number <= len(planted) + present
                course = draw_course(
                    self._chance(number),
                    even if is_present else even_left,
                    number,
                    self.order.on,
                    is_present=is_present,
                )
            in_treatment += course.treatment.ended_on is None
            is_open = course.treatment.ended_on is None
            self._write(
                course,
                place or self.roster.next_place(number, is_open=is_open, rank=course.rank),
            )
        done = self._finish(people, in_treatment)
        if planted:
            author = self.roster.keyworkers[0].id
            write_drafts(planted, self.roster.service_id, author, self.moments)
        return done

    def write_special(self, special: Special) -> Seeded:
        people = special_size(self.order.patients)
        for number in range(1, people + 1):
            course = special.draw(self._chance(number), number, self.order.on)
            self._write(course, self.roster.next_place(number, is_open=True))
        return self._finish(people, people if special.has_people_in_treatment else 0)

    def _chance(self, number: int) -> Chance:
        return Chance(f"{self.order.seed}/{self.code}/{number}")

    def _write(self, course: Course, place: Place) -> None:
        draw_background(Chance(f"{self.order.seed}/{self.code}/{course.number}/background"), course)
        ids = Random(f"{self.order.seed}/{self.code}/{course.number}/ids")
        write_course(self.ledger, self.moments, place, course, ids)
        if course.number % WRITE_EVERY == 0:
            self.ledger.write(self.cursor)
            self.progress(course.number, self.order.patients, self.name)

    def _finish(self, people: int, in_treatment: int) -> Seeded:
        write_assessments(
            self.ledger,
            self.moments,
            Chance(f"{self.order.seed}/{self.code}/assessments"),
            Random(f"{self.order.seed}/{self.code}/assessments/ids"),
            self.roster,
        )
        chance = Chance(f"{self.order.seed}/{self.code}/places")
        write_places(self.ledger, self.moments, chance, self.roster)
        chance = Chance(f"{self.order.seed}/{self.code}/skills")
        ids = Random(f"{self.order.seed}/{self.code}/skills/ids")
        write_skills(self.ledger, self.moments, chance, ids, self.roster)
        self.ledger.write(self.cursor)
        search_index.write(UUID(self.roster.service_id))
        return Seeded(self.code, self.name, people, in_treatment)
