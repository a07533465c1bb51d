"""One rating over time, small enough that several stand side by side at one scale."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from rodt.charts.svg import Mode, Sheet
from rodt.words import short_date

HIGHEST = 10
_WIDTH, _HEIGHT = 256, 122
_LEFT, _RIGHT, _TOP, _BASE = 26, 224, 10, 94


def rating_over_time(
    points: Sequence[tuple[date, int | None]],
    *,
    first: date,
    last: date,
    title: str,
    mode: Mode = "page",
) -> SafeString:
    """Ratings from 0 to 10 between two days, which are the same for every drawing of a row. None
    was not asked and leaves a gap; a single rating has its mark and no line. Raises ValueError for
    a rating or a day outside."""
    sheet = Sheet(_WIDTH, _HEIGHT, title=title, mode=mode)
    for level in (0, HIGHEST // 2, HIGHEST):
        sheet.line("c-axis" if level == 0 else "c-grid", _LEFT, _y(level), _RIGHT + 6, _y(level))
        sheet.text(_LEFT - 6, _y(level) + 4, str(level), "c-quiet", anchor="end")
    span = max((last - first).days, 1)
    run: list[tuple[float, float]] = []
    known: list[tuple[float, float, int]] = []
    for day, rating in [*sorted(points), (last, None)]:
        if rating is None:
            sheet.path("c-one", run)
            run = []
            continue
        if not (0 <= rating <= HIGHEST and first <= day <= last):
            raise ValueError(f"a rating of {rating} on {day} does not belong here")
        x = _LEFT + (day - first).days / span * (_RIGHT - _LEFT) if first != last else _LEFT + 6.0
        run.append((x, _y(rating)))
        known.append((x, _y(rating), rating))
    for x, y, _ in known:
        sheet.add("circle", "c-one-mark", cx=x, cy=y, r=4.0)
    if known:
        x, y, rating = known[-1]
        sheet.text(x + 10, y + 5, str(rating), "c-bold")
    sheet.text(_LEFT, _HEIGHT - 8, short_date(first), "c-quiet")
    if first != last:
        sheet.text(_RIGHT + 6, _HEIGHT - 8, short_date(last), "c-quiet", anchor="end")
    return sheet.render()


def _y(rating: int) -> float:
    return _BASE - rating / HIGHEST * (_BASE - _TOP)
