"""What the demo's staff say about its newest report: comments and two promises, all invented.
Signing it is left to whoever looks at the demo."""

from uuid import UUID

from django.utils.timezone import localdate

from accounts.demo import DEMO_ACCOUNTS
from accounts.models import Membership, User
from accounts.roles import Role
from audits import said_actions
from audits.models import Audit
from rodt.dates import add_days

COMMENTS = {
    5: "Second signatures wait for a joint appointment. Two prescriber slots a week are kept for"
    " them since the last report; the figure looks back further than that.",
    7: "Two keyworkers left in the summer and their plans were shared out late. Those plans are"
    " reviewed first.",
    10: "A fellowship began to meet here in the autumn. Being told of it is not counted, and"
    " that is right: people ask for somebody to go with.",
}
PROMISES = (
    (
        "1.2",
        Role.MANAGER,
        45,
        "Take-home naloxone is handed over at the desk, and written down there",
        "Fewer people for whom neither a supply nor a refusal is written down",
    ),
    (
        "10.1",
        Role.KEYWORKER,
        70,
        "A peer goes along to a first meeting with everybody who asks",
        "More people introduced or gone with, rather than only told",
    ),
)


def say(audit: Audit) -> None:
    """Nothing where somebody has said something already, or nobody can."""
    if audit.comments.exists() or audit.promised.exists() or audit.signatures.exists():
        return
    manager = somebody(audit.service_id, Role.MANAGER)
    if manager is None:
        return
    for step, text in COMMENTS.items():
        said_actions.comment(audit=audit, step=step, text=text, version=0, by=manager)
    for code, role, days, what, expected in PROMISES:
        said_actions.promise(
            audit=audit,
            code=code,
            what=what,
            owner=somebody(audit.service_id, role) or manager,
            due_on=add_days(localdate(), days),
            expected=expected,
            by=manager,
        )


def somebody(service_id: UUID, role: Role) -> User | None:
    """Of that role in the service; whoever people sign in as in the demo, before others."""
    members = Membership.objects.filter(
        service=service_id, is_current=True, role=role.value, user__is_active=True
    )
    users = [member.user for member in members.select_related("user")]
    known = {account.email for account in DEMO_ACCOUNTS}
    return min(users, key=lambda user: (user.email not in known, user.pk), default=None)
