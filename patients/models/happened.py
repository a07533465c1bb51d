"""What happened to a person, and what is booked: pauses, contacts, appointments, events."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models.record import Patient
from patients.models.rows import CURRENT, DayRange, EditableRow, Fact
from patients.querysets import ContactQuerySet
from rodt.history import tracked


@tracked
class Pause(Fact):
    """Time in which reviews are paused, with who agreed and when it is looked at again."""

    class Reason(models.TextChoices):
        CUSTODY = "custody", "In custody"
        HOSPITAL = "hospital", "In hospital"
        RESIDENTIAL = "residential", "In residential care with another provider"

    reason = models.CharField(max_length=12, choices=Reason)
    started_on = models.DateField()
    expected_end_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_pause_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(expected_end_on__gte=F("started_on")),
                name="a_pause_is_looked_at_after_it_starts",
            ),
            ExclusionConstraint(
                name="pauses_of_one_person_do_not_overlap",
                expressions=[
                    ("patient", RangeOperators.EQUAL),
                    (DayRange(F("started_on"), F("ended_on")), RangeOperators.OVERLAPS),
                ],
                condition=CURRENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} from {self.started_on}"


@tracked
class Contact(Fact):
    """A meeting, call or message, held or missed; or a try to reach somebody, which is neither: it
    counts as no meeting and as no missed one. Source: domain/reviews.md §3, where only a meeting
    that was not attended is an attempt."""

    class Kind(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        MESSAGE = "message", "Text or letter"

    class Outcome(models.TextChoices):
        ATTENDED = "attended", "Attended"
        DID_NOT_ATTEND = "did_not_attend", "Did not attend"
        CANCELLED = "cancelled", "Cancelled"
        REACHED = "reached", "Reached, no meeting"
        NO_ANSWER = "no_answer", "Tried, no answer"

        @classmethod
        def tries(cls) -> tuple[str, ...]:
            return (cls.REACHED, cls.NO_ANSWER)

    class With(models.TextChoices):
        KEYWORKER = "keyworker", "Keyworker"
        PRESCRIBER = "prescriber", "Prescriber"
        NURSE = "nurse", "Nurse"
        PHARMACIST = "pharmacist", "Pharmacist"
        PEER = "peer", "Peer worker"
        RECOVERY_WORKER = "recovery_worker", "Recovery worker"
        MUTUAL_AID = "mutual_aid", "Mutual aid visitor"
        RESEARCH = "research", "Research staff"

    class Content(models.TextChoices):
        """What a contact was about. Source: domain/twelve-steps.md 1.3; collection from 5.4."""

        HARM_REDUCTION = "harm_reduction", "Harm reduction"
        DRUG_USE_GOALS = "drug_use_goals", "Drug use goals"
        SOCIAL = "social", "Home, family, work"
        HEALTH = "health", "Health"
        ADMINISTRATIVE = "administrative", "Administrative only"
        COLLECTION = "collection", "Script collection only"

    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    outcome = models.CharField(max_length=15, choices=Outcome)
    with_role = models.CharField(max_length=16, choices=With)
    with_staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    content = ArrayField(models.CharField(max_length=16, choices=Content), default=list, blank=True)
    summary = models.TextField(blank=True)
    their_words = models.TextField(blank=True)
    reason_missed = models.CharField(max_length=200, blank=True)

    objects = ContactQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-on"], name="contacts_of_a_person"),
            models.Index(
                fields=["service", "on"],
                condition=Q(outcome__in=["reached", "no_answer"]),
                name="tries_to_reach_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"

    @property
    def late_words(self) -> str:
        return self.entered_later_than(self.on)

    @property
    def about(self) -> list[str]:
        """What it was about, in words."""
        labels = dict(Contact.Content.choices)
        words = [labels.get(code, code) for code in self.content]
        return [word[:1].lower() + word[1:] for word in words]


@tracked
class Appointment(EditableRow):
    """A booked meeting. Booked shows; it never clears what is due."""

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        HELD = "held", "Held"
        DID_NOT_ATTEND = "did_not_attend", "Did not attend"
        CANCELLED = "cancelled", "Cancelled"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="appointments")
    at = models.DateTimeField()
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    review_types = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    place = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=15, choices=State, default=State.BOOKED)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "at"], name="appointments_of_a_person"),
            models.Index(fields=["staff", "at"], name="appointments_of_a_member"),
        ]

    def __str__(self) -> str:
        return f"appointment at {self.at}"


@tracked
class SignificantEvent(Fact):
    """Something after which a review is due within days. Source: domain/reviews.md §2."""

    class Kind(models.TextChoices):
        OVERDOSE = "overdose", "Overdose"
        HOSPITAL_DISCHARGE = "hospital_discharge", "Left hospital"
        PRISON_RELEASE = "prison_release", "Released from prison"
        PREGNANCY = "pregnancy", "Pregnancy"
        SAFEGUARDING = "safeguarding", "Safeguarding concern about a child"
        NEW_SEDATIVE = (
            "new_sedative",
            "New benzodiazepine, gabapentinoid or QT medicine",
        )
        ASKS_TO_STOP = "asks_to_stop", "Asks to stop the prescription"
        TRANSFER_IN = "transfer_in", "Transferred in"
        BEREAVEMENT = "bereavement", "Bereavement"
        HOMELESS = "homeless", "Lost their home"

    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="events_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
