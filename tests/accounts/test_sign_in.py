"""Signing in and out, and what the library behind it may not offer."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.town import PASSWORD, World, staff_the_services

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def world() -> World:
    return staff_the_services()


def try_to_sign_in(email: str, password: str = PASSWORD) -> tuple[Client, object]:
    client = Client()
    return client, client.post(LOGIN, {"login": email, "password": password})


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:roles")).status_code == 200


@pytest.mark.parametrize("written", ["dee.marsh@world.example", "Dee.Marsh@World.example "])
def test_staff_sign_in_with_their_address_however_it_is_written(world: World, written: str) -> None:
    client, _ = try_to_sign_in(written)
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(world: World) -> None:
    said = set()
    for email in (world.keyworker.email, "nobody@world.example"):
        client, response = try_to_sign_in(email, "not the password at all")
        assert not is_signed_in(client)
        page = text(response)
        said.add(page[page.index("There is a problem") : page.index("<form")])
    assert len(said) == 1


def test_after_ten_wrong_passwords_the_right_one_waits(world: World) -> None:
    for _ in range(10):
        try_to_sign_in(world.keyworker.email, "not the password at all")
    client, _ = try_to_sign_in(world.keyworker.email)
    assert not is_signed_in(client)
    other, _ = try_to_sign_in(world.south_keyworker.email)
    assert is_signed_in(other)


def test_lock_ends_the_session_and_only_by_post(world: World) -> None:
    client, _ = try_to_sign_in(world.keyworker.email)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_somebody_who_left_cannot_sign_in(world: World) -> None:
    User.objects.filter(pk=world.keyworker.pk).update(is_active=False)
    client, _ = try_to_sign_in(world.keyworker.email)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/confirm/",
        "password/set/",
    ],
)
def test_nobody_changes_their_own_address_or_comes_in_by_a_code(world: World, path: str) -> None:
    for client in (Client(), try_to_sign_in(world.keyworker.email)[0]):
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", {"email": "x@y.example"}).status_code == 404


def test_nobody_signs_themselves_up() -> None:
    Client().post("/accounts/signup/", {"email": "x@y.example", "password1": PASSWORD})
    assert not User.objects.filter(email="x@y.example").exists()


def test_a_forgotten_password_is_answered_the_same_for_everybody(world: World) -> None:
    answers = set()
    for email in (world.keyworker.email, "nobody@world.example"):
        response = Client().post(reverse("account_reset_password"), {"email": email})
        answers.add((response.status_code, response["Location"]))
    assert len(answers) == 1
    assert world.keyworker.email in [to for message in mail.outbox for to in message.to]


def test_every_page_of_signing_in_is_whole(world: World) -> None:
    signed_in, _ = try_to_sign_in(world.keyworker.email)
    for name in ("login", "signup", "reset_password", "reset_password_done", "inactive"):
        assert Client().get(reverse(f"account_{name}")).status_code == 200, name
    for name in ("logout", "change_password"):
        assert signed_in.get(reverse(f"account_{name}")).status_code == 200, name


def test_a_password_is_long_and_not_a_common_one(world: World) -> None:
    client, _ = try_to_sign_in(world.keyworker.email)
    for weak in ("short", "password1234", "dee.marsh@world.example"):
        response = client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
        )
        assert "There is a problem" in text(response) or "Nothing is lost" in text(response)
    world.keyworker.refresh_from_db()
    assert world.keyworker.check_password(PASSWORD)
