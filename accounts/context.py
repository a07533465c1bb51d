"""What the frame of every page shows. Templates receive answers, not rules."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.access import Access
from accounts.models import Notice
from accounts.roles import Permission

SECTIONS = (
    ("My people", "reviews:my_people", Permission.VIEW_WORKLIST),
    ("Prescribing today", "reviews:prescribing_today", Permission.SEE_PRESCRIBING_TODAY),
    ("Benefit", "audits:benefit_caseload", Permission.VIEW_BENEFIT),
    ("Audits", "audits:index", Permission.VIEW_AUDIT),
    ("Jobs", "jobs:index", Permission.VIEW_JOBS),
    ("Staff", "accounts:staff", Permission.MANAGE_STAFF),
)

_BENEFIT = (
    "benefit",
    "benefit_caseload",
    "strategic",
    "write_plan",
    "plan_outcome",
    "top_exceptions",
    "first_weeks",
    "since_start",
)
FIRST_PAGES = tuple(page for _, page, _ in SECTIONS)
ABOUT_THE_PRODUCT = ("how_due", "intervals", "propose_intervals", "interval_proposal")
STAFF_PAGES = ("staff", "add_staff", "add_team", "change_roles")


def _section(page: str) -> str:
    """The section a page belongs to: pages about one person's benefit to Benefit, all others about
    people to My people, pages about the product to none."""
    room, _, name = page.partition(":")
    if name in _BENEFIT:
        return "audits:benefit_caseload"
    if name == "prescribing_today":
        return page
    if name in ("nights", "release_night"):
        return "jobs:index"
    if name in ABOUT_THE_PRODUCT:
        return ""
    if room == "accounts":
        return "accounts:staff" if name in STAFF_PAGES else ""
    return {"audits": "audits:index", "jobs": "jobs:index"}.get(room, "reviews:my_people")


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame`: None for nobody signed in; else service, sections, notices and other services."""
    access = getattr(request, "access", None)
    if access is None:
        return {"frame": None}
    match = request.resolver_match
    here = _section(match.view_name if match else "")
    return {
        "frame": {
            "service": access.service,
            "kind_of_data": access.service.kind_of_data,
            "user": access.user,
            "sections": [
                {"name": name, "url": url, "is_current": url == here}
                for name, url, permission in SECTIONS
                if access.may(permission)
            ],
            "may_find": access.may(Permission.VIEW_PATIENT),
            "may_record": access.may(Permission.RECORD_CONTACT),
            "notices": _notices(access) if match and match.view_name in FIRST_PAGES else (),
            "other_services": access.other_services,
            "idle_minutes": settings.IDLE_MINUTES,
        }
    }


def _notices(access: Access) -> QuerySet[Notice]:
    """On the first page of each section only: a form is no place for other news."""
    return Notice.objects.filter(user=access.user, read_at=None).order_by("-created_at")[:3]
