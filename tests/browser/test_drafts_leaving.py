"""What is typed just before a page is left is kept: the script against a server with notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic, sleep
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

PAGE = b"""<!doctype html><html lang="en"><title>A form</title>
<form method="post" action="/sent" data-autosave-url="/draft">
  <input type="hidden" name="csrfmiddlewaretoken" value="token"><textarea name="words"></textarea>
  <input name="day" value="1"><select name="team"><option>A</option><option>B</option></select>
  <input type="radio" name="seen" value="yes" checked><input type="radio" name="seen" value="no">
  <button id="send">Save</button></form>
<form method="post" action="/lock" data-lock><button id="lock">Lock</button></form>
<form method="post" action="/away"><button id="discard" name="discard" value="1">Out</button></form>
<a href="/other">Elsewhere</a><p data-save-line></p>
<script src="/drafts.js" type="module"></script></html>"""


@dataclass
class Notes:
    """What was asked for, in order: the address and what was typed."""

    address: str = ""
    posted: list[tuple[str, str]] = field(default_factory=list)
    untouched: set[str] = field(default_factory=set)
    answers_after: float = 0
    is_signed_out: bool = False

    def wait_for(self, path: str) -> None:
        until = monotonic() + 20
        while not any(asked == path for asked, _ in self.posted):
            assert monotonic() < until, self.posted
            sleep(0.05)


@pytest.fixture
def notes() -> Iterator[Notes]:
    found = Notes()
    script = (settings.BASE_DIR / "static/js/drafts.js").read_bytes()

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/drafts.js"
            self.answer(
                script if is_script else PAGE, "text/javascript" if is_script else "text/html"
            )

        def do_POST(self) -> None:
            typed = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            assert self.path != "/draft" or typed["csrfmiddlewaretoken"] == ["token"]
            found.posted.append((self.path, typed.get("words", [""])[0]))
            found.untouched = set(typed.get("untouched", [""])[0].split(","))
            is_draft = self.path == "/draft"
            if is_draft and found.is_signed_out:
                self.send_response(302)
                self.send_header("Location", "/sign-in")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            sleep(found.answers_after if is_draft else 0)
            self.answer(
                b'{"saved": "2:26pm"}' if is_draft else b"<title>Gone</title>",
                "application/json" if is_draft else "text/html",
            )

        def answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, notes: Notes) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{notes.address}/form")
    yield opened  # a test that leaves the page waits until it arrives: closing in between can hang
    context.close()


def type_words(page: Page, words: str = "Just now") -> None:
    page.fill("textarea", words)


@pytest.mark.parametrize("words", ["Just now", "é" * 20_000], ids=["short", "long"])
def test_lock_waits_until_what_was_typed_is_kept(page: Page, notes: Notes, words: str) -> None:
    type_words(page, words)
    page.click("#lock")
    notes.wait_for("/lock")
    page.wait_for_url("**/lock")
    assert notes.posted == [("/draft", words), ("/lock", "")]


def test_what_was_typed_is_kept_when_the_page_is_left(page: Page, notes: Notes) -> None:
    type_words(page)
    page.click("a")
    page.wait_for_url("**/other")
    notes.wait_for("/draft")
    assert notes.posted == [("/draft", "Just now")]


def test_what_was_typed_is_kept_when_the_page_is_closed(page: Page, notes: Notes) -> None:
    type_words(page)
    page.close(run_before_unload=True)
    notes.wait_for("/draft")
    assert notes.posted == [("/draft", "Just now")]


def test_a_form_is_kept_before_it_is_sent_and_never_after(page: Page, notes: Notes) -> None:
    type_words(page)
    page.click("#send")
    notes.wait_for("/sent")
    page.wait_for_url("**/sent")
    sleep(0.5)
    assert notes.posted == [("/draft", "Just now"), ("/sent", "Just now")]


def test_a_draft_thrown_away_is_not_kept_again(page: Page, notes: Notes) -> None:
    type_words(page)
    page.click("#discard")
    notes.wait_for("/away")
    page.wait_for_url("**/away")
    sleep(0.5)
    assert notes.posted == [("/away", "")]


def test_what_was_pre_filled_is_told_apart_from_what_was_answered(page: Page, notes: Notes) -> None:
    type_words(page)
    page.check("[value=no]")
    page.click("a")
    page.wait_for_url("**/other")
    notes.wait_for("/draft")
    assert notes.untouched == {"csrfmiddlewaretoken", "day", "team"}


def test_what_is_on_its_way_when_the_page_is_left_is_kept_all_the_same(
    page: Page, notes: Notes
) -> None:
    """A browser drops what a page still sends, unless it was told that it may outlive the page."""
    notes.answers_after = 4
    type_words(page)
    notes.wait_for("/draft")
    page.click("a")
    page.wait_for_url("**/other")
    until = monotonic() + 10
    while len(notes.posted) < 2:
        assert monotonic() < until, notes.posted
        sleep(0.05)
    assert set(notes.posted) == {("/draft", "Just now")}


def test_typing_without_a_pause_is_kept_within_five_seconds(page: Page, notes: Notes) -> None:
    began = monotonic()
    page.focus("textarea")
    while not notes.posted and monotonic() < began + 10:
        page.keyboard.press("a")
        sleep(0.2)
    assert monotonic() - began < 6


def test_once_signed_out_the_line_says_what_to_do_and_the_form_is_sent(
    page: Page, notes: Notes
) -> None:
    notes.is_signed_out = True
    type_words(page)
    notes.wait_for("/draft")
    line = page.locator("[data-save-line]")
    expect(line).to_contain_text("you were signed out")
    expect(line).to_contain_text("Your words are kept on this page")
    page.click("#send")
    notes.wait_for("/sent")
    assert notes.posted[-1] == ("/sent", "Just now")
