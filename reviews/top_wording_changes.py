"""Changing the wording of the TOP's items: proposed by one person, agreed by another."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from accounts import proposals
from accounts.models import Configuration, Proposal, Service, User
from reviews import two_people
from reviews.top_wording import (
    KIND,
    PRODUCT,
    Wording,
    WordingError,
    changes,
    of_version,
    own_words,
)

SUBJECT = two_people.Subject(
    kind=KIND,
    called="the wording of TOP",
    group="Section and item",
    page="reviews:top_wording",
    propose_page="reviews:propose_wording",
    proposal_page="reviews:wording_proposal",
    withdraw_page="reviews:withdraw_wording",
)


def newest(service: Service) -> Wording:
    """What a change starts from: the last version agreed, else the product's own."""
    row = proposals.newest(service, KIND)
    return PRODUCT if row is None else of_version(row)


def proposed(proposal: Proposal) -> Wording:
    """The wording that a proposal would make."""
    return Wording(
        version="proposed",
        own=own_words(proposal.values),
        is_verified=proposal.status == Configuration.Status.VERIFIED,
    )


def propose(
    *,
    service: Service,
    typed: Mapping[str, str],
    status: str,
    reason: str,
    effective_from: date,
    by: User,
    on: date,
) -> Proposal:
    """Raises ValidationError where nothing changes, or it cannot be now."""
    base = newest(service)
    is_verified = status == Configuration.Status.VERIFIED
    try:
        after = Wording("proposed", own_words(typed), is_verified)
    except WordingError as error:
        raise ValidationError(str(error)) from None
    if not changes(base, after) and is_verified == base.is_verified:
        raise ValidationError("Nothing is changed: change the words of at least one item")
    proposal = proposals.propose(
        service=service,
        kind=KIND,
        values=after.own,
        status=status,
        reason=reason,
        effective_from=effective_from,
        by=by,
        on=on,
    )
    two_people.announce(proposal, SUBJECT)
    return proposal
