"""Switching the audit of each quarter off or on: proposed by one person, agreed by another."""

from datetime import date

from accounts import proposals
from accounts.models import Configuration, Proposal, Service, User
from audits.quarterly import KIND, is_made
from reviews import two_people
from reviews.interval_values import Change

SUBJECT = two_people.Subject(
    kind=KIND,
    called="the audit of each quarter",
    group="Audit",
    page="audits:quarterly",
    propose_page="audits:propose_quarterly",
    proposal_page="audits:quarterly_proposal",
    withdraw_page="audits:withdraw_quarterly",
    is_verifiable=False,
)
WORDS = {True: "yes", False: "no"}


def changes(before: bool, after: bool) -> list[Change]:
    return [Change("Each quarter", "Made by itself", WORDS[before], WORDS[after])]


def newest(service: Service) -> bool:
    """What a change starts from: the last version agreed, else that it is made."""
    row = proposals.newest(service, KIND)
    return is_made({} if row is None else row.values)


def versions(service: Service) -> list[two_people.Version]:
    return two_people.versions(service, SUBJECT, first=True, read=_of_version, changes=changes)


def _of_version(row: Configuration) -> bool:
    return is_made(row.values)


def propose(*, service: Service, reason: str, effective_from: date, by: User, on: date) -> Proposal:
    """The other of the two. Raises ValidationError as `proposals.propose`."""
    proposal = proposals.propose(
        service=service,
        kind=KIND,
        values={"quarterly": not newest(service)},
        status=Configuration.Status.UNVERIFIED,
        reason=reason,
        effective_from=effective_from,
        by=by,
        on=on,
    )
    two_people.announce(proposal, SUBJECT)
    return proposal
