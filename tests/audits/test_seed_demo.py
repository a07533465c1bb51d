"""The synthetic past: what is planted answers as said, what is drawn comes out as calibrated."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.access import access_for
from accounts.models import Service, User
from accounts.roles import Role
from audits import balance_page
from audits.facts import read as gather
from audits.period import period_start
from audits.run import audit_day
from audits.seed import figures
from audits.seed.draws import Chance, Evenly
from audits.seed.export import canonical_export
from audits.seed.planted import planted_in
from audits.step import Outcome
from audits.steps import BY_CODE
from patients.models import Patient
from patients.nhs_number import clean
from prescribing.models import MissedDoses
from reviews import facts_reader
from reviews.order import Group
from reviews.review_facts import ReviewFacts
from reviews.review_types import ReviewType
from reviews.schedule import Due, due
from reviews.worklist import Whose, Worklist, worklist
from rodt import row_security
from rodt.embedded.state import CHECKOUT
from tests.servers import TestServers

ON = date(2026, 10, 1)
PEOPLE = 480


def command(
    servers: TestServers, database: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, CHECKOUT / "manage.py", "seed_demo", *arguments],
        env=environment(servers, database),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(servers: TestServers, database: str) -> dict[str, str]:
    return {
        **os.environ,
        **servers.environment(database, 0),
        "DJANGO_SETTINGS_MODULE": "rodt.settings",
    }


@contextmanager
def seeded(servers: TestServers, blocker: DjangoDbBlocker, *arguments: str) -> Iterator[str]:
    with blocker.unblock(), servers.own_database() as name:
        done = command(servers, name, "--on", ON.isoformat(), *arguments)
        assert done.returncode == 0, done.stderr
        yield name


@pytest.fixture(scope="module")
def past(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """One seeded database for the tests that only read; its name."""
    with seeded(servers, django_db_blocker, "--patients", str(PEOPLE)) as name:
        yield name


@pytest.fixture
def harbour(past: str) -> Iterator[Service]:
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        yield service


def test_planted_people_answer_as_their_table_says(harbour: Service) -> None:
    cases = planted_in(PEOPLE)
    people = dict(Patient.objects.values_list("reference", "id"))
    everybody = facts_reader.read(on=ON, service_id=harbour.pk)
    waiting = set(
        MissedDoses.objects.current()
        .filter(needs_decision=True)
        .values_list("patient_id", flat=True)
    )
    wrong = []
    for number, case in enumerate(cases, start=1):
        patient_id = people[f"SYN-{number:05}"]
        facts = everybody[patient_id]
        by_type = {}
        for found in sorted(due(facts, ON), key=lambda item: item.due_on or date.max):
            by_type.setdefault(found.type.value, found)
        for question, expected in case.answers.items():
            kind, _, what = question.partition(" ")
            if question == "in treatment":
                answer: object = "no" if facts.episode_ended_on else "yes"
            elif question == "on OST":
                answer = "yes" if facts.on_ost(ON) else "no"
            elif question == "waiting":
                answer = "missed doses" if patient_id in waiting else ""
            elif question == "spell days":
                answer = (ON - facts.ost_started_on).days if facts.ost_started_on else None
            else:
                answer = by_type[kind].days_overdue if what else by_type[kind].state.value
            if answer != expected:
                wrong.append(f"{case.name} ({case.about}), {question}: {answer}, not {expected}")
    assert not wrong, "\n".join(wrong)
    assert len(cases) == 97


def drawn_facts(service: Service) -> list[ReviewFacts]:
    """Of everybody who was drawn, not planted."""
    planted = {f"SYN-{n:05}" for n in range(1, len(planted_in(PEOPLE)) + 1)}
    drawn = set(Patient.objects.exclude(reference__in=planted).values_list("id", flat=True))
    everybody = facts_reader.read(on=ON, service_id=service.pk)
    return [facts for patient_id, facts in everybody.items() if patient_id in drawn]


def test_shares_in_date_come_out_as_calibrated(harbour: Service) -> None:
    asked = dict.fromkeys(figures.IN_DATE, 0)
    in_date = dict.fromkeys(figures.IN_DATE, 0)
    for facts in drawn_facts(harbour):
        if facts.episode_ended_on or not facts.on_ost(ON):
            continue
        for found in due(facts, ON):
            kind = found.type.value
            if kind == "strategic" and (ON - facts.ost_started_on).days < 84:
                continue
            if kind in asked and found.due_on and found.pause is None:
                asked[kind] += 1
                in_date[kind] += not found.is_overdue
    for kind, share in figures.IN_DATE.items():
        assert in_date[kind] / asked[kind] == pytest.approx(share, abs=0.02), kind


def test_nobody_drawn_is_overdue_for_years_and_few_were_never_reviewed(harbour: Service) -> None:
    dues: list[Due] = [d for facts in drawn_facts(harbour) for d in due(facts, ON) if d.due_on]
    late = [(d.type.value, d.days_overdue, d.due_on) for d in dues if d.is_overdue]
    assert [one for one in late if one[1] > 400] == []
    of_four = [d for d in dues if d.type.value in figures.IN_DATE]
    never = [d for d in of_four if d.is_overdue and d.is_first]
    assert len(never) / len(of_four) < 0.02


def lists(service: Service) -> dict[str, Worklist]:
    keyworkers = User.objects.filter(
        memberships__service=service, memberships__role=Role.KEYWORKER.value
    )
    found = {}
    for user in keyworkers:
        access = access_for(user, service.pk)
        assert access is not None
        found[user.full_name] = worklist(access, ON, Whose.MINE)
    return found


def test_the_demo_keyworkers_list_is_kept_well_and_has_some_of_each(harbour: Service) -> None:
    dees = lists(harbour)["Dee Marsh"]
    found = Counter({group: len(entries) for group, entries in dees.by_group.items()})
    assert all(found[group] for group in Group), found
    assert 50 <= dees.total <= 56
    assert 12 <= dees.needing <= 20  # 12 of them planted; in a service of 2,500 fewer others are
    assert found[Group.LONG_OVERDUE] <= 3
    assert found[Group.NOTHING_DUE] > found[Group.DUE_SOON]
    assert any(entry.around.awaited for entry in dees.shown)


def test_no_list_is_overdue_from_end_to_end(harbour: Service) -> None:
    """The strategic reviews alone leave half of all people overdue: §8 of population.md."""
    for name, one in lists(harbour).items():
        overdue = sum(entry.is_overdue for entry in one.shown) / one.total
        assert overdue < 0.8, f"{name}: {overdue:.0%} overdue"


def test_low_ranks_are_chosen_until_the_share_comes_out() -> None:
    even, chance = Evenly(), Chance("ranks")
    ranks = [even.rank(chance) for _ in range(400)]
    assert Counter(int(rank * 20) for rank in ranks) == dict.fromkeys(range(20), 20)
    for index, rank in enumerate(ranks):
        if index % 4 == 0:
            even.note("review", True)
        chosen = even.is_among("review", 0.4, rank)
        assert chosen if rank < 0.1 else True
        assert not chosen if rank > 0.5 else True
    assert even.said_yes["review"] / even.asked["review"] == pytest.approx(0.4, abs=0.02)


def test_one_keyworker_has_a_believable_caseload(harbour: Service) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM patients_assignment a JOIN accounts_user u ON u.id = a.staff_id"
            " WHERE a.duty = 'keyworker' AND a.to_on IS NULL AND u.full_name = 'Dee Marsh'"
        )
        assert 45 <= cursor.fetchone()[0] <= 60


def test_nhs_numbers_are_of_the_synthetic_range_and_differ(harbour: Service) -> None:
    numbers = [n for n in Patient.objects.values_list("nhs_number", flat=True) if n]
    assert len(numbers) == len(set(numbers)) > PEOPLE * 0.9
    assert all(clean(number) == number and number.startswith("999") for number in numbers)


def test_every_service_is_marked_synthetic(past: str) -> None:
    kinds = dict(Service.objects.values_list("code", "kind_of_data"))
    assert set(kinds) == {"HARBOUR", "LANTERN", "MILLBROOK", "TIDEWELL"}
    assert set(kinds.values()) == {"synthetic"}


def test_the_three_small_services_are_what_they_are_for(past: str) -> None:
    def facts_of(code: str) -> list[ReviewFacts]:
        service = Service.objects.get(code=code)
        with row_security.scope([service.pk]):
            return list(facts_reader.read(on=ON, service_id=service.pk).values())

    assert all(f.episode_ended_on for f in facts_of("TIDEWELL"))
    lantern = facts_of("LANTERN")
    assert {credit.type for f in lantern for credit in f.credits} == {ReviewType.TOP}  # at start
    assert all(f.on_ost(ON) for f in lantern)
    late = [d for f in facts_of("MILLBROOK") for d in due(f, ON) if d.is_overdue]
    assert late == []


def test_each_of_them_lights_up_on_its_own_side_of_the_balance_and_the_good_one_nowhere(
    past: str,
) -> None:
    """One that reviews nobody shows drift, one that discharges everybody early endings; one
    with stable people reviewed on time shows neither. As the balance page counts them."""

    def watches(code: str) -> tuple[int, int]:
        service = Service.objects.get(code=code)
        with row_security.scope([service.pk]):
            day = audit_day(service.pk, ON, period_start(ON))
            cases = gather(service.pk, day, timezone.now()).cases
        drift, early = (
            sum(BY_CODE[code].find(case, day).outcome is Outcome.NOT_MET for case in cases)
            for code in balance_page.CODES
        )
        return drift, early

    drift, early = watches("LANTERN")
    assert drift > 0
    assert early == 0
    drift, early = watches("TIDEWELL")
    assert drift == 0
    assert early > 0
    assert watches("MILLBROOK") == (0, 0)


def test_history_ends_in_the_row_as_it_stands_and_nothing_is_known_early(past: str) -> None:
    """Owner's eyes: row-level security would hide the other services."""
    services = [s.pk for s in Service.objects.all()]
    with row_security.scope(services), connection.cursor() as cursor:
        for model in apps.get_models():
            event = getattr(model, "pgh_event_model", None)
            if event is None:
                continue
            table, history = model._meta.db_table, event._meta.db_table
            columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields)
            cursor.execute(
                f"SELECT count(*) FROM (SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM"
                f" (SELECT DISTINCT ON (pgh_obj_id) * FROM {history}"
                " ORDER BY pgh_obj_id, pgh_id DESC) last) x"
            )
            assert cursor.fetchone()[0] == 0, table
            cursor.execute(f"SELECT max(pgh_created_at) FROM {history}")
            latest = cursor.fetchone()[0]
            assert latest is None or latest.date() <= ON, table
            cursor.execute(
                "SELECT count(*) FROM (SELECT pgh_created_at < lag(pgh_created_at) OVER"
                f" (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS is_back FROM {history}) x"
                " WHERE is_back"
            )
            assert cursor.fetchone()[0] == 0, table


