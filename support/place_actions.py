"""What changes the list of places: adding one, changing it, and saying that it is still right."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import Service, User
from rodt.ids import new_id
from rodt.versions import check_version
from support.models import Place

FIELDS = ("name", "kind", "about", "address", "times", "contact")
TWICE = "This place stands in the list already, for the same kind of support"


@transaction.atomic
def add_place(
    *, service: Service, on: date, by: User, entry_id: UUID | None = None, **typed: str
) -> Place:
    """A place as it is today: whoever adds it has checked it. Raises ValidationError where it
    stands in the list already."""
    Service.objects.select_for_update().get(pk=service.pk)
    made = Place.objects.filter(pk=entry_id, service=service).first() if entry_id else None
    if made is not None:
        return made
    _once(service.pk, typed, but=None)
    place = Place(id=entry_id or new_id(), service=service, recorded_by=by, **_fields(typed))
    place.checked_on, place.checked_by = on, by
    place.save(force_insert=True)
    _note("added a place", place, by)
    return place


@transaction.atomic
def change_place(
    *, place: Place, version: int, on: date, by: User, is_closed: bool = False, **typed: str
) -> Place:
    """As it is today; `is_closed`: it is not there any more, and leaves the list. Raises StaleSave,
    ValidationError where another has this name and kind."""
    now = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    check_version(now, version)
    _once(now.service_id, typed, but=now)
    for name, value in _fields(typed).items():
        setattr(now, name, value)
    now.closed_on = (now.closed_on or on) if is_closed else None
    return _checked(now, on, by, "changed a place")


@transaction.atomic
def check_place(*, place: Place, on: date, by: User) -> Place:
    """Somebody made sure today that everything about it is so."""
    now = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    return _checked(now, on, by, "checked a place")


def _checked(place: Place, on: date, by: User, verb: str) -> Place:
    place.checked_on, place.checked_by = on, by
    place.version += 1
    place.save()
    _note(verb, place, by)
    return place


def _fields(typed: dict[str, str]) -> dict[str, Any]:
    unknown = typed.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"Not a field of a place: {', '.join(sorted(unknown))}")
    return {name: value.strip() for name, value in typed.items()}


def _once(service_id: UUID, typed: dict[str, str], *, but: Place | None) -> None:
    same = Place.objects.filter(
        service_id=service_id, closed_on=None, name=typed["name"].strip(), kind=typed["kind"]
    )
    if any(place != but for place in same):
        raise ValidationError({"name": TWICE})


def _note(verb: str, place: Place, by: User) -> None:
    trail.record(verb, by=by, service_id=place.service_id, about=f"place {place.pk}")
