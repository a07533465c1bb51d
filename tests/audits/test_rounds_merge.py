"""Adding up several services: sums and nothing but sums, and no service's small number told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits import definitions, rounds_merge
from audits.export import hidden_in, outside
from audits.report import AuditReport, Retention, indicator_report, step_reports
from audits.rounds_protect import tells
from audits.rounds_reader import several
from audits.rules import DEFAULT_RULES
from audits.several import NOT_FOR_SEVERAL
from audits.statistics import wilson
from audits.step import Figure, Finding, Outcome, how_many
from audits.steps import INDICATORS
from audits.sums import NOT_SHOWN, UNDER
from audits.tally import Tally

NUMBERS = DEFAULT_RULES.values()
STEPS = definitions.stored()
CODE = "5.1"
MEDIAN = asdict(Figure("Median", 48.0, "people", 12))


def report(
    code: str,
    findings: list[Finding],
    *,
    version: int = 0,
    figures: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> AuditReport:
    """A service whose people all have one finding, of 5.1."""
    tallies = {indicator.code: Tally() for indicator in INDICATORS}
    for finding in findings:
        tallies[CODE].add(finding)
    counts = {c: {**t.stored(len(findings)), "figures": figures} for c, t in tallies.items()}
    steps: Any = STEPS
    if version:
        steps = [
            {
                **step,
                "indicators": [
                    {**item, "version": version} if item["code"] == CODE else item
                    for item in step["indicators"]
                ],
            }
            for step in STEPS
        ]
    return replace(
        AuditReport(
            service_name=f"{code.title()} Service",
            service_code=code,
            kind_of_data="synthetic",
            number=3,
            on=date(2026, 9, 30),
            period_start_on=date(2025, 10, 1),
            known_at=datetime(2026, 10, 1, tzinfo=UTC),
            created_at=datetime(2026, 10, 1, tzinfo=UTC),
            prepared_by="",
            prepared_role="",
            digest=code * 8,
            people=len(findings),
            on_treatment=len(findings),
            in_treatment=len(findings),
            steps=step_reports(steps, counts, NUMBERS, {}),
            retention=Retention((), ()),
            numbers=NUMBERS,
            schedule={},
            schedule_version="0",
        ),
        **more,
    )


def found(outcome: Outcome, group: str = "") -> Finding:
    return Finding(outcome, f"{outcome}.", group or outcome)


def many(**people: int) -> list[Finding]:
    return [found(Outcome(name)) for name, number in people.items() for _ in range(number)]


FINDINGS = st.builds(
    found,
    st.sampled_from([o for o in Outcome if o is not Outcome.NOT_APPLICABLE]),
    st.sampled_from(["", "one reason", "another"]),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(FINDINGS, max_size=12), min_size=1, max_size=4))
def test_services_added_up_are_one_service_with_all_their_people(
    services: list[list[Finding]],
) -> None:
    apart = [report(f"S{place}", people) for place, people in enumerate(services)]
    together = report("ALL", [finding for people in services for finding in people])
    added = rounds_merge.add_up(apart)
    figures = added["figures"]
    merged = indicator_report(
        together.indicator(CODE).definition,
        figures["counts"][CODE],
        added["configuration"]["numbers"],
    )
    whole = together.indicator(CODE)
    assert {g.words: g.people for g in merged.groups} == {g.words: g.people for g in whole.groups}
    for name in ("number", "others", "of", "unknown", "set_apart", "share", "interval"):
        assert getattr(merged, name) == getattr(whole, name), name
    assert (merged.unknown_range, merged.known_share) == (whole.unknown_range, whole.known_share)
    assert merged.interval == wilson(merged.number, merged.of)
    assert figures["people"] == together.people


def test_a_median_is_not_added_up_and_says_so() -> None:
    added = rounds_merge.add_up([report("A", many(met=9), figures=[MEDIAN]), report("B", [])])
    (figure,) = added["figures"]["counts"]["12.4"]["figures"]
    assert (figure["label"], figure["value"], figure["words"]) == ("Median", None, NOT_FOR_SEVERAL)


def on(**people: int) -> list[dict[str, Any]]:
    return [asdict(how_many(label, number)) for label, number in people.items() if number]


def test_counts_beside_an_indicator_are_added_up() -> None:
    one = report("A", many(met=40), figures=[*on(methadone=9), MEDIAN])
    other = report("B", many(met=60), figures=[*on(depot=20, methadone=30), MEDIAN])
    shown = outside(merged_of([one, other]), merged_of([one, other]).indicator(CODE))
    assert [(figure.label, figure.value) for figure in shown.figures] == [
        ("depot", "20 people"),
        ("methadone", "39 people"),
        ("Median", NOT_FOR_SEVERAL),
    ]


def test_a_run_of_before_tells_its_counts_by_what_they_look_like() -> None:
    before = [{k: v for k, v in f.items() if k != "is_count"} for f in (*on(depot=20), MEDIAN)]
    item = report("A", many(met=40), figures=before).indicator(CODE)
    assert [figure.is_count for figure in item.figures] == [True, False]


CASELOAD = st.tuples(*[st.integers(0, 12)] * 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(CASELOAD, min_size=1, max_size=3))
def test_a_count_left_out_in_one_service_is_not_told_by_the_sum(
    services: list[tuple[int, int, int]],
) -> None:
    """The reader of every report takes what the others print from each sum that is printed."""
    reports = [
        report(
            f"S{place}", many(met=sum(people)), figures=on(**dict(zip("abc", people, strict=True)))
        )
        for place, people in enumerate(services)
    ]
    merged = merged_of(reports)
    sums, *own = [_counts_printed(one) for one in (merged, *reports)]
    for place, label in enumerate("abc"):
        if label not in sums or sums[label] is None:
            continue
        left = [
            people[place]
            for people, shown in zip(services, own, strict=True)
            if people[place] and shown[label] is None
        ]
        assert not left or (len(left) > 1 and sum(left) >= 5)
    hidden = [label for label, people in sums.items() if people is None]
    assert len(hidden) != 1 or len(sums) == 1, "who knows everybody takes the others from them"


def _counts_printed(one: AuditReport) -> dict[str, int | None]:
    figures = outside(one, one.indicator(CODE)).figures
    told = {figure.label: figure.value.removesuffix(" people") for figure in figures}
    return {label: int(value) if value.isdigit() else None for label, value in told.items()}


def test_what_was_counted_by_another_version_is_left_out_and_named() -> None:
    reports = [
        report("A", many(met=20)),
        report("B", many(met=30)),
        report("C", many(met=7), version=99),
    ]
    added = rounds_merge.add_up(reports)["figures"]
    assert added["counts"][CODE]["outcomes"]["met"] == 50
    assert added["counted_otherwise"] == {CODE: ["C"]}
    assert "5.1 adds up 2 of 3 services. C Service counted it" in " ".join(added["remarks"])


def test_another_number_leaves_out_only_the_indicators_that_use_it() -> None:
    own = report("C", many(met=7), numbers={**NUMBERS, "strategic_after_days": 99})
    added = rounds_merge.add_up([report("A", many(met=20)), report("B", many(met=30)), own])
    used_by = {i.code for i in INDICATORS if "strategic_after_days" in i.numbers}
    assert used_by
    assert set(added["figures"]["counted_otherwise"]) == used_by
    assert added["configuration"]["numbers"]["strategic_after_days"] is None


def test_the_digest_is_of_the_runs_digests_in_the_order_of_codes() -> None:
    one, two = report("A", []), report("B", [])
    assert rounds_merge.add_up([one, two])["digest"] == rounds_merge.digest(["A" * 8, "B" * 8])


def test_a_service_without_people_adds_nothing() -> None:
    full = report("A", many(met=20, not_met=9))
    figures = rounds_merge.add_up([full, report("B", [])], ["Quay Road"])["figures"]
    assert figures["counts"] == rounds_merge.add_up([full])["figures"]["counts"]
    assert figures["left_out"] == ["Quay Road"]


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        ([(20, None), (30, None)], False),
        ([(20, None), (3, UNDER)], True),  # alone: the sum less the other
        ([(20, None), (3, UNDER), (4, UNDER)], False),  # 7 of two: 3 and 4, or 4 and 3
        ([(20, None), (4, UNDER), (4, UNDER)], True),  # 8 of two under 5
        ([(1, UNDER)] * 6, True),  # 6 of six: each is 1
        ([(20, None), (1, UNDER), (2, UNDER)], True),  # few enough to be a small cell together
        ([(2, UNDER), (9, NOT_SHOWN)], False),
        ([(1, UNDER), (5, NOT_SHOWN)], True),  # the least they can be
        ([(20, None), (0, None)], False),
        ([(0, NOT_SHOWN), (0, NOT_SHOWN)], False),  # nobody's figure, though all was withheld
    ],
)
def test_when_a_sum_tells_a_small_number(cells: list[Any], is_told: bool) -> None:
    assert tells(cells, 5) is is_told


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4))
def test_a_sum_that_is_shown_leaves_each_small_number_open(people: list[int]) -> None:
    """Tried out: every way to fill in what was left out that gives the same sum."""
    cells = [(number, UNDER if 0 < number < 5 else None) for number in people]
    if tells(cells, 5):
        return
    small = [number for number, how in cells if how]
    ways = [way for way in product(range(1, 5), repeat=len(small)) if sum(way) == sum(small)]
    for place in range(len(small)):
        assert len(Counter(way[place] for way in ways)) > 1


def merged_of(reports: list[AuditReport], earlier: Sequence[dict[str, Any]] = ()) -> AuditReport:
    added = rounds_merge.add_up(reports, earlier=earlier)
    return replace(
        reports[0],
        steps=step_reports(
            added["definitions"]["steps"],
            added["figures"]["counts"],
            added["configuration"]["numbers"],
            {},
        ),
        several=several(added["figures"]),
    )


def test_what_a_sum_would_tell_stays_inside() -> None:
    """A's 3 people not met are left out of its own report; the sum would give them back."""
    merged = merged_of(
        [report("A", many(met=40, not_met=3)), report("B", many(met=30, not_met=20))]
    )
    hidden = hidden_in(merged, merged.indicator(CODE))
    assert hidden.cells["others"] == NOT_SHOWN
    assert hidden.share


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=3))
def test_whatever_is_kept_back_is_left_out(services: list[tuple[int, int, int, int]]) -> None:
    names = ("met", "not_met", "not_recorded", "exception")
    reports = [
        report(f"S{place}", many(**dict(zip(names, people, strict=True))))
        for place, people in enumerate(services)
    ]
    merged = merged_of(reports)
    item, kept = merged.indicator(CODE), merged.kept_back(CODE)
    hidden = hidden_in(merged, item)
    for cell in kept & {"number", "others", "of", "unknown", "set_apart"}:
        assert str(cell) in hidden.cells
    if "number" in kept and "of" not in hidden.cells:
        assert hidden.share
