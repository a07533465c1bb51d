"""Competences and supervision as their pages show them: everybody's, and one person's."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration, User
from accounts.roles import Role
from support import skills
from support.models import Competence, Supervision
from support.skills import Assessed, SkillRules


@dataclass(frozen=True, slots=True)
class Line:
    """One keyworker. `stands`: what is asked for, by name, and how it stands with them."""

    user: User
    stands: tuple[tuple[str, str], ...]
    has_all: bool
    supervised_on: date | None
    is_supervised: bool


@dataclass(frozen=True, slots=True)
class Everybody:
    lines: tuple[Line, ...]
    rules: SkillRules

    @property
    def supervised(self) -> int:
        return sum(line.is_supervised for line in self.lines)

    @property
    def with_all(self) -> int:
        return sum(line.has_all for line in self.lines)


def rules_in_force(service_id: UUID, on: date) -> SkillRules:
    """The service's newest version, or the product's own. One query."""
    stored = configuration.in_force(service_id, skills.KIND, on)
    if not stored.version:
        return skills.PRODUCT
    is_verified = stored.status == Configuration.Status.VERIFIED
    return skills.from_values(stored.values, version=stored.version, is_verified=is_verified)


def everybody(service_id: UUID, on: date) -> Everybody:
    """Keyworkers of the service by name. Four queries."""
    rules = rules_in_force(service_id, on)
    assessed: dict[UUID, list[Assessed]] = defaultdict(list)
    for row in _standing(Competence, service_id).order_by("assessed_on", "recorded_at", "id"):
        assessed[row.staff_id].append(_assessed(row))
    supervised: dict[UUID, date] = {}
    clinical = _standing(Supervision, service_id).filter(kind__in=skills.CLINICAL, on__lte=on)
    for staff_id, day in clinical.order_by("on").values_list("staff_id", "on"):
        supervised[staff_id] = day
    lines = tuple(
        _line(user, assessed[user.pk], supervised.get(user.pk), on, rules)
        for user in keyworkers(service_id)
    )
    return Everybody(lines, rules)


def keyworkers(service_id: UUID) -> Any:
    return User.objects.filter(
        is_active=True,
        memberships__service_id=service_id,
        memberships__role=Role.KEYWORKER.value,
        memberships__is_current=True,
    ).order_by("full_name", "id")


def of_one(user: User, service_id: UUID) -> tuple[list[Competence], list[Supervision]]:
    """The newest first. Two queries."""
    return (
        list(
            _standing(Competence, service_id)
            .filter(staff=user)
            .select_related("recorded_by")
            .order_by("-assessed_on", "-recorded_at", "-id")
        ),
        list(
            _standing(Supervision, service_id)
            .filter(staff=user)
            .select_related("recorded_by")
            .order_by("-on", "-recorded_at", "-id")
        ),
    )


def _standing(model: Any, service_id: UUID) -> Any:
    return model.objects.filter(service_id=service_id, is_withdrawn=False)


def _assessed(row: Competence) -> Assessed:
    return Assessed(row.intervention, row.level, row.assessed_on, row.expires_on)


def _line(
    user: User,
    assessed: list[Assessed],
    supervised_on: date | None,
    on: date,
    rules: SkillRules,
) -> Line:
    held, offered = skills.competent_in(assessed, on), rules.interventions
    last = {one.intervention: one for one in assessed if one.on <= on}
    return Line(
        user,
        tuple((skills.called(key), skills.stands(last.get(key), on)) for key in offered),
        held.issuperset(offered),
        supervised_on,
        skills.is_supervised(supervised_on, on, rules),
    )
