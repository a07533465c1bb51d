"""The words of the schedule: kinds of review, their states, events, roles.

Source: domain/reviews.md §2 and §3. Values are what the database stores.
"""

from enum import StrEnum


class ReviewType(StrEnum):
    INDUCTION = "induction"
    FIRST12 = "first12"
    KEYWORK = "keywork"
    CARE_PLAN = "care_plan"
    MEDICAL = "medical"
    STRATEGIC = "strategic"
    TOP = "top"
    RISK = "risk"
    AFTERCARE = "aftercare"
    EVENT = "event"


class State(StrEnum):
    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    DUE = "due"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    PAUSED = "paused"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_overdue(self) -> bool:
        return self is State.OVERDUE or self is State.LONG_OVERDUE

    @property
    def needs_someone(self) -> bool:
        """Due today or overdue. Due soon is not yet anybody's task."""
        return self is State.DUE or self.is_overdue


class EventKind(StrEnum):
    """What happened to somebody that asks for a review within days."""

    OVERDOSE = "overdose"
    HOSPITAL_DISCHARGE = "hospital_discharge"
    PRISON_RELEASE = "prison_release"
    MISSED_DOSES = "missed_doses"
    PREGNANCY = "pregnancy"
    SAFEGUARDING = "safeguarding"
    NEW_SEDATIVE = "new_sedative"
    REDUCE_TO_ZERO = "reduce_to_zero"
    ASKS_TO_STOP = "asks_to_stop"
    TRANSFER_IN = "transfer_in"
    BEREAVEMENT = "bereavement"
    HOMELESS = "homeless"


class PauseReason(StrEnum):
    CUSTODY = "custody"
    HOSPITAL = "hospital"
    RESIDENTIAL = "residential"


class ReviewerRole(StrEnum):
    """Who can complete a review, as the schedule names them. The manager completes none.

    `external_prescriber`: a GP in shared care, by name and evidence letter.
    """

    KEYWORKER = "keyworker"
    PRESCRIBER = "prescriber"
    EXTERNAL_PRESCRIBER = "external_prescriber"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PEER = "peer"
    RECOVERY_WORKER = "recovery_worker"
    MANAGER = "manager"


class Basis(StrEnum):
    """What a due day was counted from."""

    FIRST = "first"
    INTERVAL = "interval"
    AGREED = "agreed"
    MILESTONE = "milestone"
    EVENT = "event"
    NONE = "none"


# In their order. Going through an enumeration itself takes three times as long.
ALL_TYPES = tuple(ReviewType)

SHORT_CONCLUSIONS = ("partial", "not_evident")

TITLES = {
    ReviewType.INDUCTION: "Induction check",
    ReviewType.FIRST12: "First 12 weeks review",
    ReviewType.KEYWORK: "Keywork contact",
    ReviewType.CARE_PLAN: "Care plan review",
    ReviewType.MEDICAL: "Medical review",
    ReviewType.STRATEGIC: "Strategic review",
    ReviewType.TOP: "TOP review",
    ReviewType.RISK: "Risk review",
    ReviewType.AFTERCARE: "Aftercare contact",
    ReviewType.EVENT: "Event review",
}

EVENT_WORDS = {
    EventKind.OVERDOSE: "an overdose",
    EventKind.HOSPITAL_DISCHARGE: "leaving hospital",
    EventKind.PRISON_RELEASE: "release from prison",
    EventKind.MISSED_DOSES: "3 missed doses in a row",
    EventKind.PREGNANCY: "a pregnancy was recorded",
    EventKind.SAFEGUARDING: "a safeguarding concern about a child",
    EventKind.NEW_SEDATIVE: "a new benzodiazepine, gabapentinoid or QT medicine",
    EventKind.REDUCE_TO_ZERO: "a reduction to zero was agreed",
    EventKind.ASKS_TO_STOP: "the request to stop the prescription",
    EventKind.TRANSFER_IN: "the transfer into this service",
    EventKind.BEREAVEMENT: "a bereavement",
    EventKind.HOMELESS: "the loss of a home",
}

PAUSE_WORDS = {
    PauseReason.CUSTODY: "in custody",
    PauseReason.HOSPITAL: "in hospital",
    PauseReason.RESIDENTIAL: "in residential care with another provider",
}

ROLE_WORDS = {
    ReviewerRole.KEYWORKER: "keyworker",
    ReviewerRole.PRESCRIBER: "prescriber",
    ReviewerRole.EXTERNAL_PRESCRIBER: "prescriber elsewhere",
    ReviewerRole.NURSE: "nurse",
    ReviewerRole.PHARMACIST: "pharmacist",
    ReviewerRole.PEER: "peer worker",
    ReviewerRole.RECOVERY_WORKER: "recovery worker",
    ReviewerRole.MANAGER: "manager",
}


def milestone_key(days: int) -> str:
    """ "week 12" for 84 days, "day 3" for 3: the key a credit is stored under, and its words."""
    return f"week {days // 7}" if days % 7 == 0 and days else f"day {days}"


def interval_words(days: int) -> str:
    """12 weeks, 12 months (365 days), 10 days."""
    if days == 365:
        return "12 months"
    if days % 7 == 0 and days:
        return "1 week" if days == 7 else f"{days // 7} weeks"
    return "1 day" if days == 1 else f"{days} days"
