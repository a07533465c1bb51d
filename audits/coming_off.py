"""Reductions to zero that began in the period: did the person agree, and was everything there?
Pure. Source: domain/twelve-steps.md 3.3 and 6.1."""

from audits.case_facts import CaseFacts, Record
from audits.leaving import Reduction
from audits.period import AuditDay
from audits.step import Finding, exception, met, not_met
from reviews.coming_off import NOT_THERE, TITLES, states
from rodt.words import and_list, nhs_date

AGREED, NOT_AGREED = "Agreed, in their words", "No agreement in their words on record"
FOR_SAFETY = "Going on was unsafe, as a clinician wrote down"
WHOLE, ONE_MISSING = "Every part is there", "One part is missing"
MORE_MISSING = "Two or more parts are missing"


def begun(case: CaseFacts, day: AuditDay) -> list[Reduction]:
    return [one for one in case.leaving.reductions if day.in_period(one.course.started_on)]


def began_in_period(case: CaseFacts, day: AuditDay) -> bool:
    return bool(begun(case, day))


def agreed(case: CaseFacts, day: AuditDay) -> Finding:
    """Each that began in the period is looked at: one without agreement is enough."""
    found = [one for one in begun(case, day) if not _is_apart(one)]
    if not found:
        last = begun(case, day)[-1]
        return exception(
            f"The reduction to zero of {nhs_date(last.course.started_on)} was for safety.",
            FOR_SAFETY,
            evidence=_record(last),
        )
    without = [one for one in found if not one.known.is_agreed]
    if not without:
        return met(
            f"They agreed to the reduction to zero of {nhs_date(found[-1].course.started_on)},"
            " in their own words.",
            AGREED,
            evidence=_record(found[-1]),
        )
    first = without[0]
    why = " A clinician wrote down why it went ahead." if first.has_why else ""
    return not_met(
        f"The reduction to zero of {nhs_date(first.course.started_on)} has no agreement in their"
        f" words on record.{why}",
        NOT_AGREED,
        evidence=_record(first),
        would_change="Ask what they want, and write it down in their words.",
    )


def _is_apart(one: Reduction) -> bool:
    return one.has_why and one.is_for_safety


def bundle(case: CaseFacts, day: AuditDay) -> Finding:
    """The last reduction of the period. Naloxone that was declined was offered; contact is asked
    for once there was a last dose."""
    last = begun(case, day)[-1]
    began = nhs_date(last.course.started_on)
    missing = [
        TITLES[part] for part, state in states(last.known, day.on).items() if state in NOT_THERE
    ]
    if not missing:
        return met(
            f"With the reduction to zero of {began} every part is there.",
            WHOLE,
            evidence=_record(last),
        )
    named = and_list([f"{words[0].lower()}{words[1:]}" for words in missing])
    why = " A clinician wrote down why it went ahead." if last.has_why else ""
    return not_met(
        f"With the reduction to zero of {began} is missing: {named}.{why}",
        ONE_MISSING if len(missing) == 1 else MORE_MISSING,
        evidence=_record(last),
        would_change="Complete the parts on the page about coming off.",
        marks=missing,
    )


def _record(one: Reduction) -> Record:
    return Record("reduction to zero", one.course.started_on, one.id)
