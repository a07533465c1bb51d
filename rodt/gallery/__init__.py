"""Every component in every state, on one page, shown while DEBUG is on. It reads no record: the
people are invented here, on Thursday 1 October 2026."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rodt.charts import course_of_treatment
from rodt.forms import helper
from rodt.gallery.course import COURSE, NOTES
from rodt.gallery.forms import TODAY, FilterForm, GalleryForm, WarningForm, WeeksForm
from rodt.gallery.samples import SAMPLES


def _people() -> list[SimpleNamespace]:
    """Names that break a layout: long, Welsh, one word, no NHS number."""
    made = [
        ("Gareth Penrose", "Gaz", "9990000018", "Large print"),
        ("Gwenhwyfar Siân Llŵyd-Ŷnys ap Rhydderch Fitzgerald-Montgomery", "", "9990000026", ""),
        ("Sukarno", "", "", ""),
    ]
    return [
        SimpleNamespace(
            name=name,
            known_as=known_as,
            nhs_number=number,
            communication_needs=needs,
            date_of_birth=date(1974, 8, 21),
            date_of_birth_is_estimated=not number,
        )
        for name, known_as, number, needs in made
    ]


def _weeks(form: WeeksForm, item: str) -> list[Any]:
    return [form[f"{item}_{week}"] for week in (4, 3, 2, 1)]


def gallery(request: HttpRequest) -> HttpResponse:
    people = _people()
    form = GalleryForm(
        initial={
            "seen_how": "in_person",
            "held_on": TODAY,
            "words": "Feeling human again. Sleeping. Mornings are hard still.",
            "options": ["stay", "group"],
            "conclusion": "partial",
            "dose_mg": 55,
        }
    )
    wrong = GalleryForm(
        {
            "held_on_day": "11",
            "held_on_month": "10",
            "held_on_year": "2026",
            "words": "Sleeping.",
            "team": "harbour",
            "dose_mg": "500",
            "conclusion": "clear",
        },
        auto_id="wrong_%s",
    )
    weeks = WeeksForm(
        initial={
            f"opiates_{week}": days for week, days in zip((4, 3, 2, 1), (2, 0, 0, 0), strict=True)
        }
        | {"crack_4": 1, "crack_1": 0}
    )
    context = {
        "frame": _frame(),
        "same_day_tasks": 1,
        "patient": people[0],
        "banner": {"age": 52, "keyworker": "Dee Marsh", "prescriber": "Dr Osei"},
        "people": people[1:],
        "plain_banner": {"age": 52},
        "form": form,
        "wrong": wrong,
        "helper": helper(form_tag=False),
        "warning_form": WarningForm(
            initial={"answer": "discussed", "reason": "Asked GP to lower it; naloxone at home"}
        ),
        "filter_form": FilterForm(),
        "weeks": [
            {
                "label": "Heroin and other opiates",
                "fields": _weeks(weeks, "opiates"),
                "total": 2,
                "last": 9,
                "start": 28,
            },
            {
                "label": "Crack",
                "fields": _weeks(weeks, "crack"),
                "total": None,
                "last": 4,
                "start": 12,
                "errors": ["Week 3: enter days from 0 to 7"],
            },
        ],
        "page": Paginator(range(320), 50).page(2),
        "course_wide": course_of_treatment(COURSE, width="wide"),
        "course_narrow": course_of_treatment(COURSE, width="narrow"),
        "course_small": course_of_treatment(COURSE, width="small"),
        "course_notes": NOTES,
        **SAMPLES,
    }
    context["last_carried"] = {
        "when": "Last time, 6 August 2026, Dee Marsh",
        "text": "No. Lives with her sister and nephew, 4. Locked box given.",
        "state": "carried",
        "confirm": form["risk_confirmed"],
    }
    return render(request, "gallery.html", context)


def _frame() -> dict[str, Any]:
    service = SimpleNamespace(name="Harbour Street Recovery Service")
    return {
        "service": service,
        "kind_of_data": "synthetic",
        "user": SimpleNamespace(full_name="Dee Marsh"),
        "sections": [
            {"name": "My people", "url": "reviews:my_people", "is_current": True},
            {"name": "Benefit", "url": "audits:benefit_caseload", "is_current": False},
            {"name": "Audits", "url": "audits:index", "is_current": False},
            {"name": "Small parts", "url": "gallery", "is_current": False},
        ],
        "may_find": True,
        "notices": [],
        "other_services": (),
        "idle_minutes": settings.IDLE_MINUTES,
    }
