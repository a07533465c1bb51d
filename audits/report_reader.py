"""The report of a finished run, put together from what was stored with it."""

from typing import Any

from audits import own_answers, own_view
from audits.models import Audit
from audits.report import (
    AuditReport,
    Retention,
    RetentionPoint,
    StepReport,
    compared,
    step_reports,
)
from audits.rules import DEFAULT_RULES
from audits.sampling import KEPT_AS
from rodt.dates import FIRST_DAY


def build(audit: Audit) -> AuditReport:
    """Everything the page, the PDF, the CSV and the JSON print. No arithmetic is done after this.

    Compared with the service's last run before, of an earlier day. Row-level security must be open
    for the service.
    """
    stored = audit.service_figures
    before = previous(audit)
    steps = _steps(audit)
    if before is not None:
        steps = compared(steps, _steps(before))
    return AuditReport(
        service_name=audit.service.name,
        service_code=audit.service.code,
        kind_of_data=audit.service.kind_of_data,
        number=audit.number,
        on=audit.on,
        period_start_on=audit.period_start_on,
        known_at=audit.known_at,
        created_at=audit.created_at,
        prepared_by=audit.requested_by.full_name if audit.requested_by else "",
        prepared_role=audit.requested_by.job_title if audit.requested_by else "",
        digest=audit.digest,
        people=audit.people_read or 0,
        on_treatment=stored["on_treatment"],
        in_treatment=stored["in_treatment"],
        steps=steps,
        retention=Retention(
            now=tuple(RetentionPoint(**point) for point in stored["retention"]["now"]),
            before=tuple(RetentionPoint(**point) for point in stored["retention"]["before"]),
        ),
        numbers=audit.configuration["numbers"],
        schedule=audit.configuration["schedule"],
        schedule_version=audit.configuration["schedule_version"],
        previous_number=before.number if before else None,
        previous_on=before.on if before else None,
        answers=own_answers.parts(stored.get("own_answers", ())),
        sample_seed=audit.configuration.get(KEPT_AS, {}).get("seed", ""),
    )


def previous(audit: Audit) -> Audit | None:
    """The service's last finished run of an earlier day, made before this one: what is printed
    never changes. Runs of a day that could not be asked for today are passed over."""
    return (
        Audit.objects.filter(
            service_id=audit.service_id,
            state=Audit.State.READY,
            on__lt=audit.on,
            on__gte=FIRST_DAY,
            number__lt=audit.number,
        )
        .order_by("-on", "-number")
        .first()
    )


def _steps(audit: Audit) -> tuple[StepReport, ...]:
    stored: dict[str, Any] = audit.service_figures
    return step_reports(
        audit.definitions["steps"],
        stored["counts"],
        audit.configuration["numbers"],
        own_view.streams(
            stored["own_view"],
            audit.on,
            audit.configuration["numbers"].get("evidence_days", DEFAULT_RULES.evidence_days),
        ),
    )
