"""A sheet to draw on: the same marks as classes in a page, as attributes in a PDF.

A page's colours come from `static/css/components/charts.css`; a PDF has no custom properties, so
the same values stand here. A test keeps the two lists of names equal.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Mode = Literal["page", "pdf"]

INK, INK_2, PAPER, WASH = "#15252a", "#41535a", "#ffffff", "#f4f7f8"
LINE, LINE_2, EDGE = "#d9e2e4", "#a9b9bd", "#5f7379"
BRAND, TINT, TINT_2, ALARM = "#0b5c6b", "#e3eff1", "#c4dde1", "#9e1239"
D2, D3 = "#8a5200", "#5b4b9a"
PDF_FONT = "Source Sans 3"
TEXT_SIZE = 13
SKIP_FROM = 5
"""A drawing with so many marks to open can be passed over by one link."""
HIT = 24.0
"""Room a mark that can be opened needs for itself."""
LETTER_WIDTH = 6.6  # of 13px text, on average: enough to keep labels apart
WIDEST_LETTER = 7.8  # of bold figures and short words: enough never to be cut off

STYLES: dict[str, dict[str, str]] = {
    "c-quiet": {"fill": INK_2},
    "c-bold": {"font-weight": "600"},
    "c-grid": {"stroke": LINE, "stroke-width": "1", "fill": "none"},
    "c-axis": {"stroke": LINE_2, "stroke-width": "1", "fill": "none"},
    "c-rule": {"stroke": INK, "stroke-width": "1.5", "fill": "none"},
    "c-review": {
        "stroke": INK_2,
        "stroke-width": "1.5",
        "stroke-dasharray": "2 3",
        "fill": "none",
    },
    "c-line": {"stroke": INK, "stroke-width": "2", "fill": "none"},
    "c-one": {"stroke": BRAND, "stroke-width": "2.25", "fill": "none"},
    "c-two": {"stroke": D2, "stroke-width": "1.75", "stroke-dasharray": "6 3", "fill": "none"},
    "c-three": {"stroke": D3, "stroke-width": "1.75", "stroke-dasharray": "2 3", "fill": "none"},
    "c-one-mark": {"fill": BRAND, "stroke": BRAND},
    "c-two-mark": {"fill": PAPER, "stroke": D2, "stroke-width": "1.75"},
    "c-three-mark": {"fill": PAPER, "stroke": D3, "stroke-width": "1.5"},
    "c-one-text": {"fill": BRAND},
    "c-two-text": {"fill": D2},
    "c-three-text": {"fill": D3},
    "c-found": {"fill": INK, "stroke": INK, "stroke-width": "1.5"},
    "c-not-found": {"fill": PAPER, "stroke": INK, "stroke-width": "1.5"},
    "c-tick": {"stroke": INK, "stroke-width": "2"},
    "c-alarm": {"stroke": ALARM, "stroke-width": "2", "fill": ALARM},
    "c-band-1": {"fill": "#40535a", "stroke": "#40535a"},
    "c-band-2": {"fill": "#c5d1d5", "stroke": "#40535a"},
    "c-band-3": {"fill": WASH, "stroke": "#40535a"},
    "c-on-dark": {"fill": PAPER},
    "c-unknown": {"fill": TINT_2},
    "c-interval": {"stroke": INK, "stroke-width": "3"},
    "c-dot": {"fill": INK},
    "c-outer": {
        "stroke": INK_2,
        "stroke-width": "1.25",
        "stroke-dasharray": "6 4",
        "fill": "none",
    },
    "c-inner": {
        "stroke": INK_2,
        "stroke-width": "1.25",
        "stroke-dasharray": "1.5 3",
        "fill": "none",
    },
    "c-special": {"fill": D2, "stroke": INK, "stroke-width": "1.5"},
    "c-last": {"fill": PAPER, "stroke": INK_2, "stroke-width": "1.25"},
    "c-area": {"fill": TINT},
    "c-limit": {
        "stroke": EDGE,
        "stroke-width": "1",
        "stroke-dasharray": "3 2",
        "fill": "none",
    },
    "c-hit": {"fill": "none"},
    "c-square-on": {"fill": BRAND, "stroke": BRAND},
    "c-square-off": {"fill": PAPER, "stroke": LINE_2},
    "c-square-none": {"fill": "none", "stroke": EDGE, "stroke-dasharray": "3 2"},
}


def number(value: float) -> str:
    """A coordinate with at most one decimal: short, and the same on every machine."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)


