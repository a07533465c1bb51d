"""Two clocks: an audit known at a moment does not hear of what was written later."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from audits import actions, facts, run
from audits.as_known import as_known
from audits.models import Audit
from audits.period import AuditDay, period_start
from careplans import actions as plan_actions
from careplans.models import CarePlan
from patients.actions import contacts
from patients.models import Contact
from reviews import facts_reader
from rodt import row_security
from tests.world import TODAY, World, build_world


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=True):
        yield


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build_world()


def read(world: World, known_at: object) -> facts.Gathered:
    day = AuditDay(world.on, period_start(world.on))
    with row_security.scope([world.service.pk]):
        return facts.read(world.service.pk, day, known_at)  # type: ignore[arg-type]


def moment() -> object:
    with transaction.atomic():
        return actions.latest_known_at()


def meet_a_peer(world: World) -> None:
    meet(world, Contact.With.PEER)


def meet(world: World, with_role: Contact.With) -> None:
    """Written down late: it happened ten days before."""
    with row_security.scope([world.service.pk]):
        contacts.record_contact(
            patient=world.gareth,
            on=world.day(10),
            kind=Contact.Kind.IN_PERSON,
            outcome=Contact.Outcome.ATTENDED,
            with_role=with_role,
            by=world.keyworker,
        )


def test_a_late_entry_changes_later_answers_only(world: World) -> None:
    before = moment()
    first = read(world, before)
    meet_a_peer(world)
    assert read(world, before) == first
    assert read(world, moment()) != first


def test_a_statement_that_the_connection_keeps_is_asked_of_the_past_too(world: World) -> None:
    """Prepared while the tables themselves were there, it must not go on reading those."""
    before = moment()
    meet(world, Contact.With.KEYWORKER)

    def last_met() -> object:
        rows = facts_reader.read_rows(on=world.on, service_id=world.service.pk)
        return {row.patient_id: row.on for row in rows.contacts}[world.gareth.pk]

    with row_security.scope([world.service.pk]):
        for _ in range(2):
            with as_known(world.service.pk, before, [Contact]):
                assert last_met() != world.day(10)
            for _ in range(8):
                assert last_met() == world.day(10)


def test_a_changed_row_is_read_as_it_was(world: World) -> None:
    before = moment()
    first = read(world, before)
    with row_security.scope([world.service.pk]):
        plan = CarePlan.objects.filter(patient=world.gareth).first()
        if plan is None:
            plan = plan_actions.open_plan(
                episode=world.episode(world.gareth), started_on=world.day(5), by=world.keyworker
            )
        plan_actions.add_goal(
            plan=plan,
            words="See more of my daughter",
            tags=["social"],
            opened_on=world.day(5),
            by=world.keyworker,
        )
    assert read(world, before) == first
    assert read(world, moment()) != first


def test_the_same_moment_gives_the_same_digest_after_later_entries(world: World) -> None:
    before = moment()
    meet_a_peer(world)
    digests = set()
    for known_at in (before, before, moment()):
        with row_security.scope([world.service.pk]):
            audit = actions.make_audit(
                service=world.service,
                on=world.on,
                by=world.manager,
                known_at=known_at,  # type: ignore[arg-type]
            )
            digests.add((str(known_at), run.assess(audit, lambda *_: None).digest))
    assert len(digests) == 2
    assert len({digest for _, digest in digests}) == 2


def test_what_hid_the_record_is_gone_afterwards(world: World) -> None:
    before = moment()
    meet_a_peer(world)
    read(world, before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()")
        assert cursor.fetchone()[0] == 0
    with row_security.scope([world.service.pk]):
        assert Contact.objects.filter(patient=world.gareth, with_role="peer").exists()


def test_a_transaction_still_open_holds_the_moment_back(world: World) -> None:
    opened, may_end = threading.Event(), threading.Event()
    started = []

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT now()")
                started.append(cursor.fetchone()[0])
                opened.set()
                may_end.wait(20)
        finally:
            connections.close_all()

    other = threading.Thread(target=hold)
    other.start()
    assert opened.wait(20)
    try:
        assert moment() == started[0]
    finally:
        may_end.set()
        other.join()


def test_the_command_writes_the_files_and_says_where(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        "run_audit", "--service", "harbour", "--on", world.on.isoformat(), "--output", str(tmp_path)
    )
    paths = [Path(line) for line in capsys.readouterr().out.split()]
    assert [path.suffix for path in paths] == [".pdf", ".html", ".csv", ".json"]
    assert paths[0].read_bytes().startswith(b"%PDF")
    with row_security.scope([world.service.pk]):
        audit = Audit.objects.get(service=world.service)
        assert audit.state == Audit.State.READY
        assert bytes(audit.files.get(kind="csv").content) == paths[2].read_bytes()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"--service": "NOPE"}, "there is no service “NOPE”. There are: HARBOUR, QUAY."),
        ({"--on": "30 September"}, "“30 September” is not a date"),
        ({"--on": "2199-01-01"}, "cannot be after today"),
        ({"--known-at": "tomorrow"}, "“tomorrow” is not a moment"),
        ({"--known-at": "2199-01-01T06:00"}, "as known up to"),
        ({"--months": "5"}, "5 is not 3, 6 or 12"),
        ({"--output": "/proc/nowhere"}, "nothing can be written in"),
    ],
)
def test_bad_input_is_one_sentence(
    db: None, given: dict[str, str], says: str, tmp_path: Path
) -> None:
    world = build_world()
    asked = {
        "--service": "HARBOUR",
        "--on": world.on.isoformat(),
        "--output": str(tmp_path),
    } | given
    arguments = [part for pair in asked.items() for part in pair]
    with pytest.raises(CommandError, match=says):
        call_command("run_audit", *arguments)
