"""A form sent after the session ended: what was typed survives, for its author and nobody else."""

import re
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts import opened_by
from accounts.models import Membership, Trail
from accounts.roles import Role
from jobs.sweep import sweep
from patients import sent_signed_out
from patients.models import Contact, Draft
from rodt.dates import add_days
from rodt.words import nhs_date
from tests.world import PASSWORD, TODAY, World, build_world, three_boxes

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
WORDS = "She rang from the bus, and would rather come on Friday."


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def browser(world: World) -> Client:
    return signed_in(Client(enforce_csrf_checks=True), world.keyworker)


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found.group(1) if found else ""


def signed_in(browser: Client, user: Any, following: str = "") -> Client:
    token = hidden(browser.get(LOGIN), "csrfmiddlewaretoken")
    typed = {"csrfmiddlewaretoken": token, "login": user.email, "password": PASSWORD}
    browser.post(LOGIN, typed | {"next": following or "/accounts/roles/"})
    return browser


def end_session(browser: Client) -> None:
    """As when nobody touched the page for half an hour."""
    del browser.cookies[settings.SESSION_COOKIE_NAME]


def address(world: World, name: str = "add_contact") -> str:
    return reverse(f"patients:{name}", args=[world.gareth.pk])


def filled(browser: Client, world: World, **typed: object) -> dict[str, Any]:
    page = browser.get(address(world))
    return {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        opened_by.FIELD: hidden(page, opened_by.FIELD),
        "entry_id": hidden(page, "entry_id"),
        "kind": "phone",
        "outcome": "attended",
        "with_role": "keyworker",
        "summary": WORDS,
        **three_boxes("on", world.on),
    } | typed


def sent_by_nobody(browser: Client, world: World, where: str = "", **typed: object) -> Any:
    posted = filled(browser, world, **typed)
    end_session(browser)
    return browser.post(where or address(world), posted)


def waiting(world: World) -> list[Draft]:
    world.open()
    return list(Draft.objects.filter(form__startswith=sent_signed_out.PREFIX))


def test_after_signing_in_the_form_opens_with_everything_in_it(
    world: World, browser: Client
) -> None:
    answer = sent_by_nobody(browser, world)
    assert answer.status_code == 302 and answer.url.startswith(f"{LOGIN}?next=/sent/")
    (kept,) = waiting(world)
    assert kept.patient == world.gareth and kept.author == world.keyworker
    assert WORDS.encode() not in bytes(kept.sealed)
    entrance = browser.get(answer.url).content.decode()
    assert "What was typed is kept" in entrance and "Gareth" not in entrance

    signed_in(browser, world.keyworker)
    page = browser.get(reverse("patients:sent", args=[kept.pk]), follow=True)
    said = page.content.decode()
    assert page.request["PATH_INFO"] == address(world)
    assert WORDS in said and "You were signed out before this was saved" in said
    world.open()
    assert not Contact.objects.filter(summary=WORDS).exists(), "nothing is saved by itself"
    looks = Trail.objects.filter(patient_id=world.gareth.pk, about="patients:add_contact")
    assert {look.verb for look in looks} == {"opened"}

    where = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    again = filled(browser, world)
    assert browser.post(where, again | {"kind": ""}).status_code == 200
    assert waiting(world), "a refused save keeps it"
    assert browser.post(where, again).status_code == 302
    assert not waiting(world)
    assert Contact.objects.filter(summary=WORDS).count() == 1


def test_it_waits_on_my_people_until_it_is_saved_or_thrown_away(
    world: World, browser: Client
) -> None:
    sent_by_nobody(browser, world)
    (kept,) = waiting(world)
    elsewhere = signed_in(Client(enforce_csrf_checks=True), world.keyworker)
    page = elsewhere.get(reverse("reviews:my_people"))
    where = reverse("patients:sent", args=[kept.pk])
    assert f'href="{where}">Gareth Penrose</a>, sent when you were signed out' in " ".join(
        page.content.decode().split()
    )
    token = hidden(page, "csrfmiddlewaretoken")
    elsewhere.post(where, {"csrfmiddlewaretoken": token, "discard": "yes"})
    assert not waiting(world)


