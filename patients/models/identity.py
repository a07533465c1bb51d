"""Who somebody is: other names, what they agreed to, and records found to be of one person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models.record import Answer, Patient
from patients.models.rows import Fact, PatientRow
from rodt.history import tracked


@tracked
class OtherName(Fact):
    """A name somebody had before, or is known by elsewhere. Find looks here too."""

    class Kind(models.TextChoices):
        FORMER = "former", "Former name"
        ALIAS = "alias", "Also known as"

    kind = models.CharField(max_length=8, choices=Kind)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="", family_name=""), name="another_name_is_not_empty"
            ),
        ]
        indexes = [models.Index(fields=["patient"], name="other_names_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.patient_id}"


@tracked
class Consent(Fact):
    """What the person agreed to, or did not. The last answer for each matter stands."""

    class About(models.TextChoices):
        TREATMENT = "treatment", "Treatment and keeping this record"
        NATIONAL_DATA = "national_data", "National drug treatment data (NDTMS)"
        GP = "gp", "Talking with their GP"
        SUPPORTER = "supporter", "Talking with a supporter or carer"
        COMMISSIONER = "commissioner", "Passing on their own words to those who pay for services"

    about = models.CharField(max_length=14, choices=About)
    answer = models.CharField(max_length=10, choices=Answer)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="consents_of_a_person")]

    def __str__(self) -> str:
        return f"{self.about} on {self.on}"


@tracked
class RecordMove(PatientRow):
    """Rows that were taken from one record into another: two records of one person made one, or an
    entry written about the wrong person. `rows` names each as [model, id], so it can be undone."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Two records of one person"
        WRONG_PERSON = "wrong_person", "Written about the wrong person"

    kind = models.CharField(max_length=12, choices=Kind)
    from_patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    rows = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_patient=F("patient")), name="a_move_is_between_two_records"
            ),
        ]
        indexes = [models.Index(fields=["from_patient"], name="moves_from_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.patient_id}"


@tracked
class PossibleDuplicate(PatientRow):
    """Somebody was registered although a like record was shown: who decided, and why."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    like = ArrayField(models.UUIDField())
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"looked like {len(self.like)} others"
