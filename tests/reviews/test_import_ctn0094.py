"""Bringing CTN-0094 in: every rule of the mapping on a hand-made sample, then the real folder."""

import csv
import gzip
import io
import shutil
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Membership, Service, Trail, User
from patients.models import Contact, Episode, Patient
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    StateChange,
)
from reviews.ctn0094.prescriptions import scripts_of
from reviews.ctn0094.visits import reason_words
from reviews.models import TopRecord
from rodt import row_security
from rodt.embedded.state import CHECKOUT

ZERO = date(2025, 1, 6)
SAMPLE = Path(__file__).parent.parent / "data" / "ctn0094"
REAL = CHECKOUT.parent / "shared" / "data" / "ctn0094"


def day(number: int) -> date:
    return ZERO + timedelta(days=number)


def run(folder: Path, *arguments: str, zero: str = "2025-01-06") -> str:
    out = io.StringIO()
    call_command("import_ctn0094", str(folder), "--day-zero", zero, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample as the real folder is: a compressed file a table."""
    made = tmp_path / "ctn0094"
    made.mkdir()
    for path in SAMPLE.glob("*.csv"):
        with gzip.open(made / f"{path.name}.gz", "wb") as file:
            file.write(path.read_bytes())
    return made


def rewrite(folder: Path, table: str, text: str) -> None:
    with gzip.open(folder / f"{table}.csv.gz", "wt") as file:
        file.write(text)


@pytest.fixture
def imported(folder: Path, db: None) -> str:
    said = run(folder)
    row_security.set_services(Service.objects.values_list("id", flat=True))
    return said


def person(who: int) -> Patient:
    return Patient.objects.get(reference=f"CTN-{who}")


def test_a_site_becomes_a_service_of_research_records(imported: str) -> None:
    services = dict(Service.objects.values_list("code", "kind_of_data"))
    assert services == {"CTN-S7": "research", "CTN-S8": "research"}
    people = Patient.objects.values_list("reference", "service__code").order_by("reference")
    assert list(people) == [
        ("CTN-1", "CTN-S7"),
        ("CTN-2", "CTN-S7"),
        ("CTN-3", "CTN-S8"),
        ("CTN-4", "CTN-S8"),
        ("CTN-5", "CTN-S8"),
    ]


def test_a_participant_has_no_name_and_an_estimated_date_of_birth(imported: str) -> None:
    first = person(1)
    assert first.name == "Participant 1"
    assert (first.date_of_birth, first.date_of_birth_is_estimated) == (date(1985, 1, 1), True)
    assert (first.sex, person(2).sex, person(3).sex) == ("1", "2", "X")
    assert first.nhs_number == ""


def test_an_age_that_is_not_recorded_stays_unknown(imported: str) -> None:
    assert person(3).date_of_birth is None
    assert not person(3).date_of_birth_is_estimated


def test_an_episode_runs_from_day_0_to_the_last_day_of_any_record(imported: str) -> None:
    found = {
        e.patient.reference: (e.started_on, e.ended_on, e.end_reason)
        for e in Episode.objects.select_related("patient")
    }
    assert found == {
        "CTN-1": (ZERO, day(300), "records_end"),
        "CTN-2": (ZERO, day(90), "records_end"),
        "CTN-3": (ZERO, day(144), "records_end"),
        "CTN-4": (ZERO, day(6), "records_end"),
        "CTN-5": (ZERO, day(12), "records_end"),
    }


def prescriptions(who: int) -> list[Prescription]:
    return list(Prescription.objects.filter(patient=person(who)).order_by("started_on"))


def test_28_days_without_a_dose_break_a_prescription_and_27_do_not(imported: str) -> None:
    spans = [(rx.started_on, rx.ended_on, rx.medicine_id) for rx in prescriptions(1)]
    assert spans == [
        (day(0), day(49), "methadone-1mg-ml"),
        (day(78), day(80), "methadone-1mg-ml"),
    ]
    (only,) = prescriptions(2)
    assert (only.started_on, only.ended_on) == (day(3), day(38))
    assert only.medicine_id == "buprenorphine-naloxone-sl"


def test_equal_doses_in_a_row_are_one_step(imported: str) -> None:
    steps = DoseStep.objects.filter(prescription=prescriptions(1)[0]).order_by("from_on")
    assert [(s.daily_dose_mg, s.from_on, s.to_on) for s in steps] == [
        (30, day(0), day(9)),
        (60, day(10), day(39)),
        (40, day(40), day(44)),
        (20, day(45), day(49)),
    ]


def test_of_two_amounts_on_one_day_the_larger_is_used(imported: str) -> None:
    steps = DoseStep.objects.filter(prescription=prescriptions(2)[0]).order_by("from_on")
    assert [(s.daily_dose_mg, s.from_on, s.to_on) for s in steps] == [
        (8, day(3), day(37)),
        (16, day(38), day(38)),
    ]
    assert "2 rejected: a second amount on the same day: the larger is used" in imported


def test_a_day_without_a_row_or_with_0_is_missed_and_raises_no_task(imported: str) -> None:
    missed = MissedDoses.objects.order_by("from_on").values_list(
        "patient__reference", "from_on", "to_on", "needs_decision"
    )
    assert list(missed) == [
        ("CTN-2", day(11), day(37), False),
        ("CTN-1", day(20), day(22), False),
    ]


def states(who: int) -> list[tuple[str, date]]:
    found = StateChange.objects.filter(patient=person(who)).order_by("on", "recorded_at")
    return [(change.state, change.on) for change in found]


def test_states_are_induction_active_reducing_and_stopped(imported: str) -> None:
    assert states(1) == [
        ("induction", day(0)),
        ("active", day(14)),
        ("reducing", day(40)),
        ("stopped", day(50)),
        ("induction", day(78)),
        ("stopped", day(81)),
    ]
    assert states(2) == [("induction", day(3)), ("active", day(17)), ("stopped", day(39))]


@pytest.mark.parametrize(
    ("doses", "reducing_from"),
    [
        ([60, 60, 40, 30], 2),  # ends at half the highest
        ([60, 50, 40, 31], None),  # ends above half
        ([60, 20, 30, 30], None),  # the run of lower doses is broken
        ([60, 20, 40, 30, 20], 3),  # only the last run counts
        ([60, 60, 60], None),
        ([30, 60, 30], 2),
    ],
)
def test_reducing_is_an_unbroken_run_of_lower_doses_to_half_or_less(
    doses: list[int], reducing_from: int | None
) -> None:
    by_day = {number: Decimal(mg) for number, mg in enumerate(doses)}
    (script,) = scripts_of(by_day, "methadone-1mg-ml")
    found = dict(script.states).get("reducing")
    assert found == reducing_from


def test_each_injection_covers_28_days_and_none_is_missed_between(imported: str) -> None:
    spans = [(rx.started_on, rx.ended_on, rx.medicine_id) for rx in prescriptions(3)]
    assert spans == [
        (day(5), day(116), "naltrexone-injection"),
        (day(144), day(172), "naltrexone-injection"),
    ]
    given = DepotDose.objects.order_by("given_on").values_list("given_on", "covers_to_on")
    assert list(given) == [(day(n), day(n + 27)) for n in (5, 33, 88, 144)]
    assert not MissedDoses.objects.filter(patient=person(3)).exists()
    assert not DoseStep.objects.filter(patient=person(3)).exists()


def test_profiles_stand_every_four_weeks_while_there_is_a_dose(imported: str) -> None:
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for top in TopRecord.objects.select_related("patient").order_by("on"):
        found[top.patient.reference].append((top.stage, top.on))
    assert found == {
        "CTN-1": [("start", day(0)), ("review", day(28)), ("review", day(56))],
        "CTN-2": [("start", day(3)), ("review", day(31))],
        "CTN-3": [("start", day(5)), *[("review", day(n)) for n in (33, 61, 89, 117)]],
    }


def test_days_of_use_are_distinct_days_among_the_28_before(imported: str) -> None:
    items = ("opiates_days", "cocaine_days", "amphetamines_days", "cannabis_days", "alcohol_days")
    found = TopRecord.objects.filter(patient=person(1)).order_by("on").values_list(*items)
    assert list(found) == [(2, 0, 0, 0, 0), (1, 2, 1, 1, 0), (0, 0, 0, 1, 0)]
    assert set(TopRecord.objects.values_list("crack_days", flat=True)) == {None}


def test_an_imported_top_is_complete_with_the_items_its_trial_asked(imported: str) -> None:
    assert set(TopRecord.objects.values_list("is_complete", flat=True)) == {True}


def test_injecting_and_housing_stand_at_the_start_where_recorded(imported: str) -> None:
    def start(who: int) -> TopRecord:
        return TopRecord.objects.get(patient=person(who), stage="start")

    assert (start(1).injecting_days, start(1).acute_housing) == (None, "no")
    assert (start(2).injecting_days, start(2).acute_housing) == (0, "yes")
    assert (start(3).injecting_days, start(3).acute_housing) == (None, "yes")
    assert [person(n).has_injected for n in (1, 2, 3)] == ["yes", "no", "not_asked"]
    review = TopRecord.objects.filter(stage="review").values_list("acute_housing", flat=True)
    assert set(review) == {"not_asked"}


def test_a_test_lists_what_was_found_and_on_attended_days_what_was_not(imported: str) -> None:
    tests = DrugTest.objects.order_by("patient__reference", "on")
    found = [(t.patient.reference, t.on, t.found, t.not_found) for t in tests]
    in_27 = ["alcohol", "cannabis", "cocaine", "methadone", "opiates"]
    in_30 = ["cannabis", "cocaine", "methadone", "opiates"]
    assert found == [
        ("CTN-1", day(7), ["cannabis", "opiates"], ["alcohol", "cocaine", "methadone"]),
        ("CTN-1", day(14), ["cocaine"], ["alcohol", "cannabis", "methadone", "opiates"]),
        ("CTN-1", day(15), [], in_27),
        ("CTN-2", day(-2), [], in_30),
        ("CTN-2", day(9), ["methadone"], ["cannabis", "cocaine", "opiates"]),
        ("CTN-2", day(90), [], in_30),
    ]


def test_visits_become_contacts_with_the_reason_for_not_coming(imported: str) -> None:
    contacts = Contact.objects.order_by("on").values_list(
        "patient__reference", "on", "outcome", "summary", "reason_missed", "with_role"
    )
    assert list(contacts) == [
        ("CTN-2", day(-2), "attended", "Trial visit SCREEN", "", "research"),
        ("CTN-1", day(7), "attended", "Trial visit WK1", "", "research"),
        ("CTN-1", day(15), "attended", "Trial visit WK2", "", "research"),
        (
            "CTN-1",
            day(21),
            "did_not_attend",
            "Trial visit WK3",
            "Did not come; in custody",
            "research",
        ),
        ("CTN-2", day(90), "attended", "Trial visit WK24", "", "research"),
    ]


def test_an_unknown_reason_is_kept_as_it_is() -> None:
    assert reason_words("no_note;lost_keys") == "Lost keys"
    assert reason_words("no_note") == ""


REJECTED = {
    "everybody": {"the same row twice": 1, "no site is recorded for the participant": 1},
    "site_masked": {"the participant is not in everybody": 1},
    "demographics": {"not recorded": 1},
    "asi": {"not recorded": 1},
    "qol": {"the participant was not allocated, so there is no profile": 2},
    "randomization": {
        "a later allocation: the first one says the medicine": 2,
        "the treatment is not one that is known here": 1,
    },
    "treatment": {
        "a second amount on the same day: the larger is used": 2,
        "no dose on a day outside every prescription": 1,
        "no day": 1,
        "no amount": 1,
        "the participant was not allocated to a medicine": 1,
        "the participant is not in everybody": 1,
    },
    "visit": {"does not say whether it was attended": 1, "no day": 1, "the same row twice": 1},
    "uds": {"no day": 1, "the same row twice": 1},
    "tlfb": {
        "outside the 28 days before every profile": 2,
        "a substance the profile has no item for": 1,
        "no day": 1,
        "the participant was not allocated, so there is no profile": 1,
    },
}


def report(said: str) -> dict[str, tuple[int, int, dict[str, int]]]:
    """Rows and used rows by table, and its reasons."""
    found: dict[str, tuple[int, int, dict[str, int]]] = {}
    table = ""
    for line in said.splitlines()[1:]:
        if line.startswith("    "):
            number, reason = line.split(" rejected: ")
            found[table][2][reason] = int(number.replace(",", ""))
        elif len(line.split()) == 4 and line.split()[1].replace(",", "").isdigit():
            table, rows, used, _ = line.split()
            found[table] = (int(rows.replace(",", "")), int(used.replace(",", "")), {})
    return found


def test_every_row_is_used_or_rejected_with_its_reason(imported: str) -> None:
    found = report(imported)
    assert len(found) == 17
    for table, (rows, used, reasons) in found.items():
        lines = len((SAMPLE / f"{table}.csv").read_text().splitlines()) - 1
        assert rows == lines == used + sum(reasons.values()), table
        if table in REJECTED:
            assert reasons == REJECTED[table], table


def test_a_second_run_adds_nothing_and_says_so(imported: str, folder: Path) -> None:
    before = counts()
    said = run(folder)
    assert "Nothing new: everything in this folder was already here." in said
    assert counts() == before


def counts() -> dict[str, int]:
    row_security.set_services(Service.objects.values_list("id", flat=True))
    rooms = {"accounts", "patients", "prescribing", "careplans", "support", "reviews"}
    models = [m for m in apps.get_models() if m._meta.app_label in rooms]
    return {model.__name__: model._default_manager.count() for model in models}


def test_a_second_run_adds_what_was_not_there_and_undoes_no_correction(
    imported: str, folder: Path
) -> None:
    Contact.objects.filter(on=day(7)).update(superseded_at="2025-06-01T00:00Z")
    before = counts()
    visits = (SAMPLE / "visit.csv").read_text()
    rewrite(folder, "visit", visits + "1,WK5,visit,35,\n")
    said = run(folder)
    assert "Added: 1 drug tests, 1 contacts." in said
    after = counts()
    assert {k: after[k] - before[k] for k in after if after[k] != before[k]} == {
        "ChangedRecord": 1,
        "Contact": 1,
        "ContactEvent": 1,
        "DrugTest": 1,
        "DrugTestEvent": 1,
        "Trail": 1,
    }


def test_another_day_zero_is_refused(imported: str, folder: Path) -> None:
    before = counts()
    with pytest.raises(CommandError, match=r"CTN-\d was imported before with day zero 6 January"):
        run(folder, zero="2025-02-01")
    assert counts() == before


def test_history_is_kept_and_the_trail_notes_the_import(imported: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM prescribing_dosestepevent")
        assert cursor.fetchone()[0] == DoseStep.objects.count()
    notes = Trail.objects.filter(verb="imported records")
    assert {note.service.code for note in notes if note.service} == {"CTN-S7", "CTN-S8"}


def test_grant_makes_somebody_manager_of_every_imported_service(db: None, folder: Path) -> None:
    user = User.objects.create_user(email="lead@demo.example", full_name="Lead")
    assert "Given a manager: 2 services." in run(folder, "--grant", "Lead@demo.example")
    roles = Membership.objects.filter(user=user).values_list("service__code", "role")
    assert sorted(roles) == [("CTN-S7", "manager"), ("CTN-S8", "manager")]
    assert "Given a manager" not in run(folder, "--grant", "lead@demo.example")


def test_nobody_is_granted_who_does_not_sign_in(db: None, folder: Path) -> None:
    with pytest.raises(CommandError, match=r"Nobody signs in as nobody@demo.example"):
        run(folder, "--grant", "nobody@demo.example")
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        ("visit", "who,visit,what,reason\n", "visit.csv.gz, line 1: the header has no column when"),
        ("uds", "who,what,when\n1,Opioid,7\n1,Opioid,soon\n", 'uds.csv.gz, line 3: "soon" is not'),
        ("uds", "who,what,when\none,Opioid,7\n", 'line 2: "one" is not a participant\'s number'),
        ("uds", "who,what,when\n1,Opioid\n", "line 2: 2 values, but the header names 3"),
        (
            "uds",
            "who,what,when\n1,Opioid,99999999\n",
            'line 2: "99999999" is too far from day zero',
        ),
        ("uds", "", "uds.csv.gz is empty"),
        ("treatment", "who,amount,when\n1,lots,7\n", '"lots" is not an amount in mg'),
        ("treatment", "who,amount,when\n1,-5,7\n", '"-5" is not an amount in mg'),
        ("treatment", "who,amount,when\n1,NaN,7\n", '"NaN" is not an amount in mg'),
        (
            "demographics",
            "who,age,is_living_stable,is_male\n1,old,,Yes\n",
            '"old" is not an age in years',
        ),
        ("asi", "who,used_iv\n1,Perhaps\n", '"Perhaps" is neither Yes nor No'),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line_and_nothing_changes(
    db: None, folder: Path, table: str, text: str, sentence: str
) -> None:
    rewrite(folder, table, text)
    with pytest.raises(CommandError) as refused:
        run(folder)
    assert sentence in str(refused.value)
    assert "Nothing was changed." in str(refused.value)
    assert not Service.objects.exists()


def test_a_missing_folder_a_missing_table_and_a_broken_file_get_a_sentence(
    db: None, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        run(tmp_path / "nowhere")
    whole = (folder / "tlfb.csv.gz").read_bytes()
    (folder / "tlfb.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match=r"tlfb\.csv\.gz cannot be read"):
        run(folder)
    (folder / "tlfb.csv.gz").write_bytes(b"this is not compressed")
    with pytest.raises(CommandError, match=r"tlfb\.csv\.gz cannot be read"):
        run(folder)
    (folder / "tlfb.csv.gz").write_bytes(gzip.compress("who,what,when\n1,é,1\n".encode("latin-1")))
    with pytest.raises(CommandError, match=r"tlfb\.csv\.gz is not text in UTF-8"):
        run(folder)
    (folder / "tlfb.csv.gz").unlink()
    with pytest.raises(CommandError, match=r"holds no tlfb\.csv\.gz, which the import needs"):
        run(folder)
    assert not Service.objects.exists()


def test_a_bad_day_zero_gets_a_sentence(db: None, folder: Path) -> None:
    with pytest.raises(CommandError, match=r'"soon" is not a day. Write it as 2025-01-06'):
        run(folder, zero="soon")


def test_a_service_that_holds_no_research_records_is_left_alone(db: None, folder: Path) -> None:
    Service.objects.create(code="CTN-S7", name="Ours", kind_of_data="live")
    with pytest.raises(CommandError, match="CTN-S7 is already a service"):
        run(folder)
    assert Service.objects.count() == 1


def test_plain_csv_files_and_missing_extra_tables_do(db: None, tmp_path: Path) -> None:
    for path in SAMPLE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    for extra in ("rbs", "psychiatric", "qol", "meta_study_length"):
        (tmp_path / f"{extra}.csv").unlink()
    assert "5 participants in 2 services." in run(tmp_path)


def real_rows(table: str) -> list[dict[str, str]]:
    with gzip.open(REAL / f"{table}.csv.gz", "rt") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not REAL.is_dir(), reason="the real records are not on this machine")
def test_the_real_folder_adds_up_and_is_who_it_should_be(db: None) -> None:
    said = run(REAL)
    found = report(said)
    for table, (rows, used, reasons) in found.items():
        assert rows == len(real_rows(table)) == used + sum(reasons.values()), table
    assert "Nothing new" in run(REAL)
    out = io.StringIO()
    call_command("benefit", "--on", "2025-04-16", stdout=out)
    said_rows = {row["reference"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}
    expected = treated_on(100)
    assert set(said_rows) == set(expected)
    for reference, (mg, spell_starts) in expected.items():
        row = said_rows[reference]
        assert float(row["daily_dose_mg"]) == mg, reference
        assert row["ost_started_on"] == day(spell_starts).isoformat(), reference


def treated_on(on: int) -> dict[str, tuple[float, int]]:
    """A slow, obvious second version: dose and first day of the spell of everybody on treatment."""
    arms = {r["who"]: r["treatment"] for r in real_rows("randomization") if r["which"] == "1"}
    doses: dict[str, dict[int, float]] = defaultdict(dict)
    for row in real_rows("treatment"):
        number, amount = int(row["when"]), float(row["amount"])
        doses[row["who"]][number] = max(amount, doses[row["who"]].get(number, 0))
    found: dict[str, tuple[float, int]] = {}
    for who, amounts in doses.items():
        given = sorted(number for number, mg in amounts.items() if mg > 0)
        before = [number for number in given if number <= on]
        after = [number for number in given if number >= on]
        if "NTX" in arms[who] or not before or not after or after[0] - before[-1] > 28:
            continue
        start = before[-1]
        for earlier in reversed(before):
            if start - earlier > 28:
                break
            start = earlier
        found[f"CTN-{who}"] = (amounts[before[-1]], start)
    return found
