"""Whose people a page about benefit shows: everybody one may see, one's own, or a team's."""

from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.access import Access
from accounts.models import Team
from accounts.roles import Permission, Reach
from patients.models import Assignment, Patient

MINE = "mine"


class WhoseForm(forms.Form):
    """It travels in the address, so it names nobody. An answer it does not offer is read as the
    first one: an old bookmark still opens the page."""

    whose = forms.ChoiceField(label="Whose people")

    def __init__(self, asked: QueryDict, access: Access) -> None:
        sees_all = access.reach(Permission.VIEW_BENEFIT) is Reach.SERVICE
        teams = Team.objects.filter(service=access.service).order_by("name")
        named = [
            (str(team.pk), team.name) for team in teams if sees_all or team.pk in access.team_ids
        ]
        choices = [("", "The whole service" if sees_all else "People of my teams")]
        if not sees_all:
            choices.append((MINE, "My own people"))
        if len(named) > 1:
            choices += named
        wanted = asked.get("whose", "")
        self.access, self.titles = access, dict(choices)
        self.chosen = wanted if wanted in self.titles else ""
        super().__init__({"whose": self.chosen})
        self.fields["whose"] = forms.ChoiceField(
            label="Whose people", choices=choices, required=False
        )

    @property
    def title(self) -> str:
        return self.titles[self.chosen]

    @property
    def query(self) -> str:
        """As an address holds it, before whatever else it asks."""
        return f"whose={self.chosen}&" if self.chosen else ""

    def people(self, on: date) -> QuerySet[Patient]:
        found = Patient.objects.visible_to(self.access, Permission.VIEW_BENEFIT)
        if self.chosen == MINE:
            held = Assignment.objects.filter(
                Q(to_on=None) | Q(to_on__gte=on),
                patient=OuterRef("pk"),
                staff=self.access.user,
                from_on__lte=on,
            )
            return found.filter(Exists(held))
        return found.filter(team=UUID(self.chosen)) if self.chosen else found
