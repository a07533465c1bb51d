"""Two runs laid side by side: each change has one cause, and the causes add up to the figures."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from audits import actions, differences_actions, differences_reader, read_later, run
from audits.differences import Cause, Difference, Kind, Moved, Written, cause_of
from audits.models import Audit
from audits.period import period_start
from audits.step import Outcome
from audits.written import written_between
from careplans.models import Goal, OptionsTalk
from patients import actions as patients
from patients.actions import contacts
from patients.facts import amend, withdraw
from patients.models import Appointment, Assignment, Contact, Episode
from prescribing.models import DoseStep
from rodt import row_security
from rodt.dates import add_days
from tests.reviewed_town import review_the_town
from tests.world import TODAY, World, build_world, signed_in

MET, NOT_MET = Outcome.MET, Outcome.NOT_MET


def moved(*, was_read: bool = True, is_read: bool = True, is_time: bool = False) -> Moved:
    return Moved(uuid4(), "5.1", MET, NOT_MET, was_read, is_read, is_time, rests_on=RESTS_ON)


RESTS_ON = frozenset({"a talk", "a review"})
CORRECTED, LATE, NEW = (Written(kind) for kind in Kind)
ALL = {CORRECTED, LATE, NEW}


DRAWN = Moved(uuid4(), "7.3", None, Outcome.NOT_RECORDED, True, True, True, True)


@pytest.mark.parametrize(
    ("one", "written", "is_redefined", "has_other_numbers", "cause"),
    [
        (moved(), ALL, True, True, Cause.DEFINITION),
        (moved(was_read=False), ALL, False, True, Cause.JOINED),
        (moved(is_read=False), ALL, False, True, Cause.LEFT),
        (DRAWN, ALL, False, True, Cause.DRAWN),
        (DRAWN._replace(before=MET), {NEW}, False, False, Cause.READ),
        (moved(is_time=True), ALL, False, False, Cause.TIME),
        (moved(is_time=True), ALL, False, True, Cause.DEFINITION),
        (moved(), {*ALL, Written(Kind.CORRECTED, "a talk")}, False, True, Cause.CORRECTION),
        (moved(), {*ALL, Written(Kind.NEW, "a talk")}, False, True, Cause.NEW),
        (moved(), {*ALL, Written(Kind.CORRECTED, "another row")}, False, True, Cause.NEW),
        (moved(), {CORRECTED, Written(Kind.LATE, "a review")}, False, True, Cause.LATE),
        (moved(), {CORRECTED, LATE}, False, True, Cause.LATE),
        (moved(), {CORRECTED}, False, True, Cause.CORRECTION),
        (moved(), {NEW}, False, True, Cause.NEW),
        (moved(), set(), False, True, Cause.DEFINITION),
        (moved(), set(), False, False, Cause.TIME),
    ],
)
def test_each_change_has_the_first_cause_that_holds(
    one: Moved, written: set[Written], is_redefined: bool, has_other_numbers: bool, cause: Cause
) -> None:
    found = cause_of(
        one,
        frozenset(written),
        is_redefined=is_redefined,
        has_other_numbers=has_other_numbers,
    )
    assert found is cause


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=True):
        yield


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        world = build_world()
        review_the_town(world)
        return world


def finished(world: World, on: date, known_at: datetime | None = None) -> Audit:
    with row_security.scope([world.service.pk]), transaction.atomic():
        numbers = Audit.objects.filter(service=world.service).count()
        audit = Audit.objects.create(
            service=world.service,
            number=numbers + 1,
            on=on,
            period_start_on=period_start(on),
            known_at=known_at or actions.latest_known_at(),
            requested_by=world.manager,
        )
        return run.assess(audit, lambda _done, _words: None)


def compared(world: World, before: Audit, after: Audit) -> dict[str, Difference]:
    with row_security.scope([world.service.pk]), transaction.atomic():
        found = differences_reader.read(before, after)
    for one in found:
        assert one.before is not None and one.after is not None
        assert sum(row.number for row in one.rows) == one.after.number - one.before.number, one.code
        assert sum(row.of for row in one.rows) == one.after.of - one.before.of, one.code
    return {one.code: one for one in found}


def causes(found: dict[str, Difference], person: UUID) -> set[Cause]:
    return {
        change.cause
        for one in found.values()
        for change in one.changes
        if change.patient_id == person
    }


def test_causes_add_up_and_each_is_told_from_the_others(world: World) -> None:
    with row_security.scope([world.service.pk]), transaction.atomic():
        for talk in OptionsTalk.objects.current().filter(patient=world.leanne):
            amend(talk, by=world.keyworker, reason="Left out", preference="To stay as it is")
    before = finished(world, world.day(14))
    with row_security.scope([world.service.pk]), transaction.atomic():
        contacts.record_contact(
            patient=world.gareth,
            on=world.day(20),
            kind=Contact.Kind.IN_PERSON,
            outcome=Contact.Outcome.ATTENDED,
            with_role=Contact.With.PEER,
            by=world.keyworker,
        )
        for talk in OptionsTalk.objects.current().filter(patient=world.leanne):
            withdraw(talk, by=world.keyworker, reason="It was about somebody else")
        nia = patients.register_patient(
            team=world.north,
            given_name="Nia",
            family_name="Prosser",
            date_of_birth=date(1990, 2, 3),
            by=world.keyworker,
        )
        patients.start_episode(
            patient=nia, started_on=world.day(3), by=world.keyworker, keyworker=world.keyworker
        )
    after = finished(world, world.on)
    found = compared(world, before, after)
    assert causes(found, nia.pk) == {Cause.JOINED}
    assert causes({"3.1": found["3.1"]}, world.leanne.pk) == {Cause.CORRECTION}
    del found["3.1"]
    assert causes(found, world.leanne.pk) == {Cause.NEW}, "nothing else rests on what was corrected"
    assert causes(found, world.gareth.pk) == {Cause.LATE, Cause.NEW}, "the contact, and a review"


def test_the_ordinary_course_of_a_row_is_no_correction(world: World) -> None:
    gareth, leanne = world.gareth, world.leanne
    with row_security.scope([world.service.pk]), transaction.atomic():
        meeting = Appointment.objects.create(
            service=world.service, patient=gareth, at=localtime(), staff=world.keyworker
        )
        before = Audit(service=world.service, on=world.day(14), known_at=_now())
    with row_security.scope([world.service.pk]), transaction.atomic():
        meeting.state = Appointment.State.HELD
        meeting.save()
        Assignment.objects.filter(patient=gareth).update(to_on=world.day(3))
        Goal.objects.filter(patient=gareth).update(closed_on=world.day(2))
        step = DoseStep.objects.current().get(patient=gareth, to_on=None)
        amend(step, by=world.prescriber, reason="The next step follows", to_on=world.day(2))
        talk = OptionsTalk.objects.current().filter(patient=leanne).earliest("on")
        amend(talk, by=world.keyworker, reason="Misheard", options=["continue"])
        Episode.objects.filter(patient=leanne).update(started_on=world.day(900))
        after = Audit(service=world.service, on=_now().date(), known_at=_now())
        written = written_between(
            before, after, people=[gareth.pk, leanne.pk], rows=[str(step.pk), str(talk.pk)]
        )
    assert {one.kind for one in written[gareth.pk]} == {Kind.NEW}
    assert Written(Kind.NEW, str(step.pk)) in written[gareth.pk]
    assert {one.kind for one in written[leanne.pk]} >= {Kind.CORRECTED}
    assert Written(Kind.CORRECTED, str(talk.pk)) in written[leanne.pk]


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def test_the_same_run_again_differs_in_nothing_and_known_now_in_what_was_entered_late(
    world: World,
) -> None:
    before = finished(world, world.on)
    with row_security.scope([world.service.pk]), transaction.atomic():
        contacts.record_contact(
            patient=world.gareth,
            on=world.day(10),
            kind=Contact.Kind.IN_PERSON,
            outcome=Contact.Outcome.ATTENDED,
            with_role=Contact.With.PEER,
            by=world.keyworker,
        )
    same = finished(world, world.on, before.known_at)
    assert same.digest == before.digest
    assert not any(one.changes for one in compared(world, before, same).values())
    later = finished(world, world.on)
    found = compared(world, before, later)
    assert later.digest != before.digest
    assert causes(found, world.gareth.pk) == {Cause.LATE}
    assert {c.patient_id for one in found.values() for c in one.changes} == {world.gareth.pk}


def test_the_pages_name_everybody_and_what_each_run_said(world: World) -> None:
    before, after = finished(world, world.day(60)), finished(world, world.on)
    found = compared(world, before, after)
    client = signed_in(world.manager)
    report = client.get(reverse("audits:report", args=[after.pk]))
    assert "What changed since" in report.content.decode()
    chosen = client.post(reverse("audits:choose_other", args=[after.pk]), {"with": before.number})
    assert "read once more" in client.get(chosen.url).content.decode()
    job = differences_actions.job_of(before, after)
    assert job is not None
    with row_security.scope([world.service.pk]), transaction.atomic():
        assert read_later.run_job(job, lambda _done, _words: None)["link"] == chosen.url
    page = client.get(chosen.url)
    assert [row.code for row in page.context["rows"]] == [c for c, d in found.items() if d.changes]
    for code, one in list(found.items())[:6]:
        address = reverse("audits:differing_people", args=[after.pk, before.number, code])
        shown = client.get(address)
        listed = sum(len(cause.people) for cause in shown.context["causes"])
        assert listed == shown.context["people"] == len(one.changes)
        for row in one.rows:
            of_cause = client.get(address, {"cause": row.cause}).context["causes"]
            assert [(only.key, len(only.people)) for only in of_cause] == [(row.cause, row.people)]
    other_way = client.get(reverse("audits:differences", args=[before.pk, after.number]))
    assert other_way.context["before"] == before
    assert "so it comes first" in other_way.content.decode()
    nothing = client.get(reverse("audits:differences", args=[after.pk, after.number]))
    assert "the same digest" in nothing.content.decode()
    assert client.get(f"/audits/{after.pk}/beside/99/").status_code == 404
    chose_none = client.post(f"/audits/{after.pk}/beside/", {"with": "x"})
    assert chose_none.url == reverse("audits:report", args=[after.pk])


def test_what_would_be_so_without_anything_written_is_time_that_went_on(world: World) -> None:
    """Gareth is seen again, which is new; that something lapsed has nothing to do with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        today = localdate(cursor.fetchone()[0])
    before = finished(world, today)
    with time_machine.travel(datetime.combine(add_days(today, 400), time(12), tzinfo=UTC)):
        with row_security.scope([world.service.pk]), transaction.atomic():
            contacts.record_contact(
                patient=world.gareth,
                on=add_days(today, 390),
                kind=Contact.Kind.IN_PERSON,
                outcome=Contact.Outcome.ATTENDED,
                with_role=Contact.With.PEER,
                by=world.keyworker,
            )
        after = finished(world, add_days(today, 400))
    assert Cause.TIME not in causes(compared(world, before, after), world.gareth.pk)
    with row_security.scope([world.service.pk]), transaction.atomic():
        read_later.read_later(before, after, lambda _done, _words: None)
    found = compared(world, before, after)
    by_code = {
        code: change.cause
        for code, one in found.items()
        for change in one.changes
        if change.patient_id == world.gareth.pk
    }
    assert by_code["10.3"] is Cause.NEW
    assert Cause.TIME in by_code.values(), by_code
