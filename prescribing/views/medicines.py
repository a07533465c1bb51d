"""The catalogue: what is known of each medicine, with its status and source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from prescribing.catalogue import HISTORIC
from prescribing.doses import usual_words
from prescribing.medicine_facts import (
    BANDS,
    BANDS_SOURCE,
    BY_GROUP,
    CODES,
    IN_GENERAL,
    MARKS,
    NOT_PRESCRIBED,
)
from prescribing.models import Medicine


@require_safe
@staff_page(Permission.VIEW_PATIENT)
def medicines(request: StaffRequest) -> HttpResponse:
    rows: dict[str, list[dict[str, object]]] = {}
    for medicine in Medicine.objects.order_by("name", "form", "mg_per_ml", "covers_days", "code"):
        known = {
            "medicine": medicine,
            "usual": usual_words(medicine),
            "range_status": MARKS.get(medicine.range_status, ""),
            "is_historic": medicine.code in HISTORIC,
        }
        rows.setdefault(medicine.group, []).append(known)
    groups = [
        {"title": group.label, "rows": rows.get(group.value, []), "facts": BY_GROUP[group.value]}
        for group in Medicine.Group
    ]
    return render(
        request,
        "prescribing/medicines.html",
        {
            "groups": groups,
            "in_general": IN_GENERAL,
            "not_prescribed": NOT_PRESCRIBED,
            "codes": CODES,
            "bands": BANDS,
            "bands_source": BANDS_SOURCE,
        },
    )
