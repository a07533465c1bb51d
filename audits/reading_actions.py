"""Colleagues read plans: each reading is written down once, and with the last of them the run's 7.3
is worked out and its files are made again.

Readings come after the run, as the service's own view does, and lie outside its digest. See
docs/decisions/0018.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import notices, trail
from accounts.models import User
from accounts.roles import Permission
from audits import actions, plan_sample
from audits.models import Audit, AuditResult, PlanReading, SampledPlan
from audits.plan_quality import of_reading
from audits.plan_sample import Sampled
from audits.sampling import checklist_of, is_closed, keyworkers_of, needed, sample_of, why_not
from audits.statistics import cohens_kappa
from audits.tally import Tally, stored_finding

CODE = "7.3"
KAPPA, TWICE = "Agreement of two readers (Cohen’s kappa)", "Read by two people"
SAME = "Both readers said the same"


@transaction.atomic
def read_plan(*, sampled: SampledPlan, answers: Mapping[str, bool], by: User) -> PlanReading:
    """One colleague's answers. Raises ValidationError for the person's own keyworker, somebody who
    has read it before, a plan that is read already, and a question left out."""
    audit = Audit.objects.select_for_update(of=("self",)).get(pk=sampled.audit_id)
    own = keyworkers_of([sampled.patient_id])[sampled.patient_id]
    not_theirs = why_not(sampled, by.pk, own, closed=is_closed(audit))
    if not_theirs:
        raise ValidationError(not_theirs.sentence)
    asked = checklist_of(audit).items
    missing = {item.key: "Choose yes or no" for item in asked if item.key not in answers}
    if missing:
        raise ValidationError(missing)
    made = PlanReading.objects.create(
        service_id=sampled.service_id,
        sampled=sampled,
        read_by=by,
        answers={item.key: bool(answers[item.key]) for item in asked},
    )
    trail.record(
        "read a plan of a sample",
        by=by,
        service_id=sampled.service_id,
        patient_id=sampled.patient_id,
        about=f"run {audit.number}",
    )
    if is_read(audit):
        complete(audit, by)
    return made


@transaction.atomic
def ask_readers(*, audit: Audit, by: User) -> int:
    """A notice, once a run, to everybody whose role lets them read a plan of it."""
    asked = notices.tell(
        may=Permission.READ_PLANS,
        but=by,
        service_id=audit.service_id,
        key=f"plans to read:{audit.pk}",
        text=f"{by.full_name} asks you to read some colleagues’ care plans for the audit.",
        link=reverse("audits:plans", args=[audit.pk]),
    )
    trail.record(
        "asked for plans to be read",
        by=by,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        asked=asked,
    )
    return asked


def is_read(audit: Audit) -> bool:
    return all(len(one.readings.all()) >= needed(one) for one in sample_of(audit))


def complete(audit: Audit, by: User | None) -> None:
    """7.3 of this run, from what was read; the files are made again with it."""
    checklist = checklist_of(audit)
    tally, pairs = Tally(), []
    findings: dict[Any, dict[str, Any]] = {}
    for one in sample_of(audit):
        readings = sorted(one.readings.all(), key=lambda row: (row.recorded_at, row.pk))
        said = tuple(plan_sample.passes(row.answers, checklist) for row in readings)
        finding = of_reading(Sampled(one.is_read_twice, said))
        tally.add(finding)
        findings[one.patient_id] = stored_finding(finding)
        if len(said) > 1:
            pairs.append((said[0], said[1]))
    results = list(AuditResult.objects.filter(audit=audit, patient_id__in=findings))
    for result in results:
        result.findings[CODE] = findings[result.patient_id]
    AuditResult.objects.bulk_update(results, ["findings"])
    counts = audit.service_figures["counts"]
    people = sum(counts[CODE]["outcomes"].values())
    counts[CODE] = {**tally.stored(people), "figures": _figures(pairs)}
    audit.save(update_fields=["service_figures"])
    actions.remake_files(audit=audit, by=by)


def _figures(pairs: Sequence[tuple[bool, bool]]) -> list[dict[str, Any]]:
    """How far two readers agree; nothing where no plan was read twice."""
    number = len(pairs)
    if not number:
        return []
    same = sum(one == other for one, other in pairs)
    figures: list[dict[str, Any]] = [
        {"label": TWICE, "value": number, "unit": "plans", "of": number},
        {"label": SAME, "value": same, "unit": "plans", "of": number},
    ]
    kappa = cohens_kappa(pairs)
    if kappa is not None:
        figures.append({"label": KAPPA, "value": round(kappa, 2), "unit": "", "of": number})
    return figures
