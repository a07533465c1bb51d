"""The shapes that rows about a person have.

`Fact` is the shape of everything that happened: it says when it was true and when we knew it. A
fact is never changed; an amendment stands beside it, with a reason.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Service, User
from patients.querysets import FactQuerySet
from rodt.ids import new_id
from rodt.words import nhs_date, nhs_day


class DayRange(Func):
    """The days from the first to the last, both included; no last day means still going on."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class PatientRow(models.Model):
    """What every row about a patient carries: an id that tells nothing, the service that may see
    it (row-level security asks this column), and when and by whom it was recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class EditableRow(PatientRow):
    """A row that people edit. `version` guards against stale saves; history keeps each state."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Fact(PatientRow):
    """Something that happened to a person. Amended by a new row, never changed."""

    patient = models.ForeignKey("patients.Patient", models.PROTECT, related_name="+")
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment"
    )
    amend_reason = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    corrected_at: ClassVar[tuple[str, ...]] = ()
    """The page of a kind whose correction has rules of its own: its address, and what stands in it
    between the person and the entry. Empty: the page that corrects any kind."""
    called: ClassVar[str] = ""
    """What staff call it, where the name of the table is another."""
    corrected_by: ClassVar[str] = "record_contact"
    """The permission that its correction takes."""
    days_in_life: ClassVar[tuple[str, ...]] = ()
    """Its days that can be neither before the person's birth nor after their death."""
    kept_with_it: ClassVar[frozenset[str]] = frozenset()
    """Columns worked out when it is saved: nobody types them, so nobody corrects them."""

    @property
    def entry_kind(self) -> str:
        """How addresses name this kind of entry (`patients.entries`)."""
        return str(self._meta.model_name)

    @property
    def also_said(self) -> dict[str, str]:
        """What was said with it and stands in no column of its own: words by label."""
        return {}

    @property
    def correct_url(self) -> str:
        name, *more = self.corrected_at or ("patients:correct", self.entry_kind)
        return reverse(name, args=[self.patient_id, *more, self.pk])

    def entered_later_than(self, day: date) -> str:
        """Words for a first entry made on a later day than the fact's; "" for one of the day."""
        entered_on = localtime(self.recorded_at).date()
        is_amended = self.amends_id is not None  # type: ignore[attr-defined]
        if is_amended or entered_on <= day:
            return ""
        same_year = entered_on.year == day.year
        return f"Entered {nhs_day(entered_on) if same_year else nhs_date(entered_on)}"


CURRENT = Q(superseded_at=None, is_withdrawn=False)
