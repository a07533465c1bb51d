"""Which jobs: chainable questions. Every moment is the database's, the one clock of all workers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

if TYPE_CHECKING:
    from typing import Self

    from jobs.models import Job

LEASE = timedelta(seconds=20)
"""How long a holder may be silent before its job is taken up by another."""
QUEUED_TOO_LONG = timedelta(seconds=20)
"""How long a job waits before the word that there is work is sent again."""
MOST_ATTEMPTS = 3


def at_most_once() -> list[str]:
    """Kinds whose work goes out of the house, where nobody can take it back: once begun, and not
    known to have done nothing, they are never tried again by themselves."""
    return [name for name, kind in settings.JOB_KINDS.items() if kind.get("is_at_most_once")]


def one_of_many() -> list[str]:
    """Kinds of which so many are done that they would bury the rest in a list."""
    return [name for name, kind in settings.JOB_KINDS.items() if kind.get("is_one_of_many")]


class JobQuerySet(models.QuerySet[Any]):
    def last_of(self, *keys: str) -> Job | None:
        """The last job asked for under one of these keys; None where none was."""
        return self.filter(key__in=keys).order_by("-created_at").first()

    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def ended(self) -> Self:
        return self.filter(state__in=["done", "failed", "cancelled"])

    def to_look_at(self) -> Self:
        """Stopped, and nobody has asked for the same again since, who could."""
        later = self.model.objects.filter(
            key=models.OuterRef("key"), created_at__gt=models.OuterRef("created_at")
        )
        stopped = self.filter(~models.Exists(later), state="failed")
        return stopped.exclude(kind__in=at_most_once())

    def left_behind(self) -> Self:
        """Running for a holder whose lease has run out."""
        return self.filter(state="running", lease_until__lt=Now())

    def claimable(self) -> Self:
        """Waiting, or left behind by a holder that fell silent."""
        left_behind = Q(state="running", lease_until__lt=Now()) & ~Q(kind__in=at_most_once())
        return self.filter(Q(state="queued") | left_behind, attempts__lt=MOST_ATTEMPTS)

    def to_send(self) -> Self:
        """Claimable, and no word of it sent lately. One that was never sent gets a moment's grace,
        because whoever asked for it is just about to send it."""
        not_sent = Q(sent_at=None, created_at__lt=Now() - timedelta(seconds=5))
        sent_long_ago = Q(sent_at__lt=Now() - QUEUED_TOO_LONG)
        return self.claimable().filter(not_sent | sent_long_ago)

    def given_up(self) -> Self:
        """Left behind as often as it may be."""
        too_often = Q(attempts__gte=MOST_ATTEMPTS) & ~Q(kind__in=at_most_once())
        return self.left_behind().filter(too_often)

    def begun_and_left(self) -> Self:
        """Left behind, of a kind that is never begun a second time."""
        return self.left_behind().filter(kind__in=at_most_once())

    def held_by(self, holder: Any) -> Self:
        return self.filter(state="running", holder=holder)
