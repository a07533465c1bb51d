"""What colleagues read of a run's sample: taken over from other runs of the same day, and worked
out once all of it is read. Outside the run's digest. See docs/decisions/0018."""

from collections.abc import Sequence
from typing import Any

from accounts import trail
from audits import plan_sample
from audits.models import Audit, AuditResult, PlanReading
from audits.plan_quality import of_reading
from audits.plan_sample import Sampled
from audits.sampling import KEPT_AS, checklist_of, needed, sample_of
from audits.statistics import cohens_kappa
from audits.tally import Tally, stored_finding

CODE = "7.3"
KAPPA, TWICE = "Agreement of two readers (Cohen’s kappa)", "Read by two people"
SAME = "Both readers said the same"


def take_over(audit: Audit) -> None:
    """Nobody reads a plan again because the run of a day is made again: who read it for another
    finished run of that day, with the same questions, has read it for this one."""
    runs = Audit.objects.filter(service=audit.service_id, on=audit.on, state=Audit.State.READY)
    asked = audit.configuration[KEPT_AS]["checklist"]
    alike = runs.exclude(pk=audit.pk).filter(**{f"configuration__{KEPT_AS}__checklist": asked})
    held = PlanReading.objects.filter(sampled__audit__in=alike).select_related("sampled")
    sample = {one.patient_id: one for one in sample_of(audit)}
    made: dict[tuple[Any, Any], PlanReading] = {}
    for reading in held.order_by("recorded_at", "pk"):
        mine = sample.get(reading.sampled.patient_id)
        if mine is None or sum(pk == mine.pk for pk, _ in made) == needed(mine):
            continue
        made[mine.pk, reading.read_by_id] = PlanReading(
            service_id=audit.service_id,
            sampled=mine,
            read_by_id=reading.read_by_id,
            recorded_at=reading.recorded_at,
            answers=reading.answers,
        )
    if not made:
        return
    PlanReading.objects.bulk_create(made.values())
    trail.record(
        "took over what was read of plans",
        by=None,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        readings=len(made),
    )
    if is_read(audit):
        work_out(audit)


def is_read(audit: Audit) -> bool:
    return all(len(one.readings.all()) >= needed(one) for one in sample_of(audit))


def work_out(audit: Audit) -> None:
    """7.3 of this run, from what was read."""
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
