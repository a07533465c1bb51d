"""Audits of a service: the run, its results, its files, and how the service sees itself."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from accounts.models import Service, User
from audits.rounds_models import AuditRound as AuditRound
from audits.rounds_models import MergedFile as MergedFile
from audits.rounds_models import MergedReport as MergedReport
from audits.rounds_models import RoundMember as RoundMember
from patients.models import Patient
from rodt.history import tracked
from rodt.ids import new_id


class Audit(models.Model):
    """One run of the 12 immediate steps over a service: its day, its period, what was known when.

    `definitions` copies each indicator's title, source and version as they were at the run, and
    `configuration` the values it used, so that an old audit still reads true later. A finished run
    is immutable.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        READY = "ready", "Ready"
        FAILED = "failed", "Stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    on = models.DateField()
    period_start_on = models.DateField()
    known_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=TransactionNow())
    finished_at = models.DateTimeField(null=True, blank=True)
    people_read = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    definitions = models.JSONField(default=dict)
    configuration = models.JSONField(default=dict)
    service_figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="audit_numbers_differ"),
            models.CheckConstraint(
                condition=Q(on__gte=F("period_start_on")),
                name="an_audit_period_is_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"audit {self.number} of {self.on}"


class AuditResult(models.Model):
    """All findings of one person in one run: {code: {"outcome", "reason", "group", "evidence"}}."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="results")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    findings = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "patient"], name="a_person_has_one_result_in_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.id}"


class SampledPlan(models.Model):
    """A plan that colleagues read for one run: drawn at random when the run is made, and frozen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="sampled_plans")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    is_read_twice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "patient"], name="a_plan_is_sampled_once_in_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.place} of a sample"


@tracked
class PlanReading(models.Model):
    """What one colleague answered who read a sampled plan, by question. It is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    sampled = models.ForeignKey(SampledPlan, models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    answers = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sampled", "read_by"], name="nobody_reads_a_plan_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.id}"


class AuditFile(models.Model):
    """What is downloaded: kept whole in the database, so that it is there whenever the run is."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "kind"], name="an_audit_has_one_file_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of audit {self.audit_id}"


@tracked
class SelfAssessment(models.Model):
    """How a service sees itself on one step, in one stream: 0 absent to 3 working and reviewed."""

    class Stream(models.TextChoices):
        PROCESS = "process", "Process"
        NUMBERS = "numbers", "Numbers"
        EXPERIENCE = "experience", "Experience"

    class Rating(models.IntegerChoices):
        ABSENT = 0, "Absent"
        INFORMAL = 1, "Informal"
        AGREED = 2, "Agreed and working, not yet reviewed"
        REVIEWED = 3, "Working and reviewed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    stream = models.CharField(max_length=10, choices=Stream)
    rating = models.PositiveSmallIntegerField(choices=Rating, null=True, blank=True)
    evidence = models.TextField(blank=True)
    evidence_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    next_action = models.TextField(blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "step", "stream"],
                name="one_assessment_a_step_and_stream",
            ),
            models.CheckConstraint(
                condition=Q(step__gte=1, step__lte=12), name="a_step_is_1_to_12"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__lte=3), name="a_rating_is_0_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.step} {self.stream}"
