"""What somebody has to do for a person, and people on their way to or from another service."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models.record import Answer, Assignment, Episode, Patient
from patients.models.rows import EditableRow, Fact
from rodt.history import tracked


@tracked
class Task(EditableRow):
    """Something to do for a person, from an event to an outcome. Red ones stand on every page of
    those who may do them. What can be worked out (a review that is due) is never stored as one."""

    class Kind(models.TextChoices):
        QTC = "qtc", "QTc to act on"
        PREGNANCY = "pregnancy", "Pregnancy: a prescriber within 24 hours"
        PHARMACY = "pharmacy", "The pharmacy has a concern"
        FIRST_APPOINTMENT = "first_appointment", "First appointment after coming back"
        TRANSFER = "transfer", "Transfer to see through"
        TOLERANCE = "tolerance", "Tolerance may be lost: a prescriber decides"
        REACH = "reach", "Try again to reach them"
        OTHER = "other", "To do"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=18, choices=Kind)
    text = models.CharField(max_length=200)
    duty = models.CharField(max_length=12, choices=Assignment.Duty)
    due_on = models.DateField()
    is_red = models.BooleanField(default=False)
    source_id = models.UUIDField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(outcome=""), name="a_task_done_says_its_outcome"
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient", "due_on"], condition=Q(done_on=None), name="tasks_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"


@tracked
class Transfer(EditableRow):
    """A person on their way from or to another service: asked, accepted, and the first pick-up
    there confirmed. Nobody's episode or prescription ends before that."""

    class Direction(models.TextChoices):
        IN = "in", "Coming to us"
        OUT = "out", "Going elsewhere"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="transfers")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="transfers")
    direction = models.CharField(max_length=3, choices=Direction)
    other_service = models.CharField(max_length=120)
    asked_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.CharField(max_length=120, blank=True)
    picked_up_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("asked_on")),
                name="a_transfer_is_accepted_after_it_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(picked_up_on=None) | Q(picked_up_on__gte=F("accepted_on")),
                name="a_pick_up_follows_acceptance",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(picked_up_on=None, cancelled_on=None),
                name="a_person_has_one_transfer_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.direction} asked {self.asked_on}"


@tracked
class AftercareAnswer(Fact):
    """Whether the person wants us to be in touch after they leave, and how. The last answer since
    treatment started stands; a "no" is as good as a "yes", and can be changed on any day."""

    called = "answer about aftercare"

    on = models.DateField()
    answer = models.CharField(
        "do they want us to be in touch", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    how = models.CharField("how we may be in touch", max_length=200, blank=True)
    words = models.TextField("in their words", blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="aftercare_of_a_person")]

    def __str__(self) -> str:
        return f"answer about aftercare of {self.on}"
