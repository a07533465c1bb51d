"""What changes a record of what is prescribed. Each verb is one transaction, names who did it, and
leaves its note in the trail."""

from prescribing.actions.coming_off import record_part
from prescribing.actions.missed import decide_missed_doses, record_missed_doses
from prescribing.actions.prescriptions import start_prescription
from prescribing.actions.scripts import record_script
from prescribing.actions.states import change_state
from prescribing.actions.steps import change_dose, change_supervision
from prescribing.actions.taken import record_depot, record_test

__all__ = [
    "change_dose",
    "change_state",
    "change_supervision",
    "decide_missed_doses",
    "record_depot",
    "record_missed_doses",
    "record_part",
    "record_script",
    "record_test",
    "start_prescription",
]
