"""The two watches in one frame: did nobody look, and did it end too soon? Same anatomy, equal
halves: a service that looks only at one of them is pushed to make the other worse."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from audits import people_behind
from audits.models import Audit
from audits.printed import printed
from audits.report import AuditReport, IndicatorReport, Retention, RetentionPoint
from audits.report_page import Links
from patients.models import Appointment, Episode, Patient
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
    found = [report.indicator(code) for code in CODES]
    return [
        _watch(item, report, links, _cases(audit, item, moment) if links.may_open else [])
        for item in found
    ]


def watches_of_several(report: AuditReport, links: Links) -> list[dict[str, Any]]:
    """Of a report over several services: sums, and the way to the services behind them."""
    found = [report.indicator(code) for code in CODES]
    return [
        _watch(item, report, links, [])
        | {"all_text": f"{item.definition['title']} by service", "before": ""}
        for item in found
    ]


class Opens(NamedTuple):
    """A number, and the address of its people; "" where they may not be opened."""

    number: int
    url: str


def _watch(
    indicator: IndicatorReport, report: AuditReport, links: Links, cases: list[Case]
) -> dict[str, Any]:
    code, definition = indicator.code, indicator.definition

    def opens(figure: str, number: int) -> Opens:
        return Opens(*astuple(links.shown(code, figure, number)))

    counted = opens(people_behind.COUNTED, indicator.number)
    return watch(
        code,
        definition["title"],
        definition["of_whom"],
        counted,
        opens(people_behind.OF, indicator.of),
        opens(people_behind.UNKNOWN, indicator.unknown),
    ) | {
        "cases": cases,
        "before": _before(indicator, report),
    }


def watch(
    code: str, title: str, of_whom: str, counted: Opens, of: Opens, unknown: Opens
) -> dict[str, Any]:
    """One half of components/watch_pair.html but for its cases and what came before."""
    nouns = ("person", "people") if code == DRIFT else ("ending", "endings")
    return {
        "title": title,
        "short_title": title,
        "question": QUESTIONS[code],
        "number": counted.number,
        "of": count(of.number, *nouns),
        "of_url": of.url,
        "of_short": f"of {plain_number(of.number)}",
        "of_whom": of_whom,
        "unknown": f"{plain_number(unknown.number)} unknown",
        "unknown_url": unknown.url,
        "all_url": counted.url,
        "all_text": all_words(counted.number),
    }


def all_words(number: int) -> str:
    return "Open the 1 person" if number == 1 else f"Open all {plain_number(number)} people"


def _before(indicator: IndicatorReport, report: AuditReport) -> str:
    before = indicator.previous
    if before is None or report.previous_number is None:
        return "No run before."
    if before.definition["version"] != indicator.version:
        return "Counted differently in the run before."
    return f"Run {report.previous_number}: {printed(before).people}."


def _cases(audit: Audit, indicator: IndicatorReport, moment: datetime) -> list[Case]:
    found = people_behind.people(
        audit, indicator.code, people_behind.COUNTED, indicator.direction.value
    )
    return cases(
        indicator.code,
        [
            (result.patient, result.finding["reason"])  # type: ignore[attr-defined]
            for result in found[:CASES_SHOWN]
        ],
        moment,
    )


def cases(code: str, found: Iterable[tuple[Patient, str]], moment: datetime) -> list[Case]:
    """Each with the reason and what is planned now."""
    shown = list(found)
    ids = [patient.pk for patient, _ in shown]
    plans = _plans(ids, moment)
    back = _back_since(ids, moment) if code == EARLY_ENDING else {}
    return [
        Case(
            patient.name,
            born(patient.date_of_birth, is_estimated=patient.date_of_birth_is_estimated),
            _address(patient.pk),
            reason,
            *(back.get(patient.pk) or plans.get(patient.pk, NOTHING_BOOKED)),
        )
        for patient, reason in shown
    ]


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
