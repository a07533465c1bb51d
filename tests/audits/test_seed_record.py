"""The demo shows each case of the record and the prescription: asked of the pages' own readers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Count, Q
from pytest_django import DjangoDbBlocker

from accounts.access import access_for
from accounts.models import Service, User
from patients import todo
from patients.actions.transfers import under_way
from patients.models import Contact, Episode, OtherName, Patient, Pause, RecordMove, Task, Transfer
from patients.staff_choices import prescribers
from prescribing import scripts
from prescribing.depots import Place, Window
from prescribing.doses import depot_window
from prescribing.models import (
    Advice,
    DepotDose,
    DrugTest,
    Ecg,
    MissedDoses,
    NaloxoneSupply,
    Prescription,
    Script,
    StateChange,
    Vaccination,
    VirusTest,
)
from prescribing.safety.panel import Panel
from prescribing.safety.table import TABLE
from reviews import rx_today_reader, told
from reviews.actions import given_from
from reviews.credits import credits_for
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import ReviewCredit, StrategicReview, TopRecord
from reviews.rx_today import Kind
from reviews.top_change import Category, change
from reviews.worklist import Whose
from rodt import row_security
from rodt.dates import working_days_until
from tests.audits.test_seed_demo import ON, seeded
from tests.servers import TestServers


@pytest.fixture(scope="module")
def small_town(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    with seeded(servers, django_db_blocker, "--patients", "120", "--services", "1") as name:
        yield name


@pytest.fixture
def town(small_town: str) -> Iterator[Service]:
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        yield service


def person(name: str, born_in: int | None = None) -> Patient:
    given_name, family_name = name.split(" ", 1)
    found = Patient.objects.filter(given_name=given_name, family_name=family_name)
    if born_in:
        found = found.filter(date_of_birth__year=born_in)
    return found.get()


def checks_of(name: str, born_in: int | None = None) -> Panel:
    return told.panel_of(person(name, born_in), ON)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Martin Ellwood", "ecg_interval"),
        ("Anton Bielski", "ecg"),
        ("Irene Maddocks", "ecg"),
        ("Brian Sedgley", "sedatives"),
        ("Jonah Stubbs", "children"),
        ("Wes Hallam", "naloxone"),
        ("Bogdan Ilie", "liver"),
        ("Kerry Stanford", "depot_late"),
        ("Aisling Brody", "script"),
        ("Noreen Attwater", "script"),
        ("Joyce Ambler", "tolerance"),
        ("Marlon Teague", "tolerance"),
        ("Dilip Anand", "stop_benefit"),
    ],
)
def test_a_check_stands_where_it_was_planted(town: Service, name: str, code: str) -> None:
    assert checks_of(name).of_code(code) is not None


def test_the_two_of_one_name_have_a_heart_and_a_pregnancy_to_look_at(town: Service) -> None:
    first, second = person("Grace Holloway", 1983), person("Grace Holloway", 1991)
    assert checks_of("Grace Holloway", 1983).of_code("qtc_high")
    assert checks_of("Grace Holloway", 1991).of_code("pregnancy")
    for patient, kind in ((first, Task.Kind.QTC), (second, Task.Kind.PREGNANCY)):
        assert [task.kind for task in todo.of_person(patient) if task.is_red] == [kind]


def test_most_checks_stand_for_somebody_and_none_for_most(town: Service) -> None:
    stands: dict[str, int] = {}
    people = Patient.objects.filter(service=town, episodes__ended_on=None).distinct()
    for patient in people:
        for one in told.panel_of(patient, ON).open:
            stands[one.check.code] = stands.get(one.check.code, 0) + 1
    silent = {check.code for check in TABLE} - set(stands)
    assert silent <= {"rise", "brand", "depot_early", "hepatitis_c"}, silent
    assert all(number < 0.4 * len(people) for number in stands.values()), stands


def test_an_answered_check_is_quiet(town: Service) -> None:
    answered = [one.check.code for one in checks_of("Sandra Whitlow").answered]
    assert answered == ["qtc"]
    assert "sedatives" in [one.check.code for one in checks_of("Gareth Penrose").answered]


def test_scripts_and_injections_of_today(town: Service) -> None:
    ends = {}
    for rx in Prescription.objects.filter(ended_on=None).select_related("patient"):
        found = scripts.standing(Script.objects.current().filter(prescription=rx), ON)
        if found.ends_on and 0 <= working_days_until(ON, found.ends_on) <= 3:
            ends[rx.patient.name] = found.ends_on
    assert {"Aisling Brody", "Noreen Attwater"} <= set(ends)
    places = {}
    for rx in Prescription.objects.filter(ended_on=None, medicine__covers_days__gt=0):
        last = DepotDose.objects.current().filter(prescription=rx).latest("given_on")
        window = Window(
            *depot_window(last.given_on, rx.medicine.covers_days or 0, rx.medicine.window_days)
        )
        places[rx.patient.name] = window.place(ON), window.due_on
    assert places["Kerry Stanford"][0] is Place.LATE
    assert places["Viktor Hollis"][0] is Place.OPEN
    assert places["Owen Prosser"] == (Place.OPEN, ON)


def test_prescribing_today_has_a_row_of_each_kind(town: Service) -> None:
    access = access_for(User.objects.get(email="dr.osei@demo.example"), town.pk)
    assert access is not None
    things = rx_today_reader.read(access, ON).of(Whose.SERVICE)
    assert {thing.kind for thing in things} == set(Kind)
    assert len(things) < 40


def test_missed_doses_wait_or_are_decided_and_the_pharmacy_rang(town: Service) -> None:
    missed = MissedDoses.objects.current()
    waiting = missed.filter(needs_decision=True, decided_on=None)
    assert {3, 5} <= {run.days for run in waiting}
    decided = missed.exclude(decided_on=None)
    assert any(run.days == 5 and "anew" in run.decision for run in decided)
    calls = Contact.objects.current().filter(with_role=Contact.With.PHARMACIST, kind="phone")
    for run in waiting:
        assert calls.filter(patient=run.patient, on=run.to_on).exists()


def test_transfers_out_and_in(town: Service) -> None:
    waits, accepted = under_way(person("Denise Pountney")), under_way(person("Lee Hathersage"))
    assert waits is not None and waits.accepted_on is None
    assert accepted is not None and accepted.accepted_on and accepted.accepted_by
    came = Transfer.objects.get(patient=person("Amal Yusuf"))
    assert came.direction == Transfer.Direction.IN and came.picked_up_on
    for transfer in (waits, accepted):
        assert [task.kind for task in todo.of_person(transfer.patient)] == [Task.Kind.TRANSFER]


def test_tasks_wait_red_and_not_and_some_are_done(town: Service) -> None:
    tasks = Task.objects.all()
    assert tasks.filter(done_on=None, is_red=True).exists()
    assert tasks.filter(done_on=None, is_red=False).exists()
    assert tasks.exclude(done_on=None).exclude(outcome="").exists()
    prescriber = User.objects.get(email="dr.osei@demo.example")
    access = access_for(prescriber, town.pk)
    assert access is not None
    assert any(task.is_red for task in todo.for_me(access, ON))


def test_somebody_is_away_ended_and_came_back(town: Service) -> None:
    away = Pause.objects.current().filter(ended_on=None)
    assert {"custody", "hospital"} <= set(away.values_list("reason", flat=True))
    assert Episode.objects.exclude(ended_on=None).exists()
    colm = person("Colm Devlin")
    assert [e.ended_on is None for e in colm.episodes.order_by("started_on")] == [False, True]
    kinds = {task.kind: task for task in todo.of_person(colm)}
    assert "Tolerance may be lost" in kinds[Task.Kind.TOLERANCE].text
    assert Task.Kind.FIRST_APPOINTMENT in kinds


def test_other_names_lead_to_the_person_and_two_people_share_one(town: Service) -> None:
    marta = person("Marta Kowal")
    assert {name.kind for name in OtherName.objects.current().filter(patient=marta)} == {
        "former",
        "alias",
    }
    assert marta in Patient.objects.filter(service=town).named("Zielinska")
    twice = Patient.objects.values("given_name", "family_name", "service").annotate(
        n=Count("date_of_birth", distinct=True)
    )
    assert twice.filter(n__gt=1, family_name="Holloway").exists()


def test_two_records_of_one_person_are_one_with_both_histories(town: Service) -> None:
    move = RecordMove.objects.get(kind=RecordMove.Kind.MERGE)
    assert move.from_patient.merged_into == move.patient
    moved = Contact.objects.filter(pk__in=[row[1] for row in move.rows])
    assert moved.count() == 2
    assert set(moved.values_list("patient", flat=True)) == {move.patient_id}


def test_a_stop_by_the_service_has_two_prescribers(town: Service) -> None:
    stops = StateChange.objects.current().filter(stop_reason="service_decision")
    may = set(prescribers(town.pk).values_list("pk", flat=True))
    assert stops.filter(patient__given_name="Sol").exists()
    for stop in stops:
        assert stop.second_clinician_id in may
        assert stop.second_clinician_id != stop.recorded_by_id


def test_every_change_of_medicine_says_what_takes_its_place(town: Service) -> None:
    for turn in StateChange.objects.current().filter(state="switched"):
        assert turn.to_prescription is not None
        assert turn.to_prescription.started_on == turn.on


def test_a_reduction_says_what_for_and_a_correction_keeps_the_original(town: Service) -> None:
    intents = (
        StateChange.objects.current().filter(state="reducing").values_list("intent", flat=True)
    )
    assert {"to_zero", "to_lower"} <= set(intents)
    corrected = Ecg.objects.get(patient=person("Yvonne Tarrant"), superseded_at=None)
    assert (corrected.qtc_ms, corrected.amends.qtc_ms) == (434, 344)
    assert corrected.amend_reason


def test_health_facts_of_every_kind(town: Service) -> None:
    tests = DrugTest.objects.current()
    assert {"urine", "saliva"} <= set(tests.values_list("matrix", flat=True))
    assert not tests.filter(Q(device="") | Q(method="") | Q(taken_by=None)).exists()
    results = set(VirusTest.objects.values_list("virus", "result"))
    assert {("hcv_rna", "positive"), ("hiv", "waiting"), ("hbv", "negative")} <= results
    assert Vaccination.objects.filter(dose_number=3).exists()
    supplies = NaloxoneSupply.objects.all()
    assert supplies.filter(is_declined=True).exists()
    assert supplies.filter(is_declined=False, expires_on__gt=ON + timedelta(days=30)).exists()
    assert Advice.objects.filter(topics__contains=["driving", "storage"]).exists()
    homes = Patient.objects.filter(children_at_home="yes")
    assert homes.filter(Q(locked_box_given_on=None)).exists()
    assert homes.exclude(locked_box_given_on=None).exists()


def test_what_waits_for_a_prescriber_counts_once_they_have_signed(town: Service) -> None:
    """With all that the second signer is asked for, nothing else is missing."""
    waiting = ReviewCredit.objects.current().filter(type="strategic", awaits="prescriber")
    assert waiting
    for credit in waiting.select_related("review"):
        assert credit.review.seen != "not_seen"
        given = given_from(credit.review, credit, frozenset({"keyworker", "prescriber"}))
        theirs = {"conclusion": "asked", "decision": "asked", "benefit_grid": "asked"}
        theirs |= {"patient_view": "asked", "without_it": "asked"}
        whole = replace(given, answers={**given.answers, **theirs})
        (decision,) = credits_for(whole, DEFAULT_SCHEDULE)
        assert decision.is_valid, decision.why


def test_ratings_of_a_strategic_review_follow_the_profiles_of_the_person(town: Service) -> None:
    """Unknown where there are not two profiles; no gain where there is none in them."""
    parts = StrategicReview.objects.current().select_related("review")
    compared = 0
    for part in parts:
        days = (
            TopRecord.objects.current()
            .filter(patient=part.patient_id, on__lte=part.review.held_on)
            .order_by("on", "recorded_at")
            .values_list("opiates_days", flat=True)
        )
        said = part.ratings["opiates"]
        if len(days) < 2:
            assert said == "unknown"
            continue
        found = change("opiates_days", days[0], days[len(days) - 1])
        compared += 1
        if found.category is Category.UNKNOWN:
            assert said == "unknown"
        elif found.difference == 0:
            assert said == ("at_goal" if days[0] == 0 else "same")
        else:
            assert said == ("better" if (found.difference or 0) < 0 else "worse")
        if part.conclusion != part.suggested and part.conclusion:
            assert part.conclusion_why
    assert compared > 20
