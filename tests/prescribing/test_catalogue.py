"""The catalogue row by row: forms, codes and their status, as domain/prescribing.md has them."""

import pytest
from django.urls import reverse

from prescribing.catalogue import HISTORIC, MEDICINES
from prescribing.medicine_facts import BANDS, BY_GROUP, CODES, IN_GENERAL, MARKS, NOT_PRESCRIBED
from prescribing.models import Medicine
from tests.world import signed_in

# Code, product id, its status.
ROWS = [
    ("methadone-1mg-ml", "36120711000001104", "inferred"),
    ("methadone-1mg-ml-sf", "36120811000001107", "inferred"),
    ("methadone-10mg-ml", "", "missing"),
    ("methadone-10mg-ml-sf", "36120611000001108", "inferred"),
    ("methadone-20mg-ml", "", "missing"),
    ("methadone-tablets", "", "missing"),
    ("methadone-injection", "", "missing"),
    ("buprenorphine-sl-200micrograms", "42009011000001107", "verified"),
    ("buprenorphine-sl-400micrograms", "42009211000001102", "verified"),
    ("buprenorphine-sl-2mg", "", "missing"),
    ("buprenorphine-sl-8mg", "42009311000001105", "inferred"),
    ("buprenorphine-naloxone-sl-2mg", "11055811000001106", "inferred"),
    ("buprenorphine-naloxone-sl-8mg", "11055911000001101", "inferred"),
    ("buprenorphine-naloxone-sl-16mg", "", "missing"),
    ("buprenorphine-naloxone-film", "", "missing"),
    ("buprenorphine-naloxone-sl", "", "missing"),
    ("buprenorphine-lyophilisate-2mg", "33595511000001108", "inferred"),
    ("buprenorphine-lyophilisate-8mg", "33595611000001107", "inferred"),
    ("buprenorphine-depot-weekly-8mg", "36752411000001104", "inferred"),
    ("buprenorphine-depot-weekly-16mg", "36751711000001103", "inferred"),
    ("buprenorphine-depot-weekly-24mg", "36751911000001101", "inferred"),
    ("buprenorphine-depot-weekly-32mg", "36752211000001103", "inferred"),
    ("buprenorphine-depot-monthly-64mg", "36752311000001106", "inferred"),
    ("buprenorphine-depot-monthly-96mg", "36752511000001100", "inferred"),
    ("buprenorphine-depot-monthly-128mg", "36751611000001107", "inferred"),
    ("buprenorphine-depot-monthly-160mg", "", "missing"),
    ("morphine-slow-release", "", "missing"),
    ("diamorphine-injection", "", "missing"),
    ("dihydrocodeine", "", "missing"),
    ("naltrexone-50mg", "323281004", "inferred"),
    ("naltrexone-injection", "", "missing"),
    ("lofexidine-200micrograms", "323340005", "inferred"),
]


def test_the_catalogue_has_these_rows_and_no_others():
    found = [(row["code"], row["vmp_id"], row["code_status"]) for row in MEDICINES]
    assert sorted(found) == sorted(ROWS)


def test_naloxone_is_not_a_prescription():
    assert not any(row["name"] == "Naloxone" for row in MEDICINES)


def test_what_is_not_substitution_is_not_counted_as_such():
    assert {row["group"] for row in MEDICINES if not row["is_ost"]} == {"naltrexone", "lofexidine"}


@pytest.mark.django_db
def test_the_table_says_the_same_as_the_catalogue():
    found = Medicine.objects.values_list("code", "vmp_id", "code_status")
    assert sorted(found) == sorted(ROWS)


def test_every_group_has_its_facts_and_every_fact_its_mark():
    assert set(BY_GROUP) == {group.value for group in Medicine.Group}
    told = [
        *IN_GENERAL,
        *NOT_PRESCRIBED,
        *CODES,
        *(f for facts in BY_GROUP.values() for f in facts),
    ]
    assert {fact.mark for fact in told} <= set(MARKS)
    assert all(fact.source for fact in told if fact.mark in ("S", "S2"))


def test_the_page_shows_each_row_its_status_and_the_bands_as_information(world):
    text = signed_in(world.keyworker).get(reverse("prescribing:medicines")).content.decode()
    for _code, product, _status in ROWS:
        assert product in text
    assert "Confirm" in text or "confirm" in text
    assert "Bands used by NHS Borders." in text
    assert "Records of the past only" in text
    assert len(BANDS) == 5


def test_nobody_chooses_what_is_historic(world):
    text = (
        signed_in(world.prescriber).get(reverse("prescribing:new", args=[world.gareth.pk]))
    ).content.decode()
    assert "methadone-20mg-ml" in text
    assert all(code not in text for code in HISTORIC)
