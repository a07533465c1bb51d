"""The report of a finished run, put together from what was stored with it."""

from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet

from audits import as_printed, own_answers, own_view, said_reader
from audits.models import Audit
from audits.period import lengths_as
from audits.report import (
    AuditReport,
    StepReport,
    compared,
    retention,
    step_reports,
)
from audits.rules import DEFAULT_RULES
from audits.sampling import KEPT_AS
from rodt.dates import FIRST_DAY


def build(audit: Audit) -> AuditReport:
    """Everything the page and the files print. No arithmetic is done after this.

    Compared with the service's last run before, of an earlier day. Row-level security must be open
    for the service.
    """
    built, earlier = alone(audit), previous(audit)
    built = replace(
        built, said=said_reader.of_audit(audit), signatures=said_reader.signatures(audit)
    )
    if earlier is None:
        is_other_length = runs_before(audit).exists()
        return replace(built, alone_because=OTHER_LENGTH if is_other_length else NO_EARLIER)
    before = alone(earlier)
    return replace(built, steps=compared(built.steps, before.steps), before=before)


def alone(audit: Audit) -> AuditReport:
    """What was counted: compared with no other run, and without what people said about it."""
    stored, named = audit.service_figures, said_reader.named(audit)
    return AuditReport(
        service_name=named["service"],
        service_code=audit.service.code,
        kind_of_data=audit.service.kind_of_data,
        number=audit.number,
        on=audit.on,
        period_start_on=audit.period_start_on,
        known_at=audit.known_at,
        created_at=audit.created_at,
        prepared_by=named["by"],
        prepared_role=named["role"],
        digest=audit.digest,
        people=audit.people_read or 0,
        on_treatment=stored["on_treatment"],
        in_treatment=stored["in_treatment"],
        steps=_steps(audit),
        retention=retention(**stored["retention"]),
        numbers=audit.configuration["numbers"],
        schedule=audit.configuration["schedule"],
        schedule_version=audit.configuration["schedule_version"],
        answers=own_answers.parts(stored.get("own_answers", ())),
        leaving=as_printed.kept(stored.get(as_printed.KEPT_AS)),
        sample_seed=audit.configuration.get(KEPT_AS, {}).get("seed", ""),
    )


NO_EARLIER = "When this run was made there was none of an earlier day to compare it with."
OTHER_LENGTH = (
    "It is compared with no other: the runs of an earlier day look at periods of another length."
)


def runs_before(audit: Audit) -> QuerySet[Audit]:
    """The service's finished runs of an earlier day, made before this one: what is printed never
    changes. The last first. Runs of a day that could not be asked for today are passed over, and
    those that were withdrawn, or had another in their place, before this one was made."""
    return (
        Audit.objects.filter(
            service_id=audit.service_id,
            state=Audit.State.READY,
            on__lt=audit.on,
            on__gte=FIRST_DAY,
            number__lt=audit.number,
        )
        .exclude(retirements__recorded_at__lt=audit.created_at)
        .order_by("-on", "-number")
    )


def previous(audit: Audit) -> Audit | None:
    """The last of them whose period is as long: more happens in twelve months than in three."""
    alike = runs_before(audit).annotate(length=F("on") - F("period_start_on"))
    return alike.filter(length__range=lengths_as(audit.period_start_on, audit.on)).first()


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
