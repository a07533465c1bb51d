"""Step 9: whether how much support there is fits the need (9.4)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.need import DOUBT, EVENT, HOUSING, INJECTS, SIGNS, USE, need
from audits.people import ago, care_plan, event, naltrexone, person, plan, strategic, top
from audits.period import AuditDay
from audits.plan_facts import PlanFact
from audits.step import (
    Direction,
    Example,
    Figure,
    Finding,
    Indicator,
    Outcome,
    how_many,
    met,
    not_met,
)
from audits.step import not_recorded as not_known
from audits.steps import sources
from careplans.models import Layer, Phase
from reviews.review_types import ReviewType
from rodt.words import nhs_date

MORE, NO_HIGH = "More than standard support", "Standard support, no high need on record"
MISMATCH = "High need, standard support"
NO_PLAN, OLD = "No care plan on record", "Not looked at in 26 weeks"
NEED_UNKNOWN = "Need not known"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def looked_at(case: CaseFacts, plan_: PlanFact) -> list[date]:
    """Days on which phase and layer were set, or the plan was gone through with them."""
    reviews = [review.held_on for review in case.held_of(ReviewType.CARE_PLAN)]
    return [plan_.started_on, *([plan_.moved_on] if plan_.moved_on else []), *reviews]


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Not met: a high need on record, and standard support. Length of treatment is no sign."""
    plan_ = case.plan_on(day.on)
    if plan_ is None:
        return not_known(
            "No care plan is on record, so neither phase nor support is.",
            NO_PLAN,
            would_change="Write the plan with them.",
        )
    phase, layer = Phase(plan_.phase), Layer(plan_.layer)
    stands = f"{phase.label}, {layer.label.lower()} support"
    evidence = Record("care plan", plan_.started_on, plan_.id)
    found = need(case, day)
    is_high = len(found.signs) >= day.rules.need_signs
    if layer is Layer.STANDARD and is_high:
        signs = "; ".join(sign[:1].lower() + sign[1:] for sign in found.signs)
        return not_met(
            f"{stands}. Signs of a high need: {signs}.",
            MISMATCH,
            evidence=evidence,
            would_change="Offer more support: move the plan to enhanced, if they wish.",
            marks=found.signs,
        )
    looks = looked_at(case, plan_)
    if not any(day.within(on, day.rules.intensity_window_days) for on in looks):
        return not_known(
            f"{stands}. Last looked at on {nhs_date(max(looks))}.",
            OLD,
            evidence=evidence,
            would_change="Ask at the next care plan review whether the support is enough.",
        )
    if layer is not Layer.STANDARD:
        return met(f"{stands}.", MORE, evidence=evidence)
    if len(found.signs) + found.unknown >= day.rules.need_signs:
        return not_known(
            f"{stands}. Too little is on record to tell how much they need.",
            NEED_UNKNOWN,
            evidence=evidence,
            would_change="Do a TOP, and hold the strategic review that is due.",
        )
    return met(f"{stands}. No high need is on record.", NO_HIGH, evidence=evidence)


