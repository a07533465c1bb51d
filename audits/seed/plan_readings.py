"""The demo's colleagues read the plans of the first audit's sample: invented answers, the same
again for the same run."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import Membership
from accounts.roles import Role
from audits import reading_actions
from audits.models import Audit, PlanReading, SampledPlan
from audits.peer_checklist import Checklist
from audits.sampling import checklist_of, keyworkers_of, needed, sample_of
from audits.seed.draws import Chance

YES, SAME = 0.93, 0.95
READERS = (Role.KEYWORKER.value, Role.PRESCRIBER.value)


def read_sample(audit: Audit) -> bool:
    """Every plan of the sample, in bulk; then 7.3 is worked out. False where it was read before, or
    nobody can read. Row-level security must be open for the service."""
    sample = sample_of(audit)
    members = Membership.objects.filter(
        service=audit.service_id, is_current=True, role__in=READERS, user__is_active=True
    )
    readers = sorted(members.values_list("user_id", flat=True))
    if len(readers) < 3 or not sample or any(one.readings.all() for one in sample):
        return False
    chance = Chance(f"plans read/{audit.service.code}/{audit.on}")
    own = keyworkers_of([one.patient_id for one in sample])
    checklist = checklist_of(audit)
    PlanReading.objects.bulk_create(
        reading
        for one in sample
        for reading in _readings(chance, one, checklist, _others(readers, own[one.patient_id]))
    )
    reading_actions.complete(audit, None)
    return True


def _others(readers: Sequence[UUID], keyworkers: set[UUID]) -> list[UUID]:
    return [reader for reader in readers if reader not in keyworkers]


def _readings(
    chance: Chance, one: SampledPlan, checklist: Checklist, readers: list[UUID]
) -> list[PlanReading]:
    """The second reader mostly sees what the first one saw."""
    first = {item.key: chance.happens(YES) for item in checklist.items}
    second = {key: said == chance.happens(SAME) for key, said in first.items()}
    chosen = chance.sample(readers, needed(one))
    return [
        PlanReading(service_id=one.service_id, sampled=one, read_by_id=reader, answers=answers)
        for reader, answers in zip(chosen, (first, second), strict=False)
    ]
