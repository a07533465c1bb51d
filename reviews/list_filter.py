"""Whose people a list shows, and in which treatment: asked in the address, on several pages."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from accounts.access import Access
from reviews import caseloads, caseloads_page
from reviews import my_people as page
from reviews.caseloads import Caseload, Caseloads
from reviews.worklist import Treatment, Whose, Worklist, scopes, worklist

OF_SERVICE = (Whose.STAFF, Whose.SERVICE)


class FilterForm(forms.Form):
    """Whose people, and in which treatment. It travels in the address, so it names nobody.

    An answer it does not offer is read as the first one: an old bookmark still opens the page.
    """

    people = forms.ChoiceField(label="Whose people")
    treatment = forms.ChoiceField(label="Treatment", choices=page.TREATMENTS)

    def __init__(
        self, asked: QueryDict, whose: tuple[Whose, ...], of_staff: Sequence[Caseload]
    ) -> None:
        lists, members = page.choices(whose), caseloads_page.choices(of_staff)
        offered = {"people": [*lists, *members], "treatment": page.TREATMENTS}
        self.chosen = {
            name: next((value for value, _ in found if value == asked.get(name)), found[0][0])
            for name, found in offered.items()
        }
        super().__init__(self.chosen)
        people = [*lists, ("One member’s people", members)] if members else lists
        self.fields["people"] = forms.ChoiceField(label="Whose people", choices=people)
        self.member = next((o for o in of_staff if str(o.staff_id) == self.chosen["people"]), None)
        self.whose = Whose.MEMBER if self.member else Whose(self.chosen["people"])
        if self.whose is Whose.STAFF:
            del self.fields["treatment"]

    @property
    def heading(self) -> str:
        if self.member is not None:
            return f"{self.member.name}’s people"
        return "Everyone in the service" if self.whose in OF_SERVICE else "My people"

    @property
    def query(self) -> str:
        """As an address holds it."""
        return "&".join(f"{name}={value}" for name, value in self.chosen.items())

    def worklist(self, access: Access, on: date, *, is_past: bool = False) -> Worklist:
        """The list that was asked for; by member of staff is everybody's."""
        return worklist(
            access,
            on,
            Whose.SERVICE if self.whose is Whose.STAFF else self.whose,
            Treatment(self.chosen["treatment"]),
            member_id=self.member.staff_id if self.member else None,
            is_past=is_past,
        )


def filter_form(access: Access, on: date, asked: QueryDict) -> tuple[FilterForm, Caseloads | None]:
    """What an address asks for; and who is responsible for how many, where the service is seen."""
    lists = scopes(access)
    loads = caseloads.caseloads(access, on) if Whose.STAFF in lists else None
    return FilterForm(asked, lists, loads.of_staff if loads else ()), loads
