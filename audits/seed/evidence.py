"""Evidence of the synthetic services' own view, and what they answer beside the twelve steps."""

import hashlib
from datetime import date
from random import Random
from typing import Any

from audits.models import EvidenceFile, ServiceAnswer
from audits.own_questions import QUESTIONS
from audits.seed.draws import Chance
from audits.seed.evidence_files import minutes, photograph
from audits.seed.moments import Moments
from audits.seed.sheets import Ledger, Then, new_id
from audits.seed.staff import Roster
from rodt.dates import add_days

ANSWERS = {
    "vision": ("yes", "Written down in the service plan; read with new staff."),
    "belief": ("yes", "Asked in the staff survey each spring."),
    "programme": ("partly", "Groups on weekdays; evenings are missing."),
    "medicines": ("yes", "Methadone, buprenorphine and a depot clinic."),
    "psychosocial": ("partly", "Two of the six kinds have nobody trained at present."),
    "mutual_aid": ("yes", "A fellowship meets here on Thursdays."),
    "recovery_links": ("yes", "Recovery café next door; peers at induction."),
    "full_range": ("partly", "Residential places are bought one by one, with a wait."),
    "no_time_limits": ("yes", "The contract names no limit on treatment or prescribing."),
    "integrated": ("partly", "Housing and mental health meet with us monthly; work does not yet."),
    "ambitious_goals": ("partly", "Goals with dates are asked for; no target for aftercare."),
}


def evidence_of(
    ledger: Ledger,
    at: Any,
    chance: Chance,
    ids: Random,
    roster: Roster,
    step: int,
    said_on: date,
) -> dict[str, Any]:
    """Day, link and file of one stream. One in five is older than a year."""
    days = chance.days(380, 500) if chance.happens(0.2) else chance.days(0, 60)
    found: dict[str, Any] = {"evidence_on": add_days(said_on, -days)}
    if chance.happens(0.2):
        found["link"] = f"https://intranet.example.org/recovery/step-{step}"
    if chance.happens(0.15):
        shown = photograph(step) if chance.happens(0.3) else minutes(step)
        found["file_id"] = new_id(ids)
        ledger[EvidenceFile].add(
            at,
            id=found["file_id"],
            service_id=roster.service_id,
            sha256=hashlib.sha256(shown["content"]).hexdigest(),
            added_by_id=roster.manager_id,
            **shown,
        )
    return found


def confirmation(moments: Moments, chance: Chance, roster: Roster, said_on: date) -> list[Then]:
    """Some looked at it again since."""
    on = add_days(said_on, chance.days(20, 200))
    if on > moments.on or not chance.happens(0.4):
        return []
    who = {"confirmed_on": on, "confirmed_by_id": roster.manager_id}
    return [(moments.at(on, 15 * 60), who)]


def write_answers(
    ledger: Ledger, moments: Moments, chance: Chance, ids: Random, roster: Roster
) -> None:
    """Most are answered; one in five is not yet."""
    for question in QUESTIONS:
        if not chance.happens(0.8):
            continue
        said_on = add_days(moments.on, -chance.days(20, 200))
        answer, note = ANSWERS[question.key]
        ledger[ServiceAnswer].add(
            moments.at(said_on, 11 * 60),
            id=new_id(ids),
            service_id=roster.service_id,
            question=question.key,
            answer=answer,
            note=note,
            recorded_by_id=roster.manager_id,
        )
