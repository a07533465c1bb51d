"""What was promised before a report, and what each figure did since."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from audits import month_signals, monthly_reader, report_reader, said_reader
from audits.export import outside
from audits.models import Audit, PromisedAction
from audits.period import lengths_as
from audits.printed import Printed, printed
from audits.report import AuditReport
from audits.said import Kept
from reviews import flows_reader
from reviews.flows import whole_months

DIFFERENTLY = "It was counted differently then, or over another length of time: no comparison."


def whole(audit: Audit) -> AuditReport:
    """The report with what was promised before it, which it begins with."""
    built = report_reader.build(audit)
    if said_reader.is_frozen(audit):
        return built
    return replace(built, said=replace(built.said, kept=before(audit, built)))


def before(audit: Audit, built: AuditReport) -> tuple[Kept, ...]:
    """Promised in the report before this one; and in earlier ones what was open since. By the day
    it was due. Few statements, however many promises."""
    found = list(_promised_before(audit))
    runs = Audit.objects.select_related("service", "requested_by")
    then = {
        pk: report_reader.alone(run)
        for pk, run in runs.in_bulk({row.audit_id for row in found}).items()
    }
    charts = _charts(audit, found, built)
    return tuple(
        _kept(row, then[row.audit_id], built, charts[row.pk])
        for row in found
        if any(item.code == row.code for item in built.indicators)
    )


def _promised_before(audit: Audit) -> Iterable[PromisedAction]:
    last = report_reader.runs_before(audit).only("number", "on").first()
    if last is None:
        return ()
    still_open = Q(state=PromisedAction.State.OPEN) | Q(closed_on__gt=last.on)
    return (
        PromisedAction.objects.filter(
            still_open | Q(audit__number=last.number),
            service_id=audit.service_id,
            audit__number__lt=audit.number,
            audit__on__lt=audit.on,
        )
        .select_related("audit", "owner")
        .only(*_OF_PROMISE)
        .order_by("due_on", "recorded_at", "pk")
    )


_OF_PROMISE = (
    *(
        "code",
        "what",
        "due_on",
        "expected",
        "state",
        "closed_on",
        "came_of",
        "said_done",
        "recorded_at",
    ),
    *("owner__full_name", "audit__number"),
)


def _kept(row: PromisedAction, then: AuditReport, now: AuditReport, chart: str) -> Kept:
    was, is_now = then.indicator(row.code), now.indicator(row.code)
    is_other = was.version != is_now.version or not _is_as_long(then, now)
    return Kept(
        action=said_reader.action_of(row, row.audit.number),
        title=str(is_now.definition["title"]),
        then_on=then.on,
        then=_said(printed(was)),
        now=_said(printed(is_now)),
        then_outside=_said(outside(then, was)),
        now_outside=_said(outside(now, is_now)),
        chart=DIFFERENTLY if is_other else chart,
    )


def _is_as_long(then: AuditReport, now: AuditReport) -> bool:
    shortest, longest = lengths_as(now.period_start_on, now.on)
    return shortest <= then.on - then.period_start_on <= longest


def _said(item: Printed) -> str:
    """164 of 231, 71% (95% interval 65% to 77%). As run 2 printed it."""
    said = item.people if item.percent == "–" else f"{item.people}, {item.percent}"
    if item.interval:
        said = f"{said} (95% interval {item.interval})"
    return f"{item.lead or said}. {item.remark}" if item.remark else item.lead or said


def _charts(audit: Audit, found: Sequence[PromisedAction], built: AuditReport) -> dict[object, str]:
    """What the chart of each says: its own, where that has months enough; else the nearest."""
    own = monthly_reader.up_to_report(audit, built.indicators) if found else {}
    said: dict[object, str] = {}
    others = []
    for row in found:
        rows = own.get(row.code)
        if rows and monthly_reader.has_limits(row.code, rows):
            said[row.pk] = monthly_reader.words_since(row.code, rows, _promised_on(row))
        else:
            others.append(row)
    return said | _nearest(audit, others)


def _nearest(audit: Audit, found: Sequence[PromisedAction]) -> dict[object, str]:
    """Nothing is read where none has a chart."""
    flows = {flow.code: flow for row in found if (flow := month_signals.NEAREST.get(row.code))}
    said: dict[object, str] = {row.pk: month_signals.NO_CHART for row in found}
    if not flows:
        return said
    months = whole_months(audit.on)
    window = flows_reader.Window(audit.service_id, months[0], audit.on.replace(day=1))
    counted = flows_reader.months_of(list(flows.values()), months, window)
    changes = flows_reader.changes_of(audit.service_id)
    for row in found:
        flow = month_signals.NEAREST.get(row.code)
        if flow is not None:
            begun = [change.month for change in changes[flow.code]]
            said[row.pk] = month_signals.words(flow, counted[flow.code], begun, _promised_on(row))
    return said


def _promised_on(row: PromisedAction) -> date:
    return localdate(row.recorded_at)
