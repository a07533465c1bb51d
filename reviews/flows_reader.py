"""Reads flows of one service: by month, by team, by group, and the people behind each figure.

A fixed number of statements whatever the caseload. Nothing is kept: each page counts anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Team
from patients.models import ETHNIC_GROUPS, EndReason, Sex
from reviews.flows import FLOWS, Flow, Month, by_month
from reviews.flows_sql import BY_GROUP, BY_MONTH, BY_TEAM, CUTS, LISTED, ROWS
from reviews.funnel import Unit
from reviews.models import ProcessChange
from reviews.review_types import TITLES, ReviewType
from rodt.dates import add_months
from rodt.statements import ask_all
from rodt.words import count, nhs_date
from support.models import Housing

NOT_RECORDED = "Not recorded"
AGES = ("Under 25", "25 to 34", "35 to 44", "45 to 54", "55 and over")
FIFTHS = ("1 and 2, most deprived", "3 and 4", "5 and 6", "7 and 8", "9 and 10, least deprived")
CUT_TITLES = {
    "sex": "Sex",
    "age": "Age that day",
    "home": "Housing, as last recorded by that day",
    "ethnicity": "Ethnicity",
    "deprivation": "Deprivation of where they live, by decile",
}
GROUPS: dict[str, dict[str, str]] = {
    "sex": {value: str(label) for value, label in Sex.choices},
    "age": {str(place): words for place, words in enumerate(AGES)} | {"": NOT_RECORDED},
    "home": {value: str(label) for value, label in Housing.choices} | {"": NOT_RECORDED},
    "ethnicity": {group: title for group, (title, _) in ETHNIC_GROUPS.items()} | {"": NOT_RECORDED},
    "deprivation": {str(place): words for place, words in enumerate(FIFTHS, start=1)}
    | {"": NOT_RECORDED},
}


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day up to, not including, `end`; of one team, or of all."""

    service_id: UUID
    first: date
    end: date
    team_id: UUID | None = None

    @property
    def given(self) -> dict[str, Any]:
        return {
            "service": self.service_id,
            "first": self.first,
            "end": self.end,
            "team": self.team_id,
            "planned": list(EndReason.planned()),
            "unplanned": list(EndReason.unplanned()),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a cut. `number` of `of`, as a flow counts them."""

    key: str
    title: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody behind a figure, and why."""

    patient_id: UUID
    name: str
    why: str


def months_of(
    flows: Sequence[Flow], months: Sequence[date], window: Window
) -> dict[str, list[Month]]:
    """Each flow by month, by its code. `months`: first days, one after another."""
    statements = [BY_MONTH.format(rows=ROWS[flow.code]) for flow in flows]
    return {
        flow.code: by_month({first: (number, of) for first, number, of in rows}, months)
        for flow, rows in zip(flows, ask_all(statements, window.given), strict=True)
    }


def teams_of(flow: Flow, window: Window) -> list[tuple[Team, Unit]]:
    """Every team of the service by name, those with nothing to count too. Never by result."""
    (rows,) = ask_all([BY_TEAM.format(rows=ROWS[flow.code])], window.given)
    counted = {str(team_id): (number, of) for team_id, number, of in rows}
    return [
        (team, Unit(str(team.pk), *counted.get(str(team.pk), (0, 0))))
        for team in Team.objects.filter(service=window.service_id).order_by("name")
    ]


def groups_of(flow: Flow, window: Window) -> dict[str, list[Group]]:
    """By cut, its groups in their own order; a group without anybody is left out."""
    (rows,) = ask_all([BY_GROUP.format(rows=ROWS[flow.code])], window.given)
    counted: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in CUTS}
    for *groups, number, of in rows:
        ((name, key),) = ((n, g) for n, g in zip(CUTS, groups, strict=True) if g is not None)
        counted[name][key] = (number, of)
    return {
        name: [
            Group(key, title, *counted[name][key])
            for key, title in GROUPS[name].items()
            if key in counted[name]
        ]
        for name in CUTS
    }


def people_of(
    flow: Flow, window: Window, *, cut: str = "", group: str = "", only_counted: bool = True
) -> list[Listed]:
    """Everybody behind one figure, the latest first; the same person twice where it happened twice.
    `only_counted`: of a share, those it counts; else all it is of."""
    statement = LISTED.format(rows=ROWS[flow.code], cut=CUTS.get(cut, "''"))
    given = window.given | {"group": group if cut else None, "only_counted": only_counted}
    (rows,) = ask_all([statement], given)
    return [
        Listed(patient_id, f"{given_name} {family_name}".strip(), _why(flow, *rest))
        for patient_id, given_name, family_name, *rest in rows
    ]


def changes_of(service_id: UUID) -> dict[str, list[ProcessChange]]:
    """Where limits begin anew, by flow, the earliest first."""
    found: dict[str, list[ProcessChange]] = {code: [] for code in FLOWS}
    standing = ProcessChange.objects.filter(service_id=service_id, is_withdrawn=False)
    for change in standing.select_related("recorded_by").order_by("month"):
        found[change.flow].append(change)
    return found


def of_month(service_id: UUID, first: date, team_id: UUID | None = None) -> Window:
    return Window(service_id, first, add_months(first, 1), team_id)


def _why(flow: Flow, on: date, is_counted: bool, what: str, due_on: date | None) -> str:
    if flow.code == "starts":
        came_back = ", after an earlier time in treatment" if what == "again" else ""
        return f"Started treatment on {nhs_date(on)}{came_back}"
    if flow.code in ("completed", "unplanned"):
        return f"Ended on {nhs_date(on)}. {EndReason(what).label}"
    held = f"{TITLES[ReviewType(what)]} held on {nhs_date(on)}"
    if due_on is None or flow.code == "reviewed":
        return held
    if is_counted:
        return f"{held}, {count((on - due_on).days, 'day')} after it was due"
    return f"{held}, in time: it was due on {nhs_date(due_on)}"
