"""Journey 5 in a real browser: a dose that did good is brought to zero, and nobody wrote down that
the person wished it; the early-ending watch names them."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import SignIn, choose, open_person, open_tab, run_audit, type_day
from tests.browser.axe import violations
from tests.browser.stopping import TAPERED, one_who_is_tapered
from tests.stack import Stack

PERSON = " ".join(TAPERED)
WHY = "A year on methadone is enough."
TO_ZERO = "Reduced to zero with clear benefit and no wish of theirs recorded."


def test_a_reduction_to_zero_that_nobody_asked_for_is_named_in_the_early_ending_watch(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_is_tapered)
    today = localdate()
    doctor = as_role(Role.PRESCRIBER)
    open_person(doctor, PERSON)
    open_tab(doctor, "Prescription")
    doctor.get_by_role("link", name="Change where it stands").click()
    choose(doctor, "state", "reducing")
    type_day(doctor, "on", today - timedelta(days=70))
    choose(doctor, "intent", "to_zero")
    doctor.fill("textarea[name=why]", WHY)
    doctor.get_by_role("button", name="Record this change").click()
    expect(doctor.get_by_text("say why it goes ahead without").first).to_be_visible()
    doctor.fill("textarea[name=why_without]", WHY)
    assert violations(doctor) == []
    doctor.get_by_role("button", name="Record this change").click()
    expect(doctor.get_by_text("Recorded: the prescription is reducing.")).to_be_visible()

    doctor.get_by_role("link", name="Before a stop: what it gives").click()
    expect(doctor.get_by_text("The record says it is doing them good")).to_be_visible()
    doctor.fill("textarea[name=why]", WHY)
    doctor.get_by_role("button", name="Go on to stopping").click()
    choose(doctor, "stop_reason", "completed_detox")
    type_day(doctor, "on", today)
    doctor.get_by_role("button", name="Record that it ends").click()
    expect(doctor.get_by_text("Recorded: the prescription has ended.")).to_be_visible()

    manager = as_role(Role.MANAGER)
    run_audit(manager)
    manager.get_by_role("link", name="Both watches side by side").click()
    watch = manager.get_by_role("region", name="Early-ending watch", exact=True)
    case = watch.get_by_role("listitem").filter(has_text=PERSON)
    expect(case).to_contain_text(TO_ZERO)
    expect(manager.get_by_role("region", name="Drift watch", exact=True)).not_to_contain_text(
        PERSON
    )
    assert violations(manager) == []

    signs = manager.get_by_role("region", name="Why: early-ending watch")
    sign = signs.get_by_role("listitem").filter(
        has_text="To zero, with benefit and no wish recorded"
    )
    sign.get_by_role("link").first.click()
    expect(manager.get_by_role("row", name=PERSON)).to_contain_text(TO_ZERO)
    manager.get_by_role("link", name=PERSON, exact=True).click()
    expect(manager.locator(".banner-name")).to_have_text(PERSON)
