"""People for the browser tests of journeys 8 and 9, made through actions in the stack."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from accounts.demo import DEMO_ACCOUNTS
from accounts.models import Service, Team, User
from accounts.roles import Role
from patients import actions as patients
from prescribing import actions as prescribing
from prescribing.models import Medicine, State
from rodt import row_security

KEYWORKER = "dee.marsh@demo.example"
MISSES = ("Ottoline", "Farthingale")
DEPOT = ("Barnaby", "Quillfeather")
DEPOT_CODE = "buprenorphine-depot-weekly-16mg"
DAYS_LATE = 3


def _start(name: tuple[str, str], reference: str, started_on: date, **first: object) -> None:
    """In treatment with the keyworker and the prescriber of the demo, on one prescription."""
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        by = User.objects.get(email=KEYWORKER)
        account = next(one for one in DEMO_ACCOUNTS if one.role == Role.PRESCRIBER)
        prescriber = User.objects.get(email=account.email)
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=by).first(),
            given_name=name[0],
            family_name=name[1],
            date_of_birth=date(1985, 3, 1),
            reference=reference,
            by=by,
        )
        episode = patients.start_episode(
            patient=patient, started_on=started_on, by=by, keyworker=by, prescriber=prescriber
        )
        prescription = prescribing.start_prescription(
            patient=patient,
            episode=episode,
            medicine=Medicine.objects.get(code=str(first.pop("code"))),
            started_on=started_on,
            by=prescriber,
            prescriber=prescriber,
            pharmacy="Quay Pharmacy",
            **first,
        )
        prescribing.change_state(
            prescription=prescription,
            version=prescription.version,
            state=State.ACTIVE,
            on=started_on + timedelta(days=14),
            by=prescriber,
        )
        if prescription.medicine.covers_days:
            covers = prescription.medicine.covers_days + (prescription.medicine.window_days or 0)
            prescribing.record_depot(
                prescription=prescription,
                given_on=localdate() - timedelta(days=covers + DAYS_LATE),
                dose_mg=16,
                by=prescriber,
            )


def one_who_misses_doses() -> None:
    _start(
        MISSES,
        "BROWSER-8",
        localdate() - timedelta(days=200),
        code="methadone-1mg-ml",
        dose_mg=60,
        supervision="daily",
    )


def one_whose_depot_is_late() -> None:
    _start(
        DEPOT,
        "BROWSER-9",
        localdate() - timedelta(days=120),
        code=DEPOT_CODE,
        dose_mg=16,
        supervision="depot",
    )
