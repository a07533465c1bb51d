"""What is prescribed: medicine, daily dose, supervision, and what was taken or missed.

The product records what is prescribed. It never issues a prescription or works out a dose.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models import (
    CURRENT,
    Answer,
    DayRange,
    EditableRow,
    Episode,
    Fact,
    Patient,
)
from prescribing.catalogue import FOUND_AS_OPIATES
from prescribing.collecting import days_words
from rodt.history import tracked


class Medicine(models.Model):
    """A row of the medicine catalogue. Facts and their status: domain/prescribing.md §1 and §3."""

    class Group(models.TextChoices):
        METHADONE = "methadone", "Methadone"
        BUPRENORPHINE = "buprenorphine", "Buprenorphine"
        LYOPHILISATE = "lyophilisate", "Buprenorphine oral lyophilisate"
        DEPOT = "depot", "Buprenorphine depot"
        MORPHINE = "morphine", "Slow-release oral morphine"
        DIAMORPHINE = "diamorphine", "Diamorphine"
        DIHYDROCODEINE = "dihydrocodeine", "Dihydrocodeine"
        NALTREXONE = "naltrexone", "Naltrexone"
        LOFEXIDINE = "lofexidine", "Lofexidine"

    class CodeStatus(models.TextChoices):
        VERIFIED = "verified", "Verified"
        INFERRED = "inferred", "Inferred from an id series; confirm before use"
        MISSING = "missing", "Not found"

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80)
    form = models.CharField(max_length=60)
    strength = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=16, choices=Group)
    is_ost = models.BooleanField()
    mg_per_ml = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    covers_days = models.PositiveIntegerField(null=True, blank=True)
    window_days = models.PositiveIntegerField(null=True, blank=True)
    usual_from_mg = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    usual_to_mg = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    range_status = models.CharField(max_length=10, blank=True)
    range_source = models.CharField(max_length=120, blank=True)
    vtm_id = models.CharField(max_length=20, blank=True)
    vmp_id = models.CharField(max_length=20, blank=True)
    code_status = models.CharField(max_length=10, choices=CodeStatus)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(usual_from_mg=None) | Q(usual_to_mg__gte=F("usual_from_mg")),
                name="a_usual_range_is_in_order",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.form, self.strength) if part)

    @property
    def is_found_as_opiates(self) -> bool:
        return self.group in FOUND_AS_OPIATES


class State(models.TextChoices):
    """States of a prescription. Source: domain/prescribing.md §10."""

    DRAFT = "draft", "Draft"
    INDUCTION = "induction", "Induction"
    TITRATING = "titrating", "Titrating"
    ACTIVE = "active", "Active"
    REDUCING = "reducing", "Reducing"
    SUSPENDED = "suspended", "Suspended"
    STOPPED = "stopped", "Stopped"
    TRANSFERRED = "transferred", "Transferred"
    SWITCHED = "switched", "Switched"


class Intent(models.TextChoices):
    TO_ZERO = "to_zero", "To zero"
    TO_LOWER = "to_lower", "To a lower dose"
    SWITCH = "switch", "To change medicine"


class StopReason(models.TextChoices):
    COMPLETED = "completed_detox", "Completed detoxification"
    CHOICE = "patient_choice", "The person's choice"
    SWITCHED = "switched", "Changed medicine"
    TRANSFERRED = "transferred", "Transferred"
    CUSTODY = "custody", "Custody"
    DIED = "died", "Died"
    SAFETY = "clinical_safety", "Clinical safety"
    SERVICE = "service_decision", "Service decision"
    LOST_CONTACT = "lost_contact", "Lost contact"
    RECORDS_END = "records_end", "The records end here"


@tracked
class Prescription(EditableRow):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="prescriptions")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="prescriptions")
    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="+")
    prescriber = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    pharmacy = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_prescription_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-started_on"], name="prescriptions_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.medicine_id} from {self.started_on}"


@tracked
class StateChange(Fact):
    """A dated transition of a prescription: who, when, why, and whether the person agreed.

    `to_service`: where a transferred prescription went. `benefit_then`: what the record said of
    benefit when somebody read it and stopped all the same ("clear"); blank: it was not said.
    `why_without`: why coming off begins before the person's agreement, support and a way back are
    on record, as a clinician states it; `is_for_safety`: because going on would be unsafe.
    """

    corrected_at = ("prescribing:correct_part", "state")
    corrected_by = "record_prescription"

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="state_changes")
    state = models.CharField(max_length=12, choices=State)
    on = models.DateField()
    intent = models.CharField(max_length=8, choices=Intent, blank=True)
    stop_reason = models.CharField(max_length=20, choices=StopReason, blank=True)
    why = models.TextField(blank=True)
    patient_agreed = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    their_words = models.TextField(blank=True)
    has_risk_plan = models.BooleanField(default=False)
    second_clinician = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    to_prescription = models.ForeignKey(
        Prescription, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_service = models.CharField(max_length=120, blank=True)
    benefit_then = models.CharField(max_length=12, blank=True)
    why_without = models.TextField("why without agreement, support or a way back", blank=True)
    is_for_safety = models.BooleanField("because going on would be unsafe", default=False)

    class Meta:
        indexes = [models.Index(fields=["prescription", "on"], name="states_of_a_prescription")]

    def __str__(self) -> str:
        return f"{self.state} from {self.on}"


@tracked
class DoseStep(Fact):
    """One daily dose, from a day to a day (both included; no last day: still going on).

    For a depot the dose is that of each injection.
    """

    corrected_at = ("prescribing:correct_part", "dose")
    corrected_by = "record_prescription"

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="dose_steps")
    daily_dose_mg = models.DecimalField(max_digits=7, decimal_places=2)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    patient_agreed = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_dose_mg__gt=0), name="a_dose_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="a_dose_step_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="doses_of_one_prescription_do_not_overlap",
                expressions=[
                    ("prescription", RangeOperators.EQUAL),
                    (DayRange(F("from_on"), F("to_on")), RangeOperators.OVERLAPS),
                ],
                condition=CURRENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.daily_dose_mg}mg from {self.from_on}"


@tracked
class SupervisionStep(Fact):
    """How doses are collected and watched, from a day. Source: domain/prescribing.md §5."""

    corrected_at = ("prescribing:correct_part", "collecting")
    corrected_by = "record_prescription"

    class Supervision(models.TextChoices):
        DAILY = "daily", "Supervised every day"
        SOME_DAYS = "some_days", "Supervised on some days"
        WEEKLY = "weekly", "Collected weekly, taken at home"
        NONE = "none", "Not supervised"
        DEPOT = "depot", "Given by staff"

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="supervision_steps")
    supervision = models.CharField(max_length=10, choices=Supervision)
    collection_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="a_supervision_step_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="supervision_of_one_prescription_does_not_overlap",
                expressions=[
                    ("prescription", RangeOperators.EQUAL),
                    (DayRange(F("from_on"), F("to_on")), RangeOperators.OVERLAPS),
                ],
                condition=CURRENT,
            ),
        ]

    def get_collection_days_display(self) -> str:
        return days_words(self.collection_days)

    def __str__(self) -> str:
        return f"{self.supervision} from {self.from_on}"


@tracked
class MissedDoses(Fact):
    """Days in a row on which no dose was taken. Three or more wait for a prescriber's decision.
    Source: domain/prescribing.md §6."""

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="missed_doses")
    from_on = models.DateField()
    to_on = models.DateField()
    reported_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True)
    needs_decision = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "missed doses"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="missed_days_are_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-from_on"], name="missed_doses_of_a_person"),
            models.Index(
                fields=["service", "patient"],
                condition=Q(
                    needs_decision=True,
                    decided_on=None,
                    superseded_at=None,
                    is_withdrawn=False,
                ),
                name="missed_doses_to_decide",
            ),
        ]

    def __str__(self) -> str:
        return f"missed from {self.from_on} to {self.to_on}"

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


@tracked
class DepotDose(Fact):
    """An injection that was given, and the last day it covers."""

    corrected_at = ("prescribing:correct_part", "injection")
    corrected_by = "record_prescription"

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="depot_doses")
    given_on = models.DateField()
    dose_mg = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    covers_to_on = models.DateField()
    site = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(covers_to_on__gte=F("given_on")),
                name="a_depot_covers_days_after_it_is_given",
            ),
        ]
        indexes = [
            models.Index(fields=["prescription", "-given_on"], name="depots_of_a_prescription"),
            models.Index(fields=["service", "covers_to_on"], name="depots_that_cover_a_day"),
        ]

    def __str__(self) -> str:
        return f"depot on {self.given_on}"


@tracked
class DrugTest(Fact):
    """One day's test: what was looked for and found, and looked for and not found.

    A substance in neither list was not looked for. `device`: which device or laboratory read it.
    `taken_by`: the member of staff who took the sample, who may be another than who wrote it down.
    Source: domain/prescribing.md §8.
    """

    corrected_at = ("prescribing:correct_health", "test")

    class Method(models.TextChoices):
        DEVICE = "device", "Device, read here"
        LABORATORY = "laboratory", "Laboratory"

    class Confirmed(models.TextChoices):
        YES = "yes", "Confirmed by a laboratory"
        NO = "no", "Not confirmed by a laboratory"

    on = models.DateField()
    matrix = models.CharField("sample", max_length=20, default="urine")
    method = models.CharField("read by", max_length=10, choices=Method, blank=True)
    device = models.CharField("device or laboratory", max_length=80, blank=True)
    consent = models.CharField(
        "agreed to the test", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed = models.CharField(
        "confirmed by a laboratory", max_length=3, choices=Confirmed, blank=True
    )
    found = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    not_found = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="tests_of_a_person")]

    def __str__(self) -> str:
        return f"test on {self.on}"

    @property
    def late_words(self) -> str:
        return self.entered_later_than(self.on)
