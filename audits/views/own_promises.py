"""What was promised in one's own name: everybody on the staff may own a promise, sees theirs and
says when one is done. Changing and closing it is for those who answer audits."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest, member_page
from accounts.roles import Permission
from audits import promised_page, said_actions
from audits.models import PromisedAction
from audits.said_forms import SayDoneForm
from patients.person_page import add_errors


@require_safe
@member_page
def my_promises(request: StaffRequest) -> HttpResponse:
    access = request.access
    page = promised_page.page(access.service.pk, localdate(), access.user)
    context = {"page": page, "may_read": access.may(Permission.VIEW_AUDIT)}
    return render(request, "audits/my_promises.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def say_done(request: StaffRequest, promised_id: UUID) -> HttpResponse:
    service, user = request.access.service, request.access.user
    row = PromisedAction.objects.filter(pk=promised_id, service=service, owner=user).first()
    if row is None:
        raise Http404("Nothing such was promised in your name here.")
    if row.state != PromisedAction.State.OPEN and request.method != "POST":
        messages.info(request, f"“{row.what}” is closed already. Nothing more is to be said of it.")
        return redirect("audits:my_promises")
    form = SayDoneForm(request.POST or None, initial={"what": row.said_done})
    if form.is_valid():
        try:
            said_actions.say_done(promised=row, on=localdate(), by=user, **form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, "Kept. Your manager sees it, and closes the promise.")
            return redirect("audits:my_promises")
    return render(request, "audits/say_done.html", {"form": form, "row": row})
