"""Colleagues read plans: each reading is written down once, and with the last of them the run's 7.3
is worked out and its files are made again.

Readings come after the run, as the service's own view does, and lie outside its digest. See
docs/decisions/0018.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import notices, trail
from accounts.models import User
from accounts.roles import Permission
from audits import actions, readings
from audits.models import Audit, PlanReading, SampledPlan
from audits.sampling import checklist_of, is_closed, keyworkers_of, why_not


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
    if readings.is_read(audit):
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


def complete(audit: Audit, by: User | None) -> None:
    """7.3 of this run is worked out; its files are made again with it."""
    readings.work_out(audit)
    actions.remake_files(audit=audit, by=by)
