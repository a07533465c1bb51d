"""What templates may say: `rodt.words` as filters, and the symbols. Nothing here decides."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from rodt import icons, words

register = template.Library()


def _local(value: datetime | time) -> datetime | time:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.filter
def nhs_date(value: date | None) -> str:
    """6 August 2026; nothing for None."""
    return words.nhs_date(_day(value)) if value else ""


@register.filter
def nhs_day(value: date | None) -> str:
    """6 August; nothing for None."""
    return words.nhs_day(_day(value)) if value else ""


@register.filter
def weekday_date(value: date | None) -> str:
    """Thursday 6 August 2026; nothing for None."""
    return words.weekday_date(_day(value)) if value else ""


@register.filter
def short_date(value: date | None) -> str:
    """6 Aug 2026: narrow columns only; nothing for None."""
    return words.short_date(_day(value)) if value else ""


@register.filter
def nhs_time(value: datetime | time | None) -> str:
    """2:26pm, in local time; nothing for None."""
    return words.nhs_time(_local(value)) if value else ""


@register.filter
def nhs_datetime(value: datetime | None) -> str:
    """1 October 2026, 10:55am, in local time; nothing for None."""
    if not value:
        return ""
    local = _local(value)
    assert isinstance(local, datetime)
    return words.nhs_datetime(local)


@register.filter
def until(first: date, last: date) -> str:
    """`{{ first|until:last }}`: 3 September to 30 September 2026."""
    return words.date_range(_day(first), _day(last))


@register.filter
def nhs_number(value: str | None) -> str:
    """999 000 0018."""
    return words.nhs_number(value or "")


@register.filter
def dose(value: Decimal | float | int | None, unit: str = "mg") -> str:
    """55mg; nothing for None."""
    return "" if value is None else words.dose(value, unit)


@register.filter
def plain_number(value: Decimal | float | int | None) -> str:
    """1,250; a dash for None, which is never 0."""
    return "–" if value is None else words.plain_number(value)


@register.filter
def number_or_words(value: int | str) -> str:
    """1,250 of a number; "2 people" as it is."""
    return words.plain_number(value) if isinstance(value, int) else str(value)


@register.filter
def counted(value: int, nouns: str) -> str:
    """`{{ n|counted:"person,people" }}`: 1 person, 2 people."""
    one, _, many = nouns.partition(",")
    return words.count(value, one, many)


@register.filter
def percent(value: float | None) -> str:
    """68% of a share from 0 to 1; a dash for None."""
    return words.percent(value)


@register.filter
def and_list(value: Any) -> str:
    """opiates, cocaine and cannabis."""
    return words.and_list([str(word) for word in value])


@register.filter
def sentence(value: str) -> str:
    """First letter large."""
    return words.sentence(str(value))


@register.filter
def told_by_words(value: str) -> str:
    """Told by their sister."""
    return words.told_by_words(value)


@register.filter
def quoted(value: str | None) -> str:
    """A person's own words, in curly quotes."""
    return words.quoted(value) if value else ""
