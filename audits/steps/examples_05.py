"""Worked examples of step 5: what the indicators say of invented people."""

from datetime import date
from typing import Any

from audits.case_facts import CaseFacts, EpisodeFact
from audits.drift import Sign, group
from audits.early_ending import EarlySign
from audits.people import (
    ON,
    ago,
    away,
    care_plan,
    contact,
    depot,
    event,
    goal,
    methadone,
    naltrexone,
    person,
    strategic,
    top,
)
from audits.step import Example, Outcome

NO_BOOKING = "Overdue, no appointment is booked"

STRATEGIC = (
    Example("Reviewed 30 days ago", person(held=[strategic(30)]), Outcome.MET, "In date"),
    Example(
        "Reviewed 393 days ago: the last day of grace",
        person(started=900, held=[strategic(393)]),
        Outcome.MET,
        "In date",
    ),
    Example(
        "Reviewed 394 days ago",
        person(started=900, held=[strategic(394)]),
        Outcome.NOT_MET,
        NO_BOOKING,
    ),
    Example(
        "Benefit was partial 211 days ago: due after 6 months",
        person(started=900, held=[strategic(211, conclusion="partial")]),
        Outcome.NOT_MET,
        NO_BOOKING,
    ),
    Example(
        "112 days on treatment, none held: 12 weeks and 28 days’ grace",
        person(started=112),
        Outcome.MET,
        "The first one is not overdue yet",
    ),
    Example("113 days on treatment, none held", person(started=113), Outcome.NOT_MET, NO_BOOKING),
    Example("83 days on treatment: not counted yet", person(started=83), Outcome.NOT_APPLICABLE),
    Example(
        "84 days on treatment: counted",
        person(started=84),
        Outcome.MET,
        "The first one is not overdue yet",
    ),
    Example(
        "Overdue, booked for next week: booked is not held",
        person(started=900, held=[strategic(400)], booked=[7]),
        Outcome.NOT_MET,
        "Overdue, an appointment is booked",
    ),
    Example(
        "Overdue, keyworker’s part done, prescriber’s signature to come",
        person(
            started=900,
            held=[strategic(400), strategic(20, counts=False, awaits="prescriber")],
        ),
        Outcome.NOT_MET,
        "Keyworker’s part done, waiting for the prescriber",
    ),
    Example(
        "Held 20 days ago, but not every domain answered",
        person(held=[strategic(20, counts=False, why="3 answers not asked yet.")]),
        Outcome.NOT_MET,
        "Held, but it does not count yet",
    ),
    Example(
        "In custody since two months ago",
        person(started=900, pauses=(away(60),)),
        Outcome.EXCEPTION,
        "Paused: in custody",
    ),
    Example(
        "Back from custody 7 days ago: due within 7 days, then 28 days’ grace",
        person(started=900, held=[strategic(500)], pauses=(away(200, 7),)),
        Outcome.MET,
        "In date",
    ),
    Example(
        "29 February: reviewed on 1 February 2023, 393 days before",
        person(
            started=1500,
            held=[strategic((ON - date(2023, 2, 1)).days)],
        ),
        Outcome.MET,
        "In date",
        on=date(2024, 2, 29),
        start_on=date(2023, 3, 1),
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

_LOOKED_AT: dict[str, Any] = {
    "held": [strategic(100), care_plan(20)],
    "goals": (goal("social", changed=20),),
    "tops": (top(20, opiates_days=0),),
    "contacts": (contact(20),),
}
DRIFT = (
    Example(
        "Reviewed, goals moving, seen last month",
        person(started=900, **_LOOKED_AT),
        Outcome.MET,
        "Fewer than 2 signs",
    ),
    Example(
        "Ten years on treatment and looked at: no sign, time is none",
        person(started=3650, **_LOOKED_AT),
        Outcome.MET,
        "Fewer than 2 signs",
    ),
    Example(
        "No strategic review for 16 months: one sign only",
        person(started=900, **{**_LOOKED_AT, "held": [strategic(480), care_plan(20)]}),
        Outcome.MET,
        "Fewer than 2 signs",
    ),
    Example(
        "Strategic review 456 days ago, last goal changed 366 days ago: one sign",
        person(
            started=900,
            **{
                **_LOOKED_AT,
                "held": [strategic(456), care_plan(20)],
                "goals": (goal("social", opened=500, changed=366),),
            },
        ),
        Outcome.MET,
        "Fewer than 2 signs",
    ),
    Example(
        "Strategic review 457 days ago, last goal changed 366 days ago: two signs",
        person(
            started=900,
            **{
                **_LOOKED_AT,
                "held": [strategic(457), care_plan(20)],
                "goals": (goal("social", opened=500, changed=366),),
            },
        ),
        Outcome.NOT_MET,
        group([Sign.NO_REVIEW, Sign.NO_GOAL]),
    ),
    Example(
        "Heroin on 13 of 28 days with no plan, and no keywork contact for 57 days",
        person(
            started=900,
            held=[strategic(57)],
            goals=(goal("social", changed=20),),
            tops=(top(20, opiates_days=13),),
        ),
        Outcome.NOT_MET,
        group([Sign.HEAVY_USE, Sign.NO_CONTACT]),
    ),
    Example(
        "The same with a plan to improve treatment: one sign",
        person(
            started=900,
            held=[strategic(57)],
            goals=(goal("social", changed=20),),
            tops=(top(20, opiates_days=13),),
            optimised_on=(ago(10),),
        ),
        Outcome.MET,
        "Fewer than 2 signs",
    ),
    Example(
        "No goal on record, no TOP: a blank could be the second sign",
        person(started=900, held=[strategic(30)]),
        Outcome.NOT_RECORDED,
        "Too little recorded to say",
    ),
    Example(
        "Collecting a script the only contact, nothing else for 14 months",
        person(
            started=900,
            held=[strategic(430)],
            goals=(goal("social", opened=300),),
            tops=(top(430, opiates_days=0),),
            contacts=(contact(20, "pharmacist", "collection"),),
        ),
        Outcome.NOT_MET,
        group([Sign.NO_CONTACT, Sign.COLLECTION_ONLY]),
    ),
    Example(
        "51 weeks on treatment, nothing on record",
        person(started=363),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "52 weeks on treatment, nothing on record",
        person(started=364),
        Outcome.NOT_MET,
        group([Sign.NO_REVIEW, Sign.NO_GOAL, Sign.NO_CONTACT]),
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone(900)]), Outcome.NOT_APPLICABLE),
)


