"""Each indicator of a run for the people of one team, beside the whole service: page and CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Team
from audits import report_page, teams
from audits.export import hidden_in, leaving, outside, plain
from audits.models import Audit, AuditResult
from audits.printed import Printed, printed
from audits.report import AuditReport, IndicatorReport, StepReport, indicator_report
from audits.teams import Whose
from reviews.funnel import FEWEST
from rodt.spreadsheet import safe

COLUMNS = (
    *("step", "code", "indicator"),
    *("team_number", "team_of", "team_percent", "team_interval"),
    *("service_number", "service_of", "service_percent", "service_interval"),
)
NOT_SHOWN = ("not shown",) * 4
TOO_FEW = "too few to say"


class Links(report_page.Links):
    """From a figure of a team to its people."""

    def __init__(self, audit: Audit, team: Team) -> None:
        super().__init__(audit.pk, may_open=True)
        self.team = team.pk

    def figure(self, code: str, figure: str) -> str:
        return f"{super().figure(code, figure)}?team={self.team}"


@dataclass(frozen=True, slots=True)
class Row:
    """`share`: of the team, where it is of enough people to say one."""

    team: report_page.Row
    service: report_page.Row
    share: str


def teams_of(audit: Audit) -> list[Team]:
    """Whose people were looked at, by name. One query."""
    held = AuditResult.objects.filter(audit=audit, team__isnull=False)
    return list(Team.objects.filter(pk__in=held.values("team")).order_by("name", "pk"))


def people_of(audit: Audit, team: Team) -> int:
    return AuditResult.objects.filter(audit=audit, team=team).count()


def steps(audit: Audit, report: AuditReport, team: Team) -> list[tuple[StepReport, list[Row]]]:
    """One query, however many indicators."""
    found, whose = teams.counted(audit), Whose(team.name, str(team.pk))
    own, all_of_them = Links(audit, team), report_page.Links(audit.pk, may_open=True)

    def row(item: IndicatorReport) -> Row:
        of_team = _of_team(item, report, found.get(item.code, {}).get(whose, {}))
        shown = report_page.row(of_team, own)
        is_few = 0 < of_team.of < FEWEST and not item.definition.get("lead_figure")
        share = TOO_FEW if is_few else shown.item.percent
        return Row(shown, report_page.row(item, all_of_them), share)

    return [(step, [row(item) for item in step.indicators]) for step in report.steps]


def as_csv(audit: Audit, report: AuditReport, team: Team) -> bytes:
    """As it may leave the service."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in line] for line in _lines(audit, report, team))
    return sheet.getvalue().encode("utf-8")


def _lines(audit: Audit, report: AuditReport, team: Team) -> Iterator[tuple[str, ...]]:
    found, whose = teams.counted(audit), Whose(team.name, str(team.pk))
    under = report.numbers["suppress_under"]
    for item in report.indicators:
        said, whole = found.get(item.code, {}), outside(report, item)
        hidden = hidden_in(report, leaving(report, item))
        counts = [teams.count_of(item, one, those) for one, those in said.items()]
        # Where an earlier report decides what is printed, a team's figures would tell the rest.
        leaves = not whole.remark and teams.may_leave(item, hidden, counts, under)
        of_team = _of_team(item, report, said.get(whose, {}))
        yield (
            *(str(item.step), item.code, str(item.definition["title"])),
            *(_figures(printed(of_team)) if leaves else NOT_SHOWN),
            *_figures(whole),
        )


def _figures(item: Printed) -> tuple[str, ...]:
    return (plain(item.number), plain(item.of), item.percent, item.interval)


def _of_team(item: IndicatorReport, report: AuditReport, said: teams.Said) -> IndicatorReport:
    return indicator_report(item.definition, teams.as_stored(said), report.numbers)
