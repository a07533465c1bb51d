"""The person, their episodes, what happened to them, and what is to do."""

from patients.models.identity import (
    Consent,
    OtherName,
    PossibleDuplicate,
    RecordMove,
)
from patients.models.record import (
    CURRENT,
    TOP_COORDINATORS,
    Answer,
    Appointment,
    Assignment,
    Contact,
    DayRange,
    Draft,
    EditableRow,
    EndReason,
    Episode,
    Fact,
    Patient,
    PatientRow,
    Pause,
    Sex,
    SignificantEvent,
    TopCoordinator,
)
from patients.models.search import (
    SearchWord,
    Spelling,
)
from patients.models.work import (
    AftercareAnswer,
    Task,
    Transfer,
)

__all__ = [
    "CURRENT",
    "TOP_COORDINATORS",
    "AftercareAnswer",
    "Answer",
    "Appointment",
    "Assignment",
    "Consent",
    "Contact",
    "DayRange",
    "Draft",
    "EditableRow",
    "EndReason",
    "Episode",
    "Fact",
    "OtherName",
    "Patient",
    "PatientRow",
    "Pause",
    "PossibleDuplicate",
    "RecordMove",
    "SearchWord",
    "Sex",
    "SignificantEvent",
    "Spelling",
    "Task",
    "TopCoordinator",
    "Transfer",
]
