"""What the pages of a round and of its merged report print."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from accounts.models import Service
from audits import as_printed, people_behind, report_page, sentences
from audits.models import Audit, AuditFile, AuditRound, MergedReport
from audits.printed import NOBODY, Printed, printed
from audits.protect import protect
from audits.report import AuditReport, IndicatorReport, indicator_report
from audits.rounds_reader import (
    CANCELLED,
    READY,
    RUNNING,
    STOPPED,
    UNSETTLED,
    WAITING,
    Standing,
)
from audits.standing import retired_as
from jobs.models import Job
from jobs.words import QUEUE_AWAY
from reviews.funnel import Unit
from reviews.funnel_page import SERVICE, TeamsShown, teams_shown
from rodt.words import and_list, count

STATES = {
    READY: "ready",
    RUNNING: "running",
    WAITING: "waiting",
    STOPPED: "stopped",
    CANCELLED: "cancelled",
}
STEP_STATES = {READY: "done", RUNNING: "now", STOPPED: "later"}
SHARES = {people_behind.COUNTED: "number", people_behind.OTHERS: "others"}
"""Figures that are a share, and the cell that each prints."""
ADDING_UP = 90
"""Per cent of a round's progress that lie before the services are added up."""


class Links(report_page.Links):
    """From a figure of a merged report to its services; for whoever may read the report."""

    def __init__(self, number: int) -> None:
        self.number, self.may_open = number, True

    def step(self, number: int) -> str:
        return reverse("audits:merged_step", args=[self.number, number])

    def teams(self, code: str) -> str:
        """Teams belong to one service."""
        return ""

    def months(self, code: str) -> str:
        """So do months."""
        return ""

    def figure(self, code: str, figure: str) -> str:
        return reverse("audits:merged_figure", args=[self.number, code, figure])


def opening(rows: Sequence[Standing], is_merged: bool, *, sees_all: bool) -> str:
    """2 of 4 services are ready, 1 is running and 1 is waiting. Whoever does not read audits in all
    of them is told of theirs."""
    number = Counter(row.state for row in rows)
    if is_merged:
        return f"{count(number[READY], 'service')} ready and added up."
    if number[READY] == len(rows) and not sees_all:
        return f"{count(len(rows), 'service')} ready, where you read audits."
    if number[READY] == len(rows):
        return f"{count(len(rows), 'service')} ready. They are not added up yet."
    parts = [
        f"{number[state]} {'is' if number[state] == 1 else 'are'} {words}"
        for state, words in STATES.items()
        if number[state]
    ]
    return f"Of {count(len(rows), 'service')}, {and_list(parts)}."


def progress(
    rows: Sequence[Standing], merge_job: Job | None, *, is_merged: bool, sees_all: bool
) -> dict[str, Any] | None:
    """How far a round is; None where nothing is left to wait for."""
    states = {row.state for row in rows}
    is_settled = not states & UNSETTLED
    has_stopped = merge_job is not None and merge_job.has_stopped
    is_adding_up = is_settled and READY in states and sees_all and not is_merged and not has_stopped
    if not states & {RUNNING, WAITING} and not is_adding_up:
        return None
    waits = [row.job for row in rows if row.state == WAITING and row.job]
    is_away = bool(waits) and all(job.sent_at is None for job in waits)
    said = "The services are being added up." if is_adding_up else ""
    return {
        "percent": round(sum(row.percent for row in rows) / len(rows) * ADDING_UP / 100),
        "words": QUEUE_AWAY if is_away else f"{said} You may leave this page.".strip(),
        "steps": [
            {
                "state": STEP_STATES.get(row.state, "later"),
                "name": row.member.service.name,
                "note": note(row),
            }
            for row in rows
        ],
    }


def note(row: Standing) -> str:
    """How one service stands, in a few words."""
    audit = row.member.audit
    match row.state:
        case "ready":
            stands = retired_as(audit) or "Finished"
            if not audit.people_read:
                return f"{stands}. Nobody is on record in this service."
            return f"{stands}. {count(audit.people_read, 'person', 'people')} read."
        case "running" if row.job:
            return f"{row.job.progress}%. {row.job.progress_words}"
        case "stopped":
            return f"Stopped. {row.reason}"
        case "cancelled":
            by = row.member.cancelled_by
            return f"Taken out{f' by {by.full_name}' if by else ''}. Not part of the report."
    return row.job.reason if row.job and row.job.reason else "Waiting for its turn."


