"""A gate on every address: one that has none, or the wrong one, fails here."""

import pytest

from accounts.roles import Permission
from tests.house.addresses import Address, every, guarded


def name(address: Address) -> str:
    return address.name


@pytest.mark.parametrize("address", guarded(), ids=name)
def test_an_address_is_open_on_purpose_or_has_a_gate(address: Address) -> None:
    assert address.is_member_page != isinstance(address.permission, Permission), (
        f"{address.name} needs @patient_page, @staff_page or @member_page, and only one of them"
    )


@pytest.mark.parametrize("address", every(), ids=name)
def test_an_address_with_a_patient_goes_through_the_patients_gate(address: Address) -> None:
    assert address.is_of_a_patient == address.is_patient_page


@pytest.mark.parametrize("address", every(), ids=name)
def test_nothing_about_a_person_stands_in_an_address_but_an_opaque_id(address: Address) -> None:
    telling = {"name", "nhs_number", "reference", "date_of_birth", "words", "email"}
    assert not telling & set(address.parameters)


def test_an_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in every()]
    assert len(names) == len(set(names))
