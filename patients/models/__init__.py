"""The person, their episodes, what happened to them, and what is to do."""

from patients.models.background import (
    DECILES,
    ETHNIC_GROUPS,
    Ethnicity,
)
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
    "DECILES",
    "ETHNIC_GROUPS",
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
    "Ethnicity",
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
