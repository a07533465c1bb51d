"""What was said about a report, as it stands now; once somebody has signed it, as it stood then."""

from django.utils.timezone import localdate, localtime

from audits import said
from audits.models import Audit, PromisedAction
from audits.said import Action, Comment, Said, Signed

KEPT_AS, NAMED_AS = "said", "named"


def is_frozen(audit: Audit) -> bool:
    return KEPT_AS in audit.service_figures


def of_audit(audit: Audit) -> Said:
    """Without what was promised before it, which `promises_reader` adds while nobody has signed."""
    if is_frozen(audit):
        return said.read(audit.service_figures[KEPT_AS])
    return Said(
        comments=tuple(
            Comment(row.step, row.text, row.recorded_by.full_name, localdate(row.recorded_at))
            for row in audit.comments.select_related("recorded_by").order_by("step")
        ),
        actions=tuple(action_of(row, audit.number) for row in promised_in(audit)),
    )


def named(audit: Audit) -> dict[str, str]:
    """The names on the cover."""
    by = audit.requested_by
    now = {
        "service": audit.service.name,
        "by": by.full_name if by else "",
        "role": by.job_title if by else "",
    }
    found: dict[str, str] = audit.service_figures.get(NAMED_AS, now)
    return found


def promised_in(audit: Audit) -> list[PromisedAction]:
    rows = audit.promised.select_related("owner")
    return list(rows.order_by("due_on", "recorded_at", "pk"))


def action_of(row: PromisedAction, run: int) -> Action:
    return Action(
        code=row.code,
        run=run,
        what=row.what,
        owner=row.owner.full_name,
        due_on=row.due_on,
        expected=row.expected,
        state=row.get_state_display(),
        is_open=row.state == PromisedAction.State.OPEN,
        closed_on=row.closed_on,
        came_of=row.came_of or row.said_done,
    )


def signatures(audit: Audit) -> tuple[Signed, ...]:
    return tuple(
        Signed(row.name, row.role, localtime(row.signed_at), row.remark)
        for row in audit.signatures.all()
    )
