"""The pages about staff, services and notices, from address to database."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Notice, Service, Team, Trail, User
from accounts.roles import Permission
from tests.town import World, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staff_the_services()


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("keyworker", "/my-people/"),
        ("prescriber", "/my-people/"),
        ("manager", "/my-people/"),
        ("administrator", "/staff/"),
    ],
)
def test_home_is_where_the_work_is(world: World, who: str, where: str) -> None:
    assert sign_in(getattr(world, who)).get("/")["Location"] == where


def test_without_a_role_the_home_page_says_who_gives_one(world: World) -> None:
    user = User.objects.create_user(email="new@world.example", full_name="Nia Prosser")
    response = sign_in(user).get("/")
    assert response.status_code == 403


def test_an_administrator_adds_somebody_who_then_works_here(world: World) -> None:
    client = sign_in(world.administrator)
    response = client.post(
        reverse("accounts:add_staff"),
        {
            "email": "Nia.Prosser@World.example",
            "full_name": "Nia Prosser",
            "job_title": "Nurse",
            "roles": ["keyworker"],
            "teams": [str(world.north.pk)],
        },
        follow=True,
    )
    assert "Nia Prosser is on the staff" in text(response)
    access = world.access(User.objects.get(email="nia.prosser@world.example"))
    assert access.may(Permission.LOG_REVIEW)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "nia"}, "Enter an e-mail address, such as"),
        ({"full_name": " "}, "Enter a full name"),
        ({"roles": []}, "Choose at least one role"),
        ({"teams": []}, "Choose at least one team: without it they see nobody"),
        ({"roles": ["director"]}, "Choose from the answers"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: World, wrong: dict[str, object], said: str
) -> None:
    typed = {
        "email": "nia@world.example",
        "full_name": "Nia Prosser",
        "job_title": "Nurse of the night",
        "roles": ["keyworker"],
        "teams": [str(world.north.pk)],
    }
    response = sign_in(world.administrator).post(reverse("accounts:add_staff"), typed | wrong)
    page = text(response)
    assert response.status_code == 200
    assert said in page
    assert "<title>Error: " in page
    assert "Nurse of the night" in page
    assert not User.objects.filter(email="nia@world.example").exists()


def test_a_team_of_another_service_cannot_be_given(world: World) -> None:
    client = sign_in(world.administrator)
    client.post(
        reverse("accounts:change_roles", args=[world.keyworker.pk]),
        {"roles": ["keyworker"], "teams": [str(world.other_team.pk)]},
    )
    assert world.access(world.keyworker).team_ids == {world.north.pk}


def test_staff_of_another_service_are_not_found(world: World) -> None:
    address = reverse("accounts:change_roles", args=[world.other_keyworker.pk])
    assert sign_in(world.administrator).get(address).status_code == 404


def test_the_last_who_manages_staff_is_told_why_they_must_stay(world: World) -> None:
    address = reverse("accounts:change_roles", args=[world.administrator.pk])
    response = sign_in(world.administrator).post(address, {"roles": ["manager"], "teams": []})
    assert "Somebody must stay who can manage staff" in text(response)
    assert Membership.objects.filter(
        user=world.administrator, role="administrator", is_current=True
    ).exists()


def test_an_administrator_adds_a_team_once(world: World) -> None:
    client = sign_in(world.administrator)
    address = reverse("accounts:add_team")
    assert client.post(address, {"name": "East"}).status_code == 302
    assert "There is a team called east already" in text(client.post(address, {"name": "east"}))
    assert Team.objects.filter(service=world.service, name="East").count() == 1


def test_the_staff_page_lists_this_service_only_in_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = sign_in(world.administrator)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = text(client.get(reverse("accounts:staff")))
    assert "Dee Marsh" in page
    assert "Ola Brand" not in page


def test_somebody_with_two_services_sees_one_at_a_time(world: World) -> None:
    Membership.objects.create(user=world.manager, service=world.other_service, role="administrator")
    client = sign_in(world.manager)
    assert world.other_service.name in text(client.get(reverse("accounts:switch_service")))
    client.post(reverse("accounts:switch_service"), {"service": str(world.other_service.pk)})
    assert client.get("/")["Location"] == "/staff/"
    assert Trail.objects.filter(
        verb="went to a service", user=world.manager, service=world.other_service
    ).exists()


def test_services_stand_in_the_order_in_which_people_read_names(world: World) -> None:
    """Site 2 before Site 10; two of one name are told apart by their codes."""
    for code, name in (
        ("S10", "Site 10"),
        ("S2", "Site 2"),
        ("A1", "the Annexe"),
        ("A2", "The annexe"),
    ):
        service = Service.objects.create(code=code, name=name, kind_of_data="research")
        Membership.objects.create(user=world.manager, service=service, role="manager")
    page = text(sign_in(world.manager).get(reverse("accounts:switch_service")))
    names = re.findall(r"<strong>([^<]+)</strong><span", page)
    assert [name for name in names if "ite" in name] == ["Site 2", "Site 10"]
    assert [name for name in names if "nnexe" in name] == ["the Annexe", "The annexe"]
    assert "A1 · Research data" in page and "A2 · Research data" in page
    assert "S2 ·" not in page


def test_a_form_opened_for_one_service_saves_nothing_in_another(world: World) -> None:
    """Two tabs: in one a form stands open, in the other the service is changed."""
    Membership.objects.create(user=world.manager, service=world.other_service, role="manager")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.manager)
    switch = reverse("accounts:switch_service")

    def token() -> str:
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text(client.get(switch)))
        assert found is not None
        return found.group(1)

    open_form = {"csrfmiddlewaretoken": token()}
    chosen = {"service": str(world.other_service.pk), "csrfmiddlewaretoken": token()}
    assert client.post(switch, chosen).status_code == 302
    refused = client.post(switch, open_form | {"service": str(world.service.pk)})
    assert refused.status_code == 403
    assert "changed service in another tab" in text(refused)
    assert client.post(switch, chosen | {"csrfmiddlewaretoken": token()}).status_code == 302


def test_nobody_goes_to_a_service_they_do_not_work_in(world: World) -> None:
    client = sign_in(world.administrator)
    address = reverse("accounts:switch_service")
    for chosen in (str(world.other_service.pk), "nowhere"):
        assert client.post(address, {"service": chosen}).status_code == 404
    assert Trail.objects.filter(verb="refused", about="another service").count() == 2
    assert world.service.name in text(client.post(address))


def test_a_notice_is_put_away_by_whom_it_was_given_to(world: World) -> None:
    notice = Notice.objects.create(
        user=world.administrator, service=world.service, key="a", text="Two things moved."
    )
    address = reverse("accounts:read_notice", args=[notice.pk])
    assert sign_in(world.keyworker).post(address).status_code == 404
    client = sign_in(world.administrator)
    assert "Two things moved." in text(client.get(reverse("accounts:staff")))
    assert "Two things moved." not in text(client.get(reverse("accounts:add_staff")))
    staff = f"http://testserver{reverse('accounts:staff')}"
    for referer, back in ((staff, staff), ("https://elsewhere.example/", "/"), ("", "/")):
        assert client.post(address, headers={"Referer": referer})["Location"] == back
    assert "Two things moved." not in text(client.get(reverse("accounts:staff")))


def test_the_table_of_roles_is_printed_for_everybody_on_the_staff(world: World) -> None:
    page = unescape(text(sign_in(world.keyworker).get(reverse("accounts:roles"))))
    for permission in Permission:
        assert permission.value[1:] in page
    assert "Your role here: keyworker" in page


@pytest.mark.parametrize("name", ["help", "accessibility"])
def test_help_is_open_to_everybody(name: str) -> None:
    assert Client().get(reverse(f"accounts:{name}")).status_code == 200


def test_no_page_of_somebody_signed_in_is_kept_by_a_browser(world: World) -> None:
    response = sign_in(world.administrator).get(reverse("accounts:staff"))
    assert response["Cache-Control"] == "no-store, private"
