"""The components in a real browser, from files alone: no server, no database."""

import json
import mimetypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, expect

from rodt.gallery import gallery
from tests.browser.axe import violations

ADDRESS = "http://gallery.test/gallery/"
WIDTHS = (1280, 390, 320)


@cache
def document() -> str:
    request = RequestFactory().get("/gallery/")
    request.session = SessionStore()
    html = gallery(request).content.decode()
    return html.replace("data-autosave>", 'data-autosave-url="/keep/">')


class Site:
    """Answers what the page asks: itself, our static files, and what a test lays ready."""

    def __init__(self) -> None:
        self.html = document()
        self.kept: list[str] = []
        self.answers: dict[str, tuple[int, str]] = {"/keep/": (200, '{"saved": "3:07pm"}')}
        self.missing: list[str] = []

    def handle(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/gallery/":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            file = Path(settings.BASE_DIR, path.lstrip("/"))
            if not file.is_file():
                self.missing.append(path)
                return route.abort()
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        elif path in self.answers:
            self.kept.append(route.request.post_data or "")
            status, body = self.answers[path]
            route.fulfill(status=status, body=body, content_type="application/json")
        else:
            route.abort()
        return None


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture(params=[1280])
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.route("**/*", site.handle)
    opened.goto(ADDRESS)
    yield opened
    opened.close()
    assert faults == []
    assert site.missing == []


@pytest.mark.parametrize("page", WIDTHS, indirect=True)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("page", [390], indirect=True)
def test_targets_on_a_phone_are_large_enough(page: Page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .choice > label, .nhsuk-input')]
        .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 43.5)
        .map((part) => part.className + part.textContent)"""
    )
    assert small == []


def test_four_weeks_sum_and_until_then_say_what_is_missing(page: Page) -> None:
    row = page.locator("[data-weeks-row]").nth(1)
    total = row.locator("[data-weeks-total]")
    expect(total).to_have_text("to ask")
    row.locator("input").nth(1).fill("9")
    expect(total).to_have_text("check")
    row.locator("input").nth(1).fill("3")
    row.locator("input").nth(2).fill("2")
    expect(total).to_have_text("6")


def test_a_carried_answer_is_confirmed_by_a_tick_and_changed_by_an_answer(page: Page) -> None:
    question = page.locator("#question_risk")
    last = question.locator("[data-last]")
    expect(last.get_by_text("Carried, not asked yet")).to_be_visible()
    question.get_by_role("checkbox").check()
    expect(last.get_by_text("Confirmed today")).to_be_visible()
    expect(last.get_by_text("Carried, not asked yet")).to_be_hidden()
    question.get_by_label("Yes", exact=True).check()
    expect(last.get_by_text("Changed today")).to_be_visible()
    expect(question.get_by_role("checkbox")).not_to_be_checked()


def test_the_key_y_confirms_the_carried_answer_in_focus(page: Page) -> None:
    question = page.locator("#question_risk")
    question.get_by_label("No", exact=True).focus()
    page.keyboard.press("y")
    expect(question.locator("[data-last]").get_by_text("Confirmed today")).to_be_visible()


def test_a_draft_is_kept_after_typing_stops(page: Page, site: Site) -> None:
    page.locator("#id_words").fill("Mornings are hard")
    line = page.locator("[data-save-line]").first
    expect(line).to_have_text("Draft saved at 3:07pm. Safe if this page closes.", timeout=6000)
    assert len(site.kept) == 1
    assert parse_qs(site.kept[0])["words"] == ["Mornings are hard"]


def test_a_draft_that_could_not_be_kept_is_said_and_the_words_stay(page: Page, site: Site) -> None:
    site.answers["/keep/"] = (503, "")
    page.locator("#id_words").fill("Mornings are hard")
    line = page.locator("[data-save-line]").first
    expect(line).to_contain_text("Your words are kept on this page", timeout=6000)
    expect(page.locator("#id_words")).to_have_value("Mornings are hard")


def test_someone_who_saved_first_is_named_with_a_way_to_compare(page: Page, site: Site) -> None:
    told = {"words": "Priya saved first. 2 answers differ.", "url": "/both/"}
    site.answers["/keep/"] = (409, json.dumps(told))
    page.locator("#id_words").fill("Mornings are hard")
    line = page.locator("[data-save-line]").first
    expect(line).to_contain_text("Priya saved first", timeout=6000)
    expect(line.get_by_role("link", name="See both, side by side")).to_be_visible()


def test_single_keys_move_and_open_but_never_while_typing(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator("[data-row-link]").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row-link]").nth(1)).to_be_focused()
    page.locator("#id_words").focus()
    page.keyboard.press("j")
    expect(page.locator("#id_words")).to_be_focused()
    expect(page.locator("#id_words")).to_have_value(re.compile("j"))


def test_all_keys_open_on_a_question_mark_and_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="All keys")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("[data-row-link]").first).not_to_be_focused()


@pytest.mark.parametrize("page", [390], indirect=True)
def test_the_menu_of_a_phone_opens_and_escape_closes_it(page: Page) -> None:
    menu = page.locator("details[data-menu]")
    menu.get_by_text("Menu").click()
    expect(menu.get_by_role("button", name="Lock")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Lock")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_reaches_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("page", [390], indirect=True)
def test_focus_is_never_covered_by_the_banner(page: Page) -> None:
    covered = page.evaluate(
        """() => {
          const banner = document.querySelector('body > .banner').getBoundingClientRect().height;
          return [...document.querySelectorAll('#form input, #form textarea')].filter((part) => {
            part.scrollIntoView({block: 'start'});
            return part.getBoundingClientRect().top < banner - 1 && scrollY > 0;
          }).map((part) => part.id);
        }"""
    )
    assert covered == []


def test_without_a_script_every_state_is_on_the_page(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.route("**/*", site.handle)
    page.goto(ADDRESS)
    expect(page.get_by_role("button", name="Show")).to_be_visible()
    expect(page.locator("#question_risk").get_by_text("Carried, not asked yet")).to_be_visible()
    page.locator("#question_risk .still-true input").check()
    expect(page.locator("#question_risk").get_by_text("Confirmed today")).to_be_visible()
    context.close()


def test_forced_colours_keep_the_edge_of_every_chip(browser: Browser, site: Site) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.route("**/*", site.handle)
    page.goto(ADDRESS)
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.chip:not(.chip--plain)')]
        .filter((chip) => chip.offsetParent && getComputedStyle(chip).borderTopWidth === '0px')
        .length"""
    )
    assert bare == 0
    context.close()


def test_paper_shows_no_bar_and_no_button(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("main .button").first).to_be_hidden()
    expect(page.locator("body > .banner")).to_be_visible()


def test_before_the_session_ends_the_page_says_so_and_then_hides_itself(page: Page) -> None:
    page.clock.install()
    page.goto(ADDRESS)
    page.locator("#id_words").focus()
    page.clock.fast_forward("28:20")
    expect(page.get_by_text("You will be signed out in 2 minutes.")).to_be_visible()
    expect(page.locator("#id_words")).to_be_focused()
    page.clock.fast_forward("02:00")
    expect(page.get_by_text("You were signed out to keep records private.")).to_be_visible()
    expect(page.get_by_role("heading", name="Small parts")).to_be_hidden()
