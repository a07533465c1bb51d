"""Step 9: the profile of doses (9.2)."""

from decimal import Decimal
from typing import Any

from audits.case_facts import CaseFacts, DoseFact
from audits.people import DEPOT, dose, event, person
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from prescribing.models import State
from reviews.review_types import EventKind
from rodt.dates import days_between
from rodt.words import nhs_date, plain_number

PREGNANT, NO_RANGE = "Pregnancy recorded", "No usual range is given for this medicine"
NO_DOSE = "Dose not recorded"

# Steps of the profile in mg a day, for reading only: nothing is judged by them. The ends of the
# range usual for a medicine are steps too, so that no step lies on both sides of an end.
BANDS = {
    "methadone": (40, 60, 80, 101),
    "buprenorphine": (8, 12, 17, 25),
    "lyophilisate": (8, 12, 19),
}


def _active(case: CaseFacts, day: AuditDay) -> DoseFact | None:
    """The prescription in the state active, and past its first 14 days; the newest of several."""
    found = [
        item
        for item in case.doses
        if item.state == State.ACTIVE
        and days_between(item.since, day.on) > day.rules.dose_after_days
    ]
    return max(found, key=lambda item: item.since, default=None)


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on) and _active(case, day) is not None


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: within the range usual for most people. Not a target: 40mg may be right for one."""
    held = _active(case, day)
    assert held is not None
    pregnant = [
        item
        for item in case.events(EventKind.PREGNANCY)
        if day.within(item.on, day.rules.pregnancy_days)
    ]
    if pregnant:
        return exception(f"A pregnancy was recorded on {nhs_date(pregnant[-1].on)}.", PREGNANT)
    medicine = held.medicine
    if medicine.usual_to_mg is None:
        return exception(f"{medicine.name}: {NO_RANGE[0].lower()}{NO_RANGE[1:]}.", NO_RANGE)
    if held.daily_dose_mg is None:
        return not_recorded(
            f"{medicine.name}: no dose is recorded for the day.",
            NO_DOSE,
            would_change="Record the daily dose.",
        )
    words = (
        f"{medicine.name}, {plain_number(held.daily_dose_mg)}mg a day."
        f" Usual for most people: {_range(held)}."
    )
    low = medicine.usual_from_mg or Decimal(0)
    step = band(medicine.group, held.daily_dose_mg, low, medicine.usual_to_mg)
    group = f"{medicine.group.capitalize()}, {step}"
    is_usual = low <= held.daily_dose_mg <= medicine.usual_to_mg
    return met(words, group) if is_usual else not_met(words, group)


def _range(held: DoseFact) -> str:
    low, high = held.medicine.usual_from_mg, held.medicine.usual_to_mg
    assert high is not None
    return (
        f"{plain_number(low)} to {plain_number(high)}mg" if low else f"up to {plain_number(high)}mg"
    )


def band(group: str, mg: Decimal, usual_from: Decimal, usual_to: Decimal) -> str:
    """ "under 40mg", "40mg to under 60mg", "101mg to 120mg", "over 120mg": one step."""
    steps = [Decimal(step) for step in BANDS.get(group, ())]
    inside = sorted({step for step in steps if step <= usual_to} | {usual_from} - {Decimal(0)})
    beyond = [step for step in steps if step > usual_to + 1]
    if mg > usual_to:
        low = max((step for step in beyond if step <= mg), default=None)
        high = min((step for step in beyond if step > mg), default=None)
        from_words = f"over {plain_number(usual_to)}mg" if low is None else _mg(low)
        if high is not None:
            return f"{from_words} to under {_mg(high)}"
        return from_words if low is None else f"{from_words} and over"
    low = max((step for step in inside if step <= mg), default=None)
    high = min((step for step in inside if step > mg), default=None)
    if high is not None:
        return f"under {_mg(high)}" if low is None else f"{_mg(low)} to under {_mg(high)}"
    return f"up to {_mg(usual_to)}" if low is None else f"{_mg(low)} to {_mg(usual_to)}"


def _mg(dose: Decimal) -> str:
    return f"{plain_number(dose)}mg"


def _on(*doses: DoseFact, **more: Any) -> CaseFacts:
    return person(doses=doses, **more)


EXAMPLES = (
    Example("60mg of methadone", _on(dose(60)), Outcome.MET, "Methadone, 60mg to under 80mg"),
    Example("59mg of methadone", _on(dose(59)), Outcome.NOT_MET, "Methadone, 40mg to under 60mg"),
    Example("120mg of methadone", _on(dose(120)), Outcome.MET, "Methadone, 101mg to 120mg"),
    Example("121mg of methadone", _on(dose(121)), Outcome.NOT_MET, "Methadone, over 120mg"),
    Example("40mg, right for this person: printed, not judged", _on(dose(40)), Outcome.NOT_MET),
    Example("Reducing: not counted", _on(dose(30, state="reducing")), Outcome.NOT_APPLICABLE),
    Example("Day 14 of the prescription", _on(dose(40, since=14)), Outcome.NOT_APPLICABLE),
    Example("Day 15 of the prescription", _on(dose(40, since=15)), Outcome.NOT_MET),
    Example(
        "A pregnancy recorded 280 days ago",
        _on(dose(150), events=(event(280, "pregnancy"),)),
        Outcome.EXCEPTION,
        PREGNANT,
    ),
    Example(
        "A pregnancy recorded 281 days ago",
        _on(dose(100), events=(event(281, "pregnancy"),)),
        Outcome.MET,
    ),
    Example("On a depot: no usual range", _on(dose(None, of=DEPOT)), Outcome.EXCEPTION, NO_RANGE),
    Example("No dose recorded", _on(dose(None)), Outcome.NOT_RECORDED, NO_DOSE),
    Example(
        "Left yesterday",
        _on(dose(80), ended=1, end_reason="left"),
        Outcome.NOT_APPLICABLE,
    ),
)

DOSE_PROFILE = Indicator(
    code="9.2",
    version=2,
    effective_from=sources.FROM,
    title="Dose profile",
    sub="Within the range usual for most people. Not a target",
    of_whom="People on opioid substitution treatment on the day whose prescription is active",
    counted="The daily dose lies within the range that is usual for most people on that medicine",
    set_apart="Pregnancy recorded in the last 280 days; medicines without a usual range, such as"
    " depots",
    counted_words="take a dose within the usual range",
    other_words="take a dose outside the usual range",
    direction=Direction.DESCRIPTIVE,
    eligible=eligible,
    assess=assess,
    sources=(
        sources.PROPOSAL,
        sources.NHS_METHADONE,
        sources.BNF,
    ),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Not a target: 40mg may be right for one person. Left out: reducing, and the first"
    " 14 days.",
    look_back="On the day",
    examples=EXAMPLES,
    numbers=("dose_after_days", "pregnancy_days"),
)
