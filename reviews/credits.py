"""What one save credits: the rule that the form's side summary and the action both ask. Pure.

Valid means: the person was seen, the answers the review needs were asked today, and everybody who
must sign has signed. Source: domain/reviews.md §3 and §4, design/decisions.md 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reviews.dues import Due
from reviews.intervals import DEFAULT_SCHEDULE, Schedule
from reviews.questions import QUESTION_WORDS, Question
from reviews.review_types import (
    ROLE_WORDS,
    ReviewerRole,
    ReviewType,
    State,
)
from reviews.rules import Roles, Rule
from rodt.words import and_list, count


class SeenHow(StrEnum):
    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    NOT_SEEN = "not_seen"


class Said(StrEnum):
    """How an answer on the form came about. A key that is not there was left blank.

    Carried means shown from last time and not confirmed: nobody asked it today. Not asked was
    chosen as the answer: that is always legal, and counted as unknown (domain/reviews.md §4).
    """

    ASKED = "asked"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    DECLINED = "declined"
    DOES_NOT_APPLY = "does_not_apply"
    CARRIED = "carried"
    NOT_ASKED = "not_asked"


NAMED = 3
COUNTS_AS_ANSWERED = frozenset(
    {
        Said.ASKED,
        Said.CONFIRMED,
        Said.CHANGED,
        Said.DECLINED,
        Said.DOES_NOT_APPLY,
        Said.NOT_ASKED,
    }
)


class TopState(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    COMPLETE = "complete"


class Readiness(StrEnum):
    """How far a review is, for the side summary."""

    READY = "ready"
    HALF = "half"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A review the form may credit: a type, and which milestone or event of it."""

    type: ReviewType
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class ReviewAnswers:
    """What was filled in, as plain values.

    `answers`: how each question stands, by `Question` key. `signed`: roles whose signature is
    there. `present`: roles that were in the meeting. `stops_prescription`: the decision is to stop.
    """

    held_on: date
    seen: str
    wanted: tuple[Wanted, ...]
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    signed: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    top: TopState = TopState.NONE
    stops_prescription: bool = False


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """Whether one review counts, and if not, what it lacks.

    `awaits`: the role whose signature is still to come, "" when none is. `missing`: needed answers
    not asked today. `declined`: asked, and the person would rather not say: counted as unknown.
    """

    type: ReviewType
    milestone: str
    is_valid: bool
    readiness: Readiness
    why: str
    awaits: str = ""
    missing: tuple[Question, ...] = ()
    declined: tuple[Question, ...] = ()


def credits_for(
    given: ReviewAnswers, schedule: Schedule = DEFAULT_SCHEDULE
) -> tuple[CreditDecision, ...]:
    """One decision for each review wanted, in the order given."""
    return tuple(_decide(wanted, given, schedule.rule(wanted.type)) for wanted in given.wanted)


def wanted_from(dues: tuple[Due, ...]) -> tuple[Wanted, ...]:
    """What a form opened today may credit: all that is due, overdue or due within 14 days."""
    open_states = (State.DUE_SOON, State.DUE, State.OVERDUE, State.LONG_OVERDUE)
    return tuple(Wanted(due.type, due.milestone) for due in dues if due.state in open_states)


def _decide(wanted: Wanted, given: ReviewAnswers, rule: Rule) -> CreditDecision:
    needs = list(rule.needed_for(wanted.milestone))
    if wanted.type is ReviewType.STRATEGIC and given.stops_prescription:
        needs.append(Question.WITHOUT_IT)
    missing = tuple(key for key in needs if not _was_asked(key, wanted, given))
    declined = tuple(key for key in needs if given.answers.get(key) == Said.DECLINED)
    joined_by = rule.joined_last_by if rule.is_last(wanted.milestone) else frozenset()
    awaits, not_theirs = _signatures(rule, given, joined_by)
    is_seen = given.seen in {SeenHow.IN_PERSON, SeenHow.PHONE, SeenHow.VIDEO}
    reasons = [reason for reason in (not_theirs, _missing_words(missing)) if reason]
    if awaits:
        reasons.append(f"Waits for the {awaits}'s signature.")
    if not is_seen:
        reasons = ["Not seen: kept as a case discussion. The clock does not restart."]
    is_valid = not reasons
    return CreditDecision(
        type=wanted.type,
        milestone=wanted.milestone,
        is_valid=is_valid,
        readiness=_readiness(
            is_valid, is_seen and not not_theirs, awaits, len(needs) - len(missing)
        ),
        why=" ".join(reasons) or "Everything needed is there.",
        awaits=awaits if is_seen else "",
        missing=missing,
        declined=declined,
    )


def _was_asked(key: Question, wanted: Wanted, given: ReviewAnswers) -> bool:
    """A TOP of its own must be complete; within another review it may be partly answered."""
    if key is Question.TOP:
        if wanted.type is ReviewType.TOP:
            return given.top is TopState.COMPLETE
        return given.top is not TopState.NONE
    if key is Question.PROBLEM_DRUG_USE and given.top is TopState.COMPLETE:
        return True
    return given.answers.get(key) in COUNTS_AS_ANSWERED


def _signatures(rule: Rule, given: ReviewAnswers, joined_by: Roles) -> tuple[str, str]:
    """(the role still to sign, a sentence when nobody who signed may complete this review).

    Nobody at all has signed only after a correction: then the first role is awaited."""
    lacking = [roles for roles in rule.completed_by if not roles & given.signed]
    if given.signed and len(lacking) == len(rule.completed_by):
        return "", f"Only {_a_role_of(rule.completed_by[0])} can complete this."
    if joined_by and not joined_by & (given.signed | given.present):
        lacking.append(joined_by)
    return (_role_of(lacking[0]) if lacking else ""), ""


def _role_of(roles: Roles) -> str:
    """The role that stands for a set: who signs, in one word."""
    for role in ReviewerRole:
        if role in roles:
            return ROLE_WORDS[role]
    return ""


def _a_role_of(roles: Roles) -> str:
    """a prescriber; a keyworker, prescriber or nurse. One elsewhere goes without saying."""
    here = roles - {ReviewerRole.EXTERNAL_PRESCRIBER} or roles
    named = [ROLE_WORDS[role] for role in ReviewerRole if role in here]
    return f"a {', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else f"a {named[0]}"


def _missing_words(missing: tuple[Question, ...]) -> str:
    """ "2 answers not asked yet: risk and a good ending." Three are named, or four:
    one alone never hides behind "1 more"."""
    if not missing:
        return ""
    most = NAMED + 1 if len(missing) == NAMED + 1 else NAMED
    named = [QUESTION_WORDS[key] for key in missing[:most]]
    if len(missing) > len(named):
        named.append(f"{len(missing) - len(named)} more")
    return f"{count(len(missing), 'answer')} not asked yet: {and_list(named)}."


def _readiness(is_valid: bool, can_count: bool, awaits: str, answered: int) -> Readiness:
    if is_valid:
        return Readiness.READY
    return Readiness.HALF if can_count and (awaits or answered) else Readiness.MISSING
