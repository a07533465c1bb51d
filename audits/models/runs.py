"""The run of an audit, its results, its files, and how the service sees itself."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q
from pgtrigger import Delete, Update

from accounts.models import Service, Team, User
from audits.models.frozen import none_added_once_signed, once_signed, only_added
from patients.models import Patient
from rodt.history import tracked
from rodt.ids import new_id


class Audit(models.Model):
    """One run of the 12 immediate steps over a service: its day, its period, what was known when.

    `quarter_end_on`: the day, of a run that the clock asked for after each quarter. `definitions`
    copies each indicator's title, source and version as they were at the run, and
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
    quarter_end_on = models.DateField(null=True, blank=True)
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
            models.UniqueConstraint(
                fields=["service", "quarter_end_on"], name="the_clock_audits_a_quarter_once"
            ),
            models.CheckConstraint(
                condition=Q(on__gte=F("period_start_on")),
                name="an_audit_period_is_in_order",
            ),
        ]
        triggers = [once_signed("id", operation=Update | Delete)]

    def __str__(self) -> str:
        return f"audit {self.number} of {self.on}"


class AuditResult(models.Model):
    """All findings of one person in one run: {code: {"outcome", "reason", "group", "evidence"}}.

    `team`: whose they were on the run's day, as was known; None in runs that did not keep it.
    """

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="results")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    findings = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "patient"], name="a_person_has_one_result_in_a_run"
            ),
        ]
        triggers = [
            once_signed("audit_id", operation=Update | Delete),
            none_added_once_signed(),
        ]

    def __str__(self) -> str:
        return f"result {self.id}"


class ReadLater(models.Model):
    """Of two runs, what the record of the earlier says on the day of the later. `same`: by person,
    the codes of which that is the later run's verdict. Neither run changes, so it never does."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    before = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    after = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    same = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="two_runs_are_read_once"),
        ]

    def __str__(self) -> str:
        return f"reading {self.id}"


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
    """What is downloaded: kept whole in the database, so that it is there whenever the run is.

    Made again with another content it is a new edition; those that were handed out stay."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "HTML"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    edition = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "kind", "edition"], name="an_audit_has_one_file_a_kind_and_edition"
            ),
        ]
        triggers = [only_added()]

    def __str__(self) -> str:
        return f"{self.kind} of audit {self.audit_id}"


class EvidenceFile(models.Model):
    """A document that shows how far a service is: kept whole in the database, and never changed.
    One that was taken away is not shown again."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"
        DOCX = "docx", "Word"
        ODT = "odt", "OpenDocument"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    is_taken_away = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"evidence {self.id}"


@tracked
class SelfAssessment(models.Model):
    """How a service sees itself on one step, in one stream: 0 absent to 3 working and reviewed.

    `evidence`, `link` and `file` are its evidence, from `evidence_on`. `confirmed_on`: the day on
    which somebody looked at all of it again and found it still true.
    """

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
    link = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    evidence_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    next_action = models.TextField(blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

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


@tracked
class ServiceAnswer(models.Model):
    """What a service answers to one of the questions of `audits.own_questions`."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    question = models.SlugField(max_length=30)
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "question"], name="a_service_answers_a_question_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
