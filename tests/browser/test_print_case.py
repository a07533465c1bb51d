"""The person's page on paper: one sheet of A4 with what one needs before an appointment."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser

from accounts.demo import DEMO_PASSWORD
from tests.browser.people import KEYWORKER
from tests.stack import Stack

FIND = "from tests.browser.long_record import *; print(somebody_known_for_long())"


def test_the_persons_page_is_one_sheet_and_holds_what_one_needs(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    path = stack.manage("shell", "-c", FIND).stdout.strip().splitlines()[-1]
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{stack.address}/accounts/login/")
    page.fill("input[name=login]", KEYWORKER)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(f"{stack.address}{path}")
    sheet = tmp_path / "sheet.pdf"
    page.pdf(path=sheet, format="A4", prefer_css_page_size=True)
    page.close()

    told = subprocess.run(["pdfinfo", sheet], capture_output=True, text=True, check=True).stdout
    pages = next(line for line in told.splitlines() if line.startswith("Pages:"))
    words = subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(words.split())
    assert pages.split() == ["Pages:", "1"], text
    for needed in (
        "Last contact",
        "A place of my own",
        "Ring the housing office",
        "as recorded on",
        "Methadone",
        "TOP: start and now",
        "Overdose",
        "Steady, working, off it slowly",
    ):
        assert needed in text, f"{needed!r} is not on the sheet: {text}"
