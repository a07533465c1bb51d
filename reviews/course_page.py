"""The course of treatment as a page shows it: the drawings, the period, the table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString

from reviews.benefit_course import CourseFacts, finding, picture, span
from reviews.benefit_table import Row, table
from reviews.benefit_window import Window, window
from rodt.charts import course_of_treatment


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Without a prescription there is nothing to draw: no `shown`, no drawings."""

    finding: str
    rows: list[Row]
    shown: Window | None = None
    wide: SafeString | None = None
    paper: SafeString | None = None
    narrow: SafeString | None = None
    small: SafeString | None = None
    has_events: bool = False


def course_page(facts: CourseFacts, on: date, asked: Mapping[str, str] | None) -> CoursePage:
    """`asked`: the period, as the address names it; empty: all of it. None: beside a form, which
    nobody leaves by a mark; so it is all of it, and nothing opens."""
    days = span(facts, on)
    shown = window(*days, asked or {}) if days else None
    course = picture(facts, shown, on) if shown else None
    rows = table(facts, None if shown is None or shown.is_all else shown)
    if course is None:
        return CoursePage(finding(facts), rows)
    plain = replace(course, opens={})
    course = plain if asked is None else course
    return CoursePage(
        finding=course.finding,
        rows=rows,
        shown=shown,
        wide=course_of_treatment(course, width="wide"),
        paper=course_of_treatment(plain, width="paper"),
        narrow=course_of_treatment(course, width="narrow"),
        small=course_of_treatment(course, width="small"),
        has_events=bool(course.events),
    )
