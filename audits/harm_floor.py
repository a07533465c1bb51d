"""The floor of reducing harm: naloxone, tests for viruses, hepatitis B vaccination, advice. Pure.

Source: domain/twelve-steps.md 1.2 [P]. What was offered and declined is done.
"""

from audits.case_facts import CaseFacts
from audits.health_facts import HEPATITIS_B, NALOXONE, OVERDOSE, STORAGE, VIRUSES, Done
from audits.period import AuditDay
from rodt.words import nhs_date

PARTS = {
    NALOXONE: "Naloxone",
    VIRUSES: "Tests for viruses",
    HEPATITIS_B: "Hepatitis B vaccination",
    OVERDOSE: "Advice about overdose",
    STORAGE: "Advice about storage",
}
IN_PLACE, DECLINED, LACKING = "in place", "declined", "lacking"
NOT_NEEDED, UNKNOWN = "never injected", "not recorded whether they inject"
ALL_ANSWERS = (IN_PLACE, DECLINED, NOT_NEEDED, LACKING, UNKNOWN)


def answers(case: CaseFacts, day: AuditDay) -> dict[str, str]:
    """How each part stands on the day."""
    return {part: _answer(part, case, day) for part in PARTS}


def mark(part: str, answer: str) -> str:
    return f"{PARTS[part]}: {answer}"


def possible() -> tuple[str, ...]:
    """Every answer to each part, in the order of reading."""
    apart = {VIRUSES: ALL_ANSWERS, OVERDOSE: (IN_PLACE, LACKING), STORAGE: (IN_PLACE, LACKING)}
    usual = (IN_PLACE, DECLINED, LACKING)
    return tuple(mark(part, said) for part in PARTS for said in apart.get(part, usual))


def _answer(part: str, case: CaseFacts, day: AuditDay) -> str:
    done = case.health.get(part, Done())
    if _is_in_place(part, done, day):
        return IN_PLACE
    if done.declined_on is not None and day.within(done.declined_on, day.rules.harm_window_days):
        return DECLINED
    if part == VIRUSES and case.has_injected != "yes":
        return NOT_NEEDED if case.has_injected == "no" else UNKNOWN
    return LACKING


def _is_in_place(part: str, done: Done, day: AuditDay) -> bool:
    if done.on is None:
        return False
    if part == NALOXONE and done.good_to is not None:
        return done.good_to >= day.on
    return part == HEPATITIS_B or day.within(done.on, day.rules.harm_window_days)


def words(part: str, answer: str, case: CaseFacts) -> str:
    """naloxone lacking; tests for viruses lacking, the last on 3 May 2024."""
    name = PARTS[part]
    said = f"{name[0].lower()}{name[1:]} {answer}"
    done = case.health.get(part, Done())
    if answer != LACKING or done.on is None:
        return said
    if part == NALOXONE and done.good_to is not None:
        return f"{said}, the last kit good to {nhs_date(done.good_to)}"
    return f"{said}, the last on {nhs_date(done.on)}"
