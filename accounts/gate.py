"""The door of every page that shows no single patient. Pages with a patient use `patients.gate`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.access import Access
from accounts.models import Service
from accounts.roles import Permission, held_by
from rodt.words import and_list

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request that has passed a door: it knows what its user may do."""

    access: Access
    of_service: Service | None
    """Of another of their services, where that is why a page is not found; 404.html says so."""


def check(request: HttpRequest, permission: Permission) -> None:
    """Raise PermissionDenied unless this member of staff's roles hold the permission."""
    access = getattr(request, "access", None)
    if access is None or not access.may(permission):
        request.refused = permission.name  # type: ignore[attr-defined]
        holders = and_list([f"{role.value}s" for role in held_by(permission)])
        raise PermissionDenied(
            f"This page is for {holders}, who {permission.value}. Your role does not open it."
        )


def staff_page(permission: Permission) -> Callable[[View], View]:
    """Signed in; 403 unless a role holds the permission. The view finds `request.access`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check(request, permission)
            return view(request, *args, **kwargs)

        guarded = login_required(door)
        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def member_page(view: View) -> View:
    """Signed in, with any role in any service: what everybody on the staff may open."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "access", None) is None:
            request.refused = "no role"  # type: ignore[attr-defined]
            raise PermissionDenied(
                "You have no role in a service yet. An administrator of the service gives it."
            )
        return view(request, *args, **kwargs)

    guarded = login_required(door)
    guarded.is_member_page = True  # type: ignore[attr-defined]
    return guarded
