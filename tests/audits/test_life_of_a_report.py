"""A report is commented and signed by two; what was signed never changes, whoever writes and
however."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
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
from audits.models import Audit, AuditFile, SampledPlan, Signature, StepComment
from audits.report_pdf import pdf_context
from jobs.models import Job
from rodt.versions import StaleSave
from tests.audits.finished import finished_run
from tests.audits.life import comment, page, promise, sign
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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


def test_a_signature_closes_the_reading_of_plans(world: World, audit: Audit) -> None:
    one = SampledPlan.objects.create(
        service=world.service, audit=audit, patient=world.gareth, place=1
    )
    sign(audit, world.manager)
    with pytest.raises(ValidationError, match="reading is closed"):
        reading_actions.read_plan(sampled=one, answers={}, by=world.second_prescriber)
    assert "so reading is closed" in page(world.manager, "plans", audit.pk)


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
