"""Which jobs: chainable questions. Every moment is the database's, the one clock of all workers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

if TYPE_CHECKING:
    from typing import Self

LEASE = timedelta(seconds=20)
"""How long a holder may be silent before its job is taken up by another."""
QUEUED_TOO_LONG = timedelta(seconds=20)
"""How long a job waits before the word that there is work is sent again."""
MOST_ATTEMPTS = 3


class JobQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def ended(self) -> Self:
        return self.filter(state__in=["done", "failed"])

    def to_look_at(self) -> Self:
        """Stopped, and nobody has asked for the same again since."""
        later = self.model.objects.filter(
            key=models.OuterRef("key"), created_at__gt=models.OuterRef("created_at")
        )
        return self.filter(~models.Exists(later), state="failed")

    def left_behind(self) -> Self:
        """Running for a holder whose lease has run out."""
        return self.filter(state="running", lease_until__lt=Now())

    def claimable(self) -> Self:
        """Waiting, or left behind by a holder that fell silent."""
        waiting = Q(state="queued") | Q(state="running", lease_until__lt=Now())
        return self.filter(waiting, attempts__lt=MOST_ATTEMPTS)

    def to_send(self) -> Self:
        """Claimable, and no word of it sent lately. One that was never sent gets a moment's grace,
        because whoever asked for it is just about to send it."""
        not_sent = Q(sent_at=None, created_at__lt=Now() - timedelta(seconds=5))
        sent_long_ago = Q(sent_at__lt=Now() - QUEUED_TOO_LONG)
        return self.claimable().filter(not_sent | sent_long_ago)

    def given_up(self) -> Self:
        """Left behind as often as it may be."""
        return self.left_behind().filter(attempts__gte=MOST_ATTEMPTS)

    def held_by(self, holder: Any) -> Self:
        return self.filter(state="running", holder=holder)
