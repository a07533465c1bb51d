"""Which rows: chainable questions about people, episodes and facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Func, Q
from django.db.models.expressions import RawSQL

from accounts.access import Access
from accounts.roles import Permission, Reach
from patients.search_words import Sought, closest, name_words, sought

if TYPE_CHECKING:
    from typing import Self


_LAST = "\U0010ffff"
"""Sorts after every letter: words from "pen" to "pen" and this begin with "pen"."""
_WITH_WORD = "SELECT patient_id FROM patients_searchword WHERE word = %s"
_ANY_WORD = "SELECT patient_id FROM patients_searchword WHERE word = ANY(%s)"
_BEGINS = "SELECT patient_id FROM patients_searchword WHERE word >= %s AND word < %s"
# Key by key: the planner expects thousands of keys; OFFSET 0 keeps it from reading all spellings.
_SPELLINGS = """
    SELECT DISTINCT part, spelling.word FROM unnest(%s::text[]) part
    CROSS JOIN LATERAL patients_spelling_keys(part) sought
    CROSS JOIN LATERAL (
        SELECT word FROM patients_spelling WHERE key = sought OFFSET 0
    ) spelling
"""
SHORTEST_ALIKE = 3


class _Found:
    """People as SQL: each way of being found is a SELECT of patient ids. One may come twice."""

    def __init__(self, select: str, *values: object) -> None:
        self.select, self.values = select, list(values)

    def __and__(self, other: _Found) -> _Found:
        return _Found(f"({self.select} INTERSECT {other.select})", *self.values, *other.values)

    def __or__(self, other: _Found) -> _Found:
        return _Found(f"({self.select} UNION ALL {other.select})", *self.values, *other.values)

    @property
    def condition(self) -> Func:
        """As an array, worked out first: PostgreSQL then fetches these people by their key."""
        return _IsAmong("pk", RawSQL(f"ARRAY({self.select})", self.values))  # noqa: S611


class _IsAmong(Func):
    """`id = ANY(array)`."""

    template = "%(expressions)s"
    arg_joiner = " = ANY"
    output_field = models.BooleanField()


def _begins(part: str) -> _Found:
    return _Found(_BEGINS, part, part + _LAST)


def _all_of(ways: list[_Found]) -> _Found:
    found = ways[0]
    for way in ways[1:]:
        found = found & way
    return found


class PatientQuerySet(models.QuerySet[Any]):
    def visible_to(
        self, access: Access | None, permission: Permission = Permission.VIEW_PATIENT
    ) -> Self:
        """The people this member of staff's roles reach: their teams', or the whole service's."""
        reach = access.reach(permission) if access else None
        if access is None or reach is None:
            return self.none()
        mine = self.filter(service=access.service)
        if reach is Reach.TEAMS:
            return mine.filter(team_id__in=access.team_ids)
        return mine

    def named(self, words: str) -> Self:
        """People found by name, former name, initials, reference, NHS number in any spacing, or
        date of birth; under the kept record where two were made one.

        Accents may be left out. Several things typed must all be true of the person.
        """
        wanted = sought(words)
        if wanted.is_empty:
            return self.none()
        known = _Found(_WITH_WORD, f"#{wanted.reference.lower()}")
        ways = _numbers(wanted)
        if wanted.names and all(len(name) == 1 for name in wanted.names[:2]) and wanted.initials:
            ways.append(_Found(_WITH_WORD, wanted.initials))
        else:
            ways += [_begins(part) for part in wanted.names]
            if wanted.initials:
                known = known | _Found(_WITH_WORD, wanted.initials)
        found = known | _all_of(ways) if ways else known
        return self.filter(found.condition)

    def spelt_like(self, words: str) -> Self:
        """People whose names are one slip away from what was typed, or sound like it."""
        wanted = sought(words)
        parts = [part for part in wanted.names if len(part) >= SHORTEST_ALIKE]
        if not parts:
            return self.none()
        spellings = _spellings(parts)
        ways = _numbers(wanted)
        for part in wanted.names:
            way = _begins(part)
            if like := closest(part, spellings.get(part, ())):
                way = way | _Found(_ANY_WORD, like)
            ways.append(way)
        return self.filter(_all_of(ways).condition)

    def could_be(self, *, names: str, born_on: date | None, nhs_number: str = "") -> Self:
        """People who may be the one that is being registered: the same NHS number; or born on the
        same day, with any part of the name spelt or sounding alike."""
        same = _Found(_WITH_WORD, f"#{nhs_number}") if nhs_number else None
        parts = list(name_words(names))
        if born_on and parts:
            like = {word for words in _spellings(parts).values() for word in words} | set(parts)
            born = _Found(_WITH_WORD, f"={born_on.isoformat()}")
            alike = born & _Found(_ANY_WORD, sorted(like))
            same = same | alike if same else alike
        return self.filter(same.condition) if same else self.none()


def _numbers(wanted: Sought) -> list[_Found]:
    ways = []
    if wanted.nhs_number:
        ways.append(_Found(_WITH_WORD, f"#{wanted.nhs_number}"))
    if wanted.born_on:
        ways.append(_Found(_WITH_WORD, f"={wanted.born_on.isoformat()}"))
    return ways


def _spellings(parts: list[str]) -> dict[str, list[str]]:
    """For each part the names borne in the services that are open, by keys they share."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SPELLINGS, [parts])
        for part, word in cursor.fetchall():
            found.setdefault(part, []).append(word)
    return found


class EpisodeQuerySet(models.QuerySet[Any]):
    def open_on(self, on: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on)


class FactQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Facts that stand: not amended and not withdrawn."""
        return self.filter(superseded_at=None, is_withdrawn=False)


class ContactQuerySet(FactQuerySet):
    def attended(self) -> Self:
        return self.current().filter(outcome="attended")
