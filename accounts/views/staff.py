"""Who works here: staff, teams and roles."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.forms import NewStaffForm, RolesForm, TeamForm
from accounts.gate import StaffRequest, staff_page
from accounts.models import Membership, Service, Team, User
from accounts.roles import Permission, Role

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@staff_page(Permission.MANAGE_STAFF)
def staff(request: StaffRequest) -> HttpResponse:
    service = request.access.service
    people = _people(service)
    context = {
        "people": [person for person in people if person["roles"]],
        "former": [person for person in people if not person["roles"]],
        "teams": Team.objects.filter(service=service).order_by("name"),
    }
    return render(request, "accounts/staff.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.MANAGE_STAFF)
def add_staff(request: StaffRequest) -> HttpResponse:
    service = request.access.service
    form = NewStaffForm(request.POST or None, service=service)
    if form.is_valid():
        user = actions.add_staff(service=service, by=request.access.user, **form.cleaned_data)
        messages.success(
            request,
            f"{user.full_name} is on the staff. A new account sets its password through"
            " “I cannot sign in” on the sign-in page.",
        )
        return redirect("accounts:staff")
    return render(request, "accounts/add_staff.html", {"form": form})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.MANAGE_STAFF)
def change_roles(request: StaffRequest, user_id: UUID) -> HttpResponse:
    service = request.access.service
    user = get_object_or_404(User, pk__in=_ids_of(service), pk=user_id)
    form = RolesForm(
        request.POST or None, service=service, submit="Save", initial=_held(user, service)
    )
    if form.is_valid():
        try:
            actions.change_roles(
                user=user, service=service, by=request.access.user, **form.cleaned_data
            )
        except actions.StaffRefused as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, f"Roles of {user.full_name} saved. They act at once.")
            return redirect("accounts:staff")
    return render(request, "accounts/change_roles.html", {"form": form, "member": user})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.MANAGE_STAFF)
def add_team(request: StaffRequest) -> HttpResponse:
    service = request.access.service
    form = TeamForm(request.POST or None, service=service)
    if form.is_valid():
        team = actions.add_team(service=service, by=request.access.user, **form.cleaned_data)
        messages.success(request, f"Team {team.name} added.")
        return redirect("accounts:staff")
    return render(request, "accounts/add_team.html", {"form": form})


def _ids_of(service: Service) -> list[UUID]:
    return list(Membership.objects.filter(service=service).values_list("user_id", flat=True))


def _held(user: User, service: Service) -> dict[str, object]:
    held = Membership.objects.filter(user=user, service=service, is_current=True)
    return {
        "roles": [membership.role for membership in held],
        "teams": Team.objects.filter(memberships__in=held).distinct(),
    }


def _people(service: Service) -> list[dict[str, object]]:
    """Everybody who has or had a role here, by name, with roles and teams of today."""
    memberships = (
        Membership.objects.filter(service=service)
        .select_related("user")
        .prefetch_related("teams")
        .order_by("user__full_name", "user_id", "role")
    )
    found: dict[UUID, dict[str, object]] = {}
    for membership in memberships:
        person = found.setdefault(
            membership.user_id, {"user": membership.user, "roles": [], "teams": {}}
        )
        if membership.is_current:
            person["roles"].append(Role(membership.role).value.title())  # type: ignore[attr-defined]
            person["teams"].update(  # type: ignore[attr-defined]
                {team.pk: team.name for team in membership.teams.all()}
            )
    return list(found.values())
