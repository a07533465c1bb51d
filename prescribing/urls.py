from django.urls import path

from prescribing.views import (
    change,
    corrections,
    depots,
    health,
    medicines,
    phoned,
    prescription,
    scripts,
    states,
    taken,
)

app_name = "prescribing"
_PERSON = "patients/<uuid:patient_id>/"
_ONE = f"{_PERSON}prescription/<uuid:prescription_id>/"
urlpatterns = [
    path("medicines/", medicines.medicines, name="medicines"),
    path(f"{_PERSON}prescription/", prescription.prescription, name="prescription"),
    path(f"{_PERSON}prescription/new/", change.new, name="new"),
    path(f"{_ONE}dose/", change.change_dose, name="change_dose"),
    path(f"{_ONE}supervision/", change.change_supervision, name="change_supervision"),
    path(f"{_ONE}script/", scripts.script, name="script"),
    path(f"{_ONE}scripts/<uuid:script_id>/", scripts.script_sheet, name="script_sheet"),
    path(f"{_ONE}state/", states.change_state, name="change_state"),
    path(f"{_ONE}injection/", depots.add_depot, name="add_depot"),
    path(
        f"{_PERSON}prescription/entries/<slug:part>/<uuid:part_id>/correct/",
        corrections.correct_part,
        name="correct_part",
    ),
    path("pharmacy-phoned/", phoned.phoned, name="phoned"),
    path(f"{_PERSON}pharmacy-phoned/", phoned.phoned_about, name="phoned_about"),
    path(f"{_PERSON}missed-doses/new/", taken.missed_doses, name="missed_doses"),
    path(
        f"{_PERSON}missed-doses/<uuid:missed_id>/decide/",
        taken.decide_missed,
        name="decide_missed",
    ),
    path(f"{_PERSON}tests/new/", taken.add_test, name="add_test"),
    path(f"{_PERSON}health/", health.health, name="health"),
    path(f"{_PERSON}health/<slug:fact>/new/", health.add_health, name="add_health"),
    path(
        f"{_PERSON}health/<slug:fact>/<uuid:fact_id>/correct/",
        health.correct_health_fact,
        name="correct_health",
    ),
]
