"""Pages about the product itself: who may do what, the keys, how usable it is for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, member_page
from accounts.roles import TABLE, Permission, Role


@require_safe
@member_page
def roles(request: StaffRequest) -> HttpResponse:
    """The table itself, printed: no second list that could say something else."""
    lines = [
        {
            "permission": permission.value,
            "answers": [{"role": role, "reach": TABLE[role].get(permission)} for role in Role],
        }
        for permission in Permission
    ]
    mine = [role for role in Role if role in request.access.roles]
    return render(
        request, "accounts/roles.html", {"lines": lines, "roles": list(Role), "mine": mine}
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility.html")
