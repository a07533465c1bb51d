"""Two people sign a report. With the first signature all that stands in it is frozen: comments,
what was promised, the service's own view, the names on the cover. See docs/decisions/0024.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import notices, trail
from accounts.models import Membership, Service, User
from accounts.roles import TABLE, Permission
from audits import actions, export, promises_reader, said_reader
from audits.models import Audit, Signature
from audits.report import AuditReport
from audits.said import SIGNATURES
from rodt.words import and_list

NOT_READY = "This run has not finished: there is no report yet."
CHANGED = (
    "Something was written in this report after you opened it. Nothing is signed yet:"
    " look at it as it is now, then sign."
)


@transaction.atomic
def sign(*, audit: Audit, seen: str, by: User, remark: str = "") -> Signature:
    """One of the two signatures; the same person again gets the one they gave. `seen`: what the
    report held when it was opened (`as_seen`). Raises ValidationError where it is not to be signed
    any more, or holds something else by now."""
    Service.objects.select_for_update(no_key=True).get(pk=audit.service_id)
    audit = locked(audit)
    held = list(audit.signatures.all())
    own = next((one for one in held if one.signed_by_id == by.pk), None)
    if own is not None:
        return own
    refuse_unless_standing(audit)
    if len(held) == SIGNATURES:
        raise ValidationError("Two people have signed it already. Nothing more was changed.")
    if not held:
        built = promises_reader.whole(audit)
        if as_seen(audit, built) != seen:
            raise ValidationError(CHANGED)
        freeze(audit, built)
    made = Signature.objects.create(
        service_id=audit.service_id,
        audit=audit,
        place=len(held) + 1,
        signed_by=by,
        name=by.full_name,
        role=role_of(by, audit),
        remark=remark.strip(),
    )
    trail.record(
        "signed the report of an audit",
        by=by,
        service_id=audit.service_id,
        about=f"run {audit.number}, signature {made.place}",
        audit=str(audit.pk),
        digest=audit.digest,
    )
    actions.files_for(audit, by=by, signature=made.place)
    if made.place < SIGNATURES:
        _ask_a_second(audit, by)
    return made


def as_seen(audit: Audit, built: AuditReport) -> str:
    """All that a signature stands for, in one word."""
    held = {"figures": audit.service_figures, "said": built.said.values(), "digest": audit.digest}
    return export.digest(held)


def freeze(audit: Audit, built: AuditReport) -> None:
    """From now on it is read as it stands now."""
    audit.service_figures[said_reader.NAMED_AS] = said_reader.named(audit)
    audit.service_figures[said_reader.KEPT_AS] = built.said.values()
    audit.save(update_fields=["service_figures"])


def locked(audit: Audit) -> Audit:
    """As it is now, until the end of this transaction; others may still read it."""
    audits = Audit.objects.select_for_update(of=("self",), no_key=True)
    found: Audit = audits.select_related("service", "requested_by").get(pk=audit.pk)
    return found


def refuse_unless_standing(audit: Audit) -> None:
    """Raises ValidationError for a run that has not finished, or is not to be used any more."""
    if refused := why_not_standing(audit):
        raise ValidationError(refused)


def why_not_standing(audit: Audit) -> str:
    """As a sentence; empty for a finished run that is to be used."""
    if audit.state != Audit.State.READY:
        return NOT_READY
    retired = audit.retirements.first()
    if retired is None:
        return ""
    how = retired.get_kind_display().lower()
    return f"This report was {how}: nothing is written in it any more."


def role_of(user: User, audit: Audit) -> str:
    """As they are called, else by the roles that let them sign."""
    if user.job_title:
        return user.job_title
    held = Membership.objects.filter(user=user, service=audit.service_id, is_current=True)
    may = {role.value for role, given in TABLE.items() if Permission.SIGN_AUDIT in given}
    return and_list(sorted(may & set(held.values_list("role", flat=True)))).capitalize()


def _ask_a_second(audit: Audit, by: User) -> None:
    notices.tell(
        may=Permission.SIGN_AUDIT,
        but=by,
        service_id=audit.service_id,
        key=f"report to sign:{audit.pk}",
        text=f"{by.full_name} signed the report of run {audit.number}. A second person is needed.",
        link=reverse("audits:sign", args=[audit.pk]),
    )