def head(report: AuditReport, kinds: Iterable[str]) -> dict[str, Any]:
    """What stands above the rows of a merged report."""
    items = [printed(step.headline) for step in report.steps]
    services = len(report.several.parts) if report.several else 0
    return {
        "opening": sentences.of_several(items, services),
        "complete": report_page.complete(report),
        "example": next((item.strip for item in items if item.strip), None),
        "kinds": sorted(kinds, key=AuditFile.Kind.values.index),
    }


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """What one service has behind a figure, as it leaves that service. `url`: its own people;
    `unit`: what a share is of, where both its numbers leave the service."""

    service: Service
    people: str
    of: str = ""
    url: str = ""
    is_otherwise: bool = False
    unit: Unit | None = None


def services(
    merged: MergedReport, indicator: IndicatorReport, figure: str, may_open: set[UUID]
) -> list[ServiceRow]:
    """By name, never by size. One query, whatever their number."""
    code = indicator.code
    audits = (
        Audit.objects.filter(in_rounds__round_id=merged.round_id, in_rounds__cancelled_at=None)
        .select_related("service")
        .annotate(
            counted=KeyTransform(code, KeyTransform("counts", "service_figures")),
            numbers=KeyTransform("numbers", "configuration"),
            treated=KeyTransform("on_treatment", "service_figures"),
            all_treated=KeyTransform("in_treatment", "service_figures"),
            leaving=KeyTransform(as_printed.KEPT_AS, "service_figures"),
        )
        .defer("definitions", "configuration", "service_figures")
    )
    otherwise = set(merged.figures["counted_otherwise"].get(code, ()))
    rows = []
    for audit in sorted(audits, key=lambda one: (one.service.name.casefold(), one.service.code)):
        if audit.service.code in otherwise:
            rows.append(ServiceRow(audit.service, "", is_otherwise=True))
            continue
        sizes = audit.people_read or 0, audit.treated, audit.all_treated
        leaving = as_printed.kept(audit.leaving)
        mine, under = leaving.of(code), audit.numbers["suppress_under"]
        own = indicator_report(indicator.definition, mine.counted or audit.counted, audit.numbers)
        hidden = protect(own, under, mine.totals or leaving.sizes(sizes), mine.kept_back)
        item = printed(own, hidden, under=under)
        people, number = cell(item, figure) or ("0", 0)
        is_of = bool(own.of) and figure in SHARES
        is_told = is_of and not (hidden.cells.get("of") or hidden.cells.get(SHARES[figure]))
        rows.append(
            ServiceRow(
                audit.service,
                people if own.of or number else NOBODY,
                of=item.of if is_of else "",
                url=reverse("audits:people", args=[audit.pk, code, figure])
                if number and audit.service_id in may_open
                else "",
                unit=Unit(audit.service.code, number, own.of) if is_told else None,
            )
        )
    return rows


def compared(rows: Sequence[ServiceRow], here: Service) -> TeamsShown | None:
    """The funnel of a figure that is a share; None of one that is not. A mark leads to the people
    of the service one works in."""
    told = [(row.service.name, row.unit) for row in rows if row.unit]
    if not told:
        return None
    own = {row.service.code: row.url for row in rows if row.service == here}
    return teams_shown(
        told,
        together=lambda share: f"{share} in these services together.",
        people=lambda unit: own.get(unit.key, ""),
        noun=SERVICE,
    )


def cell(item: Printed, figure: str) -> tuple[str, int] | None:
    """A figure as it is printed, and how many people it is; None where there is no such figure."""
    raw = item.raw
    named = {
        people_behind.COUNTED: (item.number, raw.number),
        people_behind.OTHERS: (item.others, raw.others),
        people_behind.OF: (item.of, raw.of),
        people_behind.UNKNOWN: (item.unknown, raw.unknown),
        people_behind.SET_APART: (item.set_apart, raw.set_apart),
    }
    for group in (*item.reasons, *item.unknown_groups, *item.set_apart_groups):
        named[people_behind.of_group(group.outcome, group.slug)] = group.people, group.number
    for mark in item.marks:
        named[people_behind.of_sign(mark.slug)] = mark.people, mark.number
    return named.get(figure)


def file_name(round_: AuditRound, kind: str) -> str:
    """No name of a person; the day and the round."""
    return f"12-steps-several-services-{round_.on:%Y-%m-%d}-round-{round_.pk}.{kind}"
