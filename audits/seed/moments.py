"""When things were recorded. Nothing is recorded later than the first minute of the day asked for,
so that whoever asks on that day sees all of it."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from rodt.dates import add_days

LONDON = ZoneInfo("Europe/London")
OPENS_MINUTE = 9 * 60
CLOSES_MINUTE = 17 * 60 + 30


@lru_cache(maxsize=20_000)
def midnight(day: date) -> datetime:
    """The first minute of a day in London, which is 23 or 25 hours from the next twice a year."""
    return datetime.combine(day, time(), LONDON).astimezone(ZoneInfo("UTC"))


class Moments:
    def __init__(self, on: date) -> None:
        self.on = on
        self.latest = midnight(on)

    def at(self, day: date, minute: int = OPENS_MINUTE, *, late_days: int = 0) -> datetime:
        """A minute of that day, or of a later one; the last moment there is if that is past."""
        moment = midnight(add_days(day, late_days)) + timedelta(minutes=minute)
        return min(moment, self.latest)

    def start_of(self, day: date) -> datetime:
        return midnight(day)

    def some_time(self, rng: Random, day: date, *, late_days: int = 0) -> datetime:
        return self.at(day, rng.randrange(OPENS_MINUTE, CLOSES_MINUTE), late_days=late_days)
