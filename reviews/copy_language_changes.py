"""Putting a language of the person's copy in, or taking one out: proposed by one person, agreed by
another."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from accounts import proposals
from accounts.models import Configuration, Proposal, Service, User
from careplans.copy_words import (
    KIND,
    PHRASES,
    PRODUCT,
    LanguageError,
    Languages,
    language,
    of_version,
    read,
)
from reviews import two_people
from reviews.interval_values import Change

SUBJECT = two_people.Subject(
    kind=KIND,
    called="the languages of the person’s copy",
    group="Language",
    page="reviews:copy_languages",
    propose_page="reviews:propose_copy_language",
    proposal_page="reviews:copy_language_proposal",
    withdraw_page="reviews:withdraw_copy_language",
)
NONE = "–"


def changes(before: Languages, after: Languages) -> list[Change]:
    """Each phrase that is said otherwise in one language."""
    found = []
    for tag in dict.fromkeys((*before.others, *after.others)):
        was, now = before.others.get(tag), after.others.get(tag)
        name = (now or was).name  # type: ignore[union-attr]
        for phrase in PHRASES:
            said = was.said[phrase.key] if was else NONE
            says = now.said[phrase.key] if now else NONE
            if said != says:
                found.append(Change(name, phrase.english, said, says))
    return found


def newest(service: Service) -> Languages:
    """What a change starts from: the last version agreed, else English alone."""
    row = proposals.newest(service, KIND)
    return PRODUCT if row is None else of_version(row)


def proposed(proposal: Proposal) -> Languages:
    is_verified = proposal.status == Configuration.Status.VERIFIED
    return read(proposal.values, version="proposed", is_verified=is_verified)


def propose(
    *,
    service: Service,
    tag: str,
    name: str,
    words: Mapping[str, str],
    status: str,
    reason: str,
    effective_from: date,
    by: User,
    on: date,
) -> Proposal:
    """This language as it is typed beside those there are; without any words it is taken out.

    Raises ValidationError where a phrase lacks its words, nothing changes, or it cannot be now.
    """
    base, is_verified = newest(service), status == Configuration.Status.VERIFIED
    others = {key: one for key, one in base.others.items() if key != tag}
    try:
        if any(text.strip() for text in words.values()):
            others[tag] = language(tag, name, words)
    except LanguageError as error:
        raise ValidationError(str(error)) from None
    after = Languages("proposed", others, is_verified)
    if not changes(base, after) and is_verified == base.is_verified:
        raise ValidationError("Nothing is changed: give the words of a language")
    proposal = proposals.propose(
        service=service,
        kind=KIND,
        values=after.values(),
        status=status,
        reason=reason,
        effective_from=effective_from,
        by=by,
        on=on,
    )
    two_people.announce(proposal, SUBJECT)
    return proposal
