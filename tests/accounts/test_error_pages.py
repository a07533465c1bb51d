"""What is said when a save could not even be read, and when a page was open for too long."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests.town import staff_the_services

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def test_a_save_that_is_too_long_is_answered_with_our_own_page() -> None:
    client = Client()
    client.force_login(staff_the_services().keyworker)
    words = "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post("/accounts/password/change/", {"oldpassword": words})
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("Nothing was saved", "too long", "Go back", "draft", 'href="/"'):
        assert said in page


@pytest.mark.parametrize("is_development", [True, False])
@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({f"field_{n}": "a" * 100_000 for n in range(80)}, id="80 long fields"),
        pytest.param({f"field_{n}": "" for n in range(2_000)}, id="too many fields"),
    ],
)
def test_far_too_much_is_answered_by_it_too_whoever_asks_and_wherever(
    settings: Any, is_development: bool, typed: dict[str, str]
) -> None:
    settings.DEBUG = is_development
    body = urlencode(typed)
    answer = Client().post("/patients/new/", body, "application/x-www-form-urlencoded")
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("Nothing was saved", "what you typed still stands in the form"):
        assert said in page
    assert "DATA_UPLOAD" not in page


def test_a_page_that_was_open_for_too_long_leads_to_signing_in() -> None:
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page is not the newest" in page
    assert f'href="{LOGIN}"' in page


def test_an_address_that_only_takes_in_a_form_says_so_and_leads_back() -> None:
    client = Client()
    client.force_login(staff_the_services().keyworker)
    person, review = uuid4(), uuid4()
    answer = client.get(f"/patients/{person}/reviews/{review}/sign/")
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was saved or changed" in page
    assert f'href="/patients/{person}/"' in page, "the way back says nothing of who that is"
