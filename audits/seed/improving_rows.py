"""What was looked at where somebody uses on top, ECGs that were declined, and what keyworkers can
do, as rows."""

from random import Random

from audits.seed.draws import Chance
from audits.seed.moments import Moments
from audits.seed.page import Page
from audits.seed.sheets import Ledger, new_id
from audits.seed.staff import Roster
from prescribing.models import Ecg
from reviews.models import Optimisation
from rodt.dates import add_days
from support.models import Competence, Supervision
from support.skills import NAMED, OTHERS

MINUTE = 16 * 60 + 10
HOLDS_DAYS = 1095
NAMES = ("College of further education", "Consultant psychologist", "Lead practitioner")
WITH = ("Lead practitioner", "Consultant psychologist", "Service manager")


def write_improving(page: Page) -> None:
    for on, checks in page.course.improved:
        page.add(
            Optimisation,
            page.at(on, MINUTE),
            page.place.prescriber,
            on=on,
            trigger="Use on top",
            checks={rung: {"status": status, "note": ""} for rung, status in checks.items()},
            actions="As agreed with them; looked at again in 4 weeks.",
            follow_up_on=add_days(on, 28),
        )
    for known in page.course.declined_ecgs:
        at = page.at(known.on, MINUTE + 5)
        page.add(Ecg, at, page.place.prescriber, on=known.on, **known.values)


def write_skills(
    ledger: Ledger, moments: Moments, chance: Chance, ids: Random, roster: Roster
) -> None:
    """Most keyworkers are competent in most interventions; supervision is about every five weeks,
    and for a few it was forgotten."""
    for member in roster.keyworkers:
        common = {
            "service_id": roster.service_id,
            "staff_id": member.id,
            "recorded_by_id": roster.manager_id,
        }
        for key in (*NAMED, *OTHERS):
            level = chance.share(((0.82, "competent"), (0.08, "training"), (0.1, "")))
            if not level:
                continue
            assessed_on = add_days(moments.on, -chance.days(30, 1150))
            is_competent = level == "competent"
            ledger[Competence].add(
                moments.at(assessed_on, MINUTE),
                id=new_id(ids),
                intervention=key,
                level=level,
                assessed_on=assessed_on,
                assessed_by=chance.pick(NAMES),
                expires_on=add_days(assessed_on, HOLDS_DAYS) if is_competent else None,
                **common,
            )
        day = add_days(moments.on, -chance.days(2, 38 if chance.happens(0.85) else 90))
        for _ in range(9):
            ledger[Supervision].add(
                moments.at(day, MINUTE),
                id=new_id(ids),
                on=day,
                kind=chance.share(((0.7, "clinical"), (0.2, "group"), (0.1, "line"))),
                with_whom=chance.pick(WITH),
                **common,
            )
            day = add_days(day, -chance.days(25, 45))
