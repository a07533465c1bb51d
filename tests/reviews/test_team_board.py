"""The board of a service counts what stands on the list of everybody in it."""

from collections import Counter
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients.models import Contact
from reviews import keeping, team_board, worklist
from reviews.review_types import TITLES, State
from reviews.schedule import in_first_weeks
from reviews.team_board import Board, BoardRow
from reviews.worklist import Whose
from tests.reviews.random_records import Writer
from tests.reviews.test_my_people import opened, text
from tests.world import World, signed_in, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = staff_the_services()
    world.open()
    Writer(world, Random(3)).people(60)
    return world


def counted(world: World) -> Board:
    """The same from the whole list, person by person."""
    access = world.access(world.manager)
    listed = worklist.worklist(access, world.on, Whose.SERVICE)
    dues = Counter((one.type, one.state) for entry in listed.shown for one in entry.dues)
    rows = []
    for kind, title in TITLES.items():
        numbers = [dues[kind, state] for state in (State.DUE, State.OVERDUE, State.LONG_OVERDUE)]
        if any(numbers):
            rows.append(BoardRow(title, *numbers))
    new = [
        entry
        for entry in listed.shown
        if not entry.outline.has_ended(world.on)
        and in_first_weeks(entry.outline, world.on, listed.schedule)
    ]
    return Board(
        tuple(rows),
        sum(entry.is_overdue for entry in listed.shown),
        sum(any(one.state is State.PAUSED for one in entry.dues) for entry in listed.shown),
        len(new),
        sum(entry.is_overdue for entry in new),
        84,
        28,
    )


def overdue_by_staff(world: World) -> dict[UUID, int]:
    found = {}
    for user in (world.keyworker, world.prescriber):
        listed = worklist.worklist(
            world.access(world.manager), world.on, Whose.MEMBER, member_id=user.pk
        )
        found[user.pk] = sum(entry.is_overdue for entry in listed.shown)
    return found


def test_it_adds_up_to_the_list_of_everybody_kept_or_not(world: World) -> None:
    access = world.access(world.manager)
    expected = counted(world)
    assert len(expected.rows) > 5 and expected.paused and expected.new_overdue
    assert team_board.board(access, world.on) == expected
    keeping.keep(world.service.pk, world.on)
    assert team_board.board(access, world.on) == expected
    some = Contact.objects.order_by("id")[:10]
    Contact.objects.filter(pk__in=[one.pk for one in some]).update(is_withdrawn=True)
    assert team_board.board(access, world.on) == counted(world)


def test_each_members_overdue_people_are_those_of_their_list(world: World) -> None:
    access = world.access(world.manager)
    expected = overdue_by_staff(world)
    assert min(expected.values()) > 0
    assert team_board.overdue_by_staff(access, world.on) == expected
    keeping.keep(world.service.pk, world.on)
    assert team_board.overdue_by_staff(access, world.on) == expected


def test_its_statements_do_not_grow_with_the_people(world: World) -> None:
    access = world.access(world.manager)
    keeping.keep(world.service.pk, world.on)
    with CaptureQueriesContext(connection) as asked:
        team_board.board(access, world.on)
        team_board.overdue_by_staff(access, world.on)
    assert len(asked) == 2 + 3


def test_a_manager_reads_it_and_a_keyworker_does_not(world: World) -> None:
    assert reverse("reviews:team_board") in opened(world.manager)
    page = text(signed_in(world.manager).get(reverse("reviews:team_board")).content.decode())
    assert "Due and overdue, by kind of review" in page
    assert "Strategic review" in page and "in their first 12 weeks" in page
    assert signed_in(world.keyworker).get(reverse("reviews:team_board")).status_code == 403