def grid(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """How many people stand in each phase with each layer of support."""
    counted = Counter(
        (plan_.phase, plan_.layer)
        for case in cases
        if eligible(case, day) and (plan_ := case.plan_on(day.on)) is not None
    )
    return tuple(
        how_many(f"{phase.label}, {layer.label.lower()} support", counted[phase.value, layer.value])
        for phase in Phase
        for layer in Layer
        if counted[phase.value, layer.value]
    )


CALM: dict[str, Any] = {"opiates_days": 0, "injecting_days": 0, "acute_housing": "no"}


def _person(
    layer: str = "standard", *, moved: int | None = 60, of: Any = None, **more: Any
) -> CaseFacts:
    """Moved to where it stands so many days ago, with a TOP a month ago and clear benefit."""
    own = plan(layer=layer, moved_on=None if moved is None else ago(moved))
    facts = {
        "tops": (top(30, **(CALM | (of or {}))),),
        "held": [strategic(200, conclusion="clear")],
    }
    return person(plans=(own,), **{**facts, **more})


HIGH: dict[str, Any] = {"opiates_days": 20, "injecting_days": 5}
EXAMPLES = (
    Example("Nothing that asks for more", _person(), Outcome.MET, NO_HIGH),
    Example(
        "Uses on 20 days and injects, standard support",
        _person(of=HIGH),
        Outcome.NOT_MET,
        MISMATCH,
    ),
    Example("The same, enhanced support", _person("enhanced", of=HIGH), Outcome.MET, MORE),
    Example("The same, intensive support", _person("intensive", of=HIGH), Outcome.MET, MORE),
    Example(
        "Uses on 13 days, and a housing problem",
        _person(of={"opiates_days": 13, "acute_housing": "yes"}),
        Outcome.NOT_MET,
    ),
    Example(
        "Uses on 12 days, and a housing problem",
        _person(of={"opiates_days": 12, "acute_housing": "yes"}),
        Outcome.MET,
    ),
    Example("One sign only", _person(of={"injecting_days": 3}), Outcome.MET, NO_HIGH),
    Example(
        "An overdose 182 days ago, and benefit in doubt",
        _person(events=(event(182, "overdose"),), held=[strategic(200, conclusion="partial")]),
        Outcome.NOT_MET,
    ),
    Example(
        "An overdose 183 days ago, and benefit in doubt",
        _person(events=(event(183, "overdose"),), held=[strategic(200, conclusion="partial")]),
        Outcome.MET,
    ),
    Example("No TOP: nobody can tell", _person(tops=()), Outcome.NOT_RECORDED, NEED_UNKNOWN),
    Example("No TOP, enhanced support", _person("enhanced", tops=()), Outcome.MET, MORE),
    Example("A TOP 183 days ago", _person(tops=(top(183, **CALM),)), Outcome.NOT_RECORDED),
    Example(
        "No strategic review yet: one sign unknown is not enough", _person(held=[]), Outcome.MET
    ),
    Example("Looked at 182 days ago", _person("enhanced", moved=182), Outcome.MET),
    Example("Looked at 183 days ago", _person("enhanced", moved=183), Outcome.NOT_RECORDED, OLD),
    Example(
        "Never moved, a care plan review since",
        _person("enhanced", moved=None, held=[care_plan(40)]),
        Outcome.MET,
    ),
    Example(
        "High need, standard support, not looked at: still a mismatch",
        _person(moved=300, of=HIGH),
        Outcome.NOT_MET,
        MISMATCH,
    ),
    Example("No care plan", person(), Outcome.NOT_RECORDED, NO_PLAN),
    Example("On naltrexone only", _person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

INTENSITY = Indicator(
    code="9.4",
    version=1,
    effective_from=sources.FROM,
    title="Support that fits the need",
    sub="High need on record, and standard support",
    of_whom="People on opioid substitution treatment on the day",
    counted="The care plan stands at standard support although two or more signs of a high need are"
    f" on record: {USE[:1].lower()}{USE[1:]}; {INJECTS[:1].lower()}{INJECTS[1:]};"
    f" {HOUSING[:1].lower()}{HOUSING[1:]}; {EVENT[:1].lower()}{EVENT[1:]};"
    f" {DOUBT[:1].lower()}{DOUBT[1:]}",
    set_apart="Nobody",
    counted_words="have a high need on record and standard support",
    other_words="have support that fits",
    direction=Direction.DOWN,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.PHASES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The signs of a high need are a proposal. More support is an offer, never a condition."
    " Not recorded: no plan, phase and support not looked at in 182 days, or too little known.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=("intensity_window_days", "need_signs", "need_use_days"),
    signs=SIGNS,
    signs_head="Signs of those with standard support, of which there are two or more",
    figures=grid,
)
