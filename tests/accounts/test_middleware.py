"""One transaction a request: what raised or answered with an error leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from accounts import trail
from accounts.models import Trail
from rodt import urls as rodt_urls
from tests.town import World, staff_the_services


def _after_writing(answer: Callable[[], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        trail.record("wrote in a test", by=None)
        return answer()

    return view


def _not_found() -> HttpResponse:
    raise Http404


def _refused() -> HttpResponse:
    raise PermissionDenied


def _broken() -> HttpResponse:
    raise RuntimeError


def _scope(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('rodt.services', true)")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [
    *rodt_urls.urlpatterns,
    path("t/fine", _after_writing(lambda: HttpResponse("fine"))),
    path("t/not-found", _after_writing(_not_found)),
    path("t/refused", _after_writing(_refused)),
    path("t/broken", _after_writing(_broken)),
    path("t/unavailable", _after_writing(lambda: HttpResponse(status=503))),
    path("t/scope", _scope),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def world() -> World:
    return staff_the_services()


@pytest.mark.parametrize(
    ("address", "status", "written"),
    [
        ("fine", 200, 1),
        ("not-found", 404, 0),
        ("refused", 403, 0),
        ("broken", 500, 0),
        ("unavailable", 503, 0),
    ],
)
def test_what_failed_is_undone_and_its_page_is_whole(
    world: World, address: str, status: int, written: int
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.keyworker)
    with transaction.atomic():
        response = client.get(f"/t/{address}")
    assert response.status_code == status
    assert Trail.objects.filter(verb="wrote in a test").count() == written
    if status in (403, 404):
        assert "Dee Marsh" in response.content.decode()


def test_a_request_sees_the_service_its_user_works_in_and_no_other(world: World) -> None:
    client = Client()
    client.force_login(world.keyworker)
    assert client.get("/t/scope").content.decode() == str(world.service.pk)


def test_a_request_of_nobody_sees_no_service(world: World) -> None:
    assert Client().get("/t/scope").content.decode() == ""


@pytest.mark.django_db
def test_a_session_lives_on_while_pages_are_asked_for_and_is_written_once_a_minute() -> None:
    world = staff_the_services()
    client = Client()
    client.force_login(world.keyworker)

    def ends() -> datetime:
        return Session.objects.get(pk=client.session.session_key).expire_date

    with time_machine.travel("2026-10-01T09:00Z", tick=False) as clock:
        client.get(reverse("accounts:roles"))
        first = ends()
        assert first == timezone.now() + timedelta(minutes=settings.IDLE_MINUTES + 1)
        clock.shift(59)
        client.get(reverse("accounts:roles"))
        assert ends() == first
        clock.shift(1)
        client.get(reverse("accounts:roles"))
        assert ends() == first + timedelta(minutes=1)
        clock.shift(31 * 60)
        assert client.get(reverse("accounts:roles")).status_code == 302
