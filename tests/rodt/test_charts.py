"""A chart tells its finding in words, in two modes that draw the same marks."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from rodt import charts
from rodt.charts import svg
from rodt.charts.course import month_ticks, runs
from rodt.charts.plot import width_of
from rodt.gallery.course import COURSE

SVG = ElementTree.Element
BOTH: tuple[svg.Mode, ...] = ("page", "pdf")


TICKS = [charts.Tick(0, "start"), charts.Tick(77, "12")]
RETENTION = charts.Retention(
    finding="Half stayed",
    steps=[charts.Stay(0, 1.0), charts.Stay(30, 0.75, 0.6, 0.9), charts.Stay(60, 0.5, 0.3, 0.7)],
    last_day=77,
    until_day=77,
    ticks=TICKS,
    staying=[(0, 8), (77, 4)],
    marks=[
        charts.StayMark(0, 1.0, "?people=all.0.in-treatment", "Open the 8 people"),
        charts.StayMark(77, 0.5, "?people=all.12.in-treatment", "Open the 4 people"),
    ],
)
USE = charts.UseSince(
    finding="Use fell",
    points=[
        charts.UsePoint(0, 22.0, 20, 28, 0.1, "?a", "Open", "?b", "Open"),
        charts.UsePoint(28, 8.0, 0, 12, 0.4, "?c", "Open", "?d", "Open"),
        charts.UsePoint(84, 4.0, 0, 8, 0.5, "?e", "Open", "?f", "Open"),
    ],
    until_day=84,
    ticks=TICKS,
    staying=[(0, 8), (84, 4)],
    answered=[(0, 8), (84, 4)],
)

SHARES = charts.Shares(
    finding="9 of 17 used opiates",
    counted="Used opiates",
    apart="Not known",
    groups=[
        charts.ShareGroup(
            "Methadone, oral solution",
            [
                charts.ShareRow(
                    "Under 20mg", 9, 17, 0.31, 0.74, 2, "?people=a", "Open the 9 people"
                ),
                charts.ShareRow("20mg to under 40mg", 0, 0, 0.0, 0.0, 3),
            ],
        )
    ],
)


def parse(drawing: str) -> SVG:
    return ElementTree.fromstring(drawing)


def texts(drawing: SVG) -> list[str]:
    return [element.text or "" for element in drawing.iter("text")]


def styled(drawing: SVG, name: str) -> list[SVG]:
    return [element for element in drawing.iter() if name in element.get("class", "").split()]


@pytest.mark.parametrize("mode", BOTH)
def test_each_drawing_is_a_picture_whose_first_words_are_its_finding(mode: svg.Mode) -> None:
    drawings = [
        charts.interval_strip(charts.Interval(0.71, 0.65, 0.77), mode=mode),
        charts.sparkline([6, 9], low=0, high=20, title="6 to 9", mode=mode),
        charts.top_squares(6, mode=mode),
        charts.course_of_treatment(COURSE, mode=mode),
        charts.retention_curve(RETENTION, mode="pdf"),
        charts.use_since_start(USE, mode="pdf"),
    ]
    for drawing in map(parse, drawings):
        assert drawing.get("role") == "img"
        assert drawing[0].tag == "title"
        assert drawing[0].text


@pytest.mark.parametrize("width", ["wide", "paper", "narrow", "small"])
def test_a_page_carries_classes_and_a_pdf_carries_colours(width: charts.treatment.Width) -> None:
    page = charts.course_of_treatment(COURSE, width=width, mode="page")
    pdf = charts.course_of_treatment(COURSE, width=width, mode="pdf")
    assert "#" not in page
    assert "style=" not in page
    assert "class=" not in pdf.replace('class="chart"', "")
    assert svg.PDF_FONT in pdf
    marks = [element.tag for element in parse(page).iter()]
    assert marks == [element.tag for element in parse(pdf).iter()]


def test_every_style_of_a_drawing_is_in_the_page_sheet_and_no_other() -> None:
    sheet = Path(settings.BASE_DIR, "static/css/components/charts.css").read_text()
    assert set(re.findall(r"\.(c-[a-z0-9-]+)", sheet)) == set(svg.STYLES)


def test_the_colours_of_a_pdf_are_the_tokens_of_a_page() -> None:
    tokens = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    for name, value in [
        ("ink", svg.INK),
        ("ink-2", svg.INK_2),
        ("line", svg.LINE),
        ("line-2", svg.LINE_2),
        ("edge", svg.EDGE),
        ("brand", svg.BRAND),
        ("tint", svg.TINT),
        ("tint-2", svg.TINT_2),
        ("alarm", svg.ALARM),
        ("d2", svg.D2),
        ("d3", svg.D3),
        ("wash", svg.WASH),
    ]:
        assert f"--{name}: {value};" in tokens


def test_words_in_a_drawing_are_escaped() -> None:
    course = replace(COURSE, finding="<b>&", medicine="<script>")
    drawing = charts.course_of_treatment(course)
    assert "<script>" not in drawing
    assert parse(drawing)[0].text == "<b>&"


def test_not_asked_is_one_empty_frame_and_never_28_empty_squares() -> None:
    not_asked, none_used = parse(charts.top_squares(None)), parse(charts.top_squares(0))
    assert len(list(not_asked.iter("rect"))) == 1
    assert not_asked[0].text == "Not asked"
    assert len(styled(none_used, "c-square-off")) == 28


@pytest.mark.parametrize("days", [0, 1, 7, 28])
def test_as_many_squares_are_filled_as_days_were_used(days: int) -> None:
    drawing = parse(charts.top_squares(days))
    assert len(styled(drawing, "c-square-on")) == days
    assert drawing[0].text == f"{days} of 28 days"


@pytest.mark.parametrize("days", [-1, 29])
def test_days_outside_the_28_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match="0 to 28"):
        charts.top_squares(days)


def test_a_strip_says_result_interval_unknowns_and_last_run() -> None:
    strip = charts.Interval(0.54, 0.47, 0.61, 0.39, 0.67, 0.5)
    assert parse(charts.interval_strip(strip))[0].text == (
        "54 in 100; 95% interval 47 to 61; 39 to 67 if every unknown were no, or yes; last run 50"
    )


def test_a_strip_without_a_result_has_no_dot() -> None:
    drawing = parse(charts.interval_strip(charts.Interval(None)))
    assert not list(drawing.iter("circle"))
    assert drawing[0].text == "No result: nobody to count"


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_strip_stays_inside_its_frame_at_both_ends(share: float) -> None:
    drawing = parse(
        charts.interval_strip(charts.Interval(share, share, share, share, share, share))
    )
    for dot in drawing.iter("circle"):
        assert 0 <= float(dot.get("cx", "")) <= float(drawing.get("width", ""))


def test_a_missing_value_leaves_a_gap_in_a_sparkline() -> None:
    whole = parse(charts.sparkline([1, 2, 3, 4], low=0, high=20, title="x"))
    broken = parse(charts.sparkline([1, 2, None, 3, 4], low=0, high=20, title="x"))
    assert len(list(whole.iter("polyline"))) == 1
    assert len(list(broken.iter("polyline"))) == 2


def test_one_result_never_makes_a_line() -> None:
    spark = parse(charts.sparkline([7], low=0, high=20, title="x"))
    assert not list(spark.iter("polyline"))
    once = [charts.UseSeries("heroin", [(COURSE.first, 28)])]
    drawing = parse(charts.course_of_treatment(replace(COURSE, use=once)))
    assert not styled(drawing, "c-one")
    assert len(styled(drawing, "c-one-mark")) == 1


def test_a_top_that_did_not_ask_breaks_the_line() -> None:
    points = [(date(2025, 5, 1), 5), (date(2025, 6, 1), 5), (date(2025, 7, 1), None)]
    points += [(date(2025, 8, 1), 5), (date(2025, 9, 1), 5)]
    drawing = parse(
        charts.course_of_treatment(replace(COURSE, use=[charts.UseSeries("crack", points)]))
    )
    assert len(styled(drawing, "c-one")) == 2
    assert len(styled(drawing, "c-one-mark")) == 4


def test_each_series_has_its_own_marker_as_well_as_its_own_dash() -> None:
    drawing = parse(charts.course_of_treatment(COURSE))
    markers = {styled(drawing, f"c-{name}-mark")[0].tag for name in ("one", "two", "three")}
    assert markers == {"circle", "rect", "polygon"}


def test_labels_at_line_ends_are_pushed_15_apart() -> None:
    points = [(date(2025, 5, 1), 3), (date(2026, 9, 1), 3)]
    series = [charts.UseSeries(name, points) for name in ("heroin", "crack", "injecting")]
    drawing = parse(charts.course_of_treatment(replace(COURSE, use=series)))
    heights = sorted(
        float(text.get("y", ""))
        for text in drawing.iter("text")
        if (text.text or "").endswith(" 3")
    )
    assert len(heights) == 3
    assert all(b - a >= 15 for a, b in pairwise(heights))


def test_pushing_apart_keeps_the_order_and_the_bounds() -> None:
    assert svg.pushed_apart([10, 10, 10], gap=15, low=0, high=100) == [10, 25, 40]
    assert svg.pushed_apart([99, 98], gap=15, low=0, high=100) == [100, 85]
    assert svg.pushed_apart([], gap=15, low=0, high=100) == []


def test_three_missed_in_a_row_are_a_safety_run_and_two_are_not() -> None:
    drawing = parse(charts.course_of_treatment(COURSE))
    assert len([mark for mark in styled(drawing, "c-alarm") if mark.tag == "line"]) == 3
    assert "3 in a row" in texts(drawing)
    assert len(styled(drawing, "c-tick")) == 5


def test_runs_join_neighbouring_days_only() -> None:
    days = [date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 3), date(2026, 3, 3)]
    assert [len(run) for run in runs(days)] == [2, 1]


def test_found_and_not_found_differ_in_shape_and_no_test_has_no_dot() -> None:
    row = charts.TestRow("opiates", [(date(2025, 5, 1), True), (date(2025, 6, 1), False)])
    drawing = parse(charts.course_of_treatment(replace(COURSE, tests=[row])))
    assert len(styled(drawing, "c-found")) == 1
    assert len(styled(drawing, "c-not-found")) == 1


def test_the_dose_line_breaks_where_nothing_was_prescribed() -> None:
    doses = [
        charts.DoseStep(date(2025, 4, 9), Decimal(50)),
        charts.DoseStep(date(2025, 8, 1), None),
        charts.DoseStep(date(2026, 1, 1), Decimal(30)),
    ]
    drawing = parse(charts.course_of_treatment(replace(COURSE, doses=doses)))
    assert len(styled(drawing, "c-line")) == 2
    assert "30mg" in texts(drawing)


@pytest.mark.parametrize("width", ["wide", "narrow", "small"])
def test_an_empty_course_and_a_course_of_one_day_are_drawn(width: charts.treatment.Width) -> None:
    day = date(2026, 10, 1)
    course = charts.Course(finding="Started today", first=day, today=day, medicine="methadone")
    drawing = parse(charts.course_of_treatment(course, width=width))
    assert "Today" in texts(drawing)


@pytest.mark.parametrize("width", ["wide", "narrow", "small"])
def test_a_course_of_twenty_years_stays_inside_its_frame(width: charts.treatment.Width) -> None:
    course = replace(COURSE, first=date(2006, 1, 31))
    drawing = parse(charts.course_of_treatment(course, width=width))
    edge = float(drawing.get("width", ""))
    for element in drawing.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(element.get(name, "0")) <= edge


@pytest.mark.parametrize(
    ("first", "last", "most", "said"),
    [
        (date(2026, 1, 15), date(2026, 3, 2), 8, 2),
        (date(2025, 4, 9), date(2026, 10, 1), 8, 6),
        (date(2006, 1, 1), date(2026, 10, 1), 4, 2),
        (date(2026, 10, 1), date(2026, 10, 1), 4, 1),
    ],
)
def test_ticks_are_months_and_never_too_many(first: date, last: date, most: int, said: int) -> None:
    ticks = month_ticks(first, last, most=most)
    assert len(ticks) == said
    assert all(day.day == 1 for day in ticks)


def test_a_course_that_begins_after_today_is_refused() -> None:
    with pytest.raises(ValueError, match="after today"):
        replace(COURSE, first=date(2027, 1, 1))


def test_a_fourth_series_is_refused() -> None:
    with pytest.raises(ValueError, match="three series"):
        replace(COURSE, use=[charts.UseSeries(str(n), []) for n in range(4)])


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (0.06, "0.1")]
)
def test_coordinates_are_short(value: float, said: str) -> None:
    assert svg.number(value) == said


@pytest.mark.parametrize("width", ["wide", "paper", "narrow", "small"])
def test_every_word_fits_on_its_drawing_and_days_of_use_have_their_scale(
    width: charts.treatment.Width,
) -> None:
    """Cut words were once all that a small screen showed of "Today" and of the tests."""
    injecting = charts.UseSeries("injecting", [(COURSE.first, 28), (COURSE.today, 28)])
    drawing = parse(charts.course_of_treatment(replace(COURSE, use=[injecting]), width=width))
    edge = float(drawing.get("width", ""))
    for element in drawing.iter("text"):
        x, long = float(element.get("x", "0")), width_of(element.text or "")
        share = {"end": 1.0, "middle": 0.5}.get(element.get("text-anchor", ""), 0.0)
        assert x - share * long >= -1, element.text
        assert x + (1 - share) * long <= edge + 1, element.text
    assert {"0", "14", "28", "Today", "injecting 28"} <= set(texts(drawing))
    assert {row.label for row in COURSE.tests} <= set(texts(drawing))


def opened(drawing: SVG) -> list[str]:
    """But for the link past all of them."""
    links = [element.get("href", "") for element in drawing.iter("a")]
    return [link for link in links if not link.startswith("#past-")]


def opening(**lanes: list[date]) -> charts.Course:
    opens = {(lane, day): f"?{lane}.{day}" for lane, days in lanes.items() for day in days}
    return replace(COURSE, opens=opens)


@pytest.mark.parametrize("width", ["wide", "narrow", "small"])
def test_every_lane_opens_its_records_on_a_page_and_is_only_drawn_in_print(
    width: charts.treatment.Width,
) -> None:
    course = opening(
        dose=[COURSE.doses[3].on],
        supervision=[band.first for band in COURSE.supervision],
        missed=[date(2026, 6, 12), date(2026, 6, 13)],
        use=[COURSE.first],
        tests=[COURSE.first],
        events=[event.on for event in COURSE.events],
        reviews=[COURSE.marks[0].on],
    )
    page = parse(charts.course_of_treatment(course, width=width))
    found = opened(page)
    assert len(found) == 11, "a run of missed doses is one mark"
    assert set(found) <= set(course.opens.values())
    for link in page.iter("a"):
        assert link.get("aria-label") == link[0].text, "a pointer reads what a reader hears"
        hit = link.find("rect")
        assert hit is not None
        assert float(hit.get("width", "")) >= svg.HIT <= float(hit.get("height", ""))
    print_ = charts.course_of_treatment(course, width=width, mode="pdf")
    assert opened(parse(print_)) == []
    assert "c-hit" not in print_


def test_marks_of_a_lane_that_stand_too_near_do_not_lie_on_each_other() -> None:
    days = [date(2026, 9, day) for day in range(1, 29)]
    course = replace(
        opening(tests=days), tests=[charts.TestRow("opiates", [(day, True) for day in days])]
    )
    drawing = parse(charts.course_of_treatment(course))
    hits = [link.find("rect") for link in drawing.iter("a")]
    spans = sorted(
        (float(h.get("x", "")), float(h.get("width", ""))) for h in hits if h is not None
    )
    assert 0 < len(spans) < len(days)
    assert all(b[0] >= a[0] + a[1] - 0.1 for a, b in pairwise(spans))


def test_another_form_breaks_the_line_and_has_its_own_scale_and_name() -> None:
    doses = [
        charts.DoseStep(date(2025, 4, 9), Decimal(60), form="Methadone, oral solution"),
        charts.DoseStep(date(2025, 12, 1), Decimal(8), form="Buprenorphine, under the tongue"),
        charts.DoseStep(date(2026, 3, 1), Decimal(16), form="Buprenorphine, under the tongue"),
    ]
    drawing = parse(charts.course_of_treatment(replace(COURSE, doses=doses)))
    assert {"Methadone, oral solution", "Buprenorphine, under the tongue"} <= set(texts(drawing))
    lines = [line.get("points", "").split() for line in styled(drawing, "c-line")]
    assert len(lines) == 2
    top = [min(float(point.split(",")[1]) for point in line) for line in lines]
    assert top[0] == top[1], "60mg of one stands as high as 16mg of the other"


def test_events_are_told_apart_by_shape_and_word() -> None:
    drawing = parse(charts.course_of_treatment(COURSE))
    assert {"Events", "overdose", "in custody", "bereavement"} <= set(texts(drawing))
    none = parse(charts.course_of_treatment(replace(COURSE, events=[])))
    assert "Events" not in texts(none)
    squares = [mark for mark in styled(drawing, "c-alarm") if mark.tag == "rect"]
    assert len(squares) == 1


def test_a_period_begins_with_the_dose_that_ran_and_ends_with_its_own_last_day() -> None:
    begin, end = date(2026, 2, 1), date(2026, 5, 1)
    doses = [step for step in COURSE.doses if date(2026, 1, 26) <= step.on <= end]
    drawing = parse(
        charts.course_of_treatment(
            replace(COURSE, first=begin, today=end, doses=doses, last_words="1 May 2026")
        )
    )
    said = texts(drawing)
    assert "1 May 2026" in said and "Today" not in said
    assert not [words for words in said if words.endswith(" start")]


@pytest.mark.parametrize("width", ["wide", "narrow", "small"])
def test_marks_of_a_cohort_open_their_people_on_a_page_and_are_only_drawn_in_print(
    width: charts.weeks.Width,
) -> None:
    page = parse(charts.retention_curve(RETENTION, width=width))
    assert page.get("role") == "group"
    assert page[0].text == "Half stayed"
    assert opened(page) == [mark.url for mark in RETENTION.marks]
    assert all(element.get("aria-label") for element in page.iter("a"))
    print_ = parse(charts.retention_curve(RETENTION, width=width, mode="pdf"))
    assert opened(print_) == []
    assert len(list(print_.iter("circle"))) == len(RETENTION.marks)


def test_a_curve_has_its_band_its_last_share_and_the_numbers_left() -> None:
    drawing = parse(charts.retention_curve(RETENTION))
    assert len(styled(drawing, "c-area")) == 1
    assert texts(drawing)[-4:] == ["0", "25", "50", "75", "100%", "50%"][-4:]
    assert {"Still in treatment", "8", "4"} <= set(texts(drawing))


def test_weeks_in_which_too_few_answered_leave_a_gap() -> None:
    drawing = parse(charts.use_since_start(USE))
    assert len(list(drawing.iter("circle"))) == len(USE.points)
    assert len(styled(drawing, "c-one")) == 1  # start to week 4; week 12 stands alone
    assert opened(drawing) == ["?a", "?c", "?e", "?b", "?d", "?f"]


def test_marks_nearer_than_a_finger_are_drawn_and_do_not_open() -> None:
    near = replace(
        USE,
        until_day=364,
        points=[replace(USE.points[0], day=28 * place) for place in range(13)],
    )
    drawing = parse(charts.use_since_start(near, width="narrow"))
    assert len(list(drawing.iter("circle"))) == 13
    assert len(opened(drawing)) == 14  # every second mark of each lane


def test_shares_draw_a_dot_where_somebody_answered_and_name_the_others() -> None:
    for width in charts.SIZES:
        drawing = parse(charts.share_rows(SHARES, width=width))
        assert len(styled(drawing, "c-one-mark")) == 1
        assert {"9 of 17", "0 of 0", "2", "3", "Not known"} <= set(texts(drawing))
        [link] = drawing.iter("a")
        assert link.get("aria-label") == "Open the 9 people"
        assert not styled(drawing, "c-limit"), "no target is ever drawn"
        on_paper = parse(charts.share_rows(SHARES, width=width, mode="pdf"))
        assert not list(on_paper.iter("a"))
        assert texts(on_paper) == texts(drawing)
