"""What goes with coming off a medicine, part by part. Source: domain/twelve-steps.md 6.1."""

from django.db import models
from django.db.models import Q

from patients.models import Fact
from rodt.history import tracked


@tracked
class ComingOffPart(Fact):
    """One part of what goes with coming off, from the day it was written or booked; what the person
    says stands with the reduction itself. `first_on`: the day of the first session."""

    called = "part of coming off"
    days_in_life = ("on", "first_on")

    class Kind(models.TextChoices):
        RELAPSE_PLAN = "relapse_plan", "Relapse-prevention plan"
        SESSIONS = "sessions", "Support sessions"
        WAY_BACK = "way_back", "How to come back, in writing"

    kind = models.CharField("part", max_length=12, choices=Kind)
    on = models.DateField()
    words = models.TextField("what it says")
    first_on = models.DateField("first session on", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_part_of_coming_off_has_words"),
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(kind="sessions"),
                name="only_sessions_have_a_first_day",
            ),
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="coming_off_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"
