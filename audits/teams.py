"""A finished run by the team people were in on its day: one indicator of all teams, or all of one.
Nobody is ranked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import Team
from audits.models import Audit, AuditResult
from audits.protect import Hidden
from audits.report import IndicatorReport
from audits.step import Outcome


class Whose(NamedTuple):
    """A team, by name and id; both are empty for people who were in none."""

    name: str
    key: str


Said = Mapping[str, int]
"""How many people of each outcome."""


@dataclass(frozen=True, slots=True)
class TeamCount:
    """`number` of `of` are what is counted; beside them unknowns and those set apart."""

    key: str
    name: str
    number: int
    of: int
    unknown: int
    set_apart: int


_COUNTED = f"""
    SELECT coalesce(team.name, ''), coalesce(team.id::text, ''), found.key,
        found.value ->> 'outcome', count(*)
    FROM {AuditResult._meta.db_table} AS result
    LEFT JOIN {Team._meta.db_table} AS team ON team.id = result.team_id,
    jsonb_each(result.findings) AS found
    WHERE result.audit_id = %(audit)s AND (%(code)s = '' OR found.key = %(code)s)
    GROUP BY 1, 2, 3, 4
"""  # noqa: S608


def counted(audit: Audit, code: str = "") -> dict[str, dict[Whose, Said]]:
    """By indicator and team; `code`: of one indicator only. One query."""
    found: dict[str, dict[Whose, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"audit": audit.pk, "code": code})
        for name, key, indicator, outcome, people in cursor.fetchall():
            found[indicator][Whose(name, key)][outcome] = people
    return {indicator: dict(teams) for indicator, teams in found.items()}


def by_team(audit: Audit, indicator: IndicatorReport) -> list[TeamCount]:
    """By name. Empty for a run that did not keep whose people they were. One query."""
    teams = counted(audit, indicator.code).get(indicator.code, {})
    return [count_of(indicator, whose, teams[whose]) for whose in sorted(teams) if whose.key]


def count_of(indicator: IndicatorReport, whose: Whose, said: Said) -> TeamCount:
    people = Counter(said)
    return TeamCount(
        whose.key,
        whose.name,
        people[indicator.counts],
        people[Outcome.MET] + people[Outcome.NOT_MET],
        people[Outcome.NOT_RECORDED],
        people[Outcome.EXCEPTION],
    )


def may_leave(
    indicator: IndicatorReport, hidden: Hidden, teams: Iterable[TeamCount], under: int
) -> bool:
    """May the shares of teams leave the service? All of an indicator or none: what one team leaves
    out, the others and the whole service would tell. `teams`: all, and those in none. Unknown and
    set apart do not leave; together they can be worked out. Pure.
    """
    if hidden.cells or hidden.share or indicator.definition.get("gives_away"):
        return False
    small = range(1, under)
    return not any(
        people in small
        for team in teams
        for people in (team.number, team.of - team.number, team.unknown + team.set_apart)
    )


def as_stored(said: Said) -> dict[str, Any]:
    """As the counts of a run are kept, for `report.indicator_report`."""
    people = Counter(said)
    return {
        "outcomes": {outcome.value: people[outcome] for outcome in Outcome},
        "groups": [],
        "marks": [],
        "figures": [],
    }