def test_every_reference_leads_somewhere(past: str) -> None:
    """The rows were written with the database's own checks put aside."""
    tables = set(connection.introspection.table_names())
    with row_security.scope([s.pk for s in Service.objects.all()]), connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.db_table not in tables:
                continue
            for field in model._meta.concrete_fields:
                if not field.is_relation or not field.db_constraint:
                    continue
                target = field.related_model._meta
                column = field.target_field.column
                cursor.execute(
                    f'SELECT count(*) FROM {model._meta.db_table} a WHERE a."{field.column}" IS'
                    f" NOT NULL AND NOT EXISTS (SELECT 1 FROM {target.db_table} b"
                    f' WHERE b."{column}" = a."{field.column}")'
                )
                assert cursor.fetchone()[0] == 0, f"{model.__name__}.{field.name}"


def test_a_review_entered_late_was_not_known_before(harbour: Service) -> None:
    number = 1 + next(i for i, case in enumerate(planted_in(PEOPLE)) if case.name == "Lata Everard")
    patient = Patient.objects.get(reference=f"SYN-{number:05}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(held_on) FILTER (WHERE pgh_created_at < %s), max(held_on)"
            " FROM reviews_reviewcreditevent WHERE patient_id = %s AND type = 'care_plan'",
            [ON - timedelta(days=7), patient.pk],
        )
        assert cursor.fetchone() == (ON - timedelta(days=170), ON - timedelta(days=30))


