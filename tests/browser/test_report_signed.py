"""A report as it is used: the manager gives dated evidence, promises, comments and signs; the
prescriber signs as the second, by keyboard. From then on it does not change, and the digest that
its PDF prints is answered."""

import io
import re
import time

import pypdf
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from rodt.dates import add_days
from tests.browser.acting import SignIn, choose, open_section, reads_well, run_audit, type_day
from tests.browser.audited import number_of, verify
from tests.stack import Stack

EVIDENCE = "Minutes of the joint clinic, kept since the spring"
PROMISE = "Two slots a week for second signatures"
COMMENT = "Second signatures wait for a joint appointment."
MINUTES = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 minutes"}
WITHIN_S = 90


def test_a_report_is_commented_promised_upon_signed_by_two_and_verified(
    stack: Stack, as_role: SignIn
) -> None:
    page = as_role(Role.MANAGER)
    give_evidence(page, stack)
    report = run_audit(page)
    number = number_of(page)
    page.get_by_role("link", name="Review the continuing benefit of prescribing").click()
    expect(page.locator("main")).to_contain_text(EVIDENCE)
    expect(page.get_by_role("link", name="minutes.pdf")).to_be_visible()
    step = page.url
    promise(page)
    comment(page, step)
    page.goto(f"{report}sign/")
    expect(page.get_by_text("1 step has a comment, and 1 action is promised in it")).to_be_visible()
    reads_well(page)
    page.get_by_role("button", name="Sign this report").click()
    expect(page.get_by_text("Sign-off: 1 of 2")).to_be_visible()

    doctor = as_role(Role.PRESCRIBER)
    sign_by_keyboard(doctor, report)

    page.goto(step)
    said = page.get_by_role("region", name="Comment")
    expect(said).to_contain_text(COMMENT)
    expect(said.get_by_role("link")).to_have_count(0)
    page.goto(f"{stack.address}/audits/runs/{number.split()[1]}/steps/5/comment/")
    expect(page.get_by_text("This report is signed.").first).to_be_visible()
    expect(page.locator("[name=text]")).to_have_count(0)

    printed = pdf(doctor, report)
    assert "Ruth Calder" in printed and PROMISE in printed and "Draft" not in printed
    digest = re.search(r"Digest ((?:[0-9a-f]{4} ?){4})", printed)
    assert digest, "the foot of every page"
    ours = verify(doctor, digest[1]).filter(
        has=doctor.get_by_role("heading", name=f"It is {number}")
    )
    expect(ours).to_contain_text("Ruth Calder, service manager, signed it on")
    expect(ours).to_contain_text("Dr Osei, clinical lead, signed it on")


def give_evidence(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.address}/audits/self-assessment/5/")
    choose(page, "process-rating", "'2'")
    page.fill("[name=process-evidence]", EVIDENCE)
    type_day(page, "process-evidence_on", add_days(localdate(), -20))
    reads_well(page)
    page.get_by_role("button", name="Save our own view").click()
    page.goto(f"{stack.address}/audits/self-assessment/5/process/file/")
    page.set_input_files("input[name=file]", MINUTES)
    type_day(page, "evidence_on", add_days(localdate(), -20))
    reads_well(page)
    page.get_by_role("button", name="Keep the file").click()
    expect(page.get_by_text("The file is kept.")).to_be_visible()


def promise(page: Page) -> None:
    page.get_by_role("link", name="Say what will be done about 5.1").click()
    page.fill("[name=what]", PROMISE)
    page.select_option("[name=owner]", label="Dr Osei")
    type_day(page, "due_on", add_days(localdate(), 60))
    page.fill("[name=expected]", "Fewer strategic reviews overdue")
    reads_well(page)
    page.get_by_role("button", name="Promise this").click()
    expect(page.get_by_text(PROMISE).first).to_be_visible()


def comment(page: Page, step: str) -> None:
    page.goto(step)
    page.get_by_role("link", name="Comment on this step").click()
    page.fill("[name=text]", COMMENT)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("button", name="Throw this draft away")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(COMMENT)
    reads_well(page)
    page.get_by_role("button", name="Save the comment").click()
    expect(page.get_by_text("Your comment stands with step 5.")).to_be_visible()


def sign_by_keyboard(page: Page, report: str) -> None:
    open_section(page, "Audits")
    page.goto(report)
    tab_to(page, "Sign this report")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign the report")).to_be_visible()
    tab_to(page, "remark")
    page.keyboard.type("Read with the endings beside it")
    tab_to(page, "Sign this report")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sign-off: 2 of 2")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Where the key Tab leads, and never past the end: a link or button by its words, a field by
    its name."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.name, document.activeElement.innerText]").count(
            name
        ):
            return
    raise AssertionError(f"Tab never comes to {name}.")


def pdf(page: Page, report: str) -> str:
    """What it says once it was made with both signatures."""
    until = time.monotonic() + WITHIN_S
    while page.get_by_text("The files are being made again").count():
        assert time.monotonic() < until, "no worker made the files"
        time.sleep(0.3)
        page.goto(report)
    answer = page.context.request.get(f"{report}download/pdf/")
    return " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
