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


def up_to_report(audit: Audit, items: Iterable[IndicatorReport]) -> Months:
    """By code, the whole months before a report's day, and after them the report itself. Nothing
    where it looks at a period of another length than a month does, or where the newest month is not
    counted, or by another version of the definition. One query."""
    if audit.period_start_on != period_start(audit.on):
        return {}
    months = whole_months(audit.on)
    counted = months_of(audit.service_id, months)
    return {
        item.code: [*rows, _as_month(audit, item)]
        for item in items
        if (rows := counted.get(item.code))
        and item.code in monthly.CHARTED
        and rows[-1].month == months[-1]
        and rows[-1].version == item.version
    }


def _as_month(audit: Audit, item: IndicatorReport) -> Counted:
    """A report's figure, where the count of its month would stand."""
    kept = audit.configuration
    made_with = {name: kept["numbers"].get(name) for name in item.definition["numbers"]}
    made_with["schedule"] = kept["schedule_version"]
    if item.code in monthly.COUNTED_WITH_LIMITS:
        made_with["limits"] = kept.get("limits_version")
    return Counted(
        audit.on.replace(day=1),
        localtime(audit.known_at),
        item.version,
        made_with,
        item.met,
        item.not_met,
        item.set_apart,
        item.unknown,
    )


def has_limits(code: str, rows: Sequence[Counted]) -> bool:
    """Whether there are enough of them to tell a change from chance."""
    return flows.has_limits(*_chart(code, rows))


def words_since(code: str, rows: Sequence[Counted], since: date) -> str:
    """What an indicator's own chart, with the report at its end, says since a day."""
    known = monthly.known_words(rows[:-1])
    named = f"Its own monthly chart, {known}, with this report at its end,"
    return month_signals.words(*_chart(code, rows), since, named=named)


def _chart(code: str, rows: Sequence[Counted]) -> tuple[Flow, list[Month], dict[date, str]]:
    return monthly.flow_of(code), monthly.months_of(code, rows), monthly.begun(rows)


def of_step(audit: Audit, built: AuditReport, items: Iterable[IndicatorReport]) -> dict[str, str]:
    """By code, what the charts say since the last run; nothing where there is none."""
    if built.previous_on is None:
        return {}
    since = built.previous_on
    found = up_to_report(audit, items)
    return {code: words_since(code, rows, since) for code, rows in found.items()}