def test_the_people_are_found_by_name(harbour: Service) -> None:
    patient = Patient.objects.filter(service=harbour).order_by("reference").first()
    assert patient is not None
    found = Patient.objects.filter(service=harbour).named(patient.name)
    assert patient in found


def test_same_seed_and_arguments_give_the_same_bytes(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    def export(*arguments: str) -> bytes:
        with seeded(servers, django_db_blocker, "--patients", "40", *arguments):
            return b"".join(canonical_export(s) for s in Service.objects.order_by("code"))

    first = export("--seed", "7")
    assert first.count(b"patients_patient {") == 40 + 3 * 6
    assert export("--seed", "7") == first
    assert export("--seed", "8") != first


def test_a_second_run_writes_nothing(
    past: str, servers: TestServers, django_db_blocker: DjangoDbBlocker
) -> None:
    refused = command(servers, past, "--patients", "40")
    assert refused.returncode != 0
    assert "Harbour Street Recovery Service is already here" in refused.stderr
    assert "Traceback" not in refused.stderr
    skipped = command(servers, past, "--patients", "40", "--once")
    assert skipped.returncode == 0
    assert "nothing was written" in skipped.stdout


def test_it_writes_beside_services_that_were_imported_before(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), servers.own_database() as name:
        Service.objects.create(code="CTN-S1", name="Trial site 1", kind_of_data="research")
        done = command(servers, name, "--on", ON.isoformat(), "--patients", "20", "--once")
        assert done.returncode == 0, done.stderr
        assert Service.objects.filter(code="HARBOUR").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--on", "tomorrow"), '"tomorrow" is not a day'),
        (("--patients", "0"), "--patients must be a whole number from 1"),
        (("--services", "9"), "--services must be a whole number from 1"),
    ],
)
def test_bad_arguments_get_a_sentence(
    past: str, servers: TestServers, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = command(servers, past, *arguments)
    assert refused.returncode != 0
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_killed_run_leaves_nothing(servers: TestServers, own_database: str) -> None:
    running = subprocess.Popen(
        [sys.executable, CHECKOUT / "manage.py", "seed_demo", "--on", ON.isoformat()],
        env=environment(servers, own_database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    with servers.cluster.connect(own_database) as watching:
        watching.autocommit = True
        while time.monotonic() < deadline:
            rows = watching.execute("SELECT 1 FROM pg_stat_progress_copy").fetchall()
            if rows:
                break
        else:
            pytest.fail("The command wrote nothing within a minute.")
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not Service.objects.exists()
