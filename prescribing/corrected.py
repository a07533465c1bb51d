"""What a row of a prescription said before somebody corrected it, as the page shows it.

A step that only ends earlier because the next one follows was not corrected: it says the same.
Asks no database: `querysets.with_course` brings the rows before along.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.timezone import localtime

from prescribing import collecting
from prescribing.doses import dose_words
from prescribing.models import (
    DepotDose,
    DoseStep,
    MissedDoses,
    Script,
    StateChange,
    SupervisionStep,
)
from rodt.words import and_list, date_range, nhs_date


def _dose(row: DoseStep) -> Iterator[str]:
    yield f"{dose_words(row.daily_dose_mg)} from {nhs_date(row.from_on)}"
    yield row.why
    yield f"agreed: {row.get_patient_agreed_display().lower()}"


def _collecting(row: SupervisionStep) -> Iterator[str]:
    yield f"{row.get_supervision_display()} from {nhs_date(row.from_on)}"
    yield collecting.days_words(row.collection_days)
    yield row.reason
    yield f"look again {nhs_date(row.review_on)}" if row.review_on else ""


def _script(row: Script) -> Iterator[str]:
    yield date_range(row.from_on, row.to_on)
    yield row.get_form_display()
    yield f"in all {dose_words(row.total_mg)}" if row.total_mg else ""
    if row.instalment_mg:
        yield f"{dose_words(row.instalment_mg)} every {row.interval_days} days"
    yield f"wordings {and_list([str(number) for number in row.phrases])}" if row.phrases else ""
    yield row.pharmacy


def _state(row: StateChange) -> Iterator[str]:
    yield f"{row.get_state_display()} from {nhs_date(row.on)}"
    yield row.why
    yield f"“{row.their_words}”" if row.their_words else ""
    yield f"agreed: {row.get_patient_agreed_display().lower()}"


def _injection(row: DepotDose) -> Iterator[str]:
    yield f"{dose_words(row.dose_mg)} on" if row.dose_mg else "given on"
    yield nhs_date(row.given_on)
    yield row.site


def _missed(row: MissedDoses) -> Iterator[str]:
    yield date_range(row.from_on, row.to_on)
    yield f"reported by {row.reported_by}" if row.reported_by else ""


SAYS: dict[Any, Callable[[Any], Iterator[str]]] = {
    DoseStep: _dose,
    SupervisionStep: _collecting,
    Script: _script,
    StateChange: _state,
    DepotDose: _injection,
    MissedDoses: _missed,
}


def said(row: Any) -> str:
    return ", ".join(part.strip().rstrip(".") for part in SAYS[type(row)](row) if part.strip())


def corrections(row: Any) -> list[str]:
    """ "Corrected on 3 May 2026 by Dr Osei: was 50mg from 1 May 2026. Misread.", newest first."""
    found = []
    while row.amends_id is not None and "amends" in row._state.fields_cache:
        before = said(row.amends)
        if before != said(row):
            by = f" by {row.recorded_by.full_name}" if row.recorded_by else ""
            on = nhs_date(localtime(row.recorded_at).date())
            reason = row.amend_reason.strip().rstrip(".")
            found.append(f"Corrected on {on}{by}: was {before}. {reason}.")
        row = row.amends
    return found
