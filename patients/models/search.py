"""What a person is found by. Written by database triggers from names, numbers and birthdays,
whoever writes them and however (migration 0006); read by `patients.querysets`.

Only equality and ranges are ever asked of these columns. Under row-level security PostgreSQL uses
an index for nothing else: a likeness operator could tell of rows that one may not see.
"""

from django.db import models

from accounts.models import Service
from patients.models.record import Patient


class SearchWord(models.Model):
    """One thing by which a person is found.

    `word`: a bare part of a name; initials with a full stop ("gw."); a reference or an NHS number
    after "#"; a day of birth after "=". A record found to be another's gives its words to that one.
    """

    pk = models.CompositePrimaryKey("service_id", "word", "patient_id")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    word = models.CharField(max_length=64, db_collation="C")

    def __str__(self) -> str:
        return f"a word of {self.patient_id}"


class Spelling(models.Model):
    """A part of a name that somebody in this service bears, by each key under which a slip of the
    pen, or the ear, may look for it. `key`: the word itself, the word without one of its letters,
    or how it sounds after "~"."""

    pk = models.CompositePrimaryKey("service_id", "key", "word")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64, db_collation="C")
    word = models.CharField(max_length=64, db_collation="C")

    def __str__(self) -> str:
        return "a spelling"
