"""What is promised after an audit: told to its owner, and at the head of the next report."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from audits import export, promises_reader, said_actions
from audits.models import Audit, PromisedAction
from audits.report_pdf import pdf_context
from audits.step import met, not_met
from tests.audits.finished import finished_run
from tests.audits.life import page, promise, sign
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "done"},
        {"state": "open", "closed_on": "2026-10-01"},
        {"state": "given_up", "closed_on": "2026-10-01"},
    ],
)
def test_a_promise_is_open_or_closed_with_a_day_and_given_up_with_a_reason(
    world: World, audit: Audit, broken: dict[str, str]
) -> None:
    made = promise(audit, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedAction.objects.filter(pk=made.pk).update(**broken)


def test_the_next_report_begins_with_what_was_promised(world: World) -> None:
    findings = {world.gareth: {"7.1": met("Yes.")}, world.leanne: {"7.1": not_met("No.", "Late")}}
    before = finished_run(world.service, world.manager, world.day(90), findings)
    promise(before, world, due_on=world.day(10))
    promise(before, world, "1.1", what="Both aims in each plan")
    now = finished_run(
        world.service, world.manager, world.on, {world.gareth: findings[world.leanne]}, 2
    )
    built = promises_reader.whole(now)
    late, other = built.said.kept
    assert (late.then, late.now) == (
        "1 of 2, 50% (95% interval 9% to 91%)",
        "0 of 1, 0% (95% interval 0% to 79%)",
    )
    assert (late.then_outside, late.now_outside) == ("under 5", "under 5")
    assert "the monthly chart nearest to it" in late.chart
    assert "Two points are no trend" in other.chart
    shown = page(world.prescriber, "report", now.pk)
    assert shown.index("What was promised, and what came of it") < shown.index("The 12 steps")
    assert "Its day has passed" in shown
    context = pdf_context(built)
    assert context["kept"] == built.said.kept
    assert ("7", "7.1", "then", "run 1", "under 5") in export.rows(built)
    assert not promises_reader.whole(before).said.kept, "never in the report it was made in"
    sign(now, world.manager)
    PromisedAction.objects.update(what="Other words")
    assert promises_reader.whole(Audit.objects.get(pk=now.pk)).said.kept == (late, other)


def test_a_promise_that_was_closed_before_the_last_report_is_not_named_again(world: World) -> None:
    runs = [
        finished_run(world.service, world.manager, world.day(days), number=number)
        for number, days in enumerate((200, 100, 0), start=1)
    ]
    closed, still_open = promise(runs[0], world), promise(runs[0], world, what="Still to do")
    PromisedAction.objects.filter(pk=closed.pk).update(state="done", closed_on=world.day(150))
    named = [one.action.what for one in promises_reader.whole(runs[2]).said.kept]
    assert named == [still_open.what]
    assert len(promises_reader.whole(runs[1]).said.kept) == 2


def test_an_owner_is_told_and_a_change_of_owner_tells_the_next(world: World, audit: Audit) -> None:
    entry = {"entry_id": audit.pk}
    made = promise(audit, world, **entry)
    assert promise(audit, world, **entry) == made
    assert promise(audit, world) == made, "typed again after Back"
    mine = reverse("audits:my_promises")
    assert Notice.objects.get(user=world.keyworker, key__startswith="promised:").link == mine
    client = signed_in(world.manager)
    address = reverse("audits:change_promise", args=[made.pk])
    typed = {"what": made.what, "expected": made.expected, "owner": world.prescriber.pk}
    typed |= {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2026", "version": "1"}
    refused = client.post(address, typed | {"state": "given_up"})
    assert "Say why it is given up" in refused.content.decode()
    client.post(address, typed | {"state": "open"})
    told = {
        who: Notice.objects.get(user=who, key__startswith="promised:")
        for who in (world.keyworker, world.prescriber)
    }
    assert told[world.prescriber].link == mine and told[world.prescriber].read_at is None
    assert told[world.keyworker].read_at, "it is somebody else's now"
    for year in ("1901", "2025", "2100"):
        slip = typed | {"state": "open", "due_on_year": year, "version": "2"}
        assert "By when cannot be" in client.post(address, slip).content.decode()
    stale = client.post(address, typed | {"state": "done"})
    assert "saved first" in stale.content.decode()
    client.post(address, typed | {"state": "given_up", "came_of": "No room", "version": "2"})
    made.refresh_from_db()
    assert (made.state, made.came_of, made.version) == ("given_up", "No room", 3)
    assert "No room" in page(world.prescriber, "promised")
    assert made.events.count() == 3
    told[world.prescriber].refresh_from_db()
    assert told[world.prescriber].read_at, "nothing is left to do"


def test_an_owner_sees_what_was_promised_and_says_when_it_is_done(
    world: World, audit: Audit
) -> None:
    made = promise(audit, world)
    assert made.what in page(world.keyworker, "my_promises")
    assert made.what not in page(world.prescriber, "my_promises")
    address = reverse("audits:say_done", args=[made.pk])
    assert signed_in(world.prescriber).post(address, {"what": "Mine"}).status_code == 404
    client = signed_in(world.keyworker)
    assert "Say what was done" in client.post(address, {"what": " "}).content.decode()
    for _ in range(2):
        client.post(address, {"what": "Slots at 9am since May"})
    assert Notice.objects.filter(user=world.manager, key__startswith="promise-done:").count() == 1
    said = f"{world.keyworker.full_name} said on 1 October 2026 that it is done:"
    assert said in page(world.manager, "promised")
    assert said in page(world.manager, "change_promise", made.pk)
    made.refresh_from_db()
    assert made.state == "open", "a manager closes it"
    typed = {"what": made.what, "expected": made.expected, "due_on": made.due_on, "state": "open"}
    common = {"promised": made, "version": made.version, "on": world.on, "by": world.manager}
    said_actions.change_promise(**common, **typed, owner=world.prescriber)
    assert said not in page(world.manager, "promised"), "another sees to it now"
    with pytest.raises(ValidationError, match="Somebody else sees to it"):
        said_actions.say_done(promised=made, what="Done", on=world.on, by=world.keyworker)
