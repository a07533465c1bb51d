"""Who opened a form, and in which service: signed into each form beside the token, so that what is
sent after the session ended can be kept for that person, and for nobody else."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

FIELD = "opened_by"
HOLDS_FOR = timedelta(hours=24)
_SALT = "accounts.opened_by"


class Opener(NamedTuple):
    user_id: UUID
    service_id: UUID


def mark(request: HttpRequest | None) -> str:
    """The mark for a form on this page; empty where nobody with a role is signed in."""
    access: Any = getattr(request, "access", None)
    if request is None or access is None:
        return ""
    made = getattr(request, "opened_by_mark", None)
    if made is None:
        made = signing.dumps([str(access.user.pk), str(access.service.pk)], salt=_SALT)
        request.opened_by_mark = made  # type: ignore[attr-defined]
    return str(made)


def read(posted: str) -> Opener | None:
    """None for a mark that we did not make, or made too long ago."""
    try:
        user_id, service_id = signing.loads(posted, salt=_SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return None
    return Opener(UUID(user_id), UUID(service_id))
