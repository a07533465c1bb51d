"""The totals of an audit are those of a slow, obvious second version, over random caseloads."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.definitions import stored
from audits.people import ON
from audits.period import AuditDay, period_start
from audits.report import indicator_report
from audits.rules import DEFAULT_RULES
from audits.steps import BY_CODE, INDICATORS
from audits.tally import Tally, find_all
from tests.audits.invented import people
from tests.audits.oracle import Written
from tests.audits.oracle_treatment import SLOW

DAY = AuditDay(ON, period_start(ON))


def test_every_indicator_has_a_second_version() -> None:
    assert list(SLOW) == [indicator.code for indicator in INDICATORS]


@settings(max_examples=400, deadline=None)
@given(people())
def test_of_one_person_both_versions_say_the_same(who: Written) -> None:
    found = {code: BY_CODE[code].find(who.case, DAY).outcome.value for code in SLOW}
    assert found == {code: slow(who, DAY.on, DAY.start_on) for code, slow in SLOW.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(people(), max_size=6))
def test_the_totals_are_those_of_the_slow_version(caseload: list[Written]) -> None:
    tallies = {code: Tally() for code in SLOW}
    for who in caseload:
        find_all(who.case, INDICATORS, DAY, tallies)
    definitions = {item["code"]: item for step in stored() for item in step["indicators"]}
    for code, slow in SLOW.items():
        totals = Counter(slow(who, DAY.on, DAY.start_on) for who in caseload)
        counted = {**tallies[code].stored(len(caseload)), "figures": []}
        report = indicator_report(definitions[code], counted, DEFAULT_RULES.values())
        assert report.met == totals["met"], code
        assert report.not_met == totals["not_met"], code
        assert report.unknown == totals["not_recorded"], code
        assert report.set_apart == totals["exception"], code
        assert report.number + report.others == totals["met"] + totals["not_met"]
        assert sum(g.people for g in report.groups) == len(caseload) - totals["not_applicable"]
