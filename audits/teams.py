"""One indicator of a finished run, by the team people were in on its day. Nobody is ranked."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from audits.models import Audit, AuditResult
from audits.report import IndicatorReport
from audits.step import Outcome


@dataclass(frozen=True, slots=True)
class TeamCount:
    """`number` of `of` are what is counted; beside them unknowns and those set apart."""

    key: str
    name: str
    number: int
    of: int
    unknown: int
    set_apart: int


def by_team(audit: Audit, indicator: IndicatorReport) -> list[TeamCount]:
    """By name. Empty for a run that did not keep whose people they were. One query."""
    found = (
        AuditResult.objects.filter(
            audit=audit, team__isnull=False, findings__has_key=indicator.code
        )
        .annotate(outcome=KeyTextTransform("outcome", KeyTransform(indicator.code, "findings")))
        .values_list("team_id", "team__name", "outcome")
        .annotate(people=Count("pk"))
        .order_by("team__name", "team_id")
    )
    teams: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for team_id, name, outcome, people in found:
        teams[str(team_id), name][outcome] = people
    return [
        TeamCount(
            key,
            name,
            said[indicator.counts],
            said[Outcome.MET] + said[Outcome.NOT_MET],
            said[Outcome.NOT_RECORDED],
            said[Outcome.EXCEPTION],
        )
        for (key, name), said in teams.items()
    ]
