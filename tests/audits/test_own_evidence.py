"""Evidence of the service's own view: what it may be, when it grows old, how it is confirmed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from audits import assessments, evidence_kinds, links, own_evidence, own_view
from audits.evidence_kinds import ODT_TYPE
from audits.forms import StreamForm
from audits.models import EvidenceFile, SelfAssessment
from rodt.versions import StaleSave
from tests.town import LONDON, World, signed_in, three_boxes
from tests.world import build_world

PDF, PNG, JPEG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


def archive(*names: str, mimetype: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        if mimetype:
            made.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            made.writestr(zipfile.ZipInfo(name), "x")
    return held.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
ODT = archive("content.xml", mimetype=ODT_TYPE)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpg", JPEG),
        ("a.jpeg", JPEG),
        ("a.docx", WORD),
        ("a.odt", ODT),
    ],
)
def test_a_file_that_is_what_it_says_is_kept(name: str, content: bytes) -> None:
    assert evidence_kinds.refused(name, len(content), content, 5) == ""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"<html><script>", "It is called .pdf, but what is in it is not a PDF."),
        ("a.pdf", PNG, "It is called .pdf, but it is a PNG picture. Name it .png"),
        ("minutes", PDF, "Its name has no ending, but it is a PDF."),
        ("a.docx", archive("x"), "what is in it is not a Word document"),
        ("a.docx", WORD[:60], "what is in it is not a Word document"),
        ("a.odt", archive("content.xml", mimetype=b"application/zip"), "not an OpenDocument text"),
        ("a.odt", archive("content.xml", mimetype=ODT_TYPE + b"-template"), "not an OpenDocument"),
        ("a.odt", ODT.replace(ODT_TYPE, ODT_TYPE[:-1] + b"?", 1), "not an OpenDocument text"),
        (
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "There is a macro in it.",
        ),
        ("a.odt", archive("Basic/Standard/x.xml", mimetype=ODT_TYPE), "There is a macro in it."),
        ("a.exe", b"MZ....", "The file must be a PDF"),
        ("a.pdf", b"", "The file is empty."),
    ],
)
def test_one_that_is_not_is_refused_in_words(name: str, content: bytes, said: str) -> None:
    assert said in evidence_kinds.refused(name, len(content), content, 5)


def test_the_largest_file_is_the_size_that_is_said() -> None:
    most = 5 * 1024 * 1024
    assert evidence_kinds.refused("a.pdf", most, PDF, 5) == ""
    assert "larger than 5 MB" in evidence_kinds.refused("a.pdf", most + 1, b"", 5)


def test_a_name_loses_its_folders_and_keeps_its_ending() -> None:
    assert evidence_kinds.tidy_name("C:\\staff\\minutes\n.pdf") == "minutes.pdf"
    long = evidence_kinds.tidy_name(f"../{'a' * 200}.docx")
    assert (len(long), long[-5:]) == (100, ".docx")


@pytest.mark.parametrize(
    ("confirmed_on", "on", "said"),
    [
        (None, date(2026, 3, 3), ""),
        (None, date(2026, 3, 4), "Evidence from 3 March 2025 is more than 12 months old."),
        (date(2026, 1, 10), date(2026, 3, 4), ""),
        (date(2026, 1, 10), date(2027, 1, 10), ""),
        (
            date(2026, 1, 10),
            date(2027, 1, 11),
            "Evidence from 3 March 2025 was confirmed on 10 January 2026, more than 12 months ago.",
        ),
    ],
)
def test_evidence_grows_old_after_its_days(confirmed_on: date | None, on: date, said: str) -> None:
    assert own_evidence.words(date(2025, 3, 3), confirmed_on, on, 365) == said


def test_days_that_are_no_years_are_said_in_days() -> None:
    assert "90 days old" in own_evidence.words(date(2025, 3, 3), None, date(2026, 1, 1), 90)
    assert own_evidence.words(None, None, date(2026, 1, 1), 365) == "The evidence has no date."


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=LONDON), tick=True):
        yield build_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.manager)


def say(client: Client, on: date, version: int, **more: str) -> HttpResponse:
    blank = {"version": "0", "rating": "", "evidence": "", "link": "", "owner": ""}
    typed = {f"{s}-{k}": v for s in SelfAssessment.Stream.values for k, v in blank.items()}
    typed |= {f"{s}-next_action": "" for s in SelfAssessment.Stream.values}
    typed |= {"process-version": str(version), "process-rating": "2"}
    typed |= three_boxes("process-evidence_on", on)
    typed |= {"process-evidence": "Minutes"} | more
    return client.post(reverse("audits:assess", args=[5]), typed)


def send(client: Client, on: date, name: str, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    address = reverse("audits:add_evidence", args=[5, "process"])
    return client.post(address, {"file": file} | three_boxes("evidence_on", on))


def test_one_press_confirms_unchanged_and_new_evidence_is_not_confirmed(
    world: World, client: Client
) -> None:
    old = world.day(400)
    say(client, old, 0)
    page = client.get(reverse("audits:assess", args=[5])).content.decode()
    assert "is more than 12 months old." in page and "Confirm it, or change it" in page
    assert (
        "Evidence to look at again: 1 stream"
        in client.get(reverse("audits:index")).content.decode()
    )
    assert say(client, old, 1, confirm="process").status_code == 302
    row = SelfAssessment.objects.get()
    assert (row.confirmed_on, row.confirmed_by, row.version) == (world.on, world.manager, 2)
    page = client.get(reverse("audits:assess", args=[5])).content.decode()
    assert "more than 12 months" not in page and "Confirmed by" in page
    say(client, old, 2, **{"process-link": "https://example.org/minutes"})
    row.refresh_from_db()
    assert (row.link, row.confirmed_on) == ("https://example.org/minutes", None)
    history = client.get(reverse("audits:own_view_history", args=[5])).content.decode()
    assert "3 versions" in history and "Confirmed by" in history


def test_a_confirmation_of_what_somebody_else_changed_is_refused(world: World) -> None:
    values = {"rating": 1, "evidence": "Minutes", "link": "", "evidence_on": world.on}
    values |= {"owner": "", "next_action": "", "next_action_on": None}

    def save(version: int, **more: object) -> list[str]:
        streams = {"process": values | {"version": version}}
        given = {"service": world.service, "step": 5, "on": world.on, "by": world.manager}
        return assessments.assess(streams=streams, **given, **more)  # type: ignore[arg-type]

    assert save(0) == ["process"]
    with pytest.raises(StaleSave):
        save(0, confirmed=["process"])
    assert save(1, confirmed=["process"]) == ["process"]
    assert save(1, confirmed=["process"]) == [], "pressed twice"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/x", "not a link"])
def test_a_link_leads_to_a_page(world: World, client: Client, link: str) -> None:
    answer = say(client, world.on, 0, **{"process-link": link})
    assert "Enter a link that begins with https://" in answer.content.decode()
    assert not SelfAssessment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://intranet/minutes", "https://intranet/minutes"),
        ("intranet/minutes", "https://intranet/minutes"),
        ("https://intranet:8443/a?b=c@d", "https://intranet:8443/a?b=c@d"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_a_link_may_lead_into_the_own_network(typed: str, kept: str) -> None:
    assert links.read(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://user:secret@example.org/x", links.NO_PASSWORD),
        ("https://user@example.org", links.NO_PASSWORD),
        ("mailto:a@example.org", links.NO_LINK),
        ("https://", links.NO_LINK),
        ("https:///x", links.NO_LINK),
        ("https://exam ple.org", links.NO_LINK),
        ("https://example.org:port/", links.NO_LINK),
    ],
)
def test_what_is_no_link_or_holds_a_password_is_refused_once(typed: str, said: str) -> None:
    form = StreamForm({"version": "0", "link": typed}, on=date(2026, 10, 1))
    assert form.errors["link"] == [said]


def days_of_form(name: str, day: date, **held: date) -> StreamForm:
    typed = {"version": "0", "rating": "", "link": "", "evidence": "Minutes", "next_action": "Ask"}
    typed |= three_boxes("evidence_on", date(2026, 9, 1)) | three_boxes(name, day)
    return StreamForm(typed, on=date(2026, 10, 1), initial=held)


@pytest.mark.parametrize(
    ("name", "day", "is_taken"),
    [
        ("next_action_on", date(2026, 9, 30), False),
        ("next_action_on", date(2026, 10, 1), True),
        ("next_action_on", date(2031, 10, 1), True),
        ("next_action_on", date(2031, 10, 2), False),
        ("evidence_on", date(2006, 9, 30), False),
        ("evidence_on", date(2006, 10, 1), True),
        ("evidence_on", date(2026, 10, 2), False),
    ],
)
def test_days_are_days_that_can_be_meant(name: str, day: date, is_taken: bool) -> None:
    assert days_of_form(name, day).is_valid() is is_taken


def test_a_day_that_stands_there_already_may_stay() -> None:
    past = date(2025, 1, 1)
    assert days_of_form("next_action_on", past, next_action_on=past).is_valid()


def test_evidence_has_a_day(world: World, client: Client) -> None:
    blank = {f"process-evidence_on_{part}": "" for part in ("day", "month", "year")}
    answer = say(client, world.on, 0, **blank)
    assert "Enter the day the evidence is from" in answer.content.decode()


def test_a_file_is_kept_named_opened_and_taken_away(world: World, client: Client) -> None:
    assert send(client, world.day(3), "minutes.pdf", PDF).status_code == 302
    file = EvidenceFile.objects.get()
    (stored,) = own_view.stored(world.service.pk)
    assert stored["file"] == {"id": str(file.pk), "name": "minutes.pdf"}
    opened = client.get(reverse("audits:evidence_file", args=[file.pk]))
    assert opened.content == PDF
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert opened["X-Content-Type-Options"] == "nosniff"
    other = signed_in(world.other_keyworker)
    assert other.get(reverse("audits:evidence_file", args=[file.pk])).status_code in (403, 404)
    away = reverse("audits:take_evidence_away", args=[5, "process"])
    assert "Take the file away?" in client.get(away).content.decode()
    assert client.get(reverse("audits:evidence_file", args=[file.pk])).content == PDF, "asked first"
    client.post(away)
    assert client.get(reverse("audits:evidence_file", args=[file.pk])).status_code == 404
    history = client.get(reverse("audits:own_view_history", args=[5])).content.decode()
    assert "minutes.pdf, taken away since" in history


def test_a_page_that_comes_back_asks_for_the_file_again(world: World, client: Client) -> None:
    file = SimpleUploadedFile("minutes.pdf", PDF)
    boxes = {"evidence_on_day": "31", "evidence_on_month": "2", "evidence_on_year": "2026"}
    address = reverse("audits:add_evidence", args=[5, "process"])
    page = client.post(address, {"file": file} | boxes).content.decode()
    assert "Choose the file again" in page and "Nothing is lost" not in page
    assert not EvidenceFile.objects.exists()


@override_settings(FILE_MOST_MB=1)
def test_a_file_that_is_too_large_or_another_than_it_says_is_refused(
    world: World, client: Client
) -> None:
    large = send(client, world.on, "a.pdf", PDF + bytes(1024 * 1024)).content.decode()
    assert "The file is larger than 1 MB" in large and "is to be chosen again" in large
    wrong = send(client, world.on, "a.pdf", b"<html>").content.decode()
    assert "what is in it is not a PDF" in wrong
    assert not EvidenceFile.objects.exists() and not SelfAssessment.objects.exists()
    assert client.get(reverse("audits:add_evidence", args=[5, "rumours"])).status_code == 404
