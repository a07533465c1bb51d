"""One row for everybody on opioid substitution treatment on a day: what is prescribed, how use has
changed, what was concluded. For `manage.py benefit`. A blank is not recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from patients.models import Patient
from prescribing.doses import DepotCover, StatePoint, on_ost
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    Medicine,
    Prescription,
    StateChange,
)
from reviews import facts_reader
from reviews.models import TopRecord
from reviews.review_facts import Credit
from reviews.review_types import ReviewType
from rodt.dates import whole_weeks_since
from rodt.words import plain_number

START = TopRecord.Stage.START


@dataclass(frozen=True, slots=True, order=True)
class BenefitRow:
    """A depot has no daily dose, so its dose is left blank."""

    reference: str
    medicine: str
    daily_dose_mg: str
    ost_started_on: date | None
    weeks_on_ost: int | None
    opiates_days_start: int | None
    opiates_days_latest: int | None
    top_latest_on: date | None
    test_latest_on: date | None
    strategic_review_on: date | None
    conclusion: str

    def cells(self) -> list[str]:
        return ["" if value is None else str(value) for value in astuple(self)]


HEADER = [field.name for field in fields(BenefitRow)]


class _Prescribed(NamedTuple):
    medicine: str
    daily_dose_mg: str


class _Use(NamedTuple):
    start: int | None
    latest: int | None
    latest_on: date


def rows_of(service_id: UUID, on: date) -> list[BenefitRow]:
    """In the order of references. Row-level security must be open for the service."""
    facts = facts_reader.read(on=on, service_id=service_id)
    treated = {patient_id: found for patient_id, found in facts.items() if found.on_ost(on)}
    references = dict(Patient.objects.filter(service=service_id).values_list("id", "reference"))
    prescribed = _prescribed(service_id, on)
    used, tested = _use(service_id, on), _tested(service_id, on)
    found = []
    for patient_id, person in treated.items():
        strategic = _last_strategic(person.credits)
        rx = prescribed.get(patient_id, _Prescribed("", ""))
        use = used.get(patient_id)
        started_on = person.ost_started_on
        found.append(
            BenefitRow(
                reference=references[patient_id],
                medicine=rx.medicine,
                daily_dose_mg=rx.daily_dose_mg,
                ost_started_on=started_on,
                weeks_on_ost=whole_weeks_since(started_on, on) if started_on else None,
                opiates_days_start=use.start if use else None,
                opiates_days_latest=use.latest if use else None,
                top_latest_on=use.latest_on if use else None,
                test_latest_on=tested.get(patient_id),
                strategic_review_on=strategic.held_on if strategic else None,
                conclusion=strategic.conclusion if strategic else "",
            )
        )
    return sorted(found, key=lambda row: row.reference)


def _last_strategic(credits: Iterable[Credit]) -> Credit | None:
    held = [c for c in credits if c.type is ReviewType.STRATEGIC and c.counts]
    return max(held, key=lambda credit: credit.held_on, default=None)


def _prescribed(service_id: UUID, on: date) -> Mapping[UUID, _Prescribed]:
    """The substitution medicine that covers the day; of several, the one begun last."""
    points: dict[UUID, list[StatePoint]] = defaultdict(list)
    for prescription_id, state, since in (
        StateChange.objects.current()
        .filter(service=service_id, on__lte=on)
        .order_by("on", "recorded_at", "id")
        .values_list("prescription_id", "state", "on")
    ):
        points[prescription_id].append(StatePoint(since, state))
    covers: dict[UUID, list[DepotCover]] = defaultdict(list)
    for prescription_id, given_on, to_on in (
        DepotDose.objects.current()
        .filter(service=service_id, given_on__lte=on)
        .values_list("prescription_id", "given_on", "covers_to_on")
    ):
        covers[prescription_id].append(DepotCover(given_on, to_on))
    doses = _doses(service_id, on)
    medicines = Medicine.objects.in_bulk()
    found: dict[UUID, _Prescribed] = {}
    for patient_id, prescription_id, code in (
        Prescription.objects.filter(service=service_id, started_on__lte=on, medicine__is_ost=True)
        .order_by("started_on", "id")
        .values_list("patient_id", "id", "medicine_id")
    ):
        if on_ost(points[prescription_id], covers[prescription_id], on):
            medicine = medicines[code]
            is_depot = medicine.group == Medicine.Group.DEPOT
            mg = None if is_depot else doses.get(prescription_id)
            found[patient_id] = _Prescribed(str(medicine), plain_mg(mg))
    return found


def plain_mg(mg: Decimal | None) -> str:
    """55, 2.5; never a trailing zero, never a comma."""
    return "" if mg is None else plain_number(mg).replace(",", "")


def _doses(service_id: UUID, on: date) -> Mapping[UUID, Decimal]:
    """The daily dose on the day, by prescription."""
    steps = (
        DoseStep.objects.current()
        .filter(service=service_id, from_on__lte=on)
        .exclude(to_on__lt=on)
        .order_by("from_on")
    )
    return dict(steps.values_list("prescription_id", "daily_dose_mg"))


def _use(service_id: UUID, on: date) -> Mapping[UUID, _Use]:
    """Days of opiates at the last start profile, and at the latest of all: maybe the same one."""
    found: dict[UUID, _Use] = {}
    for patient_id, top_on, stage, days in (
        TopRecord.objects.current()
        .answered()
        .filter(service=service_id, on__lte=on)
        .order_by("on", "recorded_at", "id")
        .values_list("patient_id", "on", "stage", "opiates_days")
    ):
        before = found.get(patient_id)
        start = days if stage == START else before.start if before else None
        found[patient_id] = _Use(start, days, top_on)
    return found


def _tested(service_id: UUID, on: date) -> Mapping[UUID, date]:
    tests = DrugTest.objects.current().filter(service=service_id, on__lte=on).order_by("on")
    return dict(tests.values_list("patient_id", "on"))
