"""One function a chart, which returns SVG: the same drawing in the page and in the PDF.

The caller supplies the same values as a table. No charting library, nothing in the browser.
"""

from rodt.charts.course import Course, DoseStep, Mark, Supervision, TestRow, UseSeries
from rodt.charts.ratings import rating_over_time
from rodt.charts.small import Interval, interval_strip, sparkline, top_squares
from rodt.charts.treatment import course_of_treatment

__all__ = [
    "Course",
    "DoseStep",
    "Interval",
    "Mark",
    "Supervision",
    "TestRow",
    "UseSeries",
    "course_of_treatment",
    "interval_strip",
    "rating_over_time",
    "sparkline",
    "top_squares",
]
