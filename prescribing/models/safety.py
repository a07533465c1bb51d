"""What a clinician answered to a safety check."""

from django.db import models

from patients.models import PatientRow
from rodt.history import tracked


@tracked
class SafetyAnswer(PatientRow):
    """The reason given when a check was shown. `trigger` says what fired it, so that the answer
    holds for that and no longer: a higher dose asks again. Kept and counted, never changed."""

    class Outcome(models.TextChoices):
        ACTED = "acted", "Something was done"
        ACCEPTED = "accepted", "Looked at: goes on as it is"
        NOT_SO = "not_so", "The record is wrong or out of date"

    patient = models.ForeignKey("patients.Patient", models.PROTECT, related_name="+")
    check_code = models.CharField(max_length=24)
    trigger = models.CharField(max_length=120)
    threshold_version = models.PositiveIntegerField(default=0)
    on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "check_code"], name="safety_answers_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.check_code} answered on {self.on}"
