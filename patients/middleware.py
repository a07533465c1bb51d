"""A form that was sent after the session ended: kept for whoever opened it, shown to them again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from accounts import trail
from patients import about_nobody, drafts, sent_signed_out
from patients.models import Draft
from patients.views.sent import not_kept
from rodt.forms import A_DRAFT, LOOK_AGAIN
from rodt.words import nhs_datetime

Next = Callable[[HttpRequest], HttpResponse]
SHOWN = "sent_signed_out"
OTHER_DRAFT = (
    "You opened this form about something else, but your draft of {} still stands in it. Go on with"
    " the draft, or throw it away at the end of this page and open the form again."
)
NOT_DONE = "What you pressed was not done: you were signed out. Press it again if it still holds."


class SentSignedOut:
    """Sent by nobody: kept, then signing in. Asked for again by its author: the view is shown what
    was sent, as if it had just been refused, and whatever it writes is undone. Saved: thrown away.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        if request.user.is_authenticated:
            self._saved(request)
            return response
        try:
            kept = sent_signed_out.keep(request)
        except sent_signed_out.NotKept as why:
            return not_kept(request, why)
        return redirect_to_login(reverse("patients:sent", args=[kept.pk])) if kept else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        asked = request.GET.get(sent_signed_out.PARAMETER, "")
        if request.method != "GET" or not asked or not request.user.is_authenticated:
            return None
        draft = sent_signed_out.mine(UUID(asked), request.user) if _is_id(asked) else None
        sent = sent_signed_out.opened(draft) if draft else None
        if sent is None or sent.path.partition("?")[0] != request.path:
            return None
        before = dict(request.session.items())
        response = _shown(request, view, args, kwargs, sent.posted, "yes")
        if response.status_code == 302:
            return self._cannot_be_shown(request, sent, before)
        self._note_look(request)
        request.session[SHOWN] = [str(sent.draft_id), request.path]
        return response

    def _saved(self, request: HttpRequest) -> None:
        shown = request.session.get(SHOWN)
        if shown and shown[1] == request.path:
            Draft.objects.filter(pk=shown[0], author_id=request.user.pk).delete()
            del request.session[SHOWN]

    def _cannot_be_shown(
        self, request: HttpRequest, sent: sent_signed_out.Sent, before: dict[str, Any]
    ) -> HttpResponse:
        """A press of a button with nothing typed. It was undone: it is for its author to repeat."""
        sent_signed_out.restore(request.session, before)
        list(messages.get_messages(request))  # what the view said was done was not
        Draft.objects.filter(pk=sent.draft_id).delete()
        messages.warning(request, NOT_DONE)
        return redirect(sent.page)

    def _note_look(self, request: HttpRequest) -> None:
        patient = getattr(request, "patient", None)
        if patient is not None:
            trail.record(
                "opened",
                by=request.user,  # type: ignore[arg-type]
                service_id=patient.service_id,
                patient_id=patient.pk,
                about=request.resolver_match.view_name if request.resolver_match else "",
            )


class DraftsAboutNobody:
    """A form about nobody is opened with its author's draft in it, shown in the same way; when it
    is saved the draft is thrown away. Which forms these are: `patients.about_nobody`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        which = _draft_of(request)
        if which and request.method == "POST" and response.status_code == 302:
            drafts.discard(**which)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        which = _draft_of(request) if request.method == "GET" else None
        draft = drafts.find(**which) if which else None
        typed = drafts.typed_in(draft) if draft else None
        if draft is None or typed is None:
            return None
        before = dict(request.session.items())
        if any(typed.get(name, [value]) != [value] for name, value in request.GET.items()):
            messages.warning(request, OTHER_DRAFT.format(nhs_datetime(localtime(draft.saved_at))))
        request.own_draft = draft  # type: ignore[attr-defined]
        posted = QueryDict(mutable=True)
        for name, values in typed.items():
            posted.setlist(name, values)
        response = _shown(request, view, args, kwargs, posted, A_DRAFT)
        if response.status_code == 200:
            return response
        sent_signed_out.restore(request.session, before)
        return None


def _draft_of(request: HttpRequest) -> dict[str, Any] | None:
    """Which draft the form on this page keeps; None where it keeps none."""
    name = about_nobody.draft_name(request.resolver_match)
    access = getattr(request, "access", None)
    if not name or access is None:
        return None
    return {"patient": None, "service_id": access.service.pk, "form": name, "by": access.user}


def _shown(
    request: HttpRequest,
    view: Callable[..., HttpResponse],
    args: Any,
    kwargs: Any,
    typed: QueryDict,
    how: str,
) -> HttpResponse:
    """What the view answers to this, as if it had just been sent; whatever it writes is undone."""
    posted = typed.copy()
    posted[LOOK_AGAIN] = how
    request.method, request.POST = "POST", posted  # type: ignore[assignment]
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    request.method = "GET"
    return response


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
