"""The table of who may do what, read as the promises it makes."""

import pytest

from accounts.roles import TABLE, Permission, Reach, Role, reach

CLINICAL = (
    Permission.VIEW_PATIENT,
    Permission.EDIT_PATIENT,
    Permission.RECORD_CONTACT,
    Permission.EDIT_CARE_PLAN,
    Permission.RECORD_PRESCRIPTION,
    Permission.LOG_REVIEW,
    Permission.SIGN_AS_PRESCRIBER,
    Permission.VIEW_BENEFIT,
    Permission.VIEW_WORKLIST,
    Permission.VIEW_AUDIT_PEOPLE,
)


@pytest.mark.parametrize("permission", CLINICAL)
def test_an_administrator_sees_no_clinical_record(permission: Permission) -> None:
    assert permission not in TABLE[Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", [Role.KEYWORKER, Role.PRESCRIBER])
def test_keyworkers_and_prescribers_see_the_people_of_their_teams(role: Role) -> None:
    assert TABLE[role][Permission.VIEW_PATIENT] is Reach.TEAMS


def test_a_manager_sees_the_whole_service_and_completes_no_review() -> None:
    assert TABLE[Role.MANAGER][Permission.VIEW_PATIENT] is Reach.SERVICE
    assert Permission.LOG_REVIEW not in TABLE[Role.MANAGER]
    assert Permission.SIGN_AS_PRESCRIBER not in TABLE[Role.MANAGER]


def test_only_a_prescriber_records_and_signs_prescribing() -> None:
    for permission in (Permission.RECORD_PRESCRIPTION, Permission.SIGN_AS_PRESCRIBER):
        assert [role for role in Role if permission in TABLE[role]] == [Role.PRESCRIBER]


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_some_role_and_says_what_it_lets_one_do(
    permission: Permission,
) -> None:
    assert any(permission in TABLE[role] for role in Role)
    assert permission.value


def test_several_roles_reach_as_far_as_the_widest() -> None:
    both = frozenset({Role.KEYWORKER, Role.MANAGER})
    assert reach(both, Permission.VIEW_PATIENT) is Reach.SERVICE
    assert reach(both, Permission.LOG_REVIEW) is Reach.TEAMS
    assert reach(both, Permission.MANAGE_STAFF) is None
    assert reach(frozenset(), Permission.VIEW_PATIENT) is None
