"""The ground a course of treatment is drawn on: where each lane stands, and where a day falls."""

from dataclasses import dataclass
from datetime import date

from rodt.charts.course import Course, Lane
from rodt.charts.svg import HIT, LETTER_WIDTH, Mode, Sheet
from rodt.words import nhs_date


@dataclass(frozen=True)
class Places:
    """Where things stand on one of the four drawings. `title_height` is the room above each lane
    for its name; 0 where names stand at the left."""

    width: int
    left: float
    today: float
    edge: float
    most_ticks: int
    title_height: float

    @property
    def is_wide(self) -> bool:
        return self.title_height == 0


WIDE = Places(width=1152, left=146, today=1063, edge=1080, most_ticks=8, title_height=0)
PAPER = Places(width=720, left=130, today=614, edge=624, most_ticks=6, title_height=0)
NARROW = Places(width=358, left=24, today=267, edge=273, most_ticks=4, title_height=18)
SMALL = Places(width=288, left=24, today=198, edge=204, most_ticks=3, title_height=18)


class Plot:
    """One sheet with its time axis. Lanes are drawn on it by functions, top to bottom."""

    def __init__(self, course: Course, places: Places, mode: Mode) -> None:
        self.course, self.places = course, places
        self.days = max((course.today - course.first).days, 1)
        title = places.title_height
        self.dose_top = 34 + title
        self.dose_base = self.dose_top + 84
        self.band_top = self.dose_base + 34 + title * 0.6
        self.missed_base = self.band_top + 58 + title * 0.7
        self.use_top = self.missed_base + 34 + title * 0.6
        self.use_base = self.use_top + 98
        self.tests_top = self.use_base + 36 + title * 0.6
        self.bottom = self.tests_top + 20 * max(len(course.tests) - 1, 0) + 22
        self.events_at = self.bottom + 14 + title * 1.2
        if course.events:
            self.bottom = self.events_at + 20
        self.sheet = Sheet(places.width, int(self.bottom + 22), title=course.finding, mode=mode)
        self._opened: dict[Lane, float] = {}

    def x(self, day: date) -> float:
        """Where a day falls; days outside the course stand at its edges."""
        share = (day - self.course.first).days / self.days
        return self.places.left + min(max(share, 0), 1) * (self.places.today - self.places.left)

    def name(self, y: float, words: str, more: str = "") -> None:
        """A lane's name: at the left on the wide drawing, above the lane on the narrow one."""
        self.sheet.text(0, y, words, "c-bold")
        if more and self.places.is_wide:
            self.sheet.text(0, y + 17, more, "c-quiet")
        elif more:
            self.sheet.text(width_of(words) + 14, y, more, "c-quiet")

    def level(self, style: str, y: float) -> None:
        """A horizontal hairline across the lane."""
        start = self.places.left - (14 if self.places.is_wide else 0)
        self.sheet.line(style, start, y, self.places.edge, y)

    def opens(
        self, lane: Lane, day: date, words: str, left: float, right: float, top: float, base: float
    ) -> None:
        """A place over a mark or a band that opens its record, while there is room to point at it:
        a lane's marks come in the order of their days."""
        url = self.course.opens.get((lane, day), "")
        if right - left < HIT:
            left = min(max((left + right - HIT) / 2, 0), self.places.width - HIT)
            right = left + HIT
        left = max(left, self._opened.get(lane, 0))
        if not url or self.sheet.mode == "pdf" or right - left < HIT:
            return
        self._opened[lane] = right
        said = f"{words}, {nhs_date(day)}"
        with self.sheet.link(url, said):
            self.sheet.add("title", words=said)
            self.sheet.add(
                "rect", "c-hit", x=left, y=top, width=right - left, height=max(base - top, HIT)
            )


def width_of(words: str) -> float:
    """About how wide words stand, to keep labels apart."""
    return len(words) * LETTER_WIDTH
