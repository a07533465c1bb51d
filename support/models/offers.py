"""What support was offered to somebody and what came of it, how they stand with home and work, and
the places that staff know of."""

from functools import partial

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from accounts.models import Service, User
from patients.models import Answer, EditableRow, Fact, Patient
from rodt.history import tracked
from rodt.ids import new_id
from support import kinds

KindField = partial(models.CharField, max_length=20, choices=kinds.flat_choices())


@tracked
class Place(models.Model):
    """Somewhere people can go: what, where, when, whom to ask. It is about nobody. `checked_on`:
    the day somebody last made sure that it is so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120)
    kind = KindField()
    about = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=200, blank=True)
    times = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name", "kind"],
                condition=Q(closed_on=None),
                name="a_place_stands_once_in_the_list_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Offer(EditableRow):
    """Support of one kind that was offered to a person, or that they asked for. What came of it are
    its steps, each with its day."""

    class How(models.TextChoices):
        OFFERED = "offered", "We offered it"
        ASKED = "asked", "They asked for it"
        NOT_AVAILABLE = "not_available", "They asked, and it is not available here"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = KindField()
    other_words = models.CharField("what it is", max_length=120, blank=True)
    how = models.CharField("how it came about", max_length=14, choices=How, default=How.OFFERED)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField("in their words", blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=kinds.OTHERS) | ~Q(other_words=""),
                name="support_of_another_kind_says_what_it_is",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-on"], name="offers_to_a_person"),
            models.Index(fields=["service", "on"], name="offers_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"

    @property
    def called(self) -> str:
        return kinds.called(self.kind, self.other_words)


@tracked
class OfferStep(Fact):
    """What came of an offer on a day: declined, taken up, ended; who gives the support, and whether
    it helps as the person sees it. Declining is a full answer."""

    called = "what came of an offer"
    days_in_life = ("on",)

    class State(models.TextChoices):
        REFERRED = "referred", "Referred or booked"
        INTRODUCED = "introduced", "Introduced to somebody there"
        WENT_ONCE = "went_once", "Went once, with support"
        STARTED = "started", "Taken up"
        ENDED = "ended", "Ended"
        DECLINED = "declined", "Not for them"

        @classmethod
        def closing(cls) -> tuple[str, ...]:
            return (cls.ENDED, cls.DECLINED)

        @classmethod
        def going_on(cls) -> tuple[str, ...]:
            return (cls.INTRODUCED, cls.WENT_ONCE, cls.STARTED)

        @classmethod
        def for_kind(cls, kind: str) -> list[tuple[str, str]]:
            """Those that fit, in words that fit: nobody is introduced to a house."""
            left_out = () if kind in kinds.INTRODUCED else (cls.INTRODUCED, cls.WENT_ONCE)
            words = {cls.STARTED.value: kinds.STAGES[4].words} if kind == kinds.MUTUAL_AID else {}
            return [(c.value, words.get(c.value, c.label)) for c in cls if c not in left_out]

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="steps")
    on = models.DateField()
    state = models.CharField("what came of it", max_length=10, choices=State)
    with_staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    with_outside = models.CharField(
        "who gives it, outside this service", max_length=120, blank=True
    )
    helped = models.CharField(
        "does it help, as they see it", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    words = models.TextField("in their words", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(with_staff=None) | Q(with_outside=""),
                name="support_is_given_by_staff_or_by_somebody_outside",
            ),
        ]
        indexes = [models.Index(fields=["offer", "-on"], name="steps_of_an_offer")]

    def __str__(self) -> str:
        return f"{self.state} on {self.on}"

    @property
    def state_words(self) -> str:
        """In words that fit what was offered."""
        fitting = dict(self.State.for_kind(self.offer.kind))
        return fitting.get(self.state, str(self.get_state_display()))


class Housing(models.TextChoices):
    """Accommodation need. Source: domain/ndtms.md §6 [S, an older data set]: 1 to 3."""

    URGENT = "1", "No home: an urgent problem"
    PROBLEM = "2", "A housing problem"
    NONE = "3", "No housing problem"
    RATHER_NOT_SAY = "declined", "Would rather not say"

    @classmethod
    def problems(cls) -> tuple[str, ...]:
        return (cls.URGENT, cls.PROBLEM)


class Employment(models.TextChoices):
    """Employment status. Source: domain/ndtms.md §6 [S, 2014]; our words for each code."""

    WORK = "1", "In regular work"
    STUDENT = "2", "Pupil or student"
    SEEKING = "12", "Without work, and looking for it"
    SICK = "9", "Long-term sick or disabled"
    HOME = "10", "Looking after home or family"
    VOLUNTARY = "14", "Unpaid voluntary work"
    RETIRED = "15", "Retired"
    NO_BENEFITS = "13", "Not receiving benefits"
    OTHER = "5", "Something else"
    NOT_KNOWN = "6", "Not known"
    RATHER_NOT_SAY = "99", "Would rather not say"

    @classmethod
    def unknown(cls) -> tuple[str, ...]:
        return (cls.NOT_KNOWN, cls.RATHER_NOT_SAY)


@tracked
class Circumstances(Fact):
    """How a person stood with home and work on a day, as they said. Empty: not asked, which is
    never "no need". `wants_work`: "no" is "not now", a full answer."""

    called = "housing and work"
    days_in_life = ("on",)

    on = models.DateField()
    housing = models.CharField("housing", max_length=10, choices=Housing, blank=True)
    employment = models.CharField("work or training", max_length=2, choices=Employment, blank=True)
    wants_work = models.CharField(
        "wants help with work or training",
        max_length=10,
        choices=Answer,
        default=Answer.NOT_ASKED,
    )
    words = models.TextField("in their words", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(housing="", employment="", wants_work=Answer.NOT_ASKED),
                name="an_answer_about_home_or_work_says_something",
            )
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="circumstances_of_a_person")]

    def __str__(self) -> str:
        return f"housing and work on {self.on}"
