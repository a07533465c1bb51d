"""Which service is a person's TOP care coordinator: written down, and an exception where it is none
or two."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.access import access_for
from patients import actions
from patients.models import Patient
from reviews import top_exceptions
from reviews.top_windows import TopException
from tests.world import TODAY, World, build_world, signed_in, three_boxes

LIST = "reviews:top_exceptions"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield build_world()


def squeezed(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.mark.parametrize(
    ("coordinated_by", "said"),
    [
        ("", ""),
        ("us", ""),
        ("elsewhere", ""),
        ("both", "Two services are their TOP care coordinator. The other is Quay Road."),
        ("nobody", "No service is their TOP care coordinator."),
    ],
)
def test_none_and_two_are_exceptions_and_not_recorded_is_neither(
    world: World, coordinated_by: str, said: str
) -> None:
    actions.edit_patient(
        patient=world.gareth,
        version=world.gareth.version,
        by=world.keyworker,
        top_coordinated_by=coordinated_by,
        top_other_service="Quay Road" if coordinated_by in ("elsewhere", "both") else "",
    )
    access = access_for(world.keyworker, None)
    assert access is not None
    rows = top_exceptions.read(access, TODAY)
    (row,) = [row for row in rows if row.patient_id == world.gareth.pk]
    about = {TopException.NO_COORDINATOR, TopException.TWO_COORDINATORS}
    assert bool(about & set(row.found)) is bool(said)
    assert said in row.words


def test_where_it_is_not_recorded_there_is_a_list_to_work_through(world: World) -> None:
    client = signed_in(world.keyworker)
    every = client.get(reverse(LIST))
    assert "No service is their TOP care coordinator. 0 people" in squeezed(every)
    assert "Two services are their TOP care coordinator. 0 people" in squeezed(every)
    unknown = client.get(f"{reverse(LIST)}?which=not_recorded")
    assert world.gareth.name in squeezed(unknown)
    assert "TOP care coordinator not recorded" in squeezed(unknown)
    link = f"{reverse('patients:edit', args=[world.gareth.pk])}#div_id_top_coordinated_by"
    assert link in unknown.content.decode()


def test_it_is_written_down_with_the_details_and_what_cannot_be_is_refused(world: World) -> None:
    client = signed_in(world.keyworker)
    address = reverse("patients:edit", args=[world.gareth.pk])
    form = client.get(address).context["form"]
    assert 'id="div_id_top_coordinated_by"' in client.get(address).content.decode()
    days = ("date_of_birth", "locked_box_given_on", "court_order_to_on")
    typed = {box.html_name: box.value() or "" for box in form if box.name not in days}
    typed |= three_boxes("date_of_birth", world.gareth.date_of_birth)
    typed |= {"team": str(world.gareth.team_id), "top_other_service": "Quay Road"}
    refused = client.post(address, typed | {"top_coordinated_by": "us"})
    assert "Choose another service too" in refused.content.decode()
    client.post(address, typed | {"top_coordinated_by": "both"})
    world.open()
    now = Patient.objects.get(pk=world.gareth.pk)
    assert (now.top_coordinated_by, now.top_other_service) == ("both", "Quay Road")
    page = client.get(f"{reverse(LIST)}?which=two_coordinators")
    assert "The other is Quay Road." in squeezed(page)


def test_another_service_is_named_only_where_it_coordinates(world: World) -> None:
    rows = Patient.objects.filter(pk=world.gareth.pk)
    with pytest.raises(IntegrityError, match="only_where_it_coordinates"), transaction.atomic():
        rows.update(top_coordinated_by="us", top_other_service="Quay Road")
