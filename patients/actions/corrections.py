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
    if type(entry).ends_with_death and "on" in changes:
        facts.after_birth(entry.patient, changes["on"])
        facts.before_death(entry.patient, changes["on"])
    return facts.amend(entry, by=by, reason=amend_reason, values=changes)
