"""The life of a report after its run: what was said about it, what was promised, who signed it, and
that another took its place."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q
from pgtrigger import Delete, Insert, Update

from accounts.models import Service, User
from audits.models.frozen import once_signed, only_added
from audits.models.runs import Audit
from rodt.history import tracked
from rodt.ids import new_id


@tracked
class StepComment(models.Model):
    """What the service says about one step of a report. Its history keeps every wording."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="comments")
    step = models.PositiveSmallIntegerField()
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "step"], name="one_comment_a_step_of_a_report")
        ]
        triggers = [once_signed("audit_id", operation=Insert | Update | Delete)]

    def __str__(self) -> str:
        return f"comment on step {self.step}"


@tracked
class PromisedAction(models.Model):
    """What a figure of a report made the service promise: what, who, by when, and what is to change
    by it. `came_of`: what came of it, or why it was given up. `said_done`: that it is done, in the
    owner's words; it closes nothing."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        GIVEN_UP = "given_up", "Given up"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="promised")
    code = models.CharField(max_length=8)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    expected = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    came_of = models.CharField(max_length=300, blank=True)
    said_done = models.CharField(max_length=300, blank=True)
    said_done_on = models.DateField(null=True, blank=True)
    said_done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="a_promise_is_open_or_has_the_day_it_was_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="given_up") | ~Q(came_of=""),
                name="a_promise_is_given_up_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(said_done="", said_done_on=None, said_done_by=None)
                | (~Q(said_done="") & Q(said_done_on__isnull=False, said_done_by__isnull=False)),
                name="whoever_says_a_promise_is_done_says_what_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"promise on {self.code}"


class Signature(models.Model):
    """One of the two who sign a report, with name and role as they were. It stands as it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    remark = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        ordering = ("place",)
        constraints = [
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=2), name="two_people_sign_a_report"
            ),
            models.UniqueConstraint(fields=["audit", "place"], name="a_report_is_signed_in_turn"),
            models.UniqueConstraint(
                fields=["audit", "signed_by"], name="nobody_signs_a_report_twice"
            ),
        ]
        triggers = [only_added()]

    def __str__(self) -> str:
        return f"signature {self.place}"


class Retirement(models.Model):
    """A report that is not to be used any more, and why: another took its place, or it was
    withdrawn. Nothing of it is taken away."""

    class Kind(models.TextChoices):
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="retirements")
    kind = models.CharField(max_length=10, choices=Kind)
    replaced_by = models.ForeignKey(Audit, models.PROTECT, null=True, related_name="replaces")
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "kind"], name="a_report_is_retired_once"),
            models.CheckConstraint(
                condition=Q(kind="superseded", replaced_by__isnull=False)
                | Q(kind="withdrawn", replaced_by=None),
                name="a_superseded_report_names_the_one_in_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("audit")), name="no_report_takes_its_own_place"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_report_is_retired_for_a_reason"
            ),
        ]
        triggers = [only_added()]

    def __str__(self) -> str:
        return f"{self.kind}"