def test_nobody_else_is_shown_it(world: World, browser: Client) -> None:
    answer = sent_by_nobody(browser, world)
    (kept,) = waiting(world)
    where = reverse("patients:sent", args=[kept.pk])
    for other in (world.prescriber, world.manager, world.south_keyworker):
        signed_in(browser, other)
        page = browser.get(where, follow=True)
        assert WORDS not in page.content.decode()
        asked = browser.get(f"{address(world)}?{sent_signed_out.PARAMETER}={kept.pk}")
        assert WORDS not in asked.content.decode()
        assert waiting(world) == [kept]
        end_session(browser)
    assert answer.url.endswith(f"{where}")


@pytest.mark.parametrize("mark", ["", "made up", "of:somebody:else"])
def test_nothing_is_kept_of_a_form_that_does_not_say_who_opened_it(
    world: World, browser: Client, mark: str
) -> None:
    answer = sent_by_nobody(browser, world, **{opened_by.FIELD: mark})
    assert answer.status_code == 302
    assert not waiting(world)


def test_nor_without_the_token_of_the_browser_by_another_site(
    world: World, browser: Client
) -> None:
    """With the mark it is kept for its author; nothing is done, and nobody is led anywhere."""
    other = signed_in(Client(enforce_csrf_checks=True), world.prescriber)
    answer = other.post(address(world), filled(browser, world))
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()
    assert "kept for the person who opened the form" in answer.content.decode()
    assert [kept.author for kept in waiting(world)] == [world.keyworker]
    assert not Contact.objects.filter(summary=WORDS).exists()


def test_a_mark_does_not_hold_for_ever_nor_for_who_has_left(
    world: World, browser: Client, today: Any
) -> None:
    posted = filled(browser, world)
    end_session(browser)
    Membership.objects.filter(user=world.keyworker).update(is_current=False)
    browser.post(address(world), posted)
    assert not waiting(world)
    Membership.objects.filter(user=world.keyworker).update(is_current=True)
    today.shift(opened_by.HOLDS_FOR)
    today.shift(1)
    browser.post(address(world), posted)
    assert not waiting(world)


def test_the_database_cannot_be_filled_and_nothing_kept_is_overwritten(
    world: World, browser: Client
) -> None:
    posted = filled(browser, world)
    end_session(browser)
    for number in range(sent_signed_out.MOST):
        browser.post(address(world), posted | {"summary": f"{WORDS} {number}"})
    kept = waiting(world)
    assert len(kept) == sent_signed_out.MOST
    one_more = browser.post(address(world), posted | {"summary": f"{WORDS} One more."})
    again = browser.post(address(world), posted | {"summary": f"{WORDS} 0"})
    assert (one_more.status_code, again.status_code) == (403, 302)
    assert {draft.pk for draft in waiting(world)} == {draft.pk for draft in kept}


@pytest.mark.parametrize("is_signed_in_again", [False, True])
def test_what_cannot_be_kept_is_said_with_the_words_to_copy(
    world: World, browser: Client, monkeypatch: pytest.MonkeyPatch, is_signed_in_again: bool
) -> None:
    monkeypatch.setattr(sent_signed_out, "MOST", 0)
    posted = filled(browser, world)
    end_session(browser)
    if is_signed_in_again:
        signed_in(browser, world.keyworker)
    answer = browser.post(address(world), posted)
    said = answer.content.decode()
    assert answer.status_code == 403 and not waiting(world)
    for words in ("This could not be kept", "throw them away on My people", "Copy", WORDS):
        assert words in said
    assert posted["csrfmiddlewaretoken"] not in said.split("<main", 1)[1]


def test_one_form_that_is_too_long_is_not_kept_and_says_so(world: World, browser: Client) -> None:
    long = f"{WORDS} {'a' * sent_signed_out.LONGEST}"
    answer = sent_by_nobody(browser, world, summary=long)
    assert answer.status_code == 403 and not waiting(world)
    assert "longer than 300,000 characters" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_somebody_being_registered_is_called_so_on_my_people(world: World, browser: Client) -> None:
    page = browser.get(reverse("patients:start"))
    posted = {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        opened_by.FIELD: hidden(page, opened_by.FIELD),
        "family_name": "Ashdown",
    }
    end_session(browser)
    browser.post(reverse("patients:start"), posted)
    (kept,) = waiting(world)
    said = signed_in(browser, world.keyworker).get(reverse("reviews:my_people")).content.decode()
    assert "Somebody new, being registered</a>, sent when you were signed out" in said
    assert "Ashdown" not in said
    page = browser.get(reverse("patients:sent", args=[kept.pk]), follow=True)
    assert 'value="Ashdown"' in page.content.decode()


