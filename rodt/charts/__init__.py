"""One function a chart, which returns SVG: the same drawing in the page and in the PDF.

The caller supplies the same values as a table. No charting library, nothing in the browser.
"""

from rodt.charts.course import Course, DoseStep, Event, Lane, Mark, Supervision, TestRow, UseSeries
from rodt.charts.funnel import FunnelValues, Point, funnel_chart
from rodt.charts.months import MonthValues, Stretch, month_chart
from rodt.charts.ratings import rating_over_time
from rodt.charts.retention import Retention, Stay, StayMark, retention_curve
from rodt.charts.shares import ShareGroup, ShareRow, Shares, share_rows
from rodt.charts.small import Interval, interval_strip, sparkline, top_squares
from rodt.charts.treatment import course_of_treatment
from rodt.charts.use_since import UsePoint, UseSince, use_since_start
from rodt.charts.weeks import SIZES, Tick

__all__ = [
    "SIZES",
    "Course",
    "DoseStep",
    "Event",
    "FunnelValues",
    "Interval",
    "Lane",
    "Mark",
    "MonthValues",
    "Point",
    "Retention",
    "ShareGroup",
    "ShareRow",
    "Shares",
    "Stay",
    "StayMark",
    "Stretch",
    "Supervision",
    "TestRow",
    "Tick",
    "UsePoint",
    "UseSeries",
    "UseSince",
    "course_of_treatment",
    "funnel_chart",
    "interval_strip",
    "month_chart",
    "rating_over_time",
    "retention_curve",
    "share_rows",
    "sparkline",
    "top_squares",
    "use_since_start",
]
