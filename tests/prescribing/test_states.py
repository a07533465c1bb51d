"""Which change of state may follow, who may say so, and what it must say."""

from dataclasses import replace

import pytest

from accounts.roles import Permission
from prescribing.models import State
from prescribing.states import (
    BY_STATE,
    COMING_OFF,
    TABLE,
    Ask,
    Asked,
    impossible,
    may_follow,
    missing,
)

# Rows: the state of the day before. Columns: what it may become.
MAY = {
    "draft": "induction active stopped (switched)",
    "induction": "titrating active reducing suspended stopped transferred (switched)",
    "titrating": "active reducing suspended stopped transferred (switched)",
    "active": "titrating reducing suspended stopped transferred (switched)",
    "reducing": "titrating active suspended stopped transferred (switched)",
    "suspended": "induction titrating active reducing stopped transferred (switched)",
    "stopped": "",
    "transferred": "",
    "switched": "",
}
CLOSED = ("stopped", "transferred", "switched")


def words(cell):
    return {word.strip("()") for word in cell.split()}


@pytest.mark.parametrize("before", list(MAY))
@pytest.mark.parametrize("to", [row.to for row in TABLE])
def test_every_move_is_possible_or_a_sentence(before, to):
    said = impossible(before, to)
    assert (said == "") is (to in words(MAY[before]))
    if said:
        assert before in said


@pytest.mark.parametrize("before", list(MAY))
def test_what_is_offered_is_what_is_possible_but_for_a_switch(before):
    assert set(may_follow(before)) == words(MAY[before]) - {"switched"}


def test_each_state_has_its_row_and_draft_is_where_it_begins():
    assert [row.to for row in TABLE] == [state.value for state in State if state != "draft"]
    assert set(MAY) == {state.value for state in State}


def test_before_the_first_state_anything_may_be():
    assert impossible("", "active") == ""


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.to)
def test_only_who_records_prescriptions_may_change_them(row):
    assert row.who is Permission.RECORD_PRESCRIPTION


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_follows_an_end(state):
    assert may_follow(state) == ()
    assert "Record a new prescription" in impossible(state, "active")


def test_the_same_state_again_says_what_to_do_instead():
    assert "already" in impossible("active", "active")


OFF = Asked("reducing", intent="to_zero", their_words="I want to be off it")
SERVICE = {"stop_reason": "service_decision", "why": "Risk"}


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (Asked("active"), set()),
        (Asked("titrating"), set()),
        (Asked("induction"), set()),
        (Asked("reducing"), {"intent", "their_words"}),
        (Asked("reducing", intent="to_lower"), {"their_words"}),
        (Asked("reducing", intent="to_lower", their_words="Slowly"), set()),
        (Asked("reducing", intent="to_lower", why="Asked twice"), set()),
        (OFF, {"patient_agreed", "support", "way_back"}),
        (replace(OFF, is_agreed=True), {"support", "way_back"}),
        (replace(OFF, is_agreed=True, has_support=True, has_way_back=True), set()),
        (replace(OFF, their_words="", why="Ours"), {*COMING_OFF, "their_words"}),
        (replace(OFF, their_words="", why_without="Cannot be asked today"), set()),
        (replace(OFF, why_without="QTc 520 ms", is_for_safety=True), set()),
        (replace(OFF, why_without=" . "), set(COMING_OFF)),
        (replace(OFF, is_for_safety=True), {*COMING_OFF, "why_without"}),
        (Asked("reducing", intent="to_lower", why_without="Not to zero"), {"their_words"}),
        (Asked("reducing", their_words="Slowly"), {"intent"}),
        (Asked("suspended"), {"why"}),
        (Asked("suspended", why="  "), {"why"}),
        (Asked("suspended", why=" . "), {"why"}),
        (Asked("suspended", why="Custody"), set()),
        (Asked("suspended", why="Custody", intent="to_zero"), {"intent"}),
        (Asked("active", intent="to_lower"), {"intent"}),
        (Asked("stopped"), {"why", "stop_reason"}),
        (Asked("stopped", why="Her choice", stop_reason="patient_choice"), set()),
        (Asked("stopped", **SERVICE), {"second_clinician", "has_risk_plan"}),
        (
            Asked("stopped", **SERVICE, has_risk_plan=True, has_second_clinician=True),
            set(),
        ),
        (
            Asked(
                "stopped",
                **SERVICE,
                has_risk_plan=True,
                has_second_clinician=True,
                second_is_same_person=True,
            ),
            {"second_clinician"},
        ),
        (
            Asked(
                "stopped",
                **SERVICE,
                has_risk_plan=True,
                has_second_clinician=True,
                second_may_prescribe=False,
            ),
            {"second_clinician"},
        ),
        (Asked("transferred", why="Moved"), {"to_service"}),
        (Asked("transferred", to_service="Quay Road"), {"why"}),
        (Asked("transferred", why="Moved", to_service="Quay Road"), set()),
        (Asked("switched"), {"to_prescription"}),
        (Asked("switched", has_to_prescription=True), set()),
    ],
)
def test_what_is_missing_is_named_by_field(asked, fields):
    assert {str(field) for field in missing(asked)} == fields


def test_each_question_is_asked_by_some_row():
    asked = {ask for row in BY_STATE.values() for ask in row.asks}
    assert asked | {Ask.SECOND, Ask.RISK_PLAN, *COMING_OFF, Ask.WITHOUT} == set(Ask)
