"""An entry of any kind corrected, or taken back: with a reason, beside what it said before."""

from typing import Any

from django.db import transaction

from accounts.models import User
from patients import facts


@transaction.atomic
def correct_entry(
    *, entry: Any, by: User, amend_reason: str, is_withdrawn: bool = False, **changes: Any
) -> Any:
    if is_withdrawn:
        return facts.withdraw(entry, by=by, reason=amend_reason)
    days = {name: changes[name] for name in entry.days_in_life if name in changes}
    moved = {name: day for name, day in days.items() if day != getattr(entry, name)}
    facts.in_life(entry.patient, **moved)
    return facts.amend(entry, by=by, reason=amend_reason, values=changes)
