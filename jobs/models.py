"""Job rows: the truth about work that runs outside a request. They know no patient.

Redis only carries the word that there is work. A row says what it is, whether it is done, who
holds it and until when; a row whose holder died is taken up again (see `jobs.lease`).
"""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from accounts.models import Service, User
from jobs.querysets import JobQuerySet
from rodt.ids import new_id


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    is_once = models.BooleanField("never again once done", default=False)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    queue = models.CharField(max_length=20, default="default")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=TransactionNow())
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.UUIDField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_words = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]) | Q(is_once=True, state="done"),
                name="a_live_job_key_is_used_once",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_a_percentage"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="jobs_to_take_up")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_live(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def has_stopped(self) -> bool:
        """Nobody works on it any more, and it is not done. `reason` says why."""
        return self.state in (self.State.FAILED, self.State.CANCELLED)

    @property
    def words(self) -> str:
        """The sentence of its outcome, where the work gave one."""
        return str(self.result.get("words", ""))

    @property
    def link(self) -> str:
        return str(self.result.get("link", ""))
