"""Step 5: Review the continuing benefit of ongoing prescribing to patients."""

from audits import drift, early_ending
from audits.case_facts import CaseFacts
from audits.in_date import in_date
from audits.period import AuditDay
from audits.step import (
    Direction,
    Finding,
    Indicator,
    Step,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.steps.benefit_05 import BENEFIT_CONCLUSION, RESPONSE_TO_DOUBT
from audits.steps.examples_05 import DRIFT, EARLY_ENDING, STRATEGIC
from patients.models import EndReason
from prescribing.endings import Ending
from prescribing.models import StopReason
from reviews.review_types import ReviewType
from rodt.words import and_list, nhs_date, sentence


def on_ost_for_12_weeks(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.strategic_after_days)


def strategic_in_date(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when the strategic review was not overdue on the audit's day."""
    return in_date(
        ReviewType.STRATEGIC,
        case,
        day,
        would_change="Book keyworker and prescriber together.",
    )


def on_ost_for_52_weeks(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.drift_after_days)


def drift_watch(case: CaseFacts, day: AuditDay) -> Finding:
    """Not met with two or more signs; not recorded where blanks could make a second one."""
    seen = drift.signs(case, day)
    held = [item for item in seen if item.holds]
    unknown = [item for item in seen if item.holds is None]
    if len(held) >= day.rules.drift_signs:
        return not_met(
            f"{sentence(and_list([item.words for item in held]))}.",
            drift.group([item.sign for item in held]),
            marks=[item.sign.value for item in held],
            would_change="A strategic review with the person, and a next step agreed.",
        )
    if len(held) + len(unknown) >= day.rules.drift_signs:
        blanks = and_list([item.sign.value[0].lower() + item.sign.value[1:] for item in unknown])
        return not_recorded(
            f"{len(held)} sign. It is not recorded whether this holds: {blanks}.",
            "Too little recorded to say",
            would_change="A TOP, and what contacts were about.",
        )
    words = f"One sign only: {held[0].words}." if held else "No sign that nobody looked."
    return met(words, "Fewer than 2 signs")


def ended_in_period(case: CaseFacts, day: AuditDay) -> bool:
    """Substitution treatment ended in the period, other than by a transfer that was picked up."""
    return bool(_endings(case, day))


def _endings(case: CaseFacts, day: AuditDay) -> list[Ending]:
    return [item for item in case.endings if day.in_period(item.on) and not _picked_up(case, item)]


def _picked_up(case: CaseFacts, ending: Ending) -> bool:
    episode = early_ending.episode_of(case, ending)
    is_transfer = ending.is_transfer or early_ending.end_reason(case, ending) in (
        EndReason.TRANSFERRED,
        EndReason.TRANSFERRED_CUSTODY,
    )
    return is_transfer and episode is not None and episode.transfer_confirmed_on is not None


def early_ending_watch(case: CaseFacts, day: AuditDay) -> Finding:
    """Not met when any ending of the period shows any sign."""
    findings = [_one_ending(case, ending, day) for ending in _endings(case, day)]
    order = ("not_met", "not_recorded", "met", "exception")
    return min(reversed(findings), key=lambda finding: order.index(finding.outcome.value))


def _one_ending(case: CaseFacts, ending: Ending, day: AuditDay) -> Finding:
    reasons = (ending.reason, early_ending.end_reason(case, ending))
    if StopReason.DIED in reasons or case.reviews.died_on == ending.on:
        return exception("They died. Deaths are looked at apart.", "Died")
    if StopReason.RECORDS_END in reasons:
        return exception(
            "The records end here; treatment may have gone on.", "The records end here"
        )
    seen = early_ending.signs(case, ending, day)
    held = [item for item in seen if item.holds]
    if held:
        return not_met(
            f"{sentence(and_list([item.words for item in held]))}.",
            drift.group([item.sign for item in held]),
            marks=[item.sign.value for item in held],
            would_change="Reach out: the way back is open. Learn from how it ended.",
        )
    if any(item.holds is None for item in seen):
        return not_recorded(
            f"Ended on {nhs_date(ending.on)}; why is not recorded.",
            "Why it ended is not recorded",
            would_change="Record why it ended.",
        )
    return met(f"Ended on {nhs_date(ending.on)} with no sign that it was too soon.", "No sign")


STRATEGIC_REVIEW_IN_DATE = Indicator(
    code="5.1",
    version=1,
    effective_from=sources.FROM,
    title="Strategic review in date",
    sub="First at 12 weeks, then every 12 months, 28 days’ grace",
    of_whom="People on opioid substitution treatment on the day, for at least 12 weeks",
    counted="The strategic review, held by a prescriber and a keyworker with every domain answered,"
    " was not overdue on the day; a first one still ahead is not overdue",
    set_apart="Paused: in custody, hospital or residential care",
    counted_words="are not overdue for their strategic review",
    other_words="are overdue for one",
    direction=Direction.UP,
    eligible=on_ost_for_12_weeks,
    assess=strategic_in_date,
    sources=(sources.PROPOSAL, sources.REVIEWING_TREATMENT),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The intervals are the service’s own; those used are on the method page.",
    look_back="365 days, and 28 days’ grace",
    examples=STRATEGIC,
    numbers=("strategic_after_days",),
)

DRIFT_WATCH = Indicator(
    code="5.4",
    version=1,
    effective_from=sources.FROM,
    title="Drift watch",
    sub="2 or more signs that nobody looked",
    of_whom="People on opioid substitution treatment on the day, for at least 52 weeks",
    counted="At least 2 of 5 signs: no strategic review for 15 months; no goal changed for 12"
    " months; heroin on 13 or more of 28 days at the last TOP with no plan to improve treatment;"
    " no keywork contact for 8 weeks; collecting a script the only contact of the period",
    set_apart="Nobody",
    counted_words="show 2 or more signs that nobody looked",
    other_words="show fewer than 2 signs",
    direction=Direction.DOWN,
    eligible=on_ost_for_52_weeks,
    assess=drift_watch,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Length of time in treatment is no sign. A plan to improve treatment counts for"
    " 12 months.",
    look_back="On the day",
    examples=DRIFT,
    numbers=(
        "drift_after_days",
        "drift_signs",
        "drift_review_days",
        "drift_goal_days",
        "drift_use_days",
        "drift_plan_days",
        "drift_contact_days",
    ),
    guard="Always shown beside the early-ending watch.",
    signs=tuple(sign.value for sign in drift.Sign),
)

EARLY_ENDING_WATCH = Indicator(
    code="5.5",
    version=1,
    effective_from=sources.FROM,
    title="Early-ending watch",
    sub="Ended in the first weeks, unplanned, or without the person’s wish",
    of_whom="People whose opioid substitution treatment ended in the period, other than by a"
    " transfer that was picked up",
    counted="Any of: ended before 12 weeks; ended without a plan; reduced to zero with clear"
    " benefit and no wish of theirs recorded; stopped by the service with no risk plan;"
    " restart or overdose within 28 days",
    set_apart="Died; the records end",
    counted_words="whose treatment ended show a sign that it was too soon",
    other_words="show no such sign",
    direction=Direction.DOWN,
    eligible=ended_in_period,
    assess=early_ending_watch,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Each case is listed, not only counted.",
    look_back="The period",
    examples=EARLY_ENDING,
    numbers=("early_before_days", "early_after_days"),
    guard="Always shown beside the drift watch.",
    signs=tuple(sign.value for sign in early_ending.EarlySign),
)

STEP = Step(
    number=5,
    title="Review the continuing benefit of ongoing prescribing to patients",
    short_title="Review the continuing benefit of prescribing",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Check that people go on benefiting. Where they do not, improve treatment first.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.REVIEWING_TREATMENT),
    self_assess="How strategic reviews are held by two people; what happens when benefit is in"
    " doubt; how a stop is decided.",
    indicators=(
        STRATEGIC_REVIEW_IN_DATE,
        BENEFIT_CONCLUSION,
        RESPONSE_TO_DOUBT,
        DRIFT_WATCH,
        EARLY_ENDING_WATCH,
    ),
    headline="5.1",
    guard="Both watches stand together, same size.",
)
