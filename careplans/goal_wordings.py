"""What a goal said before it was corrected, from the history that triggers write."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from accounts.models import User
from careplans.models import Goal
from patients.entries import Wording, in_words

SAID = ("words", "tags", "substance")
LABELS = {"words": "the goal", "tags": "what it is for", "substance": "substance"}


@dataclass(frozen=True, slots=True)
class State:
    """One state of the goal, as `patients/_wordings.html` asks it."""

    recorded_at: datetime
    recorded_by: User | None
    is_withdrawn: bool = False


def wordings(goal: Goal) -> list[Wording]:
    """The newest first; one where it was never corrected. Two queries."""
    states = list(_states(goal))
    staff = {str(one.pk): one for one in User.objects.filter(pk__in=[by for _, by, _ in states])}
    found, later = [], {}  # type: ignore[var-annotated]
    for event, by, why in reversed(states):
        said = {LABELS[name]: in_words(event, Goal._meta.get_field(name)) for name in SAID}
        shown = [(k, v) for k, v in said.items() if (later.get(k) != v if later else v)]
        found.append(Wording(State(event.pgh_created_at, staff.get(by)), shown, why))
        later = said
    return found


def last_correction(goal: Goal) -> Wording | None:
    """None where its words stand as they were first written."""
    found = wordings(goal)
    return found[0] if len(found) > 1 else None


def _states(goal: Goal) -> Iterator[tuple[Any, str, str]]:
    """Each state of its words, oldest first, with the id of whoever wrote it, and why."""
    events: Any = apps.get_model("careplans", "GoalEvent")
    before = None
    for event in events.objects.filter(pgh_obj_id=goal.pk).order_by("pgh_id"):
        said = [getattr(event, name) for name in SAID]
        if said == before:
            continue
        told = event.pgh_context or {}
        is_first = before is None
        by = event.recorded_by_id if is_first else told.get("by")
        yield event, str(by or ""), "" if is_first else told.get("reason", "")
        before = said
