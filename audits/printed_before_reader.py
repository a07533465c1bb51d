"""Which reports of the same time were made before a run, and what is printed because of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from audits import report_reader
from audits.as_printed import CASELOADS, OWN, Leaving, WeeksPrinted
from audits.export import totals
from audits.models import Audit
from audits.period import MONTHS, period_start
from audits.printed_before import Earlier, decide, is_few
from audits.report import AuditReport, IndicatorReport, Retention, RetentionPoint


def beside_earlier(audit: Audit) -> Leaving:
    """Decided once, when a run has been counted: every finished run of a day as near counts, handed
    out or not, withdrawn or not. Another run of this service waits here until this one is kept."""
    _one_at_a_time(audit.service_id)
    runs = _earlier(audit)
    if not runs:
        return Leaving()
    now, earlier = report_reader.alone(audit), [report_reader.alone(run) for run in runs]
    under = now.numbers["suppress_under"]
    caseloads = {name: _caseload(name, now, earlier, under) for name in CASELOADS}
    by_code = {}
    for item in now.indicators:
        told = [
            one
            for run, report in zip(runs, earlier, strict=True)
            if (one := _printed(run, report, now, item)) is not None
        ]
        found = decide(item, tuple(caseloads.values()), told, under)
        if found != OWN:
            by_code[item.code] = found
    return Leaving(by_code, caseloads, _weeks(now, earlier, under))


def _one_at_a_time(service_id: UUID) -> None:
    """Two runs that end together would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"run_audit {service_id}"]
        )


def _earlier(audit: Audit) -> list[Audit]:
    """The first made comes first."""
    days = timedelta(days=audit.configuration["numbers"]["same_time_days"])
    runs = Audit.objects.filter(
        service_id=audit.service_id,
        state=Audit.State.READY,
        on__gt=audit.on - days,
        on__lt=audit.on + days,
    ).exclude(pk=audit.pk)
    related = runs.select_related("service", "requested_by")
    return list(related.order_by("finished_at", "number"))


def _printed(
    run: Audit, report: AuditReport, now: AuditReport, item: IndicatorReport
) -> Earlier | None:
    """What a report printed of an indicator; None where it printed only what an earlier one did."""
    code = item.code
    as_printed = report.leaving.of(code)
    was = next((one for one in report.indicators if one.code == code), None)
    if was is None or as_printed.counted is not None:
        return None
    return Earlier(
        run=report.number,
        on=report.on.isoformat(),
        item=was,
        counted=run.service_figures["counts"][code],
        totals=totals(report, code),
        kept_back=as_printed.kept_back,
        is_same_question=_is_same_question(report, now) and was.definition == item.definition,
    )


def _is_same_question(one: AuditReport, other: AuditReport) -> bool:
    """A period of the same length, counted with the same numbers."""
    return _months(one) == _months(other) and one.numbers == other.numbers


def _months(report: AuditReport) -> int:
    starts = {period_start(report.on, months): months for months in MONTHS}
    return starts.get(report.period_start_on, 0)


def _caseload(name: str, now: AuditReport, earlier: Sequence[AuditReport], under: int) -> int:
    """How many there are, or were in the last report where only few differ from any."""
    printed = [report.caseload(name) for report in earlier]
    people = now.caseload(name)
    return printed[-1] if any(is_few(people, then, under) for then in printed) else people


def _few_differ(one: Retention, other: Retention, under: int) -> bool:
    """In any week, of those still followed."""
    curves = (one.now, other.now), (one.before, other.before)
    for now, then in curves:
        weeks = {point.week: point.at_risk for point in then}
        if any(is_few(point.at_risk, weeks.get(point.week, 0), under) for point in now):
            return True
    return False


def _plain(points: Iterable[RetentionPoint]) -> list[dict[str, Any]]:
    return [asdict(point) for point in points]


def _weeks(now: AuditReport, earlier: Sequence[AuditReport], under: int) -> WeeksPrinted | None:
    """The last report's first 12 weeks, where only few differ in some week."""
    told = [report for report in earlier if report.leaving.weeks is None]
    if not any(_few_differ(now.retention, report.retention, under) for report in told):
        return None
    last = told[-1]
    is_same = _is_same_question(last, now)
    points = last.retention if is_same else Retention((), ())
    return WeeksPrinted(last.number, last.on.isoformat(), _plain(points.now), _plain(points.before))
