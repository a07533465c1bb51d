"""What a good ending would be, over time: every version in the person's words, with its day."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from careplans.models import ExitVision
from patients.models import Patient
from rodt.words import and_list

PARTS = (
    ("words", "the words"),
    ("in_place", "what must be in place"),
    ("way_back", "what would bring them back"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """What was said on one day. `change`: how it differs from the time before, in words."""

    vision: Any
    change: str


def versions(patient: Patient) -> list[Version]:
    """The newest first, each as it now reads where it was corrected. One query."""
    said = list(
        ExitVision.objects.current()
        .filter(patient=patient)
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at", "-id")
    )
    return [Version(now, change(now, before)) for now, before in zip_longest(said, said[1:])]


def change(now: ExitVision, before: ExitVision | None) -> str:
    """Asked for the first time, still so, or what became different."""
    if before is None:
        return "The first time it was asked"
    changed = changed_parts(now, before)
    return f"Changed: {and_list(changed)}" if changed else "Asked again: still true"


def changed_parts(now: ExitVision, before: ExitVision) -> list[str]:
    """Which of its parts say something else, in words."""
    return [words for name, words in PARTS if _said(now, name) != _said(before, name)]


def _said(vision: ExitVision, name: str) -> str:
    return str(getattr(vision, name)).strip()
