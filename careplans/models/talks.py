"""What was talked about with the person: a good ending, options, recovery capital."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from patients.models import Fact
from rodt.history import tracked


@tracked
class ExitVision(Fact):
    """What a good ending would look like, in the person's own words. No date is ever asked for,
    and "I want to stay on this" is a full answer. Source: domain/twelve-steps.md step 4."""

    on = models.DateField()
    words = models.TextField()
    in_place = models.TextField("what must be in place", blank=True)
    way_back = models.TextField("what would bring me back", blank=True)
    is_confirmed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"exit vision of {self.on}"


@tracked
class OptionsTalk(Fact):
    """Options that were talked about, and what the person would like."""

    class Option(models.TextChoices):
        STAY = "stay", "Staying as it is"
        RELAXED = "relaxed_collection", "Collecting less often"
        DEPOT = "depot", "A depot injection"
        OTHER_MEDICINE = "other_medicine", "Another medicine or form"
        REDUCING = "reducing", "Reducing, if they wish"
        DETOX = "detox", "Detoxification"
        TALKING = "psychosocial", "Talking therapy"
        MUTUAL_AID = "mutual_aid", "Mutual aid"
        RECOVERY_GROUP = "recovery_group", "Recovery group"
        WORK = "ete", "Work, training, volunteering"
        RESIDENTIAL = "residential", "Residential rehabilitation"

    on = models.DateField()
    options = ArrayField(models.CharField(max_length=20, choices=Option), default=list)
    preference = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"options of {self.on}"


@tracked
class RecoveryCapital(Fact):
    """Four ratings by the person, 0 to 10; blank means not asked. Never added up.
    Source: domain/reviews.md §7 [P]."""

    on = models.DateField()
    social = models.PositiveSmallIntegerField(null=True, blank=True)
    physical = models.PositiveSmallIntegerField(null=True, blank=True)
    human = models.PositiveSmallIntegerField(null=True, blank=True)
    cultural = models.PositiveSmallIntegerField(null=True, blank=True)
    strengths = models.TextField(blank=True)
    one_thing_to_build = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 10}),
                name=f"{name}_capital_is_0_to_10",
            )
            for name in ("social", "physical", "human", "cultural")
        ]

    def __str__(self) -> str:
        return f"recovery capital of {self.on}"


@tracked
class InstrumentAnswers(Fact):
    """The person's answers to a licensed instrument of recovery capital, which the service has set
    up as configuration. `answers`: by item, its wording as it was asked and the number chosen; an
    item that is left out was not answered. No total is kept. Source: domain/reviews.md §7 [P]."""

    called = "answers to an instrument"

    on = models.DateField()
    name = models.CharField("instrument", max_length=300, editable=False)
    edition = models.CharField("version", max_length=300, editable=False)
    answers = models.JSONField(default=dict)

    kept_with_it = frozenset({"name", "edition"})

    def __str__(self) -> str:
        return f"answers to an instrument, {self.on}"

    @property
    def also_said(self) -> dict[str, str]:
        return {said["text"]: str(said["value"]) for said in self.answers.values()}
