"""Undo, within 30 seconds of a save. It works without a script: a button in the message."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import undoing
from patients.gate import patient_page
from patients.models import Patient
from patients.undo_offer import OFFERED


@require_POST
@patient_page(Permission.RECORD_CONTACT)
def undo(request: StaffRequest, patient: Patient) -> HttpResponse:
    try:
        undoing.undo(request.POST.get("token", ""), patient=patient, by=request.access.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Undone. All is as it was before.")
    request.session.pop(OFFERED, None)
    return redirect(reverse("reviews:case", args=[patient.pk]))
