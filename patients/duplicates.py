"""Is somebody who is being registered here already? Asked before a second record is made."""

from datetime import date
from uuid import UUID

from accounts.access import Access
from patients.models import Patient
from patients.telling_apart import also_known_as, with_episode

MOST_SHOWN = 5


def like_people(
    access: Access,
    *,
    names: str,
    born_on: date | None,
    nhs_number: str = "",
    entry_id: UUID | None = None,
) -> list[Patient]:
    """Those among the people this member may see; not the one this very form has made."""
    people = Patient.objects.visible_to(access).could_be(
        names=names, born_on=born_on, nhs_number=nhs_number
    )
    if entry_id is not None:
        people = people.exclude(pk=entry_id)
    return also_known_as(with_episode(people)[:MOST_SHOWN])
