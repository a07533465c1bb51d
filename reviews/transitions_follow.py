"""What became overdue, and stopped being so, goes with the person when two records are made one.

Results of finished audits stay with the record they were found under: an audit is a signed document
of its day.
"""

from typing import Any

from django.utils.timezone import localdate

from patients.models import Patient
from reviews.models import Transition
from reviews.overdue import look_again

KEY = ("type", "milestone", "due_on", "kind", "effective_on")
LABEL = "reviews.transition"


class TransitionsFollow:
    """`patients.moving.Follower`. Afterwards the nightly check's own function looks at the person
    again, so that what is written is what is so."""

    def follow(self, away_from: Patient, to: Patient) -> list[list[Any]]:
        """One that the kept record has already is written once: the other's stays where it is."""
        there = set(Transition.objects.filter(patient=to).values_list(*KEY))
        going = [
            row[0]
            for row in Transition.objects.filter(patient=away_from).values_list("pk", *KEY)
            if row[1:] not in there
        ]
        Transition.objects.filter(pk__in=going).update(patient=to)
        look_again(to.service, [to.pk], localdate())
        return [[LABEL, str(pk)] for pk in going]

    def go_back(self, rows: list[list[Any]], away_from: Patient, to: Patient) -> None:
        went = [int(row[1]) for row in rows if row[0] == LABEL]
        Transition.objects.filter(pk__in=went, patient=away_from).update(patient=to)
        look_again(to.service, [away_from.pk, to.pk], localdate())
