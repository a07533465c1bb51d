"""A change of configuration that two people make, as its pages need it: who is told, what every
version changed, what was not agreed. The steps are those of `accounts.proposals`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.urls import reverse

from accounts import proposals
from accounts.models import Configuration, Proposal, Service, User
from accounts.roles import Permission
from rodt.words import nhs_date

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is changed. `called`: "the review intervals"; `group`: the head of the first column
    where changes are listed; `is_verifiable`: whether there is a source to check it against; the
    rest are the names of pages."""

    kind: str
    called: str
    group: str
    page: str
    propose_page: str
    proposal_page: str
    withdraw_page: str
    is_verifiable: bool = True


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it changed against the one before it."""

    row: Configuration
    changes: tuple[Any, ...]
    said: str


def announce(proposal: Proposal, subject: Subject) -> None:
    """To everybody who may answer it."""
    proposals.tell(
        proposal,
        may=Permission.AGREE_INTERVALS,
        text=f"{proposal.proposed_by.full_name} proposes to change {subject.called} from"
        f" {nhs_date(proposal.effective_from)}. A second person agrees or declines.",
        link=reverse(subject.proposal_page, args=[proposal.pk]),
    )


def agree(
    *, proposal: Proposal, subject: Subject, by: User, on: date, words: str = ""
) -> Configuration:
    """Raises ValidationError as `proposals.agree`."""
    made = proposals.agree(proposal=proposal, by=by, on=on, words=words)
    starts = f"It starts on {nhs_date(made.effective_from)}."
    _answered(
        proposal, subject, f"{by.full_name} agreed to your change of {subject.called}. {starts}"
    )
    return made


def decline(*, proposal: Proposal, subject: Subject, by: User, words: str) -> Proposal:
    """Raises ValidationError as `proposals.decline`."""
    declined = proposals.decline(proposal=proposal, by=by, words=words)
    said = f"declined your change of {subject.called}, and says why."
    _answered(proposal, subject, f"{by.full_name} {said}")
    return declined


def _answered(proposal: Proposal, subject: Subject, text: str) -> None:
    link = reverse(subject.proposal_page, args=[proposal.pk])
    proposals.tell_proposer(proposal, text=text, link=link)


def versions(
    service: Service,
    subject: Subject,
    *,
    first: T,
    read: Callable[[Configuration], T],
    changes: Callable[[T, T], Sequence[Any]],
) -> list[Version]:
    """The newest first. `first`: what held before any of them. Two queries, however many."""
    rows = (
        Configuration.objects.filter(service=service, kind=subject.kind)
        .select_related("proposed_by", "agreed_by", "proposal")
        .order_by("version")
    )
    found, before = [], first
    for row in rows:
        after = read(row)
        proposal = getattr(row, "proposal", None)
        said = proposal.words if proposal else ""
        found.append(Version(row, tuple(changes(before, after)), said))
        before = after
    return found[::-1]


def not_agreed(service: Service, subject: Subject) -> list[Proposal]:
    """Declined and withdrawn, the newest first: they stay readable."""
    return list(
        Proposal.objects.filter(
            service=service,
            kind=subject.kind,
            state__in=(Proposal.State.DECLINED, Proposal.State.WITHDRAWN),
        )
        .select_related("proposed_by", "decided_by")
        .order_by("-proposed_at")
    )
