"""The medicine beside each prescription, where prescriptions are read by statements of our own."""

from collections.abc import Iterable

from prescribing.models import Medicine, Prescription
from rodt.statements import Row, made, select

# Every medicine that was ever prescribed to one person.
MEDICINES = select(
    Medicine,
    "code IN (SELECT medicine_id FROM prescribing_prescription WHERE patient_id = %(patient)s)",
)


def put_beside(prescriptions: Iterable[Prescription], rows: Iterable[Row]) -> None:
    """`rows`: the answer to `MEDICINES` for the same person."""
    by_code = {medicine.code: medicine for medicine in made(Medicine, rows)}
    for prescription in prescriptions:
        prescription.medicine = by_code[prescription.medicine_id]
