"""A decile of deprivation is of an address: whoever moves keeps it only where somebody says so."""

import pytest
from django.urls import reverse

from patients.models import Patient
from tests.world import World, signed_in, three_boxes

pytestmark = pytest.mark.django_db
ASKED = "Say whether decile 3 is that of the new one"


def saved(world: World, **changes: str) -> tuple[str, Patient]:
    """The page after the details were sent with these changes, and the person then."""
    client, address = signed_in(world.keyworker), reverse("patients:edit", args=[world.gareth.pk])
    form = client.get(address).context["form"]
    days = ("date_of_birth", "locked_box_given_on", "court_order_to_on")
    beside = "is_decile_of_new_address"
    typed = {b.html_name: b.value() or "" for b in form if b.name not in (*days, beside)}
    typed |= three_boxes("date_of_birth", world.gareth.date_of_birth)
    page = client.post(address, typed | {"team": str(world.gareth.team_id)} | changes, follow=True)
    world.open()
    return page.content.decode(), Patient.objects.get(pk=world.gareth.pk)


@pytest.fixture(autouse=True)
def _lives(world: World) -> None:
    lives = {"address": "4 Quay Road\nHarbour", "deprivation_decile": 3}
    assert Patient.objects.filter(pk=world.gareth.pk).update(**lives)


def test_who_moves_is_asked_once_and_nothing_is_saved_meanwhile(world: World) -> None:
    page, person = saved(world, address="9 Mill Lane")
    assert ASKED in page
    assert "Yes, it was looked up for the new address" in page
    assert "9 Mill Lane" in page, "what was typed is still there"
    assert person.address == "4 Quay Road\nHarbour"


@pytest.mark.parametrize(
    ("said", "decile"),
    [
        ({"is_decile_of_new_address": "on"}, 3),
        ({"deprivation_decile": "7"}, 7),
        ({"deprivation_decile": ""}, None),
    ],
)
def test_any_answer_will_do(world: World, said: dict[str, str], decile: int | None) -> None:
    page, person = saved(world, address="9 Mill Lane", **said)
    assert ASKED not in page
    assert (person.address, person.deprivation_decile) == ("9 Mill Lane", decile)


def test_who_stays_is_not_asked(world: World) -> None:
    for words in ("4 Quay Road \r\n Harbour", "4 Quay Road\nHarbour"):
        page, _ = saved(world, address=words, known_as="Gaz")
        assert "Details saved." in page
        assert "Yes, it was looked up" not in page


def test_a_first_address_or_no_decile_asks_nothing(world: World) -> None:
    for before in ({"address": ""}, {"deprivation_decile": None}):
        Patient.objects.filter(pk=world.gareth.pk).update(**before)
        page, person = saved(world, address="9 Mill Lane")
        assert "Details saved." in page
        assert person.address == "9 Mill Lane"
        Patient.objects.filter(pk=world.gareth.pk).update(address="4 Quay Road")
