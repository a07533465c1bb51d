"""The plan itself: phase and support, agreement, who stands by the person, goals and next steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from patients.models import Answer, Contact, EditableRow, Episode, Fact, Patient
from rodt.history import tracked


class Phase(models.TextChoices):
    """Source: domain/reviews.md §6 [K]. People move both ways."""

    STABILISATION = "stabilisation", "Engagement and stabilisation"
    PREPARATION = "preparation", "Preparation for change"
    ACTIVE_CHANGE = "active_change", "Active change"
    COMPLETION = "completion", "Completion"


class Layer(models.TextChoices):
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    INTENSIVE = "intensive", "Intensive"


@tracked
class CarePlan(EditableRow):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="care_plans")
    episode = models.OneToOneField(Episode, models.PROTECT, related_name="care_plan")
    started_on = models.DateField()
    strengths = models.TextField(blank=True)
    phase = models.CharField(max_length=14, choices=Phase, default=Phase.STABILISATION)
    layer = models.CharField(max_length=10, choices=Layer, default=Layer.STANDARD)
    patient_agreed = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    copy_given_on = models.DateField(null=True, blank=True)
    copy_not_wanted_on = models.DateField("day they did not want a copy", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(copy_given_on=None) | Q(copy_not_wanted_on=None),
                name="a_copy_was_taken_or_not_wanted",
            )
        ]

    def __str__(self) -> str:
        return f"care plan from {self.started_on}"


@tracked
class PlanMove(Fact):
    """From a day on the plan stands in another phase or layer, and why. Where it began are the
    plan's own columns, which no move overwrites. Source: domain/reviews.md §6 [K]."""

    called = "move of the plan"
    corrected_by = "edit_care_plan"

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="moves")
    on = models.DateField()
    phase = models.CharField(max_length=14, choices=Phase)
    layer = models.CharField("how much support", max_length=10, choices=Layer)
    why = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_move_of_the_plan_has_its_reason")
        ]

    def __str__(self) -> str:
        return f"{self.phase}, {self.layer} from {self.on}"


@tracked
class PlanAgreement(Fact):
    """What the person said of the plan on a day, in their words. Agreement and disagreement are
    both kept; the last is what stands."""

    called = "agreement to the plan"
    corrected_by = "edit_care_plan"

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="agreements")
    on = models.DateField()
    answer = models.CharField("do they agree", max_length=10, choices=Answer)
    words = models.TextField("in their words", blank=True)

    def __str__(self) -> str:
        return f"agreement of {self.on}"


@tracked
class Supporter(Fact):
    """Somebody who stands by the person, by name, and what the person lets them know. Consent that
    is given has its day; where it is no longer so, that has its day too."""

    called = "supporter or carer"
    corrected_by = "edit_care_plan"

    class Kind(models.TextChoices):
        SUPPORTER = "supporter", "Supporter"
        CARER = "carer", "Carer"

    on = models.DateField()
    name = models.CharField(max_length=80)
    kind = models.CharField("supporter or carer", max_length=10, choices=Kind)
    relation = models.CharField("who they are to the person", max_length=80, blank=True)
    consent = models.CharField(
        "may we be in touch with them", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    consent_on = models.DateField("day consent was given", null=True, blank=True)
    may_know = models.TextField("what they may know", blank=True)
    no_longer_on = models.DateField("no longer so from", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent=Answer.YES) | Q(consent_on__isnull=False),
                name="consent_to_a_supporter_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(no_longer_on=None) | Q(no_longer_on__gte=F("on")),
                name="a_supporter_stands_by_before_they_no_longer_do",
            ),
        ]

    def __str__(self) -> str:
        return f"supporter from {self.on}"


class Tag(models.TextChoices):
    """What a goal is for. Source: domain/twelve-steps.md 1.1; domain/reviews.md §7."""

    HARM_REDUCTION = "harm_reduction", "Reducing harm"
    OVERCOMING_DEPENDENCE = "overcoming_dependence", "Overcoming dependence"
    SOCIAL = "social", "Recovery capital: social"
    PHYSICAL = "physical", "Recovery capital: physical"
    HUMAN = "human", "Recovery capital: human"
    CULTURAL = "cultural", "Recovery capital: cultural"
    WORK = "ete", "Work, training or volunteering"

    @classmethod
    def recovery(cls) -> frozenset[str]:
        return frozenset(cls.values) - {cls.HARM_REDUCTION.value}

    @classmethod
    def capital(cls) -> frozenset[str]:
        return cls.recovery() - {cls.OVERCOMING_DEPENDENCE.value, cls.WORK.value}


@tracked
class Goal(EditableRow):
    """What the person wants, in their own words."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="goals")
    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="goals")
    words = models.CharField(max_length=200)
    tags = ArrayField(models.CharField(max_length=24, choices=Tag), default=list)
    substance = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="a_goal_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"goal from {self.opened_on}"


@tracked
class GoalProgress(Fact):
    """How a goal stands on a day, and the agreed action: what next, who does it, by when."""

    corrected_at = ("careplans:correct_progress",)
    corrected_by = "edit_care_plan"

    class State(models.TextChoices):
        NEW = "new", "New"
        PROGRESSING = "progressing", "Progressing"
        STUCK = "stuck", "Stuck"
        ACHIEVED = "achieved", "Achieved"
        CHANGED = "changed", "Changed"
        DROPPED = "dropped", "Dropped"

        @classmethod
        def closing(cls) -> tuple[str, ...]:
            return (cls.ACHIEVED, cls.DROPPED)

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="progress")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=State)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_by = models.CharField("who does it", max_length=80, blank=True)
    next_step_on = models.DateField("by when", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["goal", "-on"], name="progress_of_a_goal")]

    def __str__(self) -> str:
        return f"{self.state} on {self.on}"


@tracked
class GoalContact(Fact):
    """A contact was about this goal. `goal` is empty only where the contact was moved to another
    record, which has no such goal."""

    corrected_by = "edit_care_plan"

    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="contacts")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "contact"],
                condition=Q(superseded_at=None, is_withdrawn=False),
                name="a_contact_is_tied_to_a_goal_once",
            )
        ]

    def __str__(self) -> str:
        return "contact about a goal"
