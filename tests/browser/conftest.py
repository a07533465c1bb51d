"""A real browser for every test here: the system's own Chromium, never a downloaded one."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.roles import Role
from tests.browser.acting import DESK, SignIn, sign_in
from tests.stack import Stack

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
NAMES += ("google-chrome", "google-chrome-stable")
# What a page shows in the end, however busy the machine is: no test waits for it in vain.
expect.set_options(timeout=20_000)
FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail(
            "Browser tests need Chromium. On Debian: apt-get install chromium", pytrace=False
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def as_role(stack: Stack, browser: Browser) -> Iterator[SignIn]:
    """A page of somebody signed in; what its console complains of fails the test."""
    opened = []
    said: list[str] = []

    def signed_in(role: Role, size: tuple[int, int] = DESK) -> Page:
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height})
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        sign_in(page, stack.address, role)
        return page

    yield signed_in
    for context in opened:
        context.close()
    assert not said
