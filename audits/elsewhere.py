"""A link to an audit that is not of the service somebody works in now, but of another of theirs."""

from uuid import UUID

from accounts.access import Access, services_with
from accounts.models import Service
from accounts.roles import Permission
from audits.models import Audit
from rodt import row_security


def service_of(audit_id: UUID, access: Access) -> Service | None:
    """Which of the other services in which they may read audits; None for everybody else's, so that
    nobody learns of an audit they have no business with. It reads nothing but whose it is."""
    others = [
        service
        for service in services_with(access.user, Permission.VIEW_AUDIT)
        if service != access.service
    ]
    if not others:
        return None
    with row_security.scope([service.pk for service in others]):
        held_by = Audit.objects.filter(pk=audit_id).values_list("service_id", flat=True).first()
    return next((service for service in others if service.pk == held_by), None)
