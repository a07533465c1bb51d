"""The definitions in force, as plain values: copied onto each run, so that it reads true later."""

from dataclasses import fields
from typing import Any

from audits.rules import AuditRules
from audits.step import Indicator, Outcome, Step
from audits.steps import STEPS

OUTCOME_WORDS = {
    Outcome.MET: "Met",
    Outcome.NOT_MET: "Not met",
    Outcome.EXCEPTION: "Set apart",
    Outcome.NOT_RECORDED: "Not recorded",
    Outcome.NOT_APPLICABLE: "Not counted here",
}


def stored() -> list[dict[str, Any]]:
    """All steps with their indicators, in order."""
    return [_step(step) for step in STEPS]


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "title": step.title,
        "short_title": step.short_title,
        "wording_status": step.wording_status,
        "numbering_status": step.numbering_status,
        "asks": step.asks,
        "sources": [source.words for source in step.sources],
        "self_assess": step.self_assess,
        "headline": step.headline,
        "guard": step.guard,
        "not_counted": step.not_counted,
        "indicators": [_indicator(indicator) for indicator in step.indicators],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "version": indicator.version,
        "effective_from": indicator.effective_from.isoformat(),
        "title": indicator.title,
        "sub": indicator.sub,
        "of_whom": indicator.of_whom,
        "counted": indicator.counted,
        "set_apart": indicator.set_apart,
        "counted_words": indicator.counted_words,
        "other_words": indicator.other_words,
        "direction": indicator.direction.value,
        "look_back": indicator.look_back,
        "caveat": indicator.caveat,
        "guard": indicator.guard,
        "sources": [source.words for source in indicator.sources],
        "written_by": indicator.written_by,
        "checked": indicator.checked_words,
        "review_on": indicator.review_on.isoformat(),
        "examples": len(indicator.examples),
        "numbers": list(indicator.numbers),
        "signs": list(indicator.signs),
        "signs_head": indicator.signs_head,
        "lead_figure": indicator.lead_figure,
        "gives_away": indicator.gives_away,
    }


NUMBER_WORDS = {
    "known_at_least": "Per cent known, below which no verdict is given",
    "suppress_under": "Cells under this number do not leave the service",
    "plan_balance_after_days": "1.1: days in the episode before a plan is looked at",
    "harm_window_days": "1.2: days back",
    "status_after_days": "2.1: days on treatment before it is looked at",
    "status_window_days": "2.1 and 2.2: days back",
    "test_and_top_days": "2.4: days between a test and a TOP",
    "options_after_days": "3.1: days on treatment before it is looked at",
    "options_window_days": "3.1: days back",
    "stable_after_days": "3.2: days on treatment before it is looked at",
    "stable_tops": "3.2: last TOPs without use of opiates",
    "stable_missed_days": "3.2: days without three missed doses in a row",
    "stable_risk_days": "3.2: days without an overdose, a safeguarding concern or a lost home",
    "offer_window_days": "3.2: days back",
    "exit_vision_days": "4.1: days from the start",
    "exit_alive_after_days": "4.2: days on treatment before it is looked at",
    "exit_alive_window_days": "4.2: days back",
    "met_recovery_days": "4.3: days from the start",
    "return_days": "4.4, 6.2 and 6.4: days after leaving",
    "strategic_after_days": "5.1: days on treatment before it is looked at",
    "conclusion_window_days": "5.2: days back",
    "doubt_plan_days": "5.3: days for a plan to improve treatment",
    "doubt_follow_up_days": "5.3: days for a follow-up review",
    "drift_after_days": "5.4: days on treatment before it is looked at",
    "drift_signs": "5.4: signs that make a case",
    "drift_review_days": "5.4: days without a strategic review",
    "drift_goal_days": "5.4: days without a goal changed",
    "drift_use_days": "5.4: days of heroin use of 28",
    "drift_plan_days": "5.4: days for which a plan to improve treatment counts",
    "drift_contact_days": "5.4: days without keywork contact",
    "early_before_days": "5.5: days, before which an ending is early",
    "early_after_days": "5.5: days after an ending",
    "reentry_working_days": "6.3: working days",
    "death_after_days": "6.5: days after leaving in which a death is looked at",
    "plan_parts": "7.2: parts that make a whole plan",
    "plan_sample_people": "7.3: plans read, at least",
    "plan_sample_percent": "7.3: plans read of 100, at least",
    "plan_read_twice_percent": "7.3: of 100 plans read, read by two people",
    "plan_moves_after_days": "7.4: days on treatment before it is looked at",
    "plan_moves_days": "7.4: days back",
    "first12_days": "7.5 and 9.5: days of the first 12 weeks, and of the late review",
    "first12_plan_days": "7.5: days from the start to a plan",
    "first12_full_plan_days": "7.5: days from the start to a full plan",
    "first12_early_review_days": "7.5: days from the start to the early review",
    "first12_within_days": "7.5: days before or after its day in which a review counts",
    "need_window_days": "8.1: days back",
    "housing_after_days": "8.3: days in the episode before it is looked at",
    "use_after_days": "9.1: days on treatment before it is looked at",
    "use_window_days": "9.1: days back for a TOP or a test",
    "use_response_days": "9.1: days to look at ways to improve treatment",
    "dose_after_days": "9.2: first days of a prescription left out",
    "pregnancy_days": "9.2: days for which a recorded pregnancy sets apart",
    "intensity_window_days": "9.4: days back",
    "need_signs": "9.4: signs that make a high need",
    "need_use_days": "9.4: days of heroin use of 28 that are a sign",
    "first12_top_within_days": "9.5: days before or after its day in which a TOP counts",
    "mutual_aid_window_days": "10.1: days back",
    "family_window_days": "10.2: days back",
    "peer_window_days": "10.3: days back",
    "work_after_days": "11.1: days on treatment before it is looked at",
    "work_window_days": "11.1: days for which what was said of work counts",
    "working_age_from_years": "11.1: working age, from years",
    "working_age_to_years": "11.1: working age, up to years",
    "tops_apart_days": "11.2: days between two TOPs",
    "capital_window_days": "11.3: days back",
    "evidence_days": "Own view: days after which evidence is looked at again",
    "same_time_days": "Reports of days less far apart are protected against each other: days",
}
assert set(NUMBER_WORDS) == {f.name for f in fields(AuditRules)} - {"version", "thresholds"}
