"""What was sent after the session had ended: kept as a draft of whoever opened the form.

The form says who opened it, signed (`accounts.opened_by`); without that mark nothing is kept. What
is kept is sealed, is a draft of its own beside all others (nobody who is not signed in can change
one), and is opened for its author alone. It waits for 28 days, then it is thrown away. Where it
cannot be kept, its sender is told so. See docs/decisions/0013.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now

from accounts import opened_by, trail
from accounts.access import Access, access_for
from accounts.models import Service, User
from patients import about_nobody, drafts
from patients.models import Draft, Patient
from rodt import row_security
from rodt.forms import LOOK_AGAIN
from rodt.tidy import tidy_posted

PREFIX = "sent-"
LONGEST_NAME = 30
MOST, LONGEST = 20, 300_000
"""Of one person in one service; characters of one form."""
KEPT_FOR = timedelta(days=28)
"""Ours: long enough to be away for. What is about a person should lie in their record, not here."""
THREW_AWAY = "threw away what was sent when signed out"
PARAMETER = "sent"
DRAFT_PAGES = ("patients:save_draft", "patients:save_start_draft", "patients:save_own_draft")
_PATH, _PAGE = "path of the form", "page it stood on"
_LEFT_OUT = frozenset({*drafts.NEVER_KEPT, "keep", "next", LOOK_AGAIN})


@dataclass(frozen=True, slots=True)
class Sent:
    """`path`: where the form was sent; `page`: where it stood."""

    draft_id: UUID
    path: str
    page: str
    posted: QueryDict

    @property
    def address(self) -> str:
        """The form, with everything in it."""
        joint = "&" if urlsplit(self.path).query else "?"
        return f"{self.path}{joint}{urlencode({PARAMETER: str(self.draft_id)})}"


class NotKept(Exception):
    """It cannot be kept. Its sentence says why, and what makes room."""


TOO_MANY = (
    f"{MOST} forms sent while signed out wait for you already, which is as many as are kept. Sign"
    " in, and save them or throw them away on My people: then there is room again."
)
TOO_LONG = f"It is longer than {LONGEST:,} characters, which is as much as is kept of one form."


def keep(request: HttpRequest) -> Draft | None:
    """Kept for whoever opened the form; None where the form does not say who, or is not one of
    ours. Raises NotKept where it is too long, or where too many wait already."""
    opener = opened_by.read(request.POST.get(opened_by.FIELD, ""))
    if opener is None or not request.accepts("text/html") or not _is_ours(request.path):
        return None
    user = User.objects.filter(pk=opener.user_id, is_active=True).first()
    access = access_for(user, opener.service_id) if user else None
    if access is None or access.service.pk != opener.service_id:
        return None
    with _opened(request, opener.service_id):
        return _kept(request, access)


def _kept(request: HttpRequest, access: Access) -> Draft | None:
    path, page = _where(request)
    patient = None
    if (patient_id := resolve(urlsplit(path).path).kwargs.get("patient_id")) is not None:
        patient = Patient.objects.visible_to(access).filter(pk=patient_id).first()
        if patient is None:
            return None
    to_keep = typed(request) | {_PATH: [path], _PAGE: [page]}
    text = json.dumps(to_keep, sort_keys=True)
    # The same press twice is kept once.
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = about_nobody.key_of(path) if patient is None else ""
    name = (f"{PREFIX}{key}-{digest}" if key else f"{PREFIX}{digest}")[:LONGEST_NAME]
    waiting = Draft.objects.filter(author=access.user, form__startswith=PREFIX)
    if len(text) > LONGEST:
        raise NotKept(TOO_LONG)
    if waiting.exclude(form=name).count() >= MOST:
        raise NotKept(TOO_MANY)
    return drafts.save(
        patient=patient,
        service_id=access.service.pk,
        form=name,
        by=access.user,
        typed=to_keep,
        at=now(),
    )


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """What was sent, without what is never kept."""
    posted, _ = tidy_posted(request.POST)
    return {
        name: values
        for name, values in posted.lists()
        if name not in _LEFT_OUT and "password" not in name
    }


def mine(draft_id: UUID, by: User) -> Draft | None:
    """Only its author's; only in a service that is open."""
    return Draft.objects.filter(pk=draft_id, author=by, form__startswith=PREFIX).first()


def called(form: str) -> str:
    """What a form about nobody was for, by the name of its draft. Nothing is unsealed for it."""
    return about_nobody.called(form.removeprefix(PREFIX).partition("-")[0])


def last_day(saved_at: datetime) -> date:
    """The last day on which it surely waits."""
    return localdate(saved_at + KEPT_FOR - timedelta(days=1))


def throw_away_old(at: datetime) -> None:
    """What has waited too long, in every service; each is noted. As often as one likes."""
    with row_security.scope(list(Service.objects.values_list("pk", flat=True))):
        old = Draft.objects.filter(form__startswith=PREFIX, saved_at__lt=at - KEPT_FOR)
        for draft in old.select_for_update(skip_locked=True).only("service_id", "patient_id"):
            trail.record(
                THREW_AWAY,
                by=None,
                service_id=draft.service_id,
                patient_id=draft.patient_id,
            )
            draft.delete()


def opened(draft: Draft) -> Sent | None:
    """None where no key opens it any more."""
    kept = drafts.typed_in(draft)
    if kept is None:
        return None
    posted = QueryDict(mutable=True)
    for name, values in kept.items():
        if name not in (_PATH, _PAGE):
            posted.setlist(name, values)
    return Sent(draft.pk, kept[_PATH][0], kept[_PAGE][0], posted)


@contextmanager
def _opened(request: HttpRequest, service_id: UUID) -> Iterator[None]:
    """The service in which the form was opened, for the one row that is written."""
    row_security.set_services([service_id])
    yield
    access: Any = getattr(request, "access", None)
    row_security.set_services([access.service.pk] if access else [])


def _where(request: HttpRequest) -> tuple[str, str]:
    """Where the form goes, and the page it stood on. "Keep as a draft" names the form's page."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    page = came_from.path if came_from.netloc == request.get_host() else request.path
    path = _without_parameter(request)
    following = request.POST.get("next", "")
    match = resolve(request.path)
    if match.view_name in DRAFT_PAGES and _is_here(request, following):
        path = page = following
    return path, page if _is_ours(page) else "/"


def _without_parameter(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _is_here(request: HttpRequest, url: str) -> bool:
    return (
        url.startswith("/")
        and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
        and _is_ours(urlsplit(url).path)
    )


def _is_ours(path: str) -> bool:
    """Behind one of our doors: signing in and out, and passwords, are not."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    return hasattr(view, "permission") or hasattr(view, "is_member_page")


def restore(session: Any, before: Mapping[str, Any]) -> None:
    """The session as it was before the form was shown again."""
    for name in [name for name in session.keys() if name not in before]:  # noqa: SIM118
        del session[name]
    for name, value in before.items():
        session[name] = value
