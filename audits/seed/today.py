"""The demo's newest report, and the round that it is part of, over two services of its manager."""

from datetime import date

from accounts.models import Service, User
from accounts.roles import Role
from audits import actions, rounds_actions, run
from audits.models import Audit
from audits.seed.plan_readings import read_sample
from audits.seed.said import say, somebody
from rodt import row_security

BESIDE = "LANTERN"


def make(service: Service, on: date) -> Audit:
    """The run of this service, with what its staff said and read by then; the same one on a second
    start. Its files, the other services and the sums are left to the workers."""
    manager = somebody(service.pk, Role.MANAGER)
    services = [service, *Service.objects.filter(code=BESIDE)]
    with row_security.scope([one.pk for one in services]):
        done = Audit.objects.filter(service=service, on=on, state=Audit.State.READY).first()
        return done or _made(service, services, on, manager)


def _made(service: Service, services: list[Service], on: date, by: User | None) -> Audit:
    found = rounds_actions.make_round(services=services, on=on, by=by)
    audits = [member.audit for member in found.members.select_related("audit__service")]
    audit = next(one for one in audits if one.service_id == service.pk)
    run.assess(audit, lambda percent, words: None)
    say(audit)
    if not read_sample(audit):
        actions.remake_files(audit=audit, by=by)
    for other in audits:
        if other.pk != audit.pk:
            actions.job_for(other, by=by)
    return audit
