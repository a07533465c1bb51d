"""The person's page on paper: one sheet of A4 with what one needs before an appointment."""

import re
import subprocess
from pathlib import Path

from accounts.roles import Role
from tests.browser.acting import SignIn
from tests.browser.long_record import somebody_known_for_long
from tests.stack import Stack

A4_HEIGHT_PT = 842


def test_the_persons_page_is_one_sheet_and_holds_what_one_needs(
    stack: Stack, as_role: SignIn, tmp_path: Path
) -> None:
    path = stack.answer_of(somebody_known_for_long)
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}{path}")
    sheet = tmp_path / "sheet.pdf"
    page.pdf(path=sheet, format="A4", prefer_css_page_size=True)

    told = subprocess.run(["pdfinfo", sheet], capture_output=True, text=True, check=True).stdout
    pages = next(line for line in told.splitlines() if line.startswith("Pages:"))
    words = subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(words.split())
    assert pages.split() == ["Pages:", "1"], text
    where = subprocess.run(
        ["pdftotext", "-bbox", sheet, "-"], capture_output=True, text=True
    ).stdout
    foot = re.search(r'yMax="([\d.]+)">shred<', where)
    assert foot and float(foot[1]) > A4_HEIGHT_PT - 60, (
        "what is left of the page is lines for notes"
    )
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