class Sheet:
    """One drawing. `title` tells the finding with its numbers: it is what a reader without the
    picture gets, on the page and in the PDF."""

    def __init__(self, width: int, height: int, *, title: str, mode: Mode) -> None:
        self.width, self.height, self.title, self.mode = width, height, title, mode
        self._parts: list[str] = []
        self._links: list[str] = []
        self._opened = -HIT

    def add(self, tag: str, style: str = "", words: str = "", **attributes: str | float) -> None:
        """One mark. `style` names one or more of STYLES; attribute names use _ for -."""
        given = " ".join(
            f'{name.replace("_", "-")}="{_attribute(value)}"' for name, value in attributes.items()
        )
        opening = " ".join(part for part in (tag, self._paint(tag, style), given) if part)
        closing = f">{conditional_escape(words)}</{tag}>" if words else "/>"
        self._parts.append(f"<{opening}{closing}")

    def line(self, style: str, x1: float, y1: float, x2: float, y2: float) -> None:
        self.add("line", style, x1=x1, y1=y1, x2=x2, y2=y2)

    def text(
        self, x: float, y: float, words: str, style: str = "", *, anchor: str = "start"
    ) -> None:
        extra = {} if anchor == "start" else {"text_anchor": anchor}
        self.add("text", style, words, x=x, y=y, **extra)

    def path(self, style: str, points: list[tuple[float, float]]) -> None:
        if len(points) > 1:
            steps = " ".join(f"{number(x)},{number(y)}" for x, y in points)
            self.add("polyline", style, points=steps)

    @contextmanager
    def link(self, url: str, words: str) -> Iterator[None]:
        """What is drawn within it opens the address, in a page; `words` say what that is. Without
        an address, and in print, it is only drawn. Links lie on top of everything else."""
        if not url or self.mode == "pdf":
            yield
            return
        outside, self._parts = self._parts, []
        yield
        drawn, self._parts = "".join(self._parts), outside
        self._links.append(f'<a href="{escape(url)}" aria-label="{escape(words)}">{drawn}</a>')

    @contextmanager
    def mark(self, x: float, y: float, url: str, words: str) -> Iterator[None]:
        """As `link`, for something small: with room to point at it. Marks come from left to right;
        one nearer to the last than that room is only drawn."""
        is_free = x - self._opened >= HIT
        with self.link(url if is_free else "", words):
            if url and is_free and self.mode == "page":
                self._opened = x
                half = HIT / 2
                self.add("rect", "c-hit", x=x - half, y=y - half, width=HIT, height=HIT)
            yield

    def next_lane(self) -> None:
        """Marks begin at the left again."""
        self._opened = -HIT

    def _paint(self, tag: str, style: str) -> str:
        names = style.split()
        if self.mode == "page":
            return f'class="{" ".join(names)}"' if names else ""
        painted: dict[str, str] = {"fill": INK} if tag == "text" else {}
        for name in names:
            painted |= STYLES[name]
        return " ".join(f'{name}="{value}"' for name, value in painted.items())

    def render(self) -> SafeString:
        font = "" if self.mode == "page" else f' font-family="{PDF_FONT}" font-size="{TEXT_SIZE}"'
        drawn, role = "".join(self._parts), "img"
        if self._links:
            # A picture has nothing in it to open; a group has, and only that is read out.
            drawn = f'<g aria-hidden="true">{drawn}</g>{self._with_way_past("".join(self._links))}'
            role = "group"
        return mark_safe(  # noqa: S308 -- every word in it was escaped on its way in
            f'<svg class="chart" role="{role}" viewBox="0 0 {self.width} {self.height}"'
            f' width="{self.width}" height="{self.height}"{font}>'
            f"<title>{escape(self.title)}</title>{drawn}</svg>"
        )

    def _with_way_past(self, links: str) -> str:
        """Where there are many, the first link leads behind the last. It is seen while in focus."""
        if len(self._links) < SKIP_FROM:
            return links
        end = f"past-{hashlib.sha256(f'{self.width}{self.title}{links}'.encode()).hexdigest()[:10]}"
        return (
            f'<a href="#{end}" class="skip-chart"><rect x="2" y="2" width="120" height="28"/>'
            f'<text x="14" y="21">Skip this chart</text></a>{links}<g id="{end}" tabindex="-1"/>'
        )


def pushed_apart(wanted: list[float], *, gap: float, low: float, high: float) -> list[float]:
    """Label positions at least `gap` apart, in the order of the wanted ones, as near as may be.

    Kept between `low` and `high` while there is room.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    placed = list(wanted)
    floor = low
    for index in order:
        placed[index] = max(placed[index], floor)
        floor = placed[index] + gap
    ceiling = high
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - gap
    return placed
