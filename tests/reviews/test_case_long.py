"""The page of a person with ten years of history and 5,000 events."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from patients.models import Contact, Fact, Patient
from patients.moving import tables
from scripts.bench_long import EVENTS, somebody_with_a_long_record
from tests.world import World, build_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(localdate())


def long_one(world: World, events: int, reference: str) -> Patient:
    return somebody_with_a_long_record(
        world.service,
        world.keyworker,
        world.prescriber,
        world.on,
        events=events,
        reference=reference,
    )


def asked(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


def test_ten_years_ask_no_more_of_the_database_than_a_few(world: World) -> None:
    few, many = long_one(world, 0, "LONG-1"), long_one(world, EVENTS, "LONG-2")
    facts = [table for table in tables() if issubclass(table, Fact)]
    written = sum(table.objects.current().filter(patient=many).count() for table in facts)
    assert written >= EVENTS
    assert Contact.objects.filter(patient=few).count() == 0
    client = signed_in(world.keyworker)
    for name in ("reviews:case", "prescribing:prescription", "prescribing:health"):
        pages = [reverse(name, args=[person.pk]) for person in (few, many)]
        assert asked(client, pages[0]) == asked(client, pages[1]), name
    last = reverse("reviews:case", args=[many.pk]) + "?page=200&show=contacts"
    first = reverse("reviews:case", args=[many.pk]) + "?show=contacts"
    assert asked(client, last) == asked(client, first)
