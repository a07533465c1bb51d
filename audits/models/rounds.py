"""An audit of several services: the round, what each service has in it, and the report over all.

A row of several services names them in `services`. PostgreSQL shows a round to whoever works in one
of them, and a merged report only to whoever works in all of its services.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from accounts.models import Service, User


class AuditRound(models.Model):
    """One request for an audit of several services: the same day, period and moment for each. How
    far it is, is said by the jobs of its runs, never here. Its id is its number."""

    id = models.BigAutoField(primary_key=True)
    services = ArrayField(models.UUIDField())
    on = models.DateField()
    period_start_on = models.DateField()
    known_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return f"round {self.id} of {self.on}"


class RoundMember(models.Model):
    """A service in a round, and its run. One that was cancelled is left out of what is merged."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    round = models.ForeignKey(AuditRound, models.PROTECT, related_name="members")
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="in_rounds")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "service"], name="a_service_is_once_in_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.id} of round {self.round_id}"


class MergedReport(models.Model):
    """What a round's runs add up to, kept like a run: it is made once and never changed."""

    round = models.OneToOneField(
        AuditRound, models.PROTECT, primary_key=True, related_name="merged"
    )
    services = ArrayField(models.UUIDField())
    finished_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    definitions = models.JSONField()
    configuration = models.JSONField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"report of round {self.round_id}"


class MergedFile(models.Model):
    """What is downloaded from a merged report, as `AuditFile` is of a run."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MergedReport, models.PROTECT, related_name="files")
    services = ArrayField(models.UUIDField())
    kind = models.CharField(max_length=4)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"], name="a_merged_report_has_one_file_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of round {self.report_id}"
