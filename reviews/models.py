"""Reviews and what they credit, outcome profiles, strategic conclusions, what moved overnight."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from accounts.models import User
from patients.models import CURRENT, Answer, Fact, Patient, PatientRow
from prescribing.models import Prescription
from reviews.lateness import days_late, late_words
from reviews.querysets import ConcludedQuerySet, TopQuerySet
from rodt.history import tracked
from rodt.ids import new_id
from rodt.words import and_list


class KeptDue(models.Model):
    """When a review was due, as the schedule had it when the review was saved. Never worked out
    again. Blank: brought along from elsewhere, saved before this was kept, or it did not apply."""

    due_on = models.DateField(null=True, blank=True)
    on_time_to = models.DateField(null=True, blank=True)
    rule_version = models.CharField(max_length=20, blank=True)

    day_field: ClassVar[str] = "held_on"
    kept_with_it: ClassVar[frozenset[str]] = frozenset({"due_on", "on_time_to", "rule_version"})

    class Meta:
        abstract = True

    @property
    def days_late(self) -> int | None:
        """Days after it was due, once grace had passed; 0 on time, None where not known."""
        return days_late(getattr(self, self.day_field), self.due_on, self.on_time_to)

    @property
    def late_words(self) -> str:
        return late_words(self.days_late, self.due_on)


@tracked
class Review(Fact):
    """One meeting in which treatment was reviewed. What it counts for stands in its credits.

    `answers` holds, by question, {"value": …, "state": "asked" | "confirmed" | "changed" |
    "carried" | "not_asked" | "declined"}: see `reviews.review_form`. `external_reviewer`: who held
    it elsewhere, in shared care, and `evidence_letter_on` the day of the letter that says so.
    """

    corrected_at = ("reviews:correct",)
    corrected_by = "log_review"

    class Seen(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        NOT_SEEN = "not_seen", "Not seen: case discussion"

    held_on = models.DateField()
    seen = models.CharField(max_length=10, choices=Seen)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_by_role = models.CharField(max_length=20)
    with_others = models.CharField(max_length=200, blank=True)
    their_words = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    next_review_on = models.DateField(null=True, blank=True)
    is_inherited = models.BooleanField(default=False)
    external_reviewer = models.CharField(max_length=120, blank=True)
    evidence_letter_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(external_reviewer="") | Q(evidence_letter_on__isnull=False),
                name="a_review_held_elsewhere_has_a_letter",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on=None) | Q(next_review_on__gt=models.F("held_on")),
                name="the_next_review_follows_this_one",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-held_on"], name="reviews_of_a_person"),
            models.Index(fields=["patient"], condition=Q(is_inherited=True), name="brought_along"),
            models.Index(
                fields=["patient"],
                condition=Q(answers__has_any_keys=["treatment_stable", "other_illness"]),
                name="judged_at_reviews",
            ),
        ]

    def __str__(self) -> str:
        return f"review held on {self.held_on}"


@tracked
class ReviewCredit(KeptDue, Fact):
    """That a review counts as one of a type. A case discussion counts as none: its credit is kept,
    not valid, and says why. A strategic review credits when the second signature comes."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="credits")
    type = models.CharField(max_length=12)
    milestone = models.CharField(max_length=12, blank=True)
    held_on = models.DateField()
    is_valid = models.BooleanField()
    awaits = models.CharField(max_length=12, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "type", "milestone"],
                condition=Q(superseded_at=None, is_withdrawn=False),
                name="a_review_credits_a_type_once",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "type", "-held_on"], name="credits_of_a_person"),
            models.Index(fields=["service", "type", "held_on"], name="credits_of_a_service"),
            models.Index(
                fields=["service"],
                condition=Q(is_valid=False, superseded_at=None, is_withdrawn=False) & ~Q(awaits=""),
                name="half_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} on {self.held_on}"


@tracked
class Signature(PatientRow):
    """That a member of staff signed a review, in a role. Two people sign a strategic one."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, related_name="signatures")
    staff = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12)
    signed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "role"], name="a_role_signs_a_review_once"),
            models.UniqueConstraint(fields=["review", "staff"], name="nobody_signs_a_review_twice"),
        ]

    def __str__(self) -> str:
        return f"signed as {self.role}"


class Conclusion(models.TextChoices):
    """Source: domain/reviews.md §5."""

    CLEAR = "clear", "Clear benefit"
    PARTIAL = "partial", "Partial benefit"
    NOT_EVIDENT = "not_evident", "Benefit not evident"
    NOT_ENOUGH = "not_enough", "Not enough information"


@tracked
class StrategicReview(Fact):
    """Is prescribing still of benefit? The clinician's answer, domain by domain.

    `ratings`: {domain: "worse" | "same" | "better" | "at_goal" | "unknown"}; `ladder`: {rung
    number: {"status": …, "note": …}}. Source: domain/reviews.md §5 and §8.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="strategic_parts")
    prescription = models.ForeignKey(
        Prescription, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ratings = models.JSONField(default=dict)
    ladder = models.JSONField(default=dict)
    options = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    decision = models.CharField(max_length=12, blank=True)
    no_plan_because = models.CharField(max_length=200, blank=True)
    judgement = models.PositiveSmallIntegerField(null=True, blank=True)
    judgement_words = models.TextField(blank=True)
    without_it_patient = models.TextField(blank=True)
    without_it_clinician = models.TextField(blank=True)
    suggested = models.CharField(max_length=12, choices=Conclusion, blank=True)
    conclusion = models.CharField(max_length=12, choices=Conclusion, blank=True)
    conclusion_why = models.TextField(blank=True)

    objects = ConcludedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement=None) | Q(judgement__lte=10),
                name="judgement_is_0_to_10",
            ),
            models.UniqueConstraint(
                fields=["review"], condition=CURRENT, name="a_review_has_one_strategic_part"
            ),
        ]

    def __str__(self) -> str:
        return f"strategic review {self.review_id}"


