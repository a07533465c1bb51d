"""What is prescribed now, how it came about, and what was missed."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import person_page
from prescribing.health.kinds import NEVER_A_SANCTION, how_tested
from prescribing.models import DrugTest
from prescribing.querysets import with_course
from prescribing.sheet import sheet

TESTS_SHOWN = 5


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def prescription(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    sheets = [sheet(row, on) for row in with_course(patient)]
    running = [one for one in sheets if one.is_running]
    tests = DrugTest.objects.current().filter(patient=patient).select_related("taken_by")
    shown = list(tests.order_by("-on", "-recorded_at")[:TESTS_SHOWN])
    for test in shown:
        test.how = how_tested(test)  # type: ignore[attr-defined]
    return person_page(
        request,
        patient,
        "prescribing/prescription.html",
        tab="prescription",
        running=running,
        has_daily=any(not one.prescription.medicine.covers_days for one in running),
        waiting=sum(len(one.waiting) for one in running),
        ended=[one for one in sheets if not one.is_running],
        tests=shown,
        never_a_sanction=NEVER_A_SANCTION,
        on=on,
    )
