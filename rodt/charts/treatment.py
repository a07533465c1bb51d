"""One course of treatment on one time axis, in lanes, so that cause and effect are read by eye.

Lanes, top to bottom: daily dose, supervision, missed doses, days of use (TOP), tests, events.
Reviews and today are verticals through all of them. Four drawings: wide (1152), paper (720), narrow
(358) and small (288).
"""

from typing import Literal

from django.utils.safestring import SafeString

from rodt.charts.course import Course, month_ticks
from rodt.charts.event_lane import draw_events
from rodt.charts.medicine_lanes import draw_doses, draw_missed, draw_supervision
from rodt.charts.plot import NARROW, PAPER, SMALL, WIDE, Plot, width_of
from rodt.charts.result_lanes import draw_tests, draw_use
from rodt.charts.svg import Mode
from rodt.words import month_year

Width = Literal["wide", "paper", "narrow", "small"]
PLACES = {"wide": WIDE, "paper": PAPER, "narrow": NARROW, "small": SMALL}
_LINES_FROM = 20


def course_of_treatment(
    course: Course, *, width: Width = "wide", mode: Mode = "page"
) -> SafeString:
    """The picture. Its values stand in a table that the caller supplies."""
    plot = Plot(course, PLACES[width], mode)
    _draw_axis(plot)
    _draw_marks(plot)
    draw_doses(plot)
    draw_supervision(plot)
    draw_missed(plot)
    draw_use(plot)
    draw_tests(plot)
    draw_events(plot)
    return plot.sheet.render()


def _draw_axis(plot: Plot) -> None:
    """Months along the foot; the month of the start too, while there is room for its words."""
    course, places = plot.course, plot.places
    ticks = month_ticks(course.first, course.today, most=places.most_ticks)
    for day in ticks:
        plot.sheet.line("c-grid", plot.x(day), plot.dose_top - 14, plot.x(day), plot.bottom)
    start = month_year(course.first)
    labels = [(plot.x(day), month_year(day)) for day in ticks]
    room = width_of(start) * 1.6 + 8
    if not labels or labels[0][0] - places.left > room:
        labels.insert(0, (places.left, start))
    for x, words in labels:
        half = width_of(words) / 2
        centre = min(max(x, half), places.width - half)
        plot.sheet.text(centre, plot.bottom + 17, words, "c-quiet", anchor="middle")


def _draw_marks(plot: Plot) -> None:
    """Newest first, so that where words do not fit, the older review goes without its words."""
    sheet, today = plot.sheet, plot.places.today
    sheet.line("c-rule", today, _LINES_FROM, today, plot.bottom)
    last = plot.course.last_words
    room = width_of(last) / 2 + 8
    at = min(today, plot.places.width - room)
    sheet.text(at, 13, last, "c-bold", anchor="middle")
    taken = [(at - room, at + room)]
    for mark in sorted(plot.course.marks, key=lambda mark: mark.on, reverse=True):
        x = plot.x(mark.on)
        sheet.line("c-review", x, _LINES_FROM, x, plot.bottom)
        half = width_of(mark.words) / 2 + 5
        centre = min(max(x, half), plot.places.width - half)
        if all(centre + half < start or centre - half > end for start, end in taken):
            sheet.text(centre, 13, mark.words, "c-quiet", anchor="middle")
            taken.append((centre - half, centre + half))
    for mark in sorted(plot.course.marks, key=lambda mark: mark.on):
        x = plot.x(mark.on)
        plot.opens("reviews", mark.on, mark.words, x, x, 0, _LINES_FROM)