def test_it_waits_for_28_days_and_my_people_says_until_when(
    world: World, browser: Client, today: Any
) -> None:
    sent_by_nobody(browser, world)
    said = signed_in(browser, world.keyworker).get(reverse("reviews:my_people")).content.decode()
    assert f"kept until {nhs_date(add_days(TODAY, 27))}" in said
    today.shift(sent_signed_out.KEPT_FOR)
    sweep(now())
    assert waiting(world)
    today.shift(1)
    for _ in range(2):
        sweep(now())
    assert not waiting(world)
    noted = Trail.objects.filter(verb="threw away what was sent when signed out")
    assert [(one.patient_id, one.user) for one in noted] == [(world.gareth.pk, None)]


def test_a_draft_that_somebody_types_in_is_not_swept_away(
    world: World, browser: Client, today: Any
) -> None:
    where = reverse("patients:save_draft", args=[world.gareth.pk, "add_contact"])
    browser.post(where, filled(browser, world), headers={"accept": "application/json"})
    today.shift(2 * sent_signed_out.KEPT_FOR)
    sweep(now())
    world.open()
    assert Draft.objects.filter(form="add_contact").exists()


def test_what_a_script_keeps_every_few_seconds_is_not_kept_of_nobody(
    world: World, browser: Client
) -> None:
    posted = filled(browser, world)
    end_session(browser)
    where = reverse("patients:save_draft", args=[world.gareth.pk, "add_contact"])
    assert browser.post(where, posted, headers={"accept": "application/json"}).status_code == 302
    assert not waiting(world)


def test_keep_as_a_draft_opens_the_form_too(world: World, browser: Client) -> None:
    where = reverse("patients:save_draft", args=[world.gareth.pk, "add_contact"])
    sent_by_nobody(browser, world, where, next=address(world))
    (kept,) = waiting(world)
    signed_in(browser, world.keyworker)
    page = browser.get(reverse("patients:sent", args=[kept.pk]), follow=True)
    assert page.request["PATH_INFO"] == address(world)
    assert WORDS in page.content.decode()


def test_signed_in_again_in_another_tab_the_form_opens_at_once(
    world: World, browser: Client
) -> None:
    posted = filled(browser, world)
    end_session(browser)
    signed_in(browser, world.keyworker)
    page = browser.post(address(world), posted, follow=True)
    assert page.request["PATH_INFO"] == address(world)
    assert WORDS in page.content.decode()
    world.open()
    assert not Contact.objects.filter(summary=WORDS).exists()


def test_a_form_of_one_service_opens_in_that_service(world: World, browser: Client) -> None:
    Membership.objects.create(
        user=world.keyworker, service=world.other_service, role=Role.KEYWORKER
    )
    posted = filled(browser, world)
    page = browser.get(reverse("accounts:switch_service"))
    browser.post(
        reverse("accounts:switch_service"),
        {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
            "service": str(world.other_service.pk),
        },
    )
    answer = browser.post(address(world), posted)
    assert answer.status_code == 403
    (kept,) = waiting(world)
    page = browser.get(reverse("patients:sent", args=[kept.pk]), follow=True)
    assert WORDS in page.content.decode()
    assert f"{world.service.name}" in page.content.decode()


def test_a_button_without_words_is_not_pressed_again(world: World, browser: Client) -> None:
    """What the view would do is undone; its author is told, and presses again."""
    page = browser.get(reverse("accounts:switch_service"))
    posted = {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        opened_by.FIELD: hidden(page, opened_by.FIELD),
        "service": str(world.service.pk),
    }
    end_session(browser)
    browser.post(reverse("accounts:switch_service"), posted)
    (kept,) = waiting(world)
    signed_in(browser, world.keyworker)
    before = Trail.objects.filter(verb="went to a service").count()
    page = browser.get(reverse("patients:sent", args=[kept.pk]), follow=True)
    said = page.content.decode()
    assert "was not done: you were signed out" in said
    assert "You now work in" not in said
    assert Trail.objects.filter(verb="went to a service").count() == before
    assert not waiting(world)


def test_a_password_is_never_kept(world: World, browser: Client) -> None:
    page = browser.get(reverse("account_change_password"))
    posted = {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        opened_by.FIELD: hidden(page, opened_by.FIELD),
        "oldpassword": PASSWORD,
    }
    assert posted[opened_by.FIELD]
    end_session(browser)
    browser.post(reverse("account_change_password"), posted)
    assert not waiting(world)
