"""What is missing has a name, a page where it is written, and whoever may write it."""

from uuid import UUID

import pytest
from django.urls import resolve, reverse

from accounts.roles import Permission
from audits.evidence import rests_on
from audits.missing import FACTS, Fact, fact_of
from audits.step import Finding, Outcome
from audits.steps import INDICATORS

WHO = UUID(int=1)


def findings() -> list[tuple[str, Finding]]:
    """Of every worked example."""
    return [
        (indicator.code, indicator.find(example.facts, example.day))
        for indicator in INDICATORS
        for example in indicator.examples
    ]


def test_each_reason_for_not_knowing_is_a_named_fact_and_no_other_is_named() -> None:
    found = {(c, f.group) for c, f in findings() if f.outcome is Outcome.NOT_RECORDED}
    named = [(c, group) for fact in FACTS for c, groups in fact.lacking.items() for group in groups]
    assert len(named) == len(set(named))
    assert set(named) == found


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.words)
def test_it_is_written_by_whoever_its_page_lets_write(fact: Fact) -> None:
    if not fact.page:
        assert fact.who == ""
        return
    view = resolve(fact.address(WHO, WHO, lambda _: True)).func
    assert view.permission in (fact.permission, Permission.VIEW_PATIENT)  # type: ignore[attr-defined]
    assert fact.address(WHO, WHO, lambda _: False) == ""


def test_who_can_say_it_follows_the_table_of_roles() -> None:
    assert fact_of("9.2", "Dose not recorded").who == "a prescriber"
    assert fact_of("2.3", "Days of use not answered").who == "a keyworker or a prescriber"
    unknown = fact_of("9.9", "Words of an old definition")
    assert (unknown.words, unknown.who) == ("Words of an old definition", "")


def test_each_kind_of_record_that_a_finding_rests_on_has_a_page() -> None:
    records = {record.what: record for _, found in findings() for record in found.evidence}
    kept = [record._replace(id=id_) for record in records.values() for id_ in (None, WHO)]
    without = {rest.what for rest in rests_on(WHO, kept[1::2]) if not rest.url}
    assert not without
    assert rests_on(WHO, [records["TOP"]])[0].url == reverse("reviews:top", args=[WHO])
