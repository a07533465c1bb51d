"""A report is commented, promised upon, signed by two, superseded and withdrawn; what was signed
never changes, whoever writes and however."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Notice, Trail, User
from audits import (
    actions,
    assessments,
    export,
    files,
    promises_reader,
    reading_actions,
    report_reader,
    retiring,
    run,
    said_actions,
    said_reader,
    signing,
)
from audits.models import (
    Audit,
    AuditFile,
    PromisedAction,
    Retirement,
    SampledPlan,
    Signature,
    StepComment,
)
from audits.report_pdf import pdf_context
from audits.step import met, not_met
from audits.urls import urlpatterns
from jobs.models import Job
from rodt.versions import StaleSave
from tests.audits.finished import finished_run
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def audit(world: World) -> Audit:
    findings = {
        patient: {"7.1": met("Reviewed."), "5.2": not_met("No.", "Nothing")}
        for patient in (world.gareth, world.leanne, world.mina, world.ray)
    }
    return finished_run(world.service, world.manager, world.on, findings)


def sign(audit: Audit, by: User, **more: Any) -> Signature:
    audit = Audit.objects.get(pk=audit.pk)
    seen = signing.as_seen(audit, promises_reader.whole(audit))
    return signing.sign(audit=audit, by=by, **{"seen": seen} | more)


def promise(audit: Audit, world: World, code: str = "7.1", **more: Any) -> PromisedAction:
    return said_actions.promise(
        **{
            "audit": audit,
            "code": code,
            "what": "A slot each morning",
            "owner": world.keyworker,
            "due_on": world.day(-30),
            "expected": "More plans in date",
            "by": world.manager,
        }
        | more
    )


def comment(
    audit: Audit, world: World, text: str = "Two keyworkers left.", version: int = 0
) -> Any:
    return said_actions.comment(audit=audit, step=7, text=text, version=version, by=world.manager)


def page(by: User, name: str, *args: Any, **asked: str) -> str:
    answer = signed_in(by).get(reverse(f"audits:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split("<main")[1].split())


def nothing(percent: int, words: str) -> None:
    """Progress that nobody follows."""


def test_one_comment_a_step_keeps_every_wording(world: World, audit: Audit) -> None:
    row = comment(audit, world)
    assert comment(audit, world).version == 1, "the same words twice are one save"
    with pytest.raises(StaleSave):
        comment(audit, world, "Another")
    comment(audit, world, "One came back.", version=1)
    assert [event.text for event in row.events.order_by("pgh_id")] == [
        "Two keyworkers left.",
        "One came back.",
    ]
    assert "One came back." in page(world.manager, "step", audit.pk, 7)
    assert "Finished, with comments" in page(world.manager, "index")


def test_two_people_sign_and_a_click_again_signs_once(world: World, audit: Audit) -> None:
    first = sign(audit, world.manager, remark=" Read in the team meeting ")
    assert sign(audit, world.manager) == first
    assert (first.name, first.role, first.remark) == (
        "Ruth Calder",
        "Service manager",
        "Read in the team meeting",
    )
    assert "Signed by one of two" in page(world.manager, "index")
    asked = Notice.objects.filter(key=f"report to sign:{audit.pk}")
    assert world.prescriber in {notice.user for notice in asked}
    assert world.manager not in {notice.user for notice in asked}
    assert sign(audit, world.prescriber).place == 2
    with pytest.raises(ValidationError, match="Two people have signed it already"):
        sign(audit, world.second_prescriber)
    assert Signature.objects.count() == 2
    assert Trail.objects.filter(verb="signed the report of an audit").count() == 2
    assert "Signed</span>" in page(world.manager, "index")


def test_what_was_written_after_the_page_was_opened_is_not_signed_unseen(
    world: World, audit: Audit
) -> None:
    seen = signing.as_seen(audit, promises_reader.whole(audit))
    comment(audit, world)
    with pytest.raises(ValidationError, match="after you opened it"):
        signing.sign(audit=audit, seen=seen, by=world.manager)
    assert not Signature.objects.exists()
    html = signed_in(world.manager).post(
        reverse("audits:sign", args=[audit.pk]), {"seen": seen, "remark": ""}
    )
    assert "Nothing is signed yet" in html.content.decode()
    assert signed_in(world.manager).post(
        reverse("audits:sign", args=[audit.pk]), {"seen": html.context["form"]["seen"].value()}
    )["Location"] == reverse("audits:report", args=[audit.pk])


def test_the_first_signature_freezes_what_stands_in_it(world: World, audit: Audit) -> None:
    comment(audit, world)
    made = promise(audit, world)
    sign(audit, world.manager)
    with pytest.raises(ValidationError, match="This report is signed"):
        comment(audit, world, "Other words", version=1)
    with pytest.raises(ValidationError, match="This report is signed"):
        actions.remake_files(audit=audit, by=world.manager)
    typed = {"what": "Other", "owner": world.manager, "due_on": world.on, "expected": "Less"}
    said_actions.change_promise(
        promised=made, version=1, on=world.on, by=world.manager, state="done", **typed
    )
    promise(audit, world, what="One more")
    User.objects.filter(pk=world.manager.pk).update(full_name="Ruth Newname")
    audit = Audit.objects.get(pk=audit.pk)
    built = promises_reader.whole(audit)
    assert built.prepared_by == built.signatures[0].name == "Ruth Calder"
    (kept,) = built.said.actions
    assert (kept.what, kept.state) == ("A slot each morning", "Open")
    shown = page(world.manager, "step", audit.pk, 7)
    assert "1 promise was made since then" in shown and "One more" not in shown


def _raw(sql: str) -> Callable[[Audit], object]:
    def write(audit: Audit) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"audit": audit.pk})

    return write


@pytest.mark.parametrize(
    "write",
    [
        _raw("UPDATE audits_audit SET digest = 'other' WHERE id = %(audit)s"),
        _raw("UPDATE audits_stepcomment SET text = 'other' WHERE audit_id = %(audit)s"),
        _raw("DELETE FROM audits_stepcomment WHERE audit_id = %(audit)s"),
        _raw("UPDATE audits_auditresult SET findings = '{}' WHERE audit_id = %(audit)s"),
        _raw("DELETE FROM audits_auditresult WHERE audit_id = %(audit)s"),
        _raw(
            "INSERT INTO audits_auditresult (service_id, audit_id, patient_id, findings)"
            " SELECT service_id, %(audit)s, id, '{}' FROM patients_patient"
            " WHERE id NOT IN (SELECT patient_id FROM audits_auditresult) LIMIT 1"
        ),
        _raw("UPDATE audits_signature SET name = 'other' WHERE audit_id = %(audit)s"),
        _raw("DELETE FROM audits_signature WHERE audit_id = %(audit)s"),
        _raw("UPDATE audits_auditfile SET sha256 = 'other' WHERE audit_id = %(audit)s"),
        _raw("DELETE FROM audits_auditfile WHERE audit_id = %(audit)s"),
        _raw("UPDATE audits_retirement SET reason = 'other' WHERE audit_id = %(audit)s"),
    ],
)
def test_nothing_of_a_signed_report_can_be_changed(
    world: World, audit: Audit, write: Callable[[Audit], object]
) -> None:
    comment(audit, world)
    sign(audit, world.manager)
    retiring.withdraw(audit=audit, reason="Wrong day", by=world.manager)
    refusal = r"never changed|Cannot update or delete"
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        write(audit)


@pytest.mark.parametrize(
    "broken",
    [
        {"place": 3},
        {"place": 1, "signed_by": "prescriber"},
        {"place": 2, "signed_by": "manager"},
    ],
)
def test_no_third_signature_and_none_twice(
    world: World, audit: Audit, broken: dict[str, Any]
) -> None:
    sign(audit, world.manager)
    by = getattr(world, broken.get("signed_by", "prescriber"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            service=world.service, audit=audit, place=broken["place"], signed_by=by, name="x"
        )


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


@pytest.mark.parametrize("broken", ["without_the_other", "itself", "no_reason"])
def test_a_report_is_retired_in_full(world: World, audit: Audit, broken: str) -> None:
    rows: dict[str, dict[str, Any]] = {
        "without_the_other": {"kind": "superseded", "reason": "x"},
        "itself": {"kind": "superseded", "reason": "x", "replaced_by": audit},
        "no_reason": {"kind": "withdrawn", "reason": ""},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Retirement.objects.create(
            service=world.service, audit=audit, recorded_by=world.manager, **rows[broken]
        )


def test_a_signature_has_the_files_made_again_and_those_handed_out_stay(
    world: World, audit: Audit, tmp_path: Path
) -> None:
    digest, handed_out = audit.digest, files.newest(audit)["pdf"]
    long = "https://intranet.example/" + "minutes" * 30
    comment(audit, world, long)
    sign(audit, world.manager, remark="Read with the team")
    sign(audit, world.prescriber)
    assess: dict[str, Any] = {**dict.fromkeys(assessments.FIELDS, ""), "rating": 1, "version": 0}
    assess |= {"evidence": "New", "evidence_on": None, "next_action_on": None}
    assessments.assess(
        service=world.service, step=7, streams={"process": assess}, by=world.manager, on=world.on
    )
    asked = Job.objects.filter(arguments__audit=str(audit.pk)).order_by("created_at")
    assert asked.count() == 2, "the second does not join the first, which may have read before it"
    run.run_job(asked[1], nothing)
    audit = Audit.objects.get(pk=audit.pk)
    assert audit.digest == digest
    assert all(stream.is_empty for stream in promises_reader.whole(audit).step(7).streams)
    made = files.newest(audit)["pdf"]
    path = tmp_path / "signed.pdf"
    path.write_bytes(bytes(made.content))
    pages = [" ".join(leaf.extract_text().split()) for leaf in pypdf.PdfReader(path).pages]
    assert all("Signed by two people" in text and "Draft" not in text for text in pages[1:])
    assert "Ruth Calder, " in pages[0] and "Not yet" not in pages[0], "the cover names who signed"
    whole = "".join(pages)
    assert long not in whole and long in whole.replace(" ", ""), "it breaks within the sheet"
    for words in ("Ruth Calder, Service manager Read with the team", digest):
        assert words in pages[-1]
    client = signed_in(world.manager)
    for file in (handed_out, made):
        address = reverse("audits:download_edition", args=[audit.pk, "pdf", file.edition])
        assert client.get(address).content == bytes(file.content)
        found = page(world.manager, "verify", digest=file.sha256)
        assert "It is the PDF" in found and "Signed." in found and "Ruth Calder" in found
    last = client.get(reverse("audits:download", args=[audit.pk, "pdf"]))
    assert (last.content, made.edition) == (bytes(made.content), 2)


def test_another_services_file_is_answered_as_none(world: World, audit: Audit) -> None:
    other = finished_run(world.other_service, world.manager, world.on, number=7)
    row = AuditFile.objects.create(
        service=world.other_service, audit=other, kind="csv", content=b"x", sha256="ab" * 32
    )
    answers = {
        page(world.manager, "verify", digest=asked).split('<section class="section')[1]
        for asked in (row.sha256, "cd" * 32)
    }
    assert len(answers) == 1 and "No run of this service" in answers.pop()


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


def test_a_withdrawn_run_says_so_everywhere_and_is_no_longer_compared_with(
    world: World, audit: Audit
) -> None:
    retiring.withdraw(audit=audit, reason="The wrong day was asked for", by=world.manager)
    retiring.withdraw(audit=audit, reason="Twice", by=world.manager)
    assert Retirement.objects.count() == 1
    given: dict[str, Any] = {"step": 7, "code": "7.1", "figure": "of", "team_id": world.north.pk}
    for one in urlpatterns:
        asked = one.pattern.converters
        if one.name in NO_PAGE or "audit_id" not in asked:
            continue
        assert one.name
        args = [given[name] for name in asked if name != "audit_id"]
        shown = page(world.manager, one.name, audit.pk, *args)
        assert "is withdrawn</strong> since" in shown, one.name
        assert "because: The wrong day was asked for" in shown, one.name
    assert "Withdrawn." in page(world.manager, "verify", digest=audit.digest)
    assert "Withdrawn" in page(world.manager, "index")
    with pytest.raises(ValidationError, match="This report was withdrawn"):
        sign(audit, world.manager)


NO_PAGE = {
    *("remake", "choose_other", "ask_readers", "differences", "differing_people"),
    *("download", "download_edition", "not_recorded_file", "team_file"),
}


def test_a_run_that_is_not_to_be_used_is_used_nowhere(world: World, audit: Audit) -> None:
    """The one of the latest day that stands is, whichever was made last."""
    finished_run(world.service, world.manager, world.day(400), number=2)
    gone = finished_run(world.service, world.manager, world.on, number=3)
    later = page(world.manager, "verify", digest=audit.digest)
    assert "A later run looks at the same day and period" in later
    retiring.withdraw(audit=gone, reason="The wrong period", by=world.manager)
    assert "Run 1 of" in page(world.keyworker, "find_out")
    assert "The signs are those of the last audit, run 1," in page(
        world.prescriber, "benefit_caseload"
    )
    assert "open run 1" in page(world.manager, "index")
    assert "No later run that is to be used" in page(world.manager, "verify", digest=audit.digest)
    assert "PDF of the withdrawn report" in page(world.manager, "report", gone.pk)
    file = signed_in(world.manager).get(reverse("audits:download", args=[gone.pk, "pdf"]))
    assert 'filename="withdrawn-' in file["Content-Disposition"]
    file = signed_in(world.manager).get(reverse("audits:not_recorded_file", args=[gone.pk]))
    assert "-withdrawn-12-steps-" in file["Content-Disposition"]


def test_a_stale_page_withdraws_nothing_that_was_superseded_since(
    world: World, audit: Audit
) -> None:
    other = finished_run(world.service, world.manager, world.on, number=2)
    client = signed_in(world.manager)
    address = reverse("audits:withdraw", args=[audit.pk])
    typed = {"reason": "Wrong", "seen": client.get(address).context["form"]["seen"].value()}
    retiring.supersede(audit=audit, replaced_by=other, reason="Late tests", by=world.manager)
    asked = client.post(address, typed)
    assert "Nothing is withdrawn yet" in asked.content.decode()
    assert not Retirement.objects.filter(kind="withdrawn").exists()
    client.post(address, typed | {"seen": asked.context["form"]["seen"].value()})
    assert Retirement.objects.filter(kind="withdrawn").count() == 1
    retiring.withdraw(audit=other, reason="Wrong too", by=world.manager)
    assert "</strong>, which is withdrawn itself, on" in page(world.manager, "report", audit.pk)


def test_a_form_is_offered_only_where_it_can_be_saved(world: World, audit: Audit) -> None:
    sign(audit, world.manager)
    refused = page(world.manager, "comment", audit.number, 7)
    assert "This report is signed." in refused and "<textarea" not in refused
    retiring.withdraw(audit=audit, reason="Wrong", by=world.manager)
    refused = page(world.manager, "promise", run="1", code="7.1")
    assert "nothing is written in it any more" in refused and "<textarea" not in refused
    client = signed_in(world.manager)
    for number in ("99999999999999999999", "-1", "²", "2", "one"):
        answer = client.get(reverse("audits:promise"), {"run": number})
        assert answer.status_code == 404, number


def test_a_run_without_anybody_says_so_and_calls_nothing_missing(world: World) -> None:
    empty = finished_run(world.service, world.manager, world.on)
    shown = page(world.manager, "report", empty.pk)
    assert "There is nobody to count." in shown
    assert "known for less than" not in shown and "too little is recorded" not in shown
    assert "Nobody to ask about" in page(world.manager, "not_recorded", empty.pk)
    facts = {
        fact["key"]: fact["value"] for fact in pdf_context(report_reader.build(empty))["facts"]
    }
    assert facts["Complete"] == "Nobody to count"


def test_what_a_report_was_compared_with_stays_when_that_is_withdrawn(world: World) -> None:
    first = finished_run(world.service, world.manager, world.day(90))
    second = finished_run(world.service, world.manager, world.on, number=2)
    assert promises_reader.whole(second).previous_number == 1
    Retirement.objects.create(
        service=world.service,
        audit=first,
        kind="withdrawn",
        reason="x",
        recorded_by=world.manager,
        recorded_at=second.created_at,
    )
    assert promises_reader.whole(second).previous_number == 1


@pytest.mark.parametrize(("days", "number"), [(1, 2), (0, 0)])
def test_only_a_later_run_of_the_same_day_takes_a_place(
    world: World, audit: Audit, days: int, number: int
) -> None:
    other = finished_run(world.service, world.manager, world.day(days), number=number)
    with pytest.raises(ValidationError):
        retiring.supersede(audit=audit, replaced_by=other, reason="x", by=world.manager)


def test_a_signature_closes_the_reading_of_plans(world: World, audit: Audit) -> None:
    one = SampledPlan.objects.create(
        service=world.service, audit=audit, patient=world.gareth, place=1
    )
    sign(audit, world.manager)
    with pytest.raises(ValidationError, match="reading is closed"):
        reading_actions.read_plan(sampled=one, answers={}, by=world.second_prescriber)
    assert "so reading is closed" in page(world.manager, "plans", audit.pk)


def test_an_owner_is_told_and_a_change_of_owner_tells_the_next(world: World, audit: Audit) -> None:
    entry = {"entry_id": audit.pk}
    made = promise(audit, world, **entry)
    assert promise(audit, world, **entry) == made
    mine = reverse("audits:my_promises")
    assert Notice.objects.get(user=world.keyworker, key__startswith="promised:").link == mine
    client = signed_in(world.manager)
    address = reverse("audits:change_promise", args=[made.pk])
    typed = {"what": made.what, "expected": made.expected, "owner": world.prescriber.pk}
    typed |= {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2026", "version": "1"}
    refused = client.post(address, typed | {"state": "given_up"})
    assert "Say why it is given up" in refused.content.decode()
    client.post(address, typed | {"state": "open"})
    assert Notice.objects.get(user=world.prescriber, key__startswith="promised:").link == mine
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


def test_said_comes_back_as_it_was_kept(world: World, audit: Audit) -> None:
    comment(audit, world)
    promise(audit, world)
    sign(audit, world.manager)
    audit = Audit.objects.get(pk=audit.pk)
    kept = said_reader.of_audit(audit)
    assert kept.values() == audit.service_figures[said_reader.KEPT_AS]
    assert export.canonical(kept.values())
    assert StepComment.objects.get().text == kept.comments[0].text


def test_the_list_of_runs_takes_as_many_queries_for_many_as_for_one(
    world: World, audit: Audit, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.manager)
    client.get(reverse("audits:index"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("audits:index"))
    for number in (2, 3, 4):
        other = finished_run(world.service, world.manager, world.day(number), number=number)
        sign(other, world.manager)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("audits:index"))
