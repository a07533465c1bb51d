"""A change of configuration, from proposal to version: two people, reasons, and a day to start.

What a set of values means, and which make sense, is known to the room they feed; here stands who
may do what in which order. Nothing is decided twice, and nobody decides their own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import configuration, trail
from accounts.models import Configuration, Membership, Notice, Proposal, Service, User
from accounts.roles import Permission, held_by
from rodt.words import nhs_date

State = Proposal.State
NOTICE_KEY = "proposal:"


def waiting(service: Service, kind: str) -> Proposal | None:
    """The change of this kind that waits for a second person."""
    return (
        Proposal.objects.filter(service=service, kind=kind, state=State.WAITING)
        .select_related("proposed_by")
        .first()
    )


def newest(service: Service, kind: str) -> Configuration | None:
    """The last version agreed, also where its day is still to come: a change is one of it."""
    return Configuration.objects.filter(service=service, kind=kind).order_by("-version").first()


@transaction.atomic
def propose(
    *,
    service: Service,
    kind: str,
    values: Mapping[str, Any],
    status: str,
    reason: str,
    effective_from: date,
    by: User,
    on: date,
) -> Proposal:
    """Lay a change before a second person. `on`: today.

    Raises ValidationError without a reason, for a day that has passed or lies before a change that
    is agreed already, and while another change of this kind waits.
    """
    Service.objects.select_for_update().get(pk=service.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Say why this is changed"})
    if effective_from < on:
        raise ValidationError(
            {"effective_from": "First day cannot be in the past: what was due then stays"}
        )
    last = newest(service, kind)
    if last is not None and effective_from < last.effective_from:
        raise ValidationError(
            {
                "effective_from": f"Version {last.version} is agreed and starts on"
                f" {nhs_date(last.effective_from)}. This one can start no earlier"
            }
        )
    other = waiting(service, kind)
    if other is not None:
        raise ValidationError(
            f"A change proposed by {other.proposed_by.full_name} waits for an answer."
            " Only one change waits at a time: it is answered or withdrawn first."
        )
    proposal = Proposal.objects.create(
        service=service,
        kind=kind,
        values=dict(values),
        status=status,
        reason=reason.strip(),
        effective_from=effective_from,
        proposed_by=by,
    )
    _note("proposed a change", proposal, by)
    return proposal


@transaction.atomic
def agree(*, proposal: Proposal, by: User, on: date, words: str = "") -> Configuration:
    """The second person agrees: it becomes a version, from its day or today, whichever is later.

    Raises ValidationError where it is their own, or no longer waits.
    """
    now = _to_decide(proposal, by)
    made = configuration.change(
        service=now.service,
        kind=now.kind,
        values=now.values,
        reason=now.reason,
        effective_from=max(now.effective_from, on),
        proposed_by=now.proposed_by,
        agreed_by=by,
        status=now.status,
    )
    now.made = made
    _decide(now, State.AGREED, by, words)
    return made


@transaction.atomic
def decline(*, proposal: Proposal, by: User, words: str) -> Proposal:
    """The second person declines, and says why. Raises ValidationError as `agree`."""
    now = _to_decide(proposal, by)
    if not words.strip():
        raise ValidationError({"words": "Say why you decline: whoever proposed it reads it"})
    return _decide(now, State.DECLINED, by, words)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, words: str = "") -> Proposal:
    """Whoever proposed it takes it back. Raises ValidationError for anybody else."""
    now = _locked(proposal)
    if now.proposed_by_id != by.pk:
        raise ValidationError("Only who proposed a change can withdraw it. You can decline it.")
    return _decide(now, State.WITHDRAWN, by, words)


def tell(proposal: Proposal, *, may: Permission, text: str, link: str) -> None:
    """A notice to each member of staff, but for who proposed it, whose role lets them answer."""
    roles = [role.value for role in held_by(may)]
    members = Membership.objects.filter(
        service=proposal.service_id, is_current=True, role__in=roles, user__is_active=True
    ).exclude(user=proposal.proposed_by_id)
    _give(set(members.values_list("user_id", flat=True)), proposal, "", text, link)


def tell_proposer(proposal: Proposal, *, text: str, link: str) -> None:
    _give({proposal.proposed_by_id}, proposal, ":answered", text, link)


def _give(users: set[Any], proposal: Proposal, more: str, text: str, link: str) -> None:
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=user_id,
                service_id=proposal.service_id,
                key=f"{NOTICE_KEY}{proposal.pk}{more}",
                text=text[:300],
                link=link,
            )
            for user_id in users
        ],
        ignore_conflicts=True,
    )


def _to_decide(proposal: Proposal, by: User) -> Proposal:
    now = _locked(proposal)
    if now.proposed_by_id == by.pk:
        raise ValidationError("You proposed this change. A second person agrees to it.")
    return now


def _locked(proposal: Proposal) -> Proposal:
    now = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("proposed_by", "service", "decided_by")
        .get(pk=proposal.pk)
    )
    if now.state != State.WAITING:
        who = now.decided_by.full_name if now.decided_by else "somebody"
        raise ValidationError(
            f"{now.get_state_display()} by {who} already. Nothing more was changed."
        )
    return now


def _decide(now: Proposal, state: str, by: User, words: str) -> Proposal:
    now.state, now.decided_by, now.words = state, by, words.strip()
    now.decided_at = TransactionNow()
    now.save()
    now.refresh_from_db()
    Notice.objects.filter(key=f"{NOTICE_KEY}{now.pk}", read_at=None).update(
        read_at=TransactionNow()
    )
    _note(f"{state} a change", now, by)
    return now


def _note(verb: str, proposal: Proposal, by: User) -> None:
    trail.record(
        verb, by=by, service_id=proposal.service_id, about=str(proposal), row=str(proposal.pk)
    )
