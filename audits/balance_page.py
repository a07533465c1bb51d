"""The two watches in one frame: did nobody look, and did it end too soon? Same anatomy, equal
halves: a service that looks only at one of them is pushed to make the other worse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from audits import people_behind
from audits.models import Audit
from audits.printed import printed
from audits.report import AuditReport, IndicatorReport, Retention, RetentionPoint
from audits.report_page import Links
from patients.models import Appointment, Episode
from reviews.review_types import ReviewType
from rodt.words import born, count, nhs_date, nhs_day, percent, plain_number

DRIFT, EARLY_ENDING = CODES = ("5.4", "5.5")
CASES_SHOWN = 5
QUESTIONS = {
    DRIFT: "Did nobody look? 2 or more signs out of 5.",
    EARLY_ENDING: "Did it end too soon? Any 1 sign out of 5.",
}
NOTHING_BOOKED = ("Nothing booked", "dashed")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    born: str
    url: str
    why: str
    plan: str
    plan_style: str


def watches(
    audit: Audit, report: AuditReport, links: Links, moment: datetime
) -> list[dict[str, Any]]:
    """For components/watch_pair.html. Without the permission there are numbers and no names."""
    return [_watch(audit, report.indicator(code), report, links, moment) for code in CODES]


def _watch(
    audit: Audit, indicator: IndicatorReport, report: AuditReport, links: Links, moment: datetime
) -> dict[str, Any]:
    code = indicator.code
    all_of_them = links.shown(code, people_behind.COUNTED, indicator.number)
    nouns = ("person", "people") if code == DRIFT else ("ending", "endings")
    return {
        "title": indicator.definition["title"],
        "short_title": indicator.definition["title"],
        "question": QUESTIONS[code],
        "number": indicator.number,
        "of": f"of {count(indicator.of, *nouns)}, {plain_number(indicator.unknown)} unknown",
        "of_short": f"of {plain_number(indicator.of)}",
        "cases": _cases(audit, indicator, moment) if all_of_them.url else [],
        "all_url": all_of_them.url,
        "all_text": _all(indicator.number),
        "before": _before(indicator, report),
    }


def _all(number: int) -> str:
    return "Open the 1 person" if number == 1 else f"Open all {plain_number(number)} people"


def _before(indicator: IndicatorReport, report: AuditReport) -> str:
    before = indicator.previous
    if before is None or report.previous_number is None:
        return "No run before."
    if before.definition["version"] != indicator.version:
        return "Counted differently in the run before."
    return f"Run {report.previous_number}: {printed(before).people}."


def _cases(audit: Audit, indicator: IndicatorReport, moment: datetime) -> list[Case]:
    """The first few by name, with what is planned now; the rest is a link."""
    found = list(
        people_behind.people(
            audit, indicator.code, people_behind.COUNTED, indicator.direction.value
        )[:CASES_SHOWN]
    )
    ids = [result.patient_id for result in found]
    plans = _plans(ids, moment)
    back = _back_since(ids, moment) if indicator.code == EARLY_ENDING else {}
    cases = []
    for result in found:
        words, style = back.get(result.patient_id) or plans.get(result.patient_id, NOTHING_BOOKED)
        finding: dict[str, Any] = result.finding  # type: ignore[attr-defined]
        cases.append(
            Case(
                result.patient.name,
                born(
                    result.patient.date_of_birth,
                    is_estimated=result.patient.date_of_birth_is_estimated,
                ),
                _address(result.patient_id),
                finding["reason"],
                words,
                style,
            )
        )
    return cases


def _address(patient_id: UUID) -> str:
    return reverse("reviews:case", args=[patient_id])


def _plans(ids: Iterable[UUID], moment: datetime) -> dict[UUID, tuple[str, str]]:
    """What is booked next for each, as it stands now."""
    booked = Appointment.objects.filter(
        patient__in=ids, state=Appointment.State.BOOKED, at__gte=moment
    ).order_by("-at")
    return {
        item.patient_id: (f"{_booked_words(item)} {nhs_day(localtime(item.at).date())}", "outline")
        for item in booked
    }


def _booked_words(item: Appointment) -> str:
    return "Review booked" if ReviewType.STRATEGIC in item.review_types else "Seen next"


def _back_since(ids: Iterable[UUID], moment: datetime) -> dict[UUID, tuple[str, str]]:
    """Those in treatment again, or still, as it stands now."""
    on = localtime(moment).date()
    return {
        episode.patient_id: (f"In treatment since {nhs_date(episode.started_on)}", "tint-soft")
        for episode in Episode.objects.filter(patient__in=ids).open_on(on)
    }


@dataclass(frozen=True, slots=True)
class Week:
    week: int
    now: str
    now_people: str
    before: str
    before_people: str


def weeks(retention: Retention) -> list[Week]:
    """Who was still in treatment at the end of each week of the first 12."""
    now = {point.week: point for point in retention.now}
    before = {point.week: point for point in retention.before}
    return [
        Week(week, *_point(now.get(week)), *_point(before.get(week)))
        for week in sorted(now.keys() | before.keys())
    ]


def _point(point: RetentionPoint | None) -> tuple[str, str]:
    if point is None:
        return "nobody started", "0"
    return percent(point.share), plain_number(point.at_risk)
