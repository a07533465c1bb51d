"""The person, their treatment episodes, and what happened to them.

`Fact` is the shape of everything that happened: it says when it was true and when we knew it. A
fact is never changed; an amendment stands beside it, with a reason.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Service, Team, User
from patients.models.background import DECILES, Ethnicity
from patients.querysets import (
    ContactQuerySet,
    EpisodeQuerySet,
    FactQuerySet,
    PatientQuerySet,
)
from rodt.history import tracked
from rodt.ids import new_id
from rodt.words import nhs_date, nhs_day


class DayRange(Func):
    """The days from the first to the last, both included; no last day means still going on."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class PatientRow(models.Model):
    """What every row about a patient carries: an id that tells nothing, the service that may see
    it (row-level security asks this column), and when and by whom it was recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class EditableRow(PatientRow):
    """A row that people edit. `version` guards against stale saves; history keeps each state."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Sex(models.TextChoices):
    """UK Core stated gender codes. Source: domain/ndtms.md §6."""

    MALE = "1", "Male"
    FEMALE = "2", "Female"
    INDETERMINATE = "9", "Indeterminate"
    NOT_KNOWN = "X", "Not known"


class Answer(models.TextChoices):
    """An answer to a yes-or-no question. Not asked and would rather not say are never "no"."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"
    RATHER_NOT_SAY = "declined", "Would rather not say"


class TopCoordinator(models.TextChoices):
    """Which services report a person's TOP. It should be one. Left empty: not recorded, which is
    not "nobody". Source: domain/top.md §3."""

    US = "us", "This service"
    ELSEWHERE = "elsewhere", "Another service"
    BOTH = "both", "This service and another"
    NOBODY = "nobody", "Nobody"


TOP_COORDINATORS = {
    TopCoordinator.US.value: 1,
    TopCoordinator.ELSEWHERE.value: 1,
    TopCoordinator.BOTH.value: 2,
    TopCoordinator.NOBODY.value: 0,
}
"""How many there are by each answer."""


@tracked
class Patient(EditableRow):
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=30)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60)
    known_as = models.CharField("likes to be called", max_length=60, blank=True)
    date_of_birth = models.DateField(null=True)
    date_of_birth_is_estimated = models.BooleanField(default=False)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.NOT_KNOWN)
    ethnicity = models.CharField(max_length=1, choices=Ethnicity, blank=True)
    deprivation_decile = models.PositiveSmallIntegerField(null=True, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    communication_needs = models.CharField(max_length=200, blank=True)
    children_at_home = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    children_note = models.CharField(max_length=200, blank=True)
    has_injected = models.CharField(
        "has ever injected", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    locked_box_given_on = models.DateField(null=True, blank=True)
    court_order = models.CharField(max_length=200, blank=True)
    court_order_to_on = models.DateField("last day of the court order", null=True, blank=True)
    top_coordinated_by = models.CharField(
        "TOP care coordinator", max_length=10, choices=TopCoordinator, blank=True
    )
    top_other_service = models.CharField(
        "other service that coordinates their TOP", max_length=120, blank=True
    )
    died_on = models.DateField(null=True, blank=True)
    death_told_by = models.CharField("who told us of the death", max_length=80, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "reference"],
                name="a_reference_is_used_once_in_a_service",
            ),
            models.UniqueConstraint(
                fields=["service", "nhs_number"],
                condition=~Q(nhs_number=""),
                name="an_nhs_number_is_used_once_in_a_service",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^\d{10}$"),
                name="an_nhs_number_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(died_on__gte=F("date_of_birth")),
                name="nobody_dies_before_birth",
            ),
            models.CheckConstraint(
                condition=Q(deprivation_decile=None)
                | Q(deprivation_decile__range=(DECILES[0], DECILES[-1])),
                name="a_decile_is_one_of_ten",
            ),
            models.CheckConstraint(
                condition=Q(top_other_service="")
                | Q(top_coordinated_by__in=[TopCoordinator.ELSEWHERE, TopCoordinator.BOTH]),
                name="another_service_is_named_only_where_it_coordinates_the_top",
            ),
        ]
        indexes = [models.Index(fields=["service", "family_name", "given_name"], name="by_name")]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class EndReason(models.TextChoices):
    """Why an episode ended: the reasons in national use, as text. Numeric codes are not verified,
    so none stand here. Source: domain/ndtms.md §7 [K]."""

    DRUG_FREE = "completed_drug_free", "Treatment completed: drug-free"
    OCCASIONAL = "completed_occasional", "Treatment completed: occasional user"
    TRANSFERRED = "transferred", "Transferred: not in custody"
    TRANSFERRED_CUSTODY = "transferred_custody", "Transferred: in custody"
    REFERRAL_REFUSED = "referral_refused", "Onward referral offered and refused"
    LEFT = "left", "Incomplete: stopped attending"
    WITHDRAWN = "withdrawn", "Incomplete: treatment withdrawn by provider"
    CUSTODY = "custody", "Incomplete: retained in custody"
    DECLINED = "declined", "Incomplete: treatment commencement declined by the person"
    DIED = "died", "Incomplete: the person died"
    RECORDS_END = "records_end", "The records end here"

    @classmethod
    def planned(cls) -> tuple[str, ...]:
        return (cls.DRUG_FREE, cls.OCCASIONAL)

    @classmethod
    def unplanned(cls) -> tuple[str, ...]:
        """Not completed, and neither a death nor a transfer to who treats them next."""
        return (cls.LEFT, cls.WITHDRAWN, cls.CUSTODY, cls.DECLINED, cls.REFERRAL_REFUSED)


@tracked
class Episode(EditableRow):
    """One spell of structured treatment in one service."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes")
    contacted_on = models.DateField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=30, choices=EndReason, blank=True)
    transfer_confirmed_on = models.DateField(null=True, blank=True)
    end_note = models.CharField("what was said at the end", max_length=500, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ended_on=None),
                name="a_person_has_one_open_episode",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="an_episode_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | (~Q(ended_on=None) & ~Q(end_reason="")),
                name="an_ended_episode_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"episode from {self.started_on}"


