"""Which state of a prescription may follow which, who may say so, and what must be said. Pure.

One table: a row a state. Source: domain/prescribing.md §10; a second clinician for a service
decision, reviews.md §8 rung 13; what a reduction to zero needs, twelve-steps.md 3.3 and 6.1.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.roles import Permission
from prescribing.coming_off import REDUCING, TO_ZERO
from prescribing.doses import CLOSING_STATES
from rodt.words import says

OPEN = ("induction", "titrating", "active", "reducing", "suspended")
SERVICE_DECISION = "service_decision"


class Ask(StrEnum):
    """What a change may have to say; each names the field it is typed in."""

    WHY = "why"
    INTENT = "intent"
    THEIR_WORDS = "their_words"
    STOP_REASON = "stop_reason"
    TO_SERVICE = "to_service"
    TO_PRESCRIPTION = "to_prescription"
    SECOND = "second_clinician"
    RISK_PLAN = "has_risk_plan"
    AGREED = "patient_agreed"
    SUPPORT = "support"
    WAY_BACK = "way_back"
    WITHOUT = "why_without"


SENTENCES = {
    Ask.WHY: "Say why, in your own words",
    Ask.INTENT: "Choose what the reduction is for",
    Ask.THEIR_WORDS: "Write what the person says, or say why in yours",
    Ask.STOP_REASON: "Choose why it ends",
    Ask.TO_SERVICE: "Say which service it goes to",
    Ask.TO_PRESCRIPTION: "Record the prescription that takes its place",
    Ask.SECOND: "A service decision needs a second clinician",
    Ask.RISK_PLAN: "A service decision needs a written plan for the risk",
    Ask.AGREED: "Coming off is the person’s own decision. Record that they agree,"
    " or say why it goes ahead without",
    Ask.SUPPORT: "Write what support goes with it, or say why it goes ahead without",
    Ask.WAY_BACK: "Write how they come back, or say why it goes ahead without",
    Ask.WITHOUT: "Say why going on would be unsafe",
}
NO_INTENT = "Only a reduction is for something. Choose “Not a reduction”, or “Reducing” above"
COMING_OFF = (Ask.AGREED, Ask.SUPPORT, Ask.WAY_BACK)
"""What a reduction to zero says as well, or a clinician says why it goes ahead without."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `is_chosen` False: it comes with something else, and nobody picks it by itself."""

    to: str
    after: tuple[str, ...]
    asks: tuple[Ask, ...] = ()
    who: Permission = Permission.RECORD_PRESCRIPTION
    is_chosen: bool = True


TABLE: tuple[Transition, ...] = (
    Transition("induction", ("draft", "suspended")),
    Transition("titrating", ("induction", "active", "reducing", "suspended")),
    Transition("active", ("draft", "induction", "titrating", "reducing", "suspended")),
    Transition(
        "reducing",
        ("induction", "titrating", "active", "suspended"),
        asks=(Ask.INTENT, Ask.THEIR_WORDS),
    ),
    Transition("suspended", ("induction", "titrating", "active", "reducing"), asks=(Ask.WHY,)),
    Transition("stopped", ("draft", *OPEN), asks=(Ask.STOP_REASON, Ask.WHY)),
    Transition("transferred", OPEN, asks=(Ask.TO_SERVICE, Ask.WHY)),
    Transition("switched", ("draft", *OPEN), asks=(Ask.TO_PRESCRIPTION,), is_chosen=False),
)
BY_STATE = {row.to: row for row in TABLE}


def may_follow(state: str) -> tuple[str, ...]:
    """States that somebody may choose after this one; after an end, none. A change of medicine ends
    one prescription by starting the next, so `switched` is never chosen by itself."""
    return tuple(row.to for row in TABLE if row.is_chosen and state in row.after)


def impossible(before: str, to: str) -> str:
    """The sentence for a move that cannot be; "" when it can."""
    row = BY_STATE[to]
    if not before or before in row.after:
        return ""
    if before == to:
        return f"It is {before} already on that day. Change the dose, or choose another state"
    if before in CLOSING_STATES:
        return f"It was {before} on that day, and nothing follows that. Record a new prescription"
    return f"It is {before} on that day. It cannot become {to}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said about a change of state. `has_support`, `has_way_back`: said now, or on record
    for this reduction."""

    state: str
    intent: str = ""
    stop_reason: str = ""
    why: str = ""
    their_words: str = ""
    to_service: str = ""
    has_to_prescription: bool = False
    has_risk_plan: bool = False
    has_second_clinician: bool = False
    second_is_same_person: bool = False
    second_may_prescribe: bool = True
    is_agreed: bool = False
    has_support: bool = False
    has_way_back: bool = False
    why_without: str = ""
    is_for_safety: bool = False

    @property
    def is_coming_off(self) -> bool:
        return self.state == REDUCING and self.intent == TO_ZERO

    @property
    def is_without(self) -> bool:
        """It goes ahead without some of what a reduction to zero needs, and somebody says why."""
        return self.is_coming_off and says(self.why_without)

    def answers(self, ask: Ask) -> bool:
        otherwise = self.why_without if self.is_coming_off else self.why
        said = {
            Ask.WHY: says(self.why),
            Ask.INTENT: self.intent,
            Ask.THEIR_WORDS: says(self.their_words, otherwise),
            Ask.STOP_REASON: self.stop_reason,
            Ask.TO_SERVICE: says(self.to_service),
            Ask.TO_PRESCRIPTION: self.has_to_prescription,
            Ask.SECOND: self.has_second_clinician,
            Ask.RISK_PLAN: self.has_risk_plan,
            Ask.AGREED: self.is_agreed or self.is_without,
            Ask.SUPPORT: self.has_support or self.is_without,
            Ask.WAY_BACK: self.has_way_back or self.is_without,
            Ask.WITHOUT: self.is_without,
        }
        return bool(said[ask])


def asks(asked: Asked) -> tuple[Ask, ...]:
    """What this change must say. A service decision asks for a second clinician and a plan; a
    reduction to zero, for the person's agreement, support and a way back."""
    row = BY_STATE[asked.state].asks
    if asked.is_coming_off:
        return (*row, *COMING_OFF, *((Ask.WITHOUT,) if asked.is_for_safety else ()))
    if asked.state in CLOSING_STATES and asked.stop_reason == SERVICE_DECISION:
        return (*row, Ask.SECOND, Ask.RISK_PLAN)
    return row


def missing(asked: Asked) -> dict[str, str]:
    """What is still needed before the change can be recorded: sentence by field.

    The second clinician is a prescriber too: the others of the table of roles decide nothing about
    a prescription. And never the one who records it.
    """
    wanted = {ask.value: SENTENCES[ask] for ask in asks(asked) if not asked.answers(ask)}
    if asked.intent and asked.state != REDUCING:
        wanted[Ask.INTENT] = NO_INTENT
    if asked.has_second_clinician and asked.second_is_same_person:
        wanted[Ask.SECOND] = "The second clinician must be somebody else"
    elif asked.has_second_clinician and not asked.second_may_prescribe:
        wanted[Ask.SECOND] = "The second clinician must be a prescriber of this service"
    return wanted
