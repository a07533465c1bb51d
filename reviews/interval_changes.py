"""Changing the review intervals of a service: proposed by one person, agreed by another.

The steps are those of `accounts.proposals` and `two_people`; here the values are checked as a
schedule. A change acts on what is due from its first day; what was due before stays.
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from accounts import proposals
from accounts.models import Configuration, Proposal, Service, User
from reviews import schedules, two_people
from reviews.interval_values import EDITABLES, Whole, changed, changes, nonsense, value_of
from reviews.intervals import DEFAULT_SCHEDULE, Schedule, ScheduleError

SUBJECT = two_people.Subject(
    kind=schedules.KIND,
    called="the review intervals",
    group="Review",
    page="reviews:intervals",
    propose_page="reviews:propose_intervals",
    proposal_page="reviews:interval_proposal",
    withdraw_page="reviews:withdraw_intervals",
)


def newest(service: Service) -> Schedule:
    """What a change starts from: the last version agreed, else the product's own."""
    row = proposals.newest(service, schedules.KIND)
    return DEFAULT_SCHEDULE if row is None else schedules.of_version(row)


def proposed(proposal: Proposal) -> Schedule:
    """The schedule that a proposal would make."""
    return Schedule.from_values(
        proposal.values,
        version="proposed",
        is_verified=proposal.status == Configuration.Status.VERIFIED,
    )


def propose(
    *,
    service: Service,
    typed: Mapping[str, Whole],
    status: str,
    reason: str,
    effective_from: date,
    by: User,
    on: date,
) -> Proposal:
    """Raises ValidationError where nothing changes, a value is nonsense, or it cannot be now."""
    base = newest(service)
    check_sense(typed)
    is_verified = status == Configuration.Status.VERIFIED
    try:
        after = changed(base, typed, is_verified=is_verified)
    except ScheduleError as error:
        raise ValidationError(list(error.problems)) from None
    if not changes(base, after) and is_verified == base.is_verified:
        raise ValidationError("Nothing is changed: change at least one value")
    proposal = proposals.propose(
        service=service,
        kind=schedules.KIND,
        values=after.to_values(),
        status=status,
        reason=reason,
        effective_from=effective_from,
        by=by,
        on=on,
    )
    two_people.announce(proposal, SUBJECT)
    return proposal


def check_sense(typed: Mapping[str, Whole]) -> None:
    """Each value within its limits and beside the others. Raises ValidationError by key."""
    wrong = nonsense(typed)
    for value in EDITABLES:
        amount = typed.get(value.key, value_of(DEFAULT_SCHEDULE, value))
        amounts = amount if isinstance(amount, tuple) else (amount,)
        if not all(value.lowest <= one <= value.highest for one in amounts):
            wrong[value.key] = value.limits_words
    if wrong:
        raise ValidationError(wrong)
