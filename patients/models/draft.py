"""What was typed and not yet saved."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Service, User
from patients.models.record import Patient
from rodt.ids import new_id


class Draft(models.Model):
    """What was typed and not yet saved: one a person, form and author; encrypted at rest. Without
    a patient it is about nobody on record yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        Patient, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    author = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=30)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    answered = models.PositiveIntegerField(default=0)
    of_questions = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "form", "author"],
                name="one_draft_a_person_form_and_author",
            ),
            models.UniqueConstraint(
                fields=["service", "form", "author"],
                condition=Q(patient=None),
                name="one_draft_about_nobody_a_form_and_author",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.form}"
