"""Reads the months that were counted, by indicator, and what their charts say since a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.utils.timezone import localtime

from audits import month_signals, monthly
from audits.models import Audit, MonthCount
from audits.monthly import Counted
from audits.period import period_start
from audits.report import AuditReport, IndicatorReport
from reviews import flows
from reviews.flows import Flow, Month, whole_months

Months = dict[str, list[Counted]]
"""By code, the months that were counted, the oldest first."""


def months_of(service_id: UUID, months: Sequence[date]) -> Months:
    """One query. Row-level security must be open for the service."""
    rows = MonthCount.objects.filter(
        service_id=service_id, month__in=months, known_at__isnull=False
    ).order_by("month")
    found: Months = defaultdict(list)
    for month, known_at, counts in rows.values_list("month", "known_at", "counts"):
        for code, kept in counts.items():
            found[code].append(Counted(month=month, known_at=localtime(known_at), **kept))
    return found


def before_report(audit: Audit) -> Months:
    """The whole months before a report's day; none where it looks at a period of another length
    than a month's counts do, or where the newest of them is not counted."""
    if audit.period_start_on != period_start(audit.on):
        return {}
    months = whole_months(audit.on)
    found = months_of(audit.service_id, months)
    return {code: rows for code, rows in found.items() if rows[-1].month == months[-1]}


def has_chart(rows: Sequence[Counted], item: IndicatorReport) -> bool:
    """Whether months are counted by the version of the definition that the report counts by."""
    return bool(rows) and item.code in monthly.CHARTED and rows[-1].version == item.version


def has_limits(rows: Sequence[Counted], item: IndicatorReport) -> bool:
    """Whether there are enough of them to tell a change from chance."""
    return has_chart(rows, item) and flows.has_limits(*_chart(item.code, rows))


def words_since(rows: Sequence[Counted], code: str, since: date) -> str:
    """What an indicator's own chart says since a day."""
    named = f"Its own monthly chart, {monthly.known_words(rows)},"
    return month_signals.words(*_chart(code, rows), since, named=named)


def _chart(code: str, rows: Sequence[Counted]) -> tuple[Flow, list[Month], dict[date, str]]:
    return monthly.flow_of(code), monthly.months_of(code, rows), monthly.begun(rows)


def of_step(audit: Audit, built: AuditReport, items: Iterable[IndicatorReport]) -> dict[str, str]:
    """By code, what the charts say since the last run; nothing where there is none."""
    if built.previous_on is None:
        return {}
    months = before_report(audit)
    return {
        item.code: words_since(months[item.code], item.code, built.previous_on)
        for item in items
        if has_chart(months.get(item.code, ()), item)
    }
