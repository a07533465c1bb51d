"""The 12 steps, checked when they are loaded: a definition that does not hold does not start."""

from audits.step import Indicator, Step, check
from audits.steps import (
    step_01_balance,
    step_02_abstinence,
    step_03_opportunities,
    step_04_exits_visible,
    step_05_continuing_benefit,
    step_06_coming_off_and_back,
    step_07_care_planning,
    step_08_housing_and_employment,
    step_09_treatment_optimised,
    step_10_social_networks,
    step_11_social_capital,
    step_12_keyworkers,
)

STEPS: tuple[Step, ...] = tuple(
    check(module.STEP)
    for module in (
        step_01_balance,
        step_02_abstinence,
        step_03_opportunities,
        step_04_exits_visible,
        step_05_continuing_benefit,
        step_06_coming_off_and_back,
        step_07_care_planning,
        step_08_housing_and_employment,
        step_09_treatment_optimised,
        step_10_social_networks,
        step_11_social_capital,
        step_12_keyworkers,
    )
)
INDICATORS: tuple[Indicator, ...] = tuple(
    indicator for step in STEPS for indicator in step.indicators
)
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}

__all__ = ["BY_CODE", "INDICATORS", "STEPS"]
