"""What happened beside the treatment: a mark on its day, a band where it lasted."""

from rodt.charts.course import Event
from rodt.charts.plot import Plot, width_of

_HALF = 8.0


def draw_events(plot: Plot) -> None:
    """A danger to life is a filled square, the rest a diamond; words beside it while there is
    room. Bands lie under the marks."""
    if not plot.course.events:
        return
    y, is_wide = plot.events_at, plot.places.is_wide
    plot.name(y + (4 if is_wide else -16), "Events")
    plot.level("c-grid", y)
    events = sorted(plot.course.events, key=lambda event: event.on)
    for event in events:
        if event.until is not None:
            left, right = plot.x(event.on), plot.x(event.until)
            wide = max(right - left, 2)
            plot.sheet.add("rect", "c-band-2", x=left, y=y - _HALF, width=wide, height=2 * _HALF)
    starts = [plot.x(event.on) for event in events]
    for place, event in enumerate(events):
        following = starts[place + 1] if place + 1 < len(events) else plot.places.edge
        _mark(plot, event, y, following)


def _mark(plot: Plot, event: Event, y: float, following: float) -> None:
    sheet, x = plot.sheet, plot.x(event.on)
    if event.until is None:
        _drawn(plot, event, x, y)
    words_at = x + (4 if event.until else 9)
    if words_at + width_of(event.words) < following - 6:
        sheet.text(words_at, y + 4.5, event.words, "c-bold" if event.is_danger else "c-quiet")
    end = x if event.until is None else plot.x(event.until)
    plot.opens("events", event.on, event.words, x, end, y - 12, y + 12)


def _drawn(plot: Plot, event: Event, x: float, y: float) -> None:
    if event.is_danger:
        plot.sheet.add("rect", "c-alarm", x=x - 4.5, y=y - 4.5, width=9.0, height=9.0)
        return
    corners = f"{x:.1f},{y - 5.5:.1f} {x + 5.5:.1f},{y:.1f} {x:.1f},{y + 5.5:.1f}"
    plot.sheet.add("polygon", "c-last", points=f"{corners} {x - 5.5:.1f},{y:.1f}")
