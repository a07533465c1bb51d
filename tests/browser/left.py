"""People who came off and left as planned, or are about to; made through actions in the stack."""

from datetime import timedelta

from django.utils.timezone import localdate

from patients import actions as patients
from patients.models import Patient
from prescribing import actions as prescribing
from reviews import leaving_actions
from tests.browser.treated import at_harbour, keyworker, prescriber, start

COMES_OFF = ("Tamsin", "Aldergate")
LEFT_LATELY = ("Orrin", "Batchworth")


def one_who_comes_off() -> None:
    """A year and a half in treatment, at the end of a reduction that they wanted."""
    with at_harbour():
        _reduced(COMES_OFF, "BROWSER-OFF")


def one_who_left_lately() -> None:
    """Left as planned eight days ago, so that the first contact of aftercare is due."""
    with at_harbour():
        patient = _reduced(LEFT_LATELY, "BROWSER-LEFT")
        episode = patient.episodes.get()
        leaving_actions.leave_treatment(
            episode=episode,
            version=episode.version,
            ended_on=localdate() - timedelta(days=8),
            reason="completed_drug_free",
            patient_agreed="yes",
            why="As agreed",
            by=prescriber(),
            may_prescribe=True,
        )
        patients.answer_aftercare(
            patient=patient,
            on=localdate() - timedelta(days=8),
            answer="yes",
            how="By phone",
            by=keyworker(),
        )


def _reduced(name: tuple[str, str], reference: str) -> Patient:
    on = localdate()
    patient, prescription = start(name, reference, on - timedelta(days=540))
    prescribing.change_state(
        prescription=prescription,
        version=prescription.version,
        state="reducing",
        intent="to_zero",
        on=on - timedelta(days=240),
        patient_agreed="yes",
        their_words="I want to be off it before my son starts school.",
        support="Relapse group on Tuesdays",
        support_on=on - timedelta(days=235),
        way_back="Ring Dee, any day. No waiting list, no questions.",
        by=prescriber(),
    )
    return patient
