"""How an indicator is counted, with its worked examples."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits.definitions import NUMBER_WORDS, OUTCOME_WORDS
from audits.report_page import DIRECTION_WORDS
from audits.run import audit_day
from audits.steps import BY_CODE, STEPS


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def definition(request: StaffRequest, code: str) -> HttpResponse:
    indicator = BY_CODE.get(code)
    if indicator is None:
        raise Http404
    step = next(item for item in STEPS if item.number == indicator.step)
    day = audit_day(request.access.service.pk, localdate(), localdate())
    values = day.rules.values()
    context = {
        "indicator": indicator,
        "step": step,
        "direction": DIRECTION_WORDS[indicator.direction],
        "numbers": [(NUMBER_WORDS[name], values[name]) for name in indicator.numbers],
        "rules_version": day.rules.version,
        "examples": [(example, OUTCOME_WORDS[example.expect]) for example in indicator.examples],
    }
    return render(request, "audits/definition.html", context)
