"""What a record says about rows that came to it or left it. The other person is named, and the
reason given, only to somebody who may see that other record."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.access import Access
from patients import moving
from patients.entries import called
from patients.models import Patient, RecordMove


@dataclass(frozen=True, slots=True)
class Told:
    """One move, as one of its two records tells it. `other` is None for those who may not see."""

    move: RecordMove
    words: str
    other: Patient | None
    is_undone: bool


def moves_of(patient: Patient) -> list[RecordMove]:
    """Moves to and from this record, the newest first."""
    found = RecordMove.objects.filter(Q(patient=patient) | Q(from_patient=patient))
    return list(found.select_related("recorded_by", "undone_by").order_by("-recorded_at"))


def tell(patient: Patient, access: Access | None) -> list[Told]:
    moves = moves_of(patient)
    ids = {move.from_patient_id for move in moves} | {move.patient_id for move in moves}
    seen = Patient.objects.visible_to(access).select_related("team").in_bulk(ids - {patient.pk})
    return [
        Told(
            move,
            _words(move, move.patient_id == patient.pk),
            seen.get(move.from_patient_id) or seen.get(move.patient_id),
            move.undone_at is not None,
        )
        for move in moves
    ]


def _words(move: RecordMove, came_here: bool) -> str:
    if move.kind == RecordMove.Kind.MERGE:
        return (
            "Another record of this person was made one with this."
            if came_here
            else "This record was made one with another."
        )
    row = moving.kept(move.rows[:1])[0]
    entry = row.table._default_manager.filter(pk=row.id).first()
    name = called(entry) if entry is not None else "entry"
    if came_here:
        return f"Moved to this record: {name}. It was written in another record by mistake."
    return f"Moved from this record: {name}. It was about somebody else."
