"""How each indicator stood at the end of each month."""

from django.db import models
from django.db.models import Q

from accounts.models import Service, User
from patients.models import Patient
from rodt.ids import new_id


class MonthCount(models.Model):
    """Every indicator of a service as at the last day of one month, as known at one moment.

    `month`: its first day. `is_wanted`: asked for at `asked_at`, and not counted since; what was
    counted before stands until then. `counts`: see `audits.monthly.Counted`, by code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    month = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_wanted = models.BooleanField(default=True)
    known_at = models.DateTimeField(null=True, blank=True)
    people_read = models.PositiveIntegerField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "month"], name="a_month_is_counted_once"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="a_month_is_named_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(is_wanted=True) | Q(known_at__isnull=False, people_read__isnull=False),
                name="a_month_that_is_counted_says_as_known_when",
            ),
        ]

    def __str__(self) -> str:
        return f"month {self.month:%Y-%m}"


class MonthFinding(models.Model):
    """All findings of one person in one month, as `AuditResult` keeps those of a run. Kept from
    when somebody asks for the people of the month until it is counted anew."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    month = models.ForeignKey(MonthCount, models.PROTECT, related_name="findings")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    findings = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "patient"], name="a_person_is_found_once_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.id}"
