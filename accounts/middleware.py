"""What surrounds every request: one transaction that sees one service; pages stay private."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import trail
from accounts.access import access_for
from rodt import row_security

Next = Callable[[HttpRequest], HttpResponse]
SERVICE_KEY = "service"
SEEN_KEY, SEEN_EVERY_S = "seen", 60
_OPEN_PATHS = ("/healthz", "/readyz", "/static/")


class OneTransaction:
    """Each request is one transaction, opened for the service its user is working in.

    It is undone when the view raises or answers with a server error. A refusal is then noted in
    the trail in a transaction of its own, so that undoing the request does not undo the note.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OPEN_PATHS):
            return self.get_response(request)
        with transaction.atomic():
            self._open_service(request)
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "has_raised", False):
                transaction.set_rollback(True)
        if response.status_code in (403, 404) and getattr(request, "refused", None):
            self._note_refusal(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Undone once the answer is made: the page that says "not found" reads its frame first."""
        request.has_raised = True  # type: ignore[attr-defined]

    def _open_service(self, request: HttpRequest) -> None:
        request.access = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            row_security.set_services([])
            return
        chosen = request.session.get(SERVICE_KEY)
        access = access_for(request.user, UUID(chosen) if chosen else None)
        request.access = access  # type: ignore[attr-defined]
        row_security.set_services([access.service.id] if access else [])

    def _note_refusal(self, request: HttpRequest, status: int) -> None:
        access = getattr(request, "access", None)
        trail.record(
            "refused",
            by=request.user if request.user.is_authenticated else None,
            service_id=access.service.id if access else None,
            about=str(request.refused),  # type: ignore[attr-defined]
            was_refused=True,
            status=status,
        )


class TooMuch:
    """A form that is longer than any of ours, or holds more fields: one of our sentences, also
    where Django would show its own page to a developer. Looked at before anything else reads it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.POST  # noqa: B018 -- read once, and kept by the request
        except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


class WrongMethod:
    """An address that only takes in a form, opened by itself: a sentence and a way back, where
    Django answers with nothing at all. A bookmark does it, and signing in again after a save."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        match = request.resolver_match
        about = {"patient_id": match.kwargs.get("patient_id") if match else None}
        said = render(request, "405.html", about, status=405)
        said["Allow"] = response["Allow"]
        return said


class LiveSession:
    """A session lives on while pages are asked for. That is written down once a minute at most, so
    that not every page waits for the disk; the session is kept a minute longer for it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if not 0 <= now - request.session.get(SEEN_KEY, 0) < SEEN_EVERY_S:
                request.session[SEEN_KEY] = now
        return self.get_response(request)


class PrivatePages:
    """No page of a signed-in person is kept by a browser or a proxy."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response
