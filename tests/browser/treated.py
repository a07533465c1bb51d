"""People in treatment with the keyworker and the prescriber of the demo, each on one prescription;
made through actions in the stack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils.timezone import localdate

from accounts.models import Service, Team, User
from accounts.roles import Role
from patients import actions as patients
from patients.models import Patient
from prescribing import actions as prescribing
from prescribing.models import Medicine, Prescription, State
from reviews.benefit_domains import DOMAINS, Rating
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Review
from reviews.review_types import ReviewerRole
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic
from rodt import row_security
from tests.browser.acting import EMAIL

METHADONE = "methadone-1mg-ml"
IN_CUSTODY = ("Fergus", "Thistlewood")
PREGNANT = ("Saskia", "Underhill")
RIGHT_PERSON = ("Maren", "Hollis")
WRONG_PERSON = ("Maren", "Holloway")


@contextmanager
def at_harbour() -> Iterator[None]:
    """The demo's first service is seen, and committed to at the end."""
    with row_security.scope([Service.objects.get(code="HARBOUR").pk]):
        yield


def keyworker() -> User:
    return User.objects.get(email=EMAIL[Role.KEYWORKER])


def prescriber() -> User:
    return User.objects.get(email=EMAIL[Role.PRESCRIBER])


def manager() -> User:
    return User.objects.get(email=EMAIL[Role.MANAGER])


def start(
    name: tuple[str, str],
    reference: str,
    started_on: date,
    *,
    born_on: date = date(1985, 3, 1),
    code: str = METHADONE,
    dose_mg: int = 60,
    supervision: str = "daily",
) -> tuple[Patient, Prescription]:
    """At Harbour. Two weeks of induction, then active."""
    by, doctor = keyworker(), prescriber()
    patient = patients.register_patient(
        team=Team.objects.filter(memberships__user=by).first(),
        given_name=name[0],
        family_name=name[1],
        date_of_birth=born_on,
        reference=reference,
        by=by,
    )
    episode = patients.start_episode(
        patient=patient, started_on=started_on, by=by, keyworker=by, prescriber=doctor
    )
    prescription = prescribing.start_prescription(
        patient=patient,
        episode=episode,
        medicine=Medicine.objects.get(code=code),
        started_on=started_on,
        by=doctor,
        prescriber=doctor,
        pharmacy="Quay Pharmacy",
        dose_mg=dose_mg,
        supervision=supervision,
    )
    prescribing.change_state(
        prescription=prescription,
        version=prescription.version,
        state=State.ACTIVE,
        on=started_on + timedelta(days=14),
        by=doctor,
    )
    prescription.refresh_from_db()
    return patient, prescription


CLEAR = StrategicPart(
    ratings={domain.key: Rating.BETTER.value for domain in DOMAINS},
    judgement=8,
    judgement_words="It lets me work.",
    options=("stay",),
    decision="continue",
    conclusion="clear",
)


def signed_by_two(
    patient: Patient,
    prescription: Prescription,
    held_on: date,
    part: StrategicPart = CLEAR,
    *,
    next_after_days: int = 365,
) -> Review:
    """A strategic review that keyworker and prescriber signed on its day."""
    for by, role in (
        (keyworker(), ReviewerRole.KEYWORKER),
        (prescriber(), ReviewerRole.PRESCRIBER),
    ):
        review = record_strategic(
            patient=patient,
            by=by,
            role=role,
            held_on=held_on,
            seen=Review.Seen.IN_PERSON.value,
            part=part,
            schedule=DEFAULT_SCHEDULE,
            on=held_on,
            next_review_on=held_on + timedelta(days=next_after_days),
            prescription=prescription,
        )
    return review


def one_who_goes_to_prison() -> None:
    """Five months in treatment and never reviewed, so that reviews are overdue."""
    with at_harbour():
        start(IN_CUSTODY, "BROWSER-CUSTODY", localdate() - timedelta(days=150))


def one_who_is_pregnant() -> None:
    with at_harbour():
        start(PREGNANT, "BROWSER-PREGNANT", localdate() - timedelta(days=200))


def two_of_alike_names() -> None:
    """Found by the same letters; told apart by their dates of birth."""
    with at_harbour():
        on = localdate() - timedelta(days=100)
        start(RIGHT_PERSON, "BROWSER-RIGHT", on, born_on=date(1979, 5, 4))
        start(WRONG_PERSON, "BROWSER-WRONG", on, born_on=date(1991, 11, 23))
