"""One test that breaks each constraint of the prescribing room."""

import pytest
from django.db import IntegrityError, transaction

from prescribing.models import (
    DepotDose,
    DoseStep,
    Medicine,
    MissedDoses,
    Prescription,
    Script,
    SupervisionStep,
)
from tests.world import medicine


def about(town, **values):
    return {
        "service": town.service,
        "patient": town.gareth,
        "prescription": town.prescription(town.gareth),
    } | values


def prescription(town, **values):
    details = {
        "service": town.service,
        "patient": town.gareth,
        "episode": town.episode(town.gareth),
        "medicine": medicine("methadone-1mg-ml"),
        "started_on": town.day(5),
    }
    return Prescription.objects.create(**(details | values))


def dose(town, **values):
    details = about(town, daily_dose_mg=50, from_on=town.day(700), to_on=town.day(690))
    return DoseStep.objects.create(**(details | values))


def supervision(town, **values):
    details = about(town, supervision="daily", from_on=town.day(700), to_on=town.day(690))
    return SupervisionStep.objects.create(**(details | values))


def script(town, **values):
    details = about(town, from_on=town.day(5), to_on=town.day(0))
    return Script.objects.create(**(details | values))


BROKEN = {
    "a_usual_range_is_in_order": lambda t: Medicine.objects.create(
        code="x", name="X", group="methadone", is_ost=True, usual_from_mg=9, usual_to_mg=8
    ),
    "a_prescription_ends_after_it_starts": lambda t: prescription(t, ended_on=t.day(6)),
    "a_script_covers_days_in_order": lambda t: script(t, to_on=t.day(6)),
    "an_instalment_has_an_amount_and_an_interval": lambda t: script(t, instalment_mg=55),
    "scripts_of_one_prescription_do_not_overlap": lambda t: [script(t), script(t)],
    "a_dose_is_more_than_nothing": lambda t: dose(t, daily_dose_mg=0),
    "a_dose_step_ends_after_it_starts": lambda t: dose(t, to_on=t.day(701)),
    "doses_of_one_prescription_do_not_overlap": lambda t: dose(t, to_on=t.day(540)),
    "a_supervision_step_ends_after_it_starts": lambda t: supervision(t, to_on=t.day(701)),
    "supervision_of_one_prescription_does_not_overlap": lambda t: supervision(t, to_on=t.day(540)),
    "missed_days_are_in_order": lambda t: MissedDoses.objects.create(
        **about(t, from_on=t.day(3), to_on=t.day(4))
    ),
    "a_depot_covers_days_after_it_is_given": lambda t: DepotDose.objects.create(
        **about(t, given_on=t.day(3), covers_to_on=t.day(4))
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(town, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](town)


def test_every_constraint_of_the_room_is_broken_here():
    models = (Medicine, Prescription, DoseStep, SupervisionStep, MissedDoses, DepotDose, Script)
    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)
