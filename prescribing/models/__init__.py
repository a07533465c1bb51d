"""What is prescribed and taken, and the health facts it rests on."""

from prescribing.models.coming_off import ComingOffPart
from prescribing.models.health import (
    Advice,
    Ecg,
    LiverTest,
    NaloxoneSupply,
    Pregnancy,
    RiskFactor,
    Vaccination,
    VirusTest,
)
from prescribing.models.prescriptions import (
    DepotDose,
    DoseStep,
    DrugTest,
    Intent,
    Medicine,
    MissedDoses,
    Prescription,
    State,
    StateChange,
    StopReason,
    SupervisionStep,
)
from prescribing.models.safety import (
    SafetyAnswer,
)
from prescribing.models.scripts import (
    Script,
)

__all__ = [
    "Advice",
    "ComingOffPart",
    "DepotDose",
    "DoseStep",
    "DrugTest",
    "Ecg",
    "Intent",
    "LiverTest",
    "Medicine",
    "MissedDoses",
    "NaloxoneSupply",
    "Pregnancy",
    "Prescription",
    "RiskFactor",
    "SafetyAnswer",
    "Script",
    "State",
    "StateChange",
    "StopReason",
    "SupervisionStep",
    "Vaccination",
    "VirusTest",
]
