"""Charts of months and funnels: limits, shapes told without colour, marks that open."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from rodt import charts
from rodt.charts.months import FRAMES, rule_values
from rodt.charts.svg import WIDEST_LETTER
from rodt.dates import add_months

FIRST = date(2025, 1, 1)
MONTHS = charts.MonthValues(
    finding="December 2025: 30 starts.",
    months=[add_months(FIRST, at) for at in range(12)],
    values=[10.0, 12.0] * 5 + [11.0, 30.0],
    stretches=[charts.Stretch(0, 12, 12.5, 0.0, 20.0)],
    special=frozenset({11}),
    changes=[4],
    urls=[f"?month={at}" for at in range(12)],
)
FUNNEL = charts.FunnelValues(
    finding="Quay Lane differs.",
    share=0.3,
    points=[
        charts.Point("Quay Lane", 400, 0.5, True, "?team=quay"),
        charts.Point("Northgate", 100, 0.3, False, "?team=north"),
    ],
    curve=[(50, 0.15, 0.45, 0.1, 0.5), (440, 0.25, 0.35, 0.23, 0.37)],
)


def parse(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def styled(drawing: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in drawing.iter() if name in one.get("class", "").split()]


def opened(drawing: ElementTree.Element) -> list[str]:
    return [one.get("href", "") for one in drawing.iter("a") if one.get("class") != "skip-chart"]


def test_a_month_that_stands_out_has_another_shape_and_opens_its_people() -> None:
    drawing = parse(charts.month_chart(MONTHS))
    (special,) = styled(drawing, "c-special")
    assert special.tag == "rect"
    assert {one.tag for one in styled(drawing, "c-one-mark")} == {"circle"}
    assert opened(drawing) == list(MONTHS.urls)


@pytest.mark.parametrize("width", list(FRAMES))
def test_the_name_of_a_line_is_never_cut_off(width: str) -> None:
    stretch = charts.Stretch(0, 12, 12473.8, 0.0, 20000.0)
    drawing = parse(charts.month_chart(replace(MONTHS, stretches=[stretch]), width=width))
    (name,) = [one for one in styled(drawing, "c-bold") if (one.text or "").startswith("mean")]
    assert name.text == "mean 12,473.8"
    room = float(drawing.attrib["width"]) - float(name.attrib["x"])
    assert room >= len(name.text) * WIDEST_LETTER


def test_one_link_leads_past_all_marks_of_a_chart() -> None:
    links = list(parse(charts.month_chart(MONTHS)).iter("a"))
    ends = [one.get("id") for one in parse(charts.month_chart(MONTHS)).iter("g") if one.get("id")]
    assert [links[0].get("href")] == [f"#{end}" for end in ends]
    assert not list(parse(charts.month_chart(MONTHS, mode="pdf")).iter("a"))
    few = replace(MONTHS, urls=[*MONTHS.urls[:4], *[""] * 8])
    assert "skip-chart" not in charts.month_chart(few)


def test_a_limit_at_nothing_is_not_drawn_and_a_change_is() -> None:
    drawing = parse(charts.month_chart(MONTHS))
    assert len(styled(drawing, "c-outer")) == 1
    assert len(styled(drawing, "c-review")) == 1


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.73, 0.775], ["72%", "74%", "76%", "78%"]),
        ([0.1, 0.9], ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ([1.0, 1.0], ["99%", "100%"]),
        ([0.0, 0.0], ["0%", "1%"]),
    ],
)
def test_shares_near_one_another_are_drawn_on_a_part_of_the_scale_that_says_so(
    values: list[float], ticks: list[str]
) -> None:
    near = replace(MONTHS, months=MONTHS.months[:2], values=values, is_share=True, is_near=True)
    near = replace(near, stretches=(), special=frozenset(), changes=(), urls=())
    drawing = parse(charts.month_chart(near))
    texts = [one.text or "" for one in styled(drawing, "c-quiet")]
    assert [text for text in texts if text.endswith("%") and text[0].isdigit()] == ticks
    says_so = f"The scale begins at {ticks[0]}" in texts
    assert says_so is (ticks[0] != "0%")


def test_a_team_outside_is_filled_and_named_and_another_is_neither() -> None:
    drawing = parse(charts.funnel_chart(FUNNEL))
    assert len(styled(drawing, "c-special")) == len(styled(drawing, "c-last")) == 1
    words = [one.text for one in drawing.iter("text")]
    assert "Quay Lane" in words and "Northgate" not in words
    assert opened(drawing) == ["?team=north", "?team=quay"]


@pytest.mark.parametrize("width", FRAMES)
@pytest.mark.parametrize(
    "draw",
    [
        lambda w, m: charts.month_chart(MONTHS, width=w, mode=m),
        lambda w, m: charts.funnel_chart(FUNNEL, width=w, mode=m),
    ],
)
def test_in_print_the_same_is_drawn_opens_nothing_and_stays_on_its_sheet(draw, width: str) -> None:  # type: ignore[no-untyped-def]
    drawing = parse(draw(width, "pdf"))
    assert drawing.get("role") == "img"
    assert opened(drawing) == []
    frame = FRAMES[width]
    for one in drawing.iter():
        for name, most in (
            ("x", frame.width),
            ("cx", frame.width),
            ("y", frame.height),
            ("cy", frame.height),
            ("x2", frame.width),
            ("y2", frame.height),
        ):
            if name in one.attrib:
                assert -10 <= float(one.attrib[name]) <= most, (one.tag, one.attrib)


@pytest.mark.parametrize(
    ("most", "is_share", "values"),
    [
        (0, False, [0, 1]),
        (3, False, [0, 1, 2, 3]),
        (61, False, [0, 20, 40, 60, 80]),
        (0.41, True, [0, 0.2, 0.4, 0.6]),
        (1, True, [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_levels_are_round(most: float, is_share: bool, values: list[float]) -> None:
    assert rule_values(most, is_share=is_share) == values