_CLOSING = ("has_risk_plan", "is_their_wish", "was_reducing_to_zero")


def _ended(started: int, ended: int, reason: str = "", **more: Any) -> CaseFacts:
    closing = {name: more.pop(name) for name in _CLOSING if name in more}
    return person(
        started=started,
        ended=ended,
        end_reason=more.pop("end_reason", "completed_drug_free"),
        prescribed=[methadone(started, ended, reason=reason, **closing)],
        **more,
    )


EARLY_ENDING = (
    Example(
        "Completed after two years, as agreed",
        _ended(830, 100, "completed_detox", is_their_wish=True),
        Outcome.MET,
        "No sign",
    ),
    Example(
        "Completed in 84 days: not before 12 weeks",
        _ended(184, 100, "completed_detox"),
        Outcome.MET,
        "No sign",
    ),
    Example(
        "Completed in 83 days",
        _ended(183, 100, "completed_detox"),
        Outcome.NOT_MET,
        EarlySign.BEFORE_12_WEEKS,
    ),
    Example(
        "Stopped attending after a year",
        _ended(500, 100, "lost_contact", end_reason="left"),
        Outcome.NOT_MET,
        EarlySign.UNPLANNED,
    ),
    Example(
        "Reduced to zero with clear benefit, no wish recorded",
        _ended(
            500,
            100,
            "completed_detox",
            was_reducing_to_zero=True,
            held=[strategic(200, conclusion="clear")],
        ),
        Outcome.NOT_MET,
        EarlySign.TO_ZERO,
    ),
    Example(
        "Reduced to zero with clear benefit, because they wished to",
        _ended(
            500,
            100,
            "completed_detox",
            was_reducing_to_zero=True,
            is_their_wish=True,
            held=[strategic(200, conclusion="clear")],
        ),
        Outcome.MET,
        "No sign",
    ),
    Example(
        "Stopped by the service without a risk plan",
        _ended(500, 100, "service_decision"),
        Outcome.NOT_MET,
        EarlySign.BY_SERVICE,
    ),
    Example(
        "Stopped by the service with a risk plan",
        _ended(500, 100, "service_decision", has_risk_plan=True),
        Outcome.MET,
        "No sign",
    ),
    Example(
        "Overdose 28 days after the end",
        _ended(500, 100, "completed_detox", events=(event(72, "overdose"),)),
        Outcome.NOT_MET,
        EarlySign.WITHIN_28_DAYS,
    ),
    Example(
        "Overdose 29 days after the end",
        _ended(500, 100, "completed_detox", events=(event(71, "overdose"),)),
        Outcome.MET,
        "No sign",
    ),
    Example(
        "Started again 20 days after",
        person(
            started=500,
            prescribed=[methadone(500, 100, reason="completed_detox"), methadone(80)],
        ),
        Outcome.NOT_MET,
        EarlySign.WITHIN_28_DAYS,
    ),
    Example(
        "Changed from methadone to a depot the next day: no ending",
        person(
            started=500,
            prescribed=[methadone(500, 100, state="switched"), methadone(99)],
        ),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Depot stopped while its window still ran: ends with the window, after the period",
        person(started=500, prescribed=[depot(20, 35, 10, reason="patient_choice")]),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Transferred, first dose there confirmed",
        person(
            episodes=(
                EpisodeFact(ago(500), ago(100), "transferred", transfer_confirmed_on=ago(98)),
            ),
            started=0,
            prescribed=[methadone(500, 100, state="transferred", reason="transferred")],
        ),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Ended on the first day of the period",
        _ended(800, 364, "lost_contact", end_reason="left"),
        Outcome.NOT_MET,
        EarlySign.UNPLANNED,
    ),
    Example(
        "Ended the day before the period",
        _ended(800, 365, "lost_contact", end_reason="left"),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Why it ended is not recorded",
        person(started=500, prescribed=[methadone(500, 100)]),
        Outcome.NOT_RECORDED,
        "Why it ended is not recorded",
    ),
    Example(
        "Died", _ended(500, 100, "died", end_reason="died", died=100), Outcome.EXCEPTION, "Died"
    ),
)
