"""The small drawings, for templates. A chart that needs its own facts is drawn by its view."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from rodt import charts
from rodt.charts.svg import Mode

register = template.Library()


@register.simple_tag
def interval_strip(strip: charts.Interval, mode: Mode = "page") -> SafeString:
    return charts.interval_strip(strip, mode=mode)


@register.simple_tag
def top_squares(days: int | None, mode: Mode = "page") -> SafeString:
    return charts.top_squares(days, mode=mode)


@register.simple_tag
def sparkline(
    values: Sequence[float | None], low: float, high: float, title: str, mode: Mode = "page"
) -> SafeString:
    return charts.sparkline(values, low=low, high=high, title=title, mode=mode)
