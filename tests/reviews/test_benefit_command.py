"""`manage.py benefit`: a row for everybody on substitution treatment, blank where unknown."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Service, Trail
from patients.models import Episode, Patient
from prescribing import actions as prescribing
from prescribing.models import DrugTest
from reviews import facts_reader
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Review, ReviewCredit, StrategicReview, TopRecord
from reviews.review_facts import ReviewFacts
from reviews.worked_out import work_out
from tests.world import TODAY, World, build_world, medicine

HEADER = (
    "reference,medicine,daily_dose_mg,ost_started_on,weeks_on_ost,opiates_days_start,"
    "opiates_days_latest,top_latest_on,test_latest_on,strategic_review_on,conclusion"
)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def run(*arguments: str, on: date = TODAY) -> str:
    out = io.StringIO()
    call_command("benefit", "--on", on.isoformat(), *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments: str, on: date = TODAY) -> dict[str, dict[str, str]]:
    return {row["reference"]: row for row in csv.DictReader(io.StringIO(run(*arguments, on=on)))}


def facts_of(world: World, patient: Patient) -> ReviewFacts:
    return facts_reader.read(on=world.on, service_id=world.service.pk)[patient.pk]


def top(world: World, patient: Patient, ago: int, stage: str, opiates: int | None) -> None:
    TopRecord.objects.create(
        service=world.service,
        patient=patient,
        on=world.day(ago),
        stage=stage,
        is_complete=opiates is not None,
        opiates_days=opiates,
        crack_days=4,
    )


def strategic(
    world: World, patient: Patient, ago: int, conclusion: str, *, is_valid: bool = True
) -> None:
    about = {"service": world.service, "patient": patient}
    review = Review.objects.create(
        **about, held_on=world.day(ago), seen="in_person", held_by_role="keyworker"
    )
    ReviewCredit.objects.create(
        **about,
        review=review,
        type="strategic",
        held_on=world.day(ago),
        is_valid=is_valid,
        awaits="" if is_valid else "prescriber",
    )
    StrategicReview.objects.create(**about, review=review, conclusion=conclusion)


def test_the_columns_are_these_in_this_order(world: World) -> None:
    assert run().splitlines()[0] == HEADER


def test_everybody_on_substitution_treatment_has_one_row(world: World) -> None:
    printed = run().splitlines()[1:]
    references = [line.split(",")[0] for line in printed]
    assert references == sorted(references)
    assert world.gareth.reference in references
    assert world.leon.reference in references  # paused, and still treated
    assert world.dan.reference not in references  # left as planned
    assert len(references) == len(set(references))


def test_a_row_says_what_is_prescribed_and_since_when(world: World) -> None:
    row = rows()[world.gareth.reference]
    assert row["medicine"] == "Methadone oral solution 1mg/ml"
    assert row["daily_dose_mg"] == "55"
    assert row["ost_started_on"] == world.day(540).isoformat()
    assert row["weeks_on_ost"] == "77"


def test_the_dose_is_that_of_the_day_asked_about(world: World) -> None:
    assert rows(on=world.day(165))[world.gareth.reference]["daily_dose_mg"] == "50"
    assert rows(on=world.day(164))[world.gareth.reference]["daily_dose_mg"] == "55"
    assert world.gareth.reference not in rows(on=world.day(541))


def test_a_dose_has_no_trailing_zero_and_no_comma(world: World) -> None:
    rx = world.prescription(world.leanne)
    prescribing.change_dose(
        prescription=rx,
        version=rx.version,
        dose_mg=Decimal("62.50"),
        from_on=world.day(3),
        by=world.prescriber,
    )
    assert rows()[world.leanne.reference]["daily_dose_mg"] == "62.5"


def test_a_depot_has_no_daily_dose(world: World) -> None:
    row = rows()[world.mina.reference]
    assert row["medicine"] == "Buprenorphine weekly depot injection 16mg"
    assert row["daily_dose_mg"] == ""


def test_a_depot_that_outlasts_treatment_keeps_nobody_on_the_caseload(world: World) -> None:
    assert facts_of(world, world.mina).on_ost(world.on)
    Episode.objects.filter(patient=world.mina).update(ended_on=world.day(1), end_reason="left")
    assert world.mina.reference not in rows()
    facts = facts_of(world, world.mina)
    assert not facts.on_ost(world.on) and facts.on_ost(world.day(2))
    outline = work_out(facts, world.on, DEFAULT_SCHEDULE).outline
    assert not outline.on_ost(world.on) and outline.on_ost(world.day(2))


def test_use_is_that_of_the_start_and_the_latest_profile(world: World) -> None:
    top(world, world.gareth, 538, "start", 28)
    top(world, world.gareth, 90, "review", 6)
    row = rows()[world.gareth.reference]
    assert (row["opiates_days_start"], row["opiates_days_latest"]) == ("28", "6")
    assert row["top_latest_on"] == world.day(90).isoformat()


def test_the_start_profile_alone_is_also_the_latest(world: World) -> None:
    top(world, world.leanne, 360, "start", 12)
    row = rows()[world.leanne.reference]
    assert (row["opiates_days_start"], row["opiates_days_latest"]) == ("12", "12")


def test_what_was_not_asked_stays_blank_and_is_not_0(world: World) -> None:
    top(world, world.leanne, 360, "start", 0)
    top(world, world.leanne, 100, "review", None)
    row = rows()[world.leanne.reference]
    assert (row["opiates_days_start"], row["opiates_days_latest"]) == ("0", "")
    nothing = rows()[world.ray.reference]
    for column in HEADER.split(",")[5:]:
        assert nothing[column] == "", column


def test_what_came_after_the_day_is_not_told(world: World) -> None:
    top(world, world.gareth, 538, "start", 28)
    top(world, world.gareth, 90, "review", 6)
    strategic(world, world.gareth, 80, "clear")
    row = rows(on=world.day(91))[world.gareth.reference]
    assert (row["opiates_days_latest"], row["strategic_review_on"]) == ("28", "")


def test_the_last_test_and_a_corrected_one(world: World) -> None:
    row = rows()[world.gareth.reference]
    assert row["test_latest_on"] == world.day(30).isoformat()
    DrugTest.objects.filter(patient=world.gareth).update(is_withdrawn=True)
    assert rows()[world.gareth.reference]["test_latest_on"] == ""


def test_a_strategic_review_counts_once_both_have_signed(world: World) -> None:
    strategic(world, world.gareth, 300, "clear")
    strategic(world, world.gareth, 20, "partial", is_valid=False)
    row = rows()[world.gareth.reference]
    assert row["strategic_review_on"] == world.day(300).isoformat()
    assert row["conclusion"] == "clear"


def test_naltrexone_is_not_substitution_treatment(world: World) -> None:
    rx = world.prescription(world.leanne)
    rx.medicine = medicine("naltrexone-50mg")
    rx.save()
    assert world.leanne.reference not in rows()


def test_one_service_alone_and_all_one_after_the_other(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    prescribing.start_prescription(
        patient=world.bo,
        episode=world.episode(world.bo),
        medicine=medicine("methadone-1mg-ml"),
        started_on=world.day(10),
        dose_mg=30,
        supervision="daily",
        by=world.prescriber,
        prescriber=world.prescriber,
    )
    mine = rows("--service", world.service.code)
    theirs = rows("--service", world.other_service.code)
    assert world.gareth.reference in mine
    assert world.bo.reference in theirs
    assert not set(mine) & set(theirs)
    assert capsys.readouterr().err == "", "one service needs no word on whose rows these are"
    assert rows() == mine | theirs
    order = sorted([world.service.code, world.other_service.code])
    parts = {world.service.code: mine, world.other_service.code: theirs}
    assert list(rows()) == [reference for code in order for reference in parts[code]]
    said = capsys.readouterr().err
    assert f"{len(mine)} after the heading: {world.service.code}" in said
    assert "in more than one service" not in said


def test_a_sweep_over_all_services_is_in_the_trail(world: World) -> None:
    run()
    notes = Trail.objects.filter(verb="exported benefit")
    assert {note.service_id for note in notes} == set(Service.objects.values_list("id", flat=True))
    assert all(note.facts["all_services"] for note in notes)


def test_the_same_question_gives_the_same_bytes(world: World) -> None:
    assert run() == run()


def test_bad_arguments_get_a_sentence(world: World) -> None:
    with pytest.raises(CommandError, match=f'no service "NOPE". There are: .*{world.service.code}'):
        run("--service", "NOPE")
    with pytest.raises(CommandError, match='"soon" is not a day'):
        call_command("benefit", "--on", "soon")


@pytest.mark.parametrize("day", ["1850-01-01", "2999-04-16"])
def test_a_day_that_cannot_be_is_refused_in_words(world: World, day: str) -> None:
    with pytest.raises(CommandError, match="the day must be from 1 January 2000 to today"):
        call_command("benefit", "--on", day)
