"""The plans that colleagues read for a run: drawn and frozen when it is made, and how far they are.

The digest of a run holds its sample. What is read of it comes later (`audits.reading_actions`).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from audits import plan_sample
from audits.case_facts import CaseFacts
from audits.models import Audit, SampledPlan, Signature
from audits.peer_checklist import Checklist, in_force, read
from audits.period import AuditDay
from audits.plan_quality import has_plan
from audits.plan_sample import Sampled
from patients.models import Assignment

KEPT_AS = "plans_to_read"


class NotTheirs(NamedTuple):
    """Why somebody does not read a plan: in a list, and said to them."""

    short: str
    sentence: str


READ = NotTheirs("Read", "This plan is read already. Nothing more is saved.")
MINE = NotTheirs("You have read it", "You have read this plan. A second reader is somebody else.")
CLOSED = NotTheirs(
    "Not read; reading is closed",
    "This report, or a later one, is signed: reading is closed. Nothing more is saved.",
)
OWN = NotTheirs(
    "You are their keyworker: a colleague reads it",
    "You are their keyworker. A colleague reads this plan.",
)


def freeze(
    audit: Audit, cases: Sequence[CaseFacts], day: AuditDay
) -> tuple[tuple[CaseFacts, ...], dict[str, Any]]:
    """The cases with their place in the sample, and what is kept of how it was drawn."""
    seed = plan_sample.seed(audit.service.code, audit.on.isoformat())
    eligible = [case.reference for case in cases if has_plan(case, day)]
    drawn = plan_sample.draw(eligible, day.rules, seed)
    ids = {case.reference: case.patient_id for case in cases if case.patient_id}
    SampledPlan.objects.bulk_create(
        SampledPlan(
            service_id=audit.service_id,
            audit=audit,
            patient_id=ids[reference],
            place=place,
            is_read_twice=is_twice,
        )
        for place, (reference, is_twice) in enumerate(drawn.items(), start=1)
    )
    sampled = tuple(
        replace(case, sampled=Sampled(drawn[case.reference])) if case.reference in drawn else case
        for case in cases
    )
    return sampled, {"seed": seed, "checklist": in_force(audit.service_id, audit.on).stored()}


def checklist_of(audit: Audit) -> Checklist:
    """As it was frozen with the run."""
    return read(audit.configuration[KEPT_AS]["checklist"])


def needed(sampled: SampledPlan) -> int:
    """How many people read it."""
    return 2 if sampled.is_read_twice else 1


def why_not(
    sampled: SampledPlan, reader_id: UUID, keyworkers: Collection[UUID], *, closed: bool
) -> NotTheirs | None:
    """None where this member of staff may read this plan now. `closed`: see `is_closed`."""
    readers = [reading.read_by_id for reading in sampled.readings.all()]
    if len(readers) >= needed(sampled):
        return READ
    if reader_id in readers:
        return MINE
    if closed:
        return CLOSED
    return OWN if reader_id in keyworkers else None


def is_closed(audit: Audit) -> bool:
    """A signed report never changes, nor does what it is compared with: 7.3 stays as it is."""
    signed = Signature.objects.filter(service=audit.service_id, audit__number__gte=audit.number)
    return signed.exists()


def sample_of(audit: Audit) -> list[SampledPlan]:
    """In the order in which they are read, with person and readings. Two queries."""
    rows = audit.sampled_plans.select_related("patient").prefetch_related("readings")
    return list(rows.order_by("place"))


def keyworkers_of(patient_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """By patient, who is their keyworker now. One query."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Assignment.objects.filter(
        patient_id__in=patient_ids, duty=Assignment.Duty.KEYWORKER, to_on=None
    )
    for patient_id, staff_id in rows.values_list("patient_id", "staff_id"):
        found[patient_id].add(staff_id)
    return found
