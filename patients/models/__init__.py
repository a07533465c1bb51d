"""The person, their episodes, what happened to them, and what is to do."""

from patients.models.background import (
    DECILES,
    ETHNIC_GROUPS,
    Ethnicity,
)
from patients.models.draft import Draft
from patients.models.happened import (
    Appointment,
    Contact,
    Pause,
    SignificantEvent,
)
from patients.models.identity import (
    Consent,
    OtherName,
    PossibleDuplicate,
    RecordMove,
)
from patients.models.record import (
    TOP_COORDINATORS,
    Answer,
    Assignment,
    EndReason,
    Episode,
    Patient,
    Sex,
    TopCoordinator,
)
from patients.models.rows import (
    CURRENT,
    DayRange,
    EditableRow,
    Fact,
    PatientRow,
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
