"""Doses are grouped to be read, never to be judged."""

from decimal import Decimal

import pytest

from audits.caseload_use import band


@pytest.mark.parametrize(
    ("group", "mg", "title"),
    [
        ("methadone", "2.5", "Under 20mg"),
        ("methadone", "19.99", "Under 20mg"),
        ("methadone", "20", "20mg to under 40mg"),
        ("methadone", "39.5", "20mg to under 40mg"),
        ("methadone", "99", "80mg to under 100mg"),
        ("methadone", "100", "100mg and over"),
        ("methadone", "180", "100mg and over"),
        ("buprenorphine", "0.4", "Under 8mg"),
        ("lyophilisate", "18", "16mg to under 24mg"),
        ("buprenorphine", "32", "24mg and over"),
        ("depot", "96", "96mg"),
        ("morphine", "800", "Any dose"),
        ("methadone", None, "Dose not recorded"),
    ],
)
def test_a_dose_stands_in_its_group(group: str, mg: str | None, title: str) -> None:
    dose = None if mg is None else Decimal(mg)
    assert band(dose, group).title == title


def test_groups_stand_by_dose_and_those_without_one_last() -> None:
    doses = [Decimal(120), None, Decimal(5), Decimal(45)]
    bands = sorted(band(mg, "methadone") for mg in doses)
    assert [one.title for one in bands] == [
        "Under 20mg",
        "40mg to under 60mg",
        "100mg and over",
        "Dose not recorded",
    ]
