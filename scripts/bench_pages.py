"""Times pages, a save and the sweep inside one process, as the server spends it. For bench.py.

Each page is asked for as a browser would, through everything that surrounds a request, in a process
set up as the web server's are. What it costs to read the request and send the answer is left out.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import rodt.wsgi  # noqa: F401 -- the web server's own process, its memory set up the same

# isort: split
from bench_clock import WARM_UP, Took, middle, once, p95, settle, wait_for_quiet
from bench_form import filled
from bench_long import EVENTS, YEARS, somebody_with_a_long_record
from django.conf import settings
from django.core.signals import request_finished
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Service, User
from jobs.in_place import do_now
from patients.models import Assignment
from reviews import keeping, nightly
from reviews.models import TopRecord
from reviews.overdue import flag_overdue
from rodt import row_security

TIMES = 20
ROUNDS = 3
KEYWORKER = "dee.marsh@demo.example"
PRESCRIBER = "dr.osei@demo.example"
MANAGER = "ruth.calder@demo.example"


def main(on: date) -> list[dict[str, Any]]:
    settings.DEBUG = False
    # The clock clears up between two requests, as the server does once its answer has gone.
    request_finished.disconnect(dispatch_uid="rodt.clear_up")
    service = Service.objects.get(code="HARBOUR")
    people = own_people(service, KEYWORKER)
    lines = sweep(service, on)
    for email, who in (
        (KEYWORKER, "a keyworker"),
        (PRESCRIBER, "a prescriber"),
        (MANAGER, "a manager"),
    ):
        mine = page(signed_in(email), reverse("reviews:my_people"))
        many = len(own_people(service, email))
        about = f"{queries_of(mine)} queries" + (f", {many:,} people" if many else "")
        lines.append(line(f"My people, {who}", 80, rounds(lambda one=mine: [one] * TIMES), about))
    for email, who in ((PRESCRIBER, "a prescriber"), (MANAGER, "the whole service")):
        today = page(signed_in(email), reverse("reviews:prescribing_today"))
        about = f"{queries_of(today)} queries"
        took = rounds(lambda one=today: [one] * TIMES)
        lines.append(line(f"Prescribing today, {who}", 80, took, about))
    board = page(signed_in(MANAGER), reverse("reviews:team_board"))
    took = rounds(lambda: [board] * TIMES)
    lines.append(line("Team board, a manager", 250, took, f"{queries_of(board)} queries"))
    client = signed_in(KEYWORKER)
    persons = [page(client, reverse("reviews:case", args=[pk])) for pk in people]
    about = f"{queries_of(persons[0])} queries, {len(persons)} people in turn"
    lines.append(line("The person's page", 80, rounds(lambda: (persons * 3)[:TIMES]), about))
    lines.append(long_record(service, client, on))
    lines.append(saving(service, on))
    return lines


def long_record(service: Service, client: Client, on: date) -> dict[str, Any]:
    """The page of somebody with ten years of history."""
    with row_security.scope([service.pk]), transaction.atomic():
        by, prescriber = (User.objects.get(email=email) for email in (KEYWORKER, PRESCRIBER))
        patient = somebody_with_a_long_record(service, by, prescriber, on)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    one = page(client, reverse("reviews:case", args=[patient.pk]))
    about = f"{queries_of(one)} queries, {EVENTS:,} events in {YEARS} years"
    return line("  of a person with a long record", 150, rounds(lambda: [one] * TIMES), about)


def rounds(works: Callable[[], list[Callable[[], None]]]) -> Took:
    """The median of three rounds, each begun when the machine is quiet."""
    found = []
    for _ in range(ROUNDS):
        wait_for_quiet()
        asked = works()
        found.append(p95([*asked[:WARM_UP], *asked], backend_pid()))
    return middle(found)


def saving(service: Service, on: date) -> dict[str, Any]:
    """Three keyworkers save a review of each of their people, with the TOP inside."""
    keyworkers = (
        Membership.objects.filter(service=service, role="keyworker", user__is_active=True)
        .exclude(user__email=KEYWORKER)
        .order_by("user__email")
        .values_list("user__email", flat=True)[:ROUNDS]
    )
    found, saved = [], 0
    for email in keyworkers:
        works = list(saves(signed_in(email), own_people(service, email), on))
        wait_for_quiet()
        found.append(p95(works, backend_pid()))
        saved += len(works)
    with row_security.scope([service.pk]):
        tops = TopRecord.objects.filter(service=service, on=on, review__held_on=on).count()
    return line("Saving a review", 150, middle(found), f"{saved} saved, {tops} with a TOP inside")


def sweep(service: Service, on: date) -> list[dict[str, Any]]:
    """The first night of a service: what is due is worked out for everybody, as the clock does
    before the night, and then all that is overdue is written down. Undone each time, then done as
    the job that My people tells of."""
    results, kept, found = [], [], []

    @transaction.atomic
    def undone() -> None:
        with row_security.scope([service.pk]):
            kept.append(once(lambda: keeping.keep(service.pk, on), backend_pid()))
            found.append(once(lambda: results.append(flag_overdue(service, on)), backend_pid()))
        transaction.set_rollback(True)

    for _ in range(ROUNDS):
        wait_for_quiet()
        undone()
    do_now(
        nightly.KIND,
        nightly.key_of(service, on),
        service,
        None,
        {"on": on.isoformat()},
        is_once=True,
    )
    settle()
    about = f"{results[-1].examined:,} people, {results[-1].became_overdue:,} reviews flagged"
    return [
        line("Working out what is due, once", 5, middle(kept), "everybody, by the clock", unit="s"),
        line("The nightly sweep", 1, middle(found), about, unit="s"),
    ]


def line(what: str, limit: float, took: Took, note: str, unit: str = "ms") -> dict[str, Any]:
    scale = 1000 if unit == "ms" else 1
    return {
        "what": what,
        "measured": took.wall_s * scale,
        "processor": None if took.processor_s is None else took.processor_s * scale,
        "limit": limit,
        "unit": unit,
        "note": note,
    }


def signed_in(email: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=email))
    return client


def page(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        status = client.get(address).status_code
        assert status == 200, f"{address} answered {status}"

    return get


def queries_of(one: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as queries:
        one()
    return len(queries)


def backend_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def own_people(service: Service, email: str) -> list[UUID]:
    with row_security.scope([service.pk]):
        found = Assignment.objects.filter(staff__email=email, to_on=None)
        return list(found.order_by("id").values_list("patient_id", flat=True))


def saves(client: Client, people: Iterable[UUID], on: date) -> Iterator[Callable[[], None]]:
    """A filled-in form for each person, fetched before the clock starts."""
    for patient_id in people:
        address = reverse("reviews:log", args=[patient_id])
        answer = client.get(address)
        if answer.status_code == 200:
            yield partial(save, client, address, filled(answer.content.decode(), on))


def save(client: Client, address: str, posted: dict[str, str]) -> None:
    status = client.post(address, posted).status_code
    assert status == 302, f"Saving at {address} answered {status}"


if __name__ == "__main__":
    print(json.dumps(main(date.fromisoformat(sys.argv[1]))))