@tracked
class Optimisation(Fact):
    """A plan to improve treatment, when benefit is in doubt. Source: domain/reviews.md §8."""

    on = models.DateField()
    trigger = models.CharField(max_length=200)
    checks = models.JSONField(default=dict)
    actions = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"optimisation of {self.on}"


def _days(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def _amount(label: str) -> models.DecimalField:
    """The average of a day of use. NULL: not asked, or not known; never 0 for that."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


AMOUNTS = (
    "opiates_avg_g",
    "crack_avg_g",
    "cocaine_avg_g",
    "amphetamines_avg_g",
    "cannabis_avg_spliffs",
    "other_avg_g",
)
DAYS_ITEMS = (
    "alcohol_days",
    "opiates_days",
    "crack_days",
    "cocaine_days",
    "amphetamines_days",
    "cannabis_days",
    "other_days",
    "tobacco_days",
    "injecting_days",
    "paid_work_days",
    "volunteer_days",
    "placement_days",
    "education_days",
)
SCALES = ("psych_health", "physical_health", "quality_of_life")


@tracked
class TopRecord(KeptDue, Fact):
    """A Treatment Outcomes Profile: the last 28 days, as told. A blank is not asked, never 0.

    `weeks` holds {item: [week 4, week 3, week 2, week 1]} where they were asked one by one;
    `declined` the items the person would rather not answer. `is_complete`: everything that was
    asked for has an answer (`reviews.top.counts`, when it was recorded); only then it restarts the
    clock and is a TOP in date. One that is not is shown with what it has. Item texts are data,
    because the form is under copyright: `reviews.top`. Source: domain/top.md §2.
    """

    called = "TOP"
    corrected_at = ("reviews:correct_top",)
    corrected_by = "log_review"
    day_field = "on"

    class Stage(models.TextChoices):
        START = "start", "Start"
        REVIEW = "review", "Review"
        EXIT = "exit", "Exit"
        POST_EXIT = "post_exit", "After leaving"

    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="tops")
    on = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage)
    is_complete = models.BooleanField()
    weeks = models.JSONField(default=dict)
    declined = models.JSONField(default=list)
    alcohol_days = _days("Alcohol")
    alcohol_units_per_day = _days("Units of alcohol on a drinking day")
    opiates_days = _days("Heroin and other opiates")
    opiates_avg_g = _amount("Grams of opiates on a day of use")
    crack_days = _days("Crack")
    crack_avg_g = _amount("Grams of crack on a day of use")
    cocaine_days = _days("Cocaine powder")
    cocaine_avg_g = _amount("Grams of cocaine powder on a day of use")
    amphetamines_days = _days("Amphetamines")
    amphetamines_avg_g = _amount("Grams of amphetamines on a day of use")
    cannabis_days = _days("Cannabis")
    cannabis_avg_spliffs = _amount("Spliffs on a day of use")
    other_name = models.CharField(max_length=40, blank=True)
    other_days = _days("Other")
    other_avg_g = _amount("Grams of another substance on a day of use")
    tobacco_days = _days("Tobacco")
    injecting_days = _days("Injected")
    shared_works = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    shoplifting = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    drug_selling = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    other_theft = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    assault = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    psych_health = _days("Psychological health")
    paid_work_days = _days("Paid work")
    volunteer_days = _days("Volunteering")
    placement_days = _days("Unpaid placement")
    education_days = _days("College or school")
    physical_health = _days("Physical health")
    acute_housing = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    unsuitable_housing = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    eviction_risk = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    quality_of_life = _days("Quality of life")

    objects = TopQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = (
            [
                models.CheckConstraint(
                    condition=Q(**{f"{item}__isnull": True}) | Q(**{f"{item}__lte": 28}),
                    name=f"{item}_are_0_to_28",
                )
                for item in DAYS_ITEMS
            ]
            + [
                models.CheckConstraint(
                    condition=Q(**{f"{scale}__isnull": True}) | Q(**{f"{scale}__lte": 20}),
                    name=f"{scale}_is_0_to_20",
                )
                for scale in SCALES
            ]
            + [
                models.CheckConstraint(
                    condition=Q(**{f"{amount}__isnull": True}) | Q(**{f"{amount}__gte": 0}),
                    name=f"{amount}_is_not_below_0",
                )
                for amount in AMOUNTS
            ]
            + [
                models.UniqueConstraint(
                    fields=["review"], condition=CURRENT, name="a_review_has_one_top"
                ),
            ]
        )
        indexes = [models.Index(fields=["patient", "-on"], name="tops_of_a_person")]

    def __str__(self) -> str:
        return f"TOP {self.stage} on {self.on}"

    @property
    def also_said(self) -> dict[str, str]:
        """What they would rather not say, and the days of each week where those were asked."""
        found = {}
        if self.declined:
            found["would rather not say"] = and_list([self._label(n) for n in self.declined])
        for name, days in self.weeks.items():
            asked = ["not asked" if one is None else str(one) for one in days]
            found[f"{self._label(name)}, week 4 to week 1"] = ", ".join(asked)
        return found

    def _label(self, name: str) -> str:
        return str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


class Transition(models.Model):
    """That a review became overdue, or stopped being so, as the nightly check saw it. Written once
    for each person, type, milestone, due date, kind and effective day. The worklist never reads it.
    """

    class Kind(models.TextChoices):
        OVERDUE = "overdue", "Became overdue"
        CLEARED = "cleared", "No longer overdue"

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey("accounts.Service", models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    type = models.CharField(max_length=12)
    milestone = models.CharField(max_length=12, blank=True)
    due_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "patient",
                    "type",
                    "milestone",
                    "due_on",
                    "kind",
                    "effective_on",
                ],
                name="a_transition_is_written_once",
            ),
        ]
        indexes = [models.Index(fields=["service", "effective_on"], name="transitions_of_a_night")]

    def __str__(self) -> str:
        return f"{self.type} {self.kind} on {self.effective_on}"


class DueDays(models.Model):
    """What the schedule worked out for one person: a copy, thrown away as soon as their record
    changes. Written by `reviews.keeping`; `reviews.due_days` says when it may be read.

    `known`: as `reviews.worked_out.to_values`; blank for somebody who is not asked about. It holds
    on each day from `from_on` to `to_on`. `rules`: by which rules and intervals. `has_dues`: a
    review of some kind applies. `overdue_from`: the first day on which any is overdue, blank while
    reviews are paused. `check_on`: the first night that has to look at this person again.
    """

    patient = models.OneToOneField(Patient, models.CASCADE, primary_key=True, related_name="+")
    service = models.ForeignKey(
        "accounts.Service", models.PROTECT, related_name="+", db_index=False
    )
    from_on = models.DateField()
    to_on = models.DateField()
    rules = models.CharField(max_length=80)
    known = models.JSONField(null=True)
    has_dues = models.BooleanField()
    overdue_from = models.DateField(null=True)
    check_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["service", "check_on"], name="people_to_check"),
            models.Index(fields=["service", "rules", "to_on"], name="kept_up_to"),
            models.Index(fields=["service", "from_on"], name="kept_from"),
        ]

    def __str__(self) -> str:
        return f"what is due, {self.from_on} to {self.to_on}"


class ChangedRecord(models.Model):
    """That something was written in a person's record from which follows what is due. Written by
    triggers on the tables that the schedule reads, whoever writes there; one a statement.

    No constraint leads to the person: writing one down must never wait for anybody.
    """

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(
        "accounts.Service", models.PROTECT, related_name="+", db_constraint=False
    )
    patient = models.ForeignKey(Patient, models.CASCADE, related_name="+", db_constraint=False)

    def __str__(self) -> str:
        return "a record that changed"


@tracked
class ProcessChange(models.Model):
    """From this month on something is done in another way, so that the limits of its chart begin
    anew: by somebody's word, for a reason that stands beside the chart. It is about nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("accounts.Service", models.PROTECT, related_name="+")
    flow = models.CharField(max_length=12)
    month = models.DateField()
    reason = models.CharField(max_length=200)
    is_withdrawn = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "flow", "month"],
                condition=Q(is_withdrawn=False),
                name="limits_begin_anew_once_in_a_month",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="limits_begin_anew_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"another way from {self.month}"
