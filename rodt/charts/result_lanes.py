"""What came of it: days of use at each TOP, and tests found or not found."""

from datetime import date

from rodt.charts.course import UseSeries
from rodt.charts.plot import Plot
from rodt.charts.svg import pushed_apart

SERIES = ("one", "two", "three")  # solid circle, dashed square, dotted triangle
DAYS = 28
_LABEL_GAP = 15


def draw_use(plot: Plot) -> None:
    """Up to three lines; their names and last values at the line's end, pushed apart."""
    places = plot.places
    title_at = plot.use_top + 12 if places.is_wide else plot.use_top - 14
    plot.name(title_at, "Days of use", "in last 28 (TOP)")
    for days in (0, DAYS // 2, DAYS):
        plot.level("c-axis" if days == 0 else "c-grid", _y(plot, days))
        beside = places.left - (20 if places.is_wide else 8)
        plot.sheet.text(beside, _y(plot, days) + 4, str(days), "c-quiet", anchor="end")
    ends: list[tuple[str, str, float]] = []
    for index, series in enumerate(plot.course.use):
        _draw_series(plot, index, series)
        known = [days for _, days in series.points if days is not None]
        if known:
            style = f"c-bold c-{SERIES[index]}-text"
            ends.append((style, f"{series.label} {known[-1]}", _y(plot, known[-1]) + 4))
    at = pushed_apart(
        [y for _, _, y in ends], gap=_LABEL_GAP, low=plot.use_top, high=plot.use_base + 14
    )
    for (style, words, _), y in zip(ends, at, strict=True):
        plot.sheet.text(places.today + 10, y, words, style)
    asked: dict[date, list[str]] = {}
    for series in plot.course.use:
        for day, value in series.points:
            said = "not asked" if value is None else str(value)
            asked.setdefault(day, []).append(f"{series.label} {said}")
    for day, answers in sorted(asked.items()):
        words = f"TOP: {', '.join(answers)}"
        plot.opens("use", day, words, plot.x(day), plot.x(day), plot.use_top, plot.use_base)


def _y(plot: Plot, days: int) -> float:
    return plot.use_base - days / DAYS * (plot.use_base - plot.use_top)


def _draw_series(plot: Plot, index: int, series: UseSeries) -> None:
    """The line breaks where it was not asked; a single result has its marker and no line."""
    known: list[tuple[float, float]] = []
    run: list[tuple[float, float]] = []
    points = sorted(series.points, key=lambda point: point[0])
    ends: list[tuple[date | None, int | None]] = [*points, (None, None)]
    for day, days in ends:
        if day is None or days is None:
            plot.sheet.path(f"c-{SERIES[index]}", run)
            run = []
        else:
            run.append((plot.x(day), _y(plot, days)))
            known.append(run[-1])
    for x, y in known:
        _MARKERS[index](plot, x, y)


def _circle(plot: Plot, x: float, y: float) -> None:
    plot.sheet.add("circle", "c-one-mark", cx=x, cy=y, r=4.0)


def _square(plot: Plot, x: float, y: float) -> None:
    plot.sheet.add("rect", "c-two-mark", x=x - 3.5, y=y - 3.5, width=7.0, height=7.0)


def _triangle(plot: Plot, x: float, y: float) -> None:
    corners = f"{x:.1f},{y - 4.5:.1f} {x + 4:.1f},{y + 3:.1f} {x - 4:.1f},{y + 3:.1f}"
    plot.sheet.add("polygon", "c-three-mark", points=corners)


_MARKERS = (_circle, _square, _triangle)


def draw_tests(plot: Plot) -> None:
    """A dot for each result: filled found, open not found. No test, no dot."""
    if not plot.course.tests:
        return
    plot.name(plot.tests_top + (4 if plot.places.is_wide else -15), "Tests", "found / not found")
    for index, row in enumerate(plot.course.tests):
        y = plot.tests_top + 20 * index
        plot.level("c-grid", y)
        for day, found in row.results:
            style = "c-found" if found else "c-not-found"
            plot.sheet.add("circle", style, cx=plot.x(day), cy=y, r=4.5)
        plot.sheet.text(plot.places.today + 10, y + 4, row.label, "c-bold")
    results: dict[date, list[str]] = {}
    for row in plot.course.tests:
        for day, found in row.results:
            results.setdefault(day, []).append(f"{row.label} {'found' if found else 'not found'}")
    low = plot.tests_top + 20 * (len(plot.course.tests) - 1) + 12
    for day, said in sorted(results.items()):
        words, x = f"Test: {', '.join(said)}", plot.x(day)
        plot.opens("tests", day, words, x, x, plot.tests_top - 12, low)
