"""Dates, times, doses and counts as people read them. Pure: text in, text out, no clock.

Source: NHS digital service manual, numbers, dates and times; interface.md, "Words".
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_SHORT_MONTHS = {"September": "Sept"}


def nhs_date(day: date) -> str:
    """6 August 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def nhs_day(day: date) -> str:
    """6 August: only in the same row as a full date."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weekday_date(day: date) -> str:
    """Thursday 6 August 2026."""
    return f"{WEEKDAYS[day.weekday()]} {nhs_date(day)}"


def short_month(day: date) -> str:
    """Aug: for a chart's axis and narrow columns. September is Sept."""
    name = MONTHS[day.month - 1]
    return _SHORT_MONTHS.get(name, name[:3])


def month_year(day: date) -> str:
    """Aug 2026: for a chart's axis."""
    return f"{short_month(day)} {day.year}"


def short_date(day: date) -> str:
    """6 Aug 2026: for charts and narrow columns only."""
    return f"{day.day} {month_year(day)}"


def date_range(first: date, last: date) -> str:
    """3 September to 30 September 2026; 28 to 30 September 2026; both years when they differ."""
    if first == last:
        return nhs_date(last)
    if first.year != last.year:
        return f"{nhs_date(first)} to {nhs_date(last)}"
    if first.month != last.month:
        return f"{nhs_day(first)} to {nhs_date(last)}"
    return f"{first.day} to {nhs_date(last)}"


def nhs_time(moment: time | datetime) -> str:
    """2:26pm, 11am, midday, midnight. Times are local: convert before you ask."""
    hour, minute = moment.hour, moment.minute
    if minute == 0 and hour == 0:
        return "midnight"
    if minute == 0 and hour == 12:
        return "midday"
    half = "am" if hour < 12 else "pm"
    shown = hour % 12 or 12
    return f"{shown}{half}" if minute == 0 else f"{shown}:{minute:02d}{half}"


def nhs_datetime(moment: datetime) -> str:
    """1 October 2026, 10:55am."""
    return f"{nhs_date(moment.date())}, {nhs_time(moment)}"


def plain_number(value: Decimal | float | int) -> str:
    """55, 2.5, 1,250: no trailing zeros, commas from a thousand."""
    number = Decimal(str(value))
    whole = number == number.to_integral_value()
    return f"{int(number):,}" if whole else f"{number.normalize():,f}"


def dose(amount: Decimal | float | int, unit: str = "mg") -> str:
    """55mg, 2.5mg: the unit without a space."""
    return f"{plain_number(amount)}{unit}"


def nhs_number(digits: str) -> str:
    """999 000 0018. Anything that is not ten digits is given back as it came."""
    if len(digits) == 10 and digits.isdigit():
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return digits


def count(number: int, one: str, many: str = "") -> str:
    """1 person, 2 people, 1,250 visits. Without `many`, an s is added."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """Nobody, 1 person, 12 people: at the start of a sentence."""
    return "Nobody" if number == 0 else count(number, "person", "people")


def and_list(words: Sequence[str]) -> str:
    """opiates, cocaine and cannabis."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(share: float | None) -> str:
    """68% of a share from 0 to 1; a dash when there is nobody to count."""
    return "–" if share is None else f"{round(share * 100)}%"


def out_of_100(change: float | None) -> str:
    """5 more in 100, 2 fewer in 100, the same: a change between two shares from 0 to 1."""
    if change is None:
        return "no run before"
    hundredths = round(change * 100)
    if hundredths == 0:
        return "the same"
    return f"{abs(hundredths)} {'more' if hundredths > 0 else 'fewer'} in 100"


def days_overdue(days: int) -> str:
    """21 days overdue."""
    return f"{count(days, 'day')} overdue"


def in_days(days: int) -> str:
    """Today, tomorrow, in 8 days; yesterday, 3 days ago."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def sentence(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def says(*texts: str) -> bool:
    """Does any of them say something: is there a letter or a digit? " . " is no answer."""
    return any(mark.isalnum() for text in texts for mark in text)


def told_by_words(whom: str) -> str:
    """Told by their sister; Told by Mrs Penrose: what was typed, within a sentence."""
    first, *_ = whom.split(" ", 1)
    opens = first in ("The", "Their", "His", "Her", "A")
    return f"Told by {whom[:1].lower() + whom[1:] if opens else whom}"


def quoted(text: str) -> str:
    """A person's own words in curly quotes, unless they already stand in them."""
    text = text.strip()
    return text if text.startswith("“") else f"“{text}”"


def born(on: date | None, *, is_estimated: bool = False) -> str:
    """Born 21 August 1974, enough to tell two people of one name apart."""
    if on is None:
        return "Date of birth not recorded"
    return f"Born {'about ' if is_estimated else ''}{nhs_date(on)}"
