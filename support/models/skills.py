"""What keyworkers can do and how they are supported in it: assessed competences and supervision.

About staff, never about anybody in treatment. A row is not changed: one that was never so is taken
back with a reason, and stays in its history. Source: domain/twelve-steps.md step 12.
"""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from accounts.models import Service, User
from rodt.history import tracked
from rodt.ids import new_id
from support import skills


class StaffRow(models.Model):
    """Something about a member of staff in one service, as a manager wrote it down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_withdrawn = models.BooleanField(default=False)
    why_withdrawn = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | ~Q(why_withdrawn=""),
                name="a_%(class)s_is_taken_back_with_a_reason",
            )
        ]


@tracked
class Competence(StaffRow):
    """How far somebody is in one intervention, as assessed on a day. `expires_on`: the last day on
    which it holds; none recorded, it goes on."""

    intervention = models.CharField(max_length=20, choices=skills.choices())
    level = models.CharField(max_length=10, choices=skills.LEVELS)
    assessed_on = models.DateField()
    assessed_by = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta(StaffRow.Meta):
        constraints = [
            *StaffRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("assessed_on")),
                name="a_competence_runs_out_after_it_was_assessed",
            ),
        ]
        indexes = [models.Index(fields=["service", "staff"], name="competences_of_staff")]

    def __str__(self) -> str:
        return f"{self.intervention} assessed on {self.assessed_on}"


@tracked
class Supervision(StaffRow):
    """One session of supervision. What was said in it is not kept here."""

    on = models.DateField()
    kind = models.CharField(max_length=10, choices=skills.SUPERVISION)
    with_whom = models.CharField(max_length=120, blank=True)

    class Meta(StaffRow.Meta):
        indexes = [models.Index(fields=["service", "staff", "-on"], name="supervision_of_staff")]

    def __str__(self) -> str:
        return f"supervision on {self.on}"
