"""Health facts that prescribing rests on: hearts, livers, viruses, naloxone, advice, pregnancy, and
what else somebody takes. Sources and their status: domain/prescribing.md §7 and §8."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from patients.models import Fact
from rodt.history import tracked


@tracked
class Ecg(Fact):
    """An electrocardiogram, or that it was offered and declined. `qtc_ms`: the corrected QT
    interval in milliseconds, None unread."""

    corrected_at = ("prescribing:correct_health", "ecg")

    on = models.DateField()
    qtc_ms = models.PositiveSmallIntegerField("QTc", null=True, blank=True)
    is_declined = models.BooleanField("was offered and declined", default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(qtc_ms=None) | Q(qtc_ms__range=(200, 800)), name="a_qtc_can_be_so"
            ),
            models.CheckConstraint(
                condition=Q(is_declined=False) | Q(qtc_ms=None), name="a_declined_ecg_has_no_qtc"
            ),
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="ecgs_of_a_person")]

    def __str__(self) -> str:
        return f"ECG on {self.on}"


@tracked
class LiverTest(Fact):
    """A liver function test, as the clinician read it."""

    corrected_at = ("prescribing:correct_health", "liver")

    class Result(models.TextChoices):
        NORMAL = "normal", "Normal"
        RAISED = "raised", "Raised"
        DECLINED = "declined", "Offered and declined"

    on = models.DateField()
    result = models.CharField(max_length=8, choices=Result)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="liver_tests_of_a_person")]

    def __str__(self) -> str:
        return f"liver test on {self.on}"


@tracked
class VirusTest(Fact):
    """A test for a blood-borne virus, or that it was offered and declined."""

    corrected_at = ("prescribing:correct_health", "virus")

    class Virus(models.TextChoices):
        HEPATITIS_B = "hbv", "Hepatitis B"
        HEPATITIS_C_ANTIBODY = "hcv_antibody", "Hepatitis C antibody"
        HEPATITIS_C_RNA = "hcv_rna", "Hepatitis C RNA"
        HIV = "hiv", "HIV"

    class Result(models.TextChoices):
        NEGATIVE = "negative", "Negative"
        POSITIVE = "positive", "Positive"
        WAITING = "waiting", "Waiting for the result"
        DECLINED = "declined", "Offered and declined"

    on = models.DateField()
    virus = models.CharField(max_length=12, choices=Virus)
    result = models.CharField(max_length=8, choices=Result)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="virus_tests_of_a_person")]

    def __str__(self) -> str:
        return f"{self.virus} on {self.on}"


@tracked
class Vaccination(Fact):
    """One dose of a vaccine, or that it was offered and declined."""

    corrected_at = ("prescribing:correct_health", "vaccination")

    class Vaccine(models.TextChoices):
        HEPATITIS_A = "hav", "Hepatitis A"
        HEPATITIS_B = "hbv", "Hepatitis B"
        HEPATITIS_A_AND_B = "hav_hbv", "Hepatitis A and B"

    on = models.DateField()
    vaccine = models.CharField(max_length=8, choices=Vaccine)
    dose_number = models.PositiveSmallIntegerField(null=True, blank=True)
    is_declined = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_declined=False) | Q(dose_number=None),
                name="a_declined_vaccine_has_no_dose",
            ),
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="vaccines_of_a_person")]

    def __str__(self) -> str:
        return f"{self.vaccine} on {self.on}"


@tracked
class NaloxoneSupply(Fact):
    """Take-home naloxone: supplied, or offered and declined."""

    corrected_at = ("prescribing:correct_health", "naloxone")

    class Product(models.TextChoices):
        PRENOXAD = "prenoxad", "Prenoxad injection"
        NYXOID = "nyxoid", "Nyxoid nasal spray"
        OTHER = "other", "Another product"

    on = models.DateField()
    is_declined = models.BooleanField(default=False)
    product = models.CharField(max_length=8, choices=Product, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    was_trained = models.BooleanField("was shown how to use it", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_declined=True) | ~Q(product=""),
                name="naloxone_supplied_names_the_product",
            ),
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="naloxone_of_a_person")]

    def __str__(self) -> str:
        return f"naloxone on {self.on}"


@tracked
class Advice(Fact):
    """What was explained to the person on a day."""

    corrected_at = ("prescribing:correct_health", "advice")

    class Topic(models.TextChoices):
        OVERDOSE = "overdose", "Overdose and lost tolerance"
        STORAGE = "storage", "Safe storage, and children"
        DRIVING = "driving", "Driving and telling DVLA"
        INTERACTIONS = "interactions", "Alcohol and other sedatives"

    on = models.DateField()
    topics = ArrayField(models.CharField(max_length=12, choices=Topic))
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-on"], name="advice_to_a_person")]

    def __str__(self) -> str:
        return f"advice on {self.on}"


@tracked
class Pregnancy(Fact):
    """Whether somebody is pregnant, as found on a day. `due_on`: the expected date of birth."""

    corrected_at = ("prescribing:correct_health", "pregnancy")

    class Found(models.TextChoices):
        PREGNANT = "pregnant", "Pregnant"
        NOT_PREGNANT = "not_pregnant", "Not pregnant"
        MAY_BE = "may_be", "May be pregnant: test offered"
        ENDED = "ended", "No longer pregnant"

    on = models.DateField()
    found = models.CharField(max_length=12, choices=Found)
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "pregnancies"
        indexes = [models.Index(fields=["patient", "-on"], name="pregnancies_of_a_person")]

    def __str__(self) -> str:
        return f"{self.found} on {self.on}"


@tracked
class RiskFactor(Fact):
    """Another medicine, a substance or a condition that a safety check asks about, from a day to a
    day (both included; no last day: still so). Source: domain/prescribing.md §7."""

    corrected_at = ("prescribing:correct_health", "risk")

    class Kind(models.TextChoices):
        BENZODIAZEPINE = "benzodiazepine", "Benzodiazepine"
        GABAPENTINOID = "gabapentinoid", "Pregabalin or gabapentin"
        Z_DRUG = "z_drug", "Sleeping tablet (Z-drug)"
        ANTIPSYCHOTIC = "antipsychotic", "Sedating antipsychotic"
        OTHER_OPIOID = "other_opioid", "Another opioid"
        ALCOHOL = "alcohol", "Alcohol dependence"
        QT_MEDICINE = "qt_medicine", "Another medicine that lengthens QT"
        CYP3A4 = "cyp3a4", "CYP3A4 inhibitor"
        HEART = "heart", "Heart disease"
        LIVER = "liver", "Liver disease"
        ELECTROLYTES = "electrolytes", "Electrolyte disturbance"

    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    told_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="a_risk_factor_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["patient", "kind"], name="risk_factors_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_on}"
