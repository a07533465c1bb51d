"""The filters say what `rodt.words` says, in local time, and nothing for None."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

SUMMER = datetime(2026, 7, 1, 9, 26, tzinfo=UTC)
WINTER = datetime(2026, 12, 1, 23, 59, tzinfo=UTC)


def said(expression: str, **context: object) -> str:
    return Template("{% load rodt %}{{ " + expression + " }}").render(Context(context))


def test_moments_are_said_in_local_time() -> None:
    assert said("at|nhs_time", at=SUMMER) == "10:26am"
    assert said("at|nhs_datetime", at=WINTER) == "1 December 2026, 11:59pm"


def test_a_moment_late_in_the_evening_has_the_local_day() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert said("at|nhs_date", at=late) == "1 July 2026"


@pytest.mark.parametrize(
    "name",
    ["nhs_date", "nhs_day", "weekday_date", "short_date", "nhs_time", "nhs_datetime", "dose"],
)
def test_nothing_known_is_nothing_said(name: str) -> None:
    assert said(f"value|{name}", value=None) == ""


def test_a_number_that_is_not_known_is_a_dash_and_never_nought() -> None:
    assert said("value|plain_number", value=None) == "–"
    assert said("value|percent", value=None) == "–"
    assert said("value|plain_number", value=0) == "0"


def test_ranges_counts_and_lists() -> None:
    assert said("a|until:b", a=date(2026, 9, 3), b=date(2026, 9, 30)) == "3 to 30 September 2026"
    assert said("n|counted:'person,people'", n=1) == "1 person"
    assert said("n|counted:'visit'", n=3) == "3 visits"
    assert said("words|and_list", words=["opiates", "cocaine"]) == "opiates and cocaine"


def test_words_of_people_are_quoted_once_and_escaped() -> None:
    assert said("words|quoted", words="<b>I’m fine") == "“&lt;b&gt;I’m fine”"
    assert said("words|quoted", words="") == ""


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        Template("{% load rodt %}{% icon 'smiley' %}").render(Context())


def test_the_number_beside_a_heading_has_its_comma() -> None:
    head = Template('{% include "components/section_head.html" with title="People" count=n only %}')
    assert ">1,534<" in head.render(Context({"n": 1534}))
    assert ">2 people<" in head.render(Context({"n": "2 people"}))
