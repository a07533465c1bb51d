"""What stands in the grid of benefit, and the facts it is made of, as plain values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careplans.models import RecoveryCapital
from prescribing.models import DrugTest, NaloxoneSupply, Vaccination, VirusTest
from reviews.benefit_domains import RATING_WORDS, Domain, Rating
from reviews.models import StrategicReview, TopRecord

UNKNOWN = "not recorded"
NOTHING = "–"
NO_SECOND_TOP = "no second TOP yet"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One domain. `best`: the best answer from the start to now, where more or less is better.
    `also`: what else the record has about now. `offered`: a rating the record supports; "" where
    only a person can say."""

    domain: Domain
    start: str
    last: str
    now: str
    best: str = NOTHING
    change: str = ""
    is_beyond_noise: bool = False
    status: str = ""
    offered: str = ""
    also: str = ""

    @property
    def offered_words(self) -> str:
        return RATING_WORDS[Rating(self.offered)].lower() if self.offered else ""


@dataclass(frozen=True, slots=True)
class GridGroup:
    title: str
    note: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class GridFacts:
    """Rows and days: oldest first, up to the day. `meetings`: (attended, offered)
    since the start. `is_top_old`: the last TOP is past the day by which another was due, so that
    it no longer says how things stand now."""

    on: date
    episode_started_on: date
    tops: Sequence[TopRecord]
    last_on: date | None
    capital: Sequence[RecoveryCapital]
    parts: Sequence[StrategicReview]
    meetings: tuple[int, int]
    overdoses: Sequence[date] = ()
    is_top_old: bool = False
    virus_tests: Sequence[VirusTest] = ()
    vaccinations: Sequence[Vaccination] = ()
    tests: Sequence[DrugTest] = ()
    clouded: Collection[UUID] = ()
    naloxone: Sequence[NaloxoneSupply] = ()
    missed_days: Sequence[date] = ()
