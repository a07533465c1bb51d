"""Step 9: the safety floor, an ECG where one is needed (9.6)."""

from typing import Any

from audits.case_facts import CaseFacts, DoseFact, Record
from audits.heart_facts import HeartFacts
from audits.improving_people import heart
from audits.people import DEPOT, dose, naltrexone, person
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
from prescribing.safety.facts import Facts, Rx
from prescribing.safety.looks_heart import last_ecg, no_ecg, old_ecg, why_ecg
from rodt.dates import add_days
from rodt.words import nhs_date

METHADONE = "methadone"
IN_TIME, NEVER, OLD = "ECG in time", "No ECG on record", "The last ECG is too old"
DECLINED, NO_DOSE = "Offered and declined", "Methadone, and no dose on record"


def heart_of(case: CaseFacts, day: AuditDay) -> Facts:
    """What the safety checks are told of the heart: they and the audit ask one rule."""
    return Facts(
        on=day.on,
        prescriptions=tuple(
            Rx(
                id=str(item.id or ""),
                medicine=item.medicine.name,
                group=METHADONE,
                started_on=item.since,
                state=item.state,
                doses=case.heart.doses.get(item.id, ()),
            )
            for item in _methadone(case)
        ),
        ecgs=case.heart.ecgs,
        risks=case.heart.risks,
        last_test=case.heart.tested,
    )


def _methadone(case: CaseFacts) -> list[DoseFact]:
    return [item for item in case.doses if item.medicine.group == METHADONE]


def _lacks_dose(case: CaseFacts) -> bool:
    return any(not case.heart.doses.get(item.id) for item in _methadone(case))


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """On methadone with a reason for an ECG, or with a dose that nobody wrote down."""
    if not case.on_ost(day.on):
        return False
    return bool(why_ecg(heart_of(case, day), day.limits)[0]) or _lacks_dose(case)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met as the safety check has it: within a year, and since the dose went above the limit."""
    facts, limits = heart_of(case, day), day.limits
    if not why_ecg(facts, limits)[0]:
        return not_recorded(
            "On methadone, and no dose is recorded.",
            NO_DOSE,
            would_change="Record the daily dose.",
        )
    last = last_ecg(facts)
    evidence = Record("ECG", last.on) if last else None
    found = [*no_ecg(facts, limits), *old_ecg(facts, limits)]
    if not found:
        assert last is not None
        return met(f"ECG on {nhs_date(last.on)}.", IN_TIME, evidence=evidence)
    since = add_days(day.on, -limits.days("ecg_every_days"))
    declined = [on for on in case.heart.declined_on if on >= since]
    if declined and (last is None or declined[-1] >= last.on):
        return exception(
            f"An ECG was offered and declined on {nhs_date(declined[-1])}. {found[0].text}",
            DECLINED,
            evidence=Record("ECG", declined[-1]),
        )
    return not_met(
        found[0].text,
        OLD if last else NEVER,
        evidence=evidence,
        would_change="Offer an ECG, and say what it is for.",
    )


def _taking(mg: int, facts: HeartFacts | None = None, **more: Any) -> CaseFacts:
    """On so much methadone for 200 days, unless told otherwise."""
    known = facts or heart(mg=[(200, mg)])
    return person(**{"doses": (dose(mg),), "heart": known, **more})


def _high(**more: Any) -> CaseFacts:
    """On 110mg for 200 days."""
    return _taking(110, heart(mg=[(200, 110)], **more))


EXAMPLES = (
    Example("110mg, ECG a month ago", _high(ecgs=[30]), Outcome.MET, IN_TIME),
    Example("110mg, no ECG", _high(), Outcome.NOT_MET, NEVER),
    Example("100mg: not above", _taking(100), Outcome.NOT_APPLICABLE),
    Example("101mg", _taking(101), Outcome.NOT_MET, NEVER),
    Example(
        "ECG 365 days ago, above 100mg all along",
        _taking(110, heart(mg=[(390, 110)], ecgs=[365])),
        Outcome.MET,
    ),
    Example(
        "ECG 366 days ago",
        _taking(110, heart(mg=[(390, 110)], ecgs=[366])),
        Outcome.NOT_MET,
        OLD,
    ),
    Example("ECG from before the dose went above 100mg", _high(ecgs=[201]), Outcome.NOT_MET, OLD),
    Example("ECG on the day it went above", _high(ecgs=[200]), Outcome.MET),
    Example(
        "60mg with heart disease, no ECG",
        _taking(60, heart(mg=[(200, 60)], risk="heart")),
        Outcome.NOT_MET,
        NEVER,
    ),
    Example(
        "60mg with heart disease, ECG",
        _taking(60, heart(mg=[(200, 60)], risk="heart", ecgs=[300])),
        Outcome.MET,
    ),
    Example(
        "60mg with a benzodiazepine: no reason for an ECG",
        _taking(60, heart(mg=[(200, 60)], risk="benzodiazepine")),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "60mg, cocaine in the last test: considered, not counted",
        _taking(60, heart(mg=[(200, 60)], found=["cocaine"])),
        Outcome.NOT_APPLICABLE,
    ),
    Example("Declined 30 days ago", _high(declined=[30]), Outcome.EXCEPTION, DECLINED),
    Example("Declined 366 days ago", _high(declined=[366]), Outcome.NOT_MET, NEVER),
    Example("Declined, and done since", _high(declined=[60], ecgs=[30]), Outcome.MET),
    Example(
        "Came down to 90mg",
        _taking(90, heart(mg=[(200, 110), (20, 90)])),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "No dose on record",
        person(doses=(dose(None),)),
        Outcome.NOT_RECORDED,
        NO_DOSE,
    ),
    Example(
        "On a depot with heart disease",
        person(doses=(dose(None, of=DEPOT),), heart=heart(risk="heart")),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", _taking(110, prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

SAFETY_FLOOR = Indicator(
    code="9.6",
    version=1,
    effective_from=sources.FROM,
    title="Safety floor: ECG",
    sub="ECG within a year where methadone or a risk asks for one",
    of_whom="People on methadone on the day, above 100mg a day or with heart or liver disease, an"
    " electrolyte disturbance, a CYP3A4 inhibitor or another medicine that lengthens QT; and those"
    " on methadone without a dose on record",
    counted="An ECG is on record within 365 days, and not from before the dose went above 100mg:"
    " the same rule as the safety check",
    set_apart="Offered within 365 days, and declined",
    counted_words="who need an ECG have one in time",
    other_words="have none, or one that is too old",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.MAYET),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The numbers are those of the safety checks, which a service may change; 12 months"
    " between ECGs is a proposal. What was done elsewhere counts once it is written down.",
    look_back="365 days",
    examples=EXAMPLES,
)
