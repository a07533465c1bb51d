"""The slow second version of the floor of reducing harm and of what keywork is about: 1.2, 1.3."""

from datetime import date

from tests.audits.oracle import Written, caseload


def harm_floor(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    health = who.case.health

    def lately(day: date | None) -> bool:
        return day is not None and 0 <= (on - day).days <= 365

    def done(what: str) -> bool:
        return what in health and (lately(health[what].on) or lately(health[what].declined_on))

    kit = health.get("naloxone")
    has_kit = False
    if kit is not None and kit.on is not None:
        has_kit = kit.good_to >= on if kit.good_to is not None else lately(kit.on)
    if not has_kit and not (kit is not None and lately(kit.declined_on)):
        return "not_met"
    vaccine = health.get("hepatitis_b")
    if vaccine is None or (vaccine.on is None and not lately(vaccine.declined_on)):
        return "not_met"
    if not (done("overdose") and done("storage")):
        return "not_met"
    if done("viruses") or who.case.has_injected == "no":
        return "met"
    return "not_met" if who.case.has_injected == "yes" else "not_recorded"


def about(who: Written, on: date, start_on: date) -> str:
    coded = []
    for contact in who.case.contacts:
        if contact.with_role == "keyworker" and start_on <= contact.on <= on:
            coded.append(set(contact.content))
    if not coded:
        return "not_applicable"
    if any(content - {"administrative", "collection"} for content in coded):
        return "met"
    return "not_recorded" if any(not content for content in coded) else "not_met"
