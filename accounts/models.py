"""Staff, treatment services, teams and memberships; configuration and notices."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.roles import Role
from rodt.history import tracked
from rodt.ids import new_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, full_name: str, password: str | None = None) -> "User":
        user = self.model(email=email.lower(), full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A member of staff. What they may do comes from their memberships, never from here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="an_email_address_is_kept_in_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Service(models.Model):
    """A drug treatment service: the organisation that treats, the edge of who sees whom."""

    class KindOfData(models.TextChoices):
        SYNTHETIC = "synthetic", "Synthetic"
        RESEARCH = "research", "Research"
        LIVE = "live", "Live"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind_of_data = models.CharField(max_length=10, choices=KindOfData)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="team_names_differ"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Membership(models.Model):
    """One role of one member of staff in one service, and the teams it holds in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    service = models.ForeignKey(Service, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.value.title()) for r in Role])
    is_current = models.BooleanField(default=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "service", "role"],
                name="a_role_is_held_once_in_a_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.service_id}"


class Configuration(models.Model):
    """One version of one set of values (intervals, thresholds, lists) of a service.

    Immutable: a change is a new version, with a reason and two people. A service without a version
    uses the product's own defaults, which live beside the rule they feed.
    """

    class Status(models.TextChoices):
        VERIFIED = "verified", "Verified against its source"
        UNVERIFIED = "unverified", "Not yet verified"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="configurations")
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    status = models.CharField(max_length=12, choices=Status)
    reason = models.TextField()
    effective_from = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind", "version"],
                name="configuration_versions_differ",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("agreed_by")),
                name="configuration_is_agreed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} version {self.version}"


class Proposal(models.Model):
    """A change of configuration that waits for a second person, and what became of it.

    `values` are those of the version it would make. `made`: the version it did make. `words`: what
    was said when it was decided. Whoever proposed it may withdraw it; only another may decide.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=40)
    values = models.JSONField()
    status = models.CharField(max_length=12, choices=Configuration.Status)
    reason = models.TextField()
    effective_from = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=TransactionNow())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    made = models.OneToOneField(
        Configuration, models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind"],
                condition=Q(state="waiting"),
                name="one_change_of_a_kind_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", decided_by=F("proposed_by"))
                | Q(state="waiting", decided_by=None)
                | (
                    Q(state__in=["agreed", "declined"], decided_by__isnull=False)
                    & ~Q(proposed_by=F("decided_by"))
                ),
                name="nobody_decides_their_own_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal of {self.kind}, {self.state}"


class Notice(models.Model):
    """A line to one member of staff, in the app. Holds counts and a place to go, never a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=TransactionNow())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="a_notice_is_given_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def link_words(self) -> str:
        return "Open the change" if self.key.startswith("proposal:") else "Open the list"


class DigestChoice(models.Model):
    """Whether a member of staff wants the daily e-mail about one service, and from what time. No
    row is no: nobody gets one who did not ask for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    is_on = models.BooleanField()
    send_at = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "service"], name="a_daily_email_is_chosen_once_a_service"
            ),
        ]

    def __str__(self) -> str:
        return f"daily e-mail at {self.send_at:%H:%M}"


class Trail(models.Model):
    """Who did or saw what, and when. Rows are only ever added (see `accounts.trail`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    patient_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    was_refused = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["service", "patient_id", "-at"], name="trail_by_patient"),
            models.Index(fields=["user", "-at"], name="trail_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"
