"""Benefit in doubt, in a browser: what is to do, the plan, what came of it, and what is missing."""

import subprocess
from pathlib import Path

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import SignIn, reads_well
from tests.browser.routine import IN_DOUBT, somebody_in_doubt
from tests.stack import Stack

NAME = " ".join(IN_DOUBT)


def test_doubt_brings_a_plan_and_a_follow_up_to_the_people_who_do_them(
    stack: Stack, as_role: SignIn, tmp_path: Path
) -> None:
    patient_id = stack.answer_of(somebody_in_doubt)
    person = f"{stack.address}/patients/{patient_id}"
    page = as_role(Role.PRESCRIBER)
    page.goto(f"{stack.address}/my-people/")
    expect(page.get_by_text("Write the plan to improve treatment.").first).to_be_visible()
    page.goto(f"{person}/benefit/")
    page.get_by_role("link", name="12 weeks", exact=True).click()
    expect(page.get_by_text("Shows ")).to_be_visible()
    reads_well(page)
    page.pdf(path=tmp_path / "sheets.pdf", format="A4", prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", tmp_path / "sheets.pdf"], capture_output=True, check=True)
    assert b"Pages:           2" in told.stdout or b"Pages:           1" in told.stdout
    page.get_by_role("link", name="Dose 60mg").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dose")
    page.goto(f"{person}/benefit/")
    page.get_by_role("link", name="Write a plan").click()
    expect(page.get_by_text("None within 40 miles")).to_be_visible()
    reads_well(page)
    page.fill("textarea[name=actions]", "Dose up in two steps, Dr Osei, by Friday")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The plan is saved.")).to_be_visible()
    reads_well(page)
    page.goto(f"{person}/")
    expect(page.get_by_text("Follow-up: has treatment become better?").first).to_be_visible()
    expect(page.get_by_text("Write the plan to improve treatment.")).to_have_count(0)

    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/my-people/")
    expect(page.get_by_text("Follow-up: has treatment become better?").first).to_be_visible()
    page.goto(f"{person}/benefit/")
    page.get_by_role("link", name="Say what came of it").click()
    reads_well(page)
    page.fill("textarea[name=outcome]", "Sleeps through; no heroin for two weeks")
    page.get_by_role("button", name="Save what came of it").click()
    expect(page.get_by_text("What came of it: Sleeps through")).to_be_visible()
    page.goto(f"{person}/top/new/")
    reads_well(page)

    page = as_role(Role.MANAGER)
    page.goto(f"{stack.address}/benefit/?list=missing")
    expect(page.get_by_role("row", name=NAME)).to_contain_text("None within 40 miles")
    reads_well(page)
    page.goto(f"{stack.address}/top/exceptions/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    reads_well(page)