@tracked
class Assignment(EditableRow):
    """Who is responsible for a person within an episode, and from when to when."""

    class Duty(models.TextChoices):
        KEYWORKER = "keyworker", "Keyworker"
        PRESCRIBER = "prescriber", "Prescriber"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="assignments")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=12, choices=Duty)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="an_assignment_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="one_person_holds_a_duty_once_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (DayRange(F("from_on"), F("to_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["staff", "duty", "to_on"], name="people_of_a_member")]

    def __str__(self) -> str:
        return f"{self.duty} from {self.from_on}"


class Fact(PatientRow):
    """Something that happened to a person. Amended by a new row, never changed."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment"
    )
    amend_reason = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    corrected_at: ClassVar[tuple[str, ...]] = ()
    """The page of a kind whose correction has rules of its own: its address, and what stands in it
    between the person and the entry. Empty: the page that corrects any kind."""
    called: ClassVar[str] = ""
    """What staff call it, where the name of the table is another."""
    corrected_by: ClassVar[str] = "record_contact"
    """The permission that its correction takes."""
    days_in_life: ClassVar[tuple[str, ...]] = ()
    """Its days that can be neither before the person's birth nor after their death."""
    kept_with_it: ClassVar[frozenset[str]] = frozenset()
    """Columns worked out when it is saved: nobody types them, so nobody corrects them."""

    @property
    def entry_kind(self) -> str:
        """How addresses name this kind of entry (`patients.entries`)."""
        return str(self._meta.model_name)

    @property
    def also_said(self) -> dict[str, str]:
        """What was said with it and stands in no column of its own: words by label."""
        return {}

    @property
    def correct_url(self) -> str:
        name, *more = self.corrected_at or ("patients:correct", self.entry_kind)
        return reverse(name, args=[self.patient_id, *more, self.pk])

    def entered_later_than(self, day: date) -> str:
        """Words for a first entry made on a later day than the fact's; "" for one of the day."""
        entered_on = localtime(self.recorded_at).date()
        is_amended = self.amends_id is not None  # type: ignore[attr-defined]
        if is_amended or entered_on <= day:
            return ""
        same_year = entered_on.year == day.year
        return f"Entered {nhs_day(entered_on) if same_year else nhs_date(entered_on)}"


CURRENT = Q(superseded_at=None, is_withdrawn=False)


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
