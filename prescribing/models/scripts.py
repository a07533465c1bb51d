"""A script as it was written, for the record. The product never issues one."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from patients.models import CURRENT, DayRange, Fact
from prescribing.models.prescriptions import Prescription
from rodt.history import tracked


@tracked
class Script(Fact):
    """The days one script covers, and its instalment facts. Source: domain/prescribing.md §4.

    A blank form: written down before forms were asked for. `total_mg`: the whole quantity, in words
    too on paper. `phrases`: which of the five Home Office wordings stand on it, by number.
    """

    corrected_at = ("prescribing:correct_part", "script")
    corrected_by = "record_prescription"

    class Form(models.TextChoices):
        FP10MDA = "fp10mda", "FP10MDA (instalments)"
        FP10 = "fp10", "FP10"
        PRIVATE = "private", "Another form"

    class Phrase(models.IntegerChoices):
        CLOSED_DAYS = 1, "Dispense instalments due on closed days on a prior suitable day"
        MISSED_DAY = 2, "If a collection day was missed, still dispense what is due for the rest"
        THREE_DAYS = 3, "Consult the prescriber if 3 or more consecutive days were missed"
        SUPERVISE = 4, "Supervise consumption on collection days"
        CONTAINERS = 5, "Dispense daily doses in separate containers"

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="scripts")
    form = models.CharField(max_length=8, choices=Form, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    total_mg = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    instalment_mg = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    phrases = ArrayField(models.PositiveSmallIntegerField(choices=Phrase), default=list, blank=True)
    pharmacy = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="a_script_covers_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(instalment_mg=None, interval_days=None)
                | Q(
                    instalment_mg__gt=0,
                    interval_days__gt=0,
                    instalment_mg__isnull=False,
                    interval_days__isnull=False,
                ),
                name="an_instalment_has_an_amount_and_an_interval",
            ),
            ExclusionConstraint(
                name="scripts_of_one_prescription_do_not_overlap",
                expressions=[
                    ("prescription", RangeOperators.EQUAL),
                    (DayRange(F("from_on"), F("to_on")), RangeOperators.OVERLAPS),
                ],
                condition=CURRENT,
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-to_on"], name="scripts_of_a_person"),
            models.Index(
                fields=["service", "to_on"], name="scripts_of_a_service", condition=CURRENT
            ),
        ]

    def __str__(self) -> str:
        return f"script from {self.from_on} to {self.to_on}"
