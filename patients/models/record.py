"""The person, their treatment episodes, and who is responsible for them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Team, User
from patients.models.background import DECILES, Ethnicity
from patients.models.rows import DayRange, EditableRow
from patients.querysets import EpisodeQuerySet, PatientQuerySet
from rodt.history import tracked


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
