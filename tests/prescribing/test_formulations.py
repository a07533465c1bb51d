"""Medicines told apart by substance and by how they are taken, for counting people."""

import pytest

from prescribing.catalogue import MEDICINES
from prescribing.formulations import formulation


@pytest.mark.parametrize(
    ("name", "form", "key", "title"),
    [
        ("Methadone", "oral solution", "methadone-oral-solution", "Methadone, oral solution"),
        (
            "Methadone",
            "oral solution sugar-free",
            "methadone-oral-solution",
            "Methadone, oral solution",
        ),
        ("Methadone", "tablets", "methadone-tablets", "Methadone, tablets"),
        (
            "Buprenorphine/naloxone",
            "sublingual film",
            "buprenorphine-under-the-tongue",
            "Buprenorphine, under the tongue",
        ),
        (
            "Buprenorphine",
            "monthly depot injection",
            "buprenorphine-monthly-depot-injection",
            "Buprenorphine, monthly depot injection",
        ),
    ],
)
def test_strength_flavour_and_naloxone_make_no_difference(
    name: str, form: str, key: str, title: str
) -> None:
    assert formulation(name, form) == (key, title)


def test_every_medicine_of_the_catalogue_has_a_key_that_an_address_may_hold() -> None:
    keys = {formulation(row["name"], row["form"]).key for row in MEDICINES}
    assert all(key.replace("-", "").isalnum() for key in keys)
