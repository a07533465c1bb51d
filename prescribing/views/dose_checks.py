"""Before a dose is saved: the safety checks it fires are shown once. Nothing is blocked."""

from dataclasses import dataclass
from typing import Any

from patients.person_page import PersonForm
from prescribing.actions.safety import change_dose_looked_at
from prescribing.safety import before_dose
from prescribing.safety.limits import Limits
from prescribing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Answered:
    """The action, with the checks that its dose fires."""

    known: dict[str, Any]

    def __call__(self, **said: Any) -> Any:
        return change_dose_looked_at(**self.known, **said)


def save_dose(page: PersonForm, now: Sheet, by: Any, limits: Limits) -> bool:
    """Saved, once what it fires was shown. False: the form is shown, with its errors or checks."""
    form: Any = page.form
    if not page.is_posted or not form.is_valid():
        return False
    typed = form.cleaned_data
    warnings, version = before_dose.read(
        now.prescription, typed["dose_mg"], typed["from_on"], now.on
    )
    # What looks like a slip of the hand is asked about first; the action does that.
    is_slip = "is_right" in form.fields and not (typed.get("is_right") and typed.get("why"))
    if not is_slip and form.shows_first(warnings):
        return False
    act = Answered({"warnings": warnings, "threshold_version": version, "on": now.on})
    return page.save(act, prescription=now.prescription, by=by, limits=limits)
