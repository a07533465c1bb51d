"""The demo's newest report, and the round that it is part of, over two services of its manager."""

from collections.abc import Sequence
from datetime import date

from accounts.models import Service
from accounts.roles import Role
from audits import actions, rounds_actions, run
from audits.models import Audit, AuditRound
from audits.seed.plan_readings import read_sample
from audits.seed.said import say, somebody

BESIDE = "LANTERN"


def services_of_round(service: Service) -> list[Service]:
    return [service, *Service.objects.filter(code=BESIDE)]


def make(services: Sequence[Service], on: date) -> AuditRound:
    """The round; the same one on a second start. The run of the first service holds what its staff
    said and read. Its files, the other service and the sums are left to the workers. Row-level
    security must be open for the services."""
    first = services[0]
    done = AuditRound.objects.filter(members__service=first, on=on).first()
    return done or _made(services, first, on)


def _made(services: Sequence[Service], first: Service, on: date) -> AuditRound:
    by = somebody(first.pk, Role.MANAGER)
    found = rounds_actions.make_round(services=services, on=on, by=by)
    audits = [member.audit for member in found.members.select_related("audit__service")]
    audit = next(one for one in audits if one.service_id == first.pk)
    run.assess(audit, lambda percent, words: None)
    say(audit)
    if not read_sample(audit):
        actions.remake_files(audit=audit, by=by)
    for other in audits:
        if other.state != Audit.State.READY:
            actions.job_for(other, by=by)
    return found
