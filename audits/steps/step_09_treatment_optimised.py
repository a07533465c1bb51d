"""Step 9: Check treatment is optimised, with appropriate range and intensity of interventions."""

from audits.step import Step
from audits.steps import sources
from audits.steps.step_09_choice import CHOICE
from audits.steps.step_09_dose import DOSE_PROFILE
from audits.steps.step_09_first_weeks import FIRST_WEEKS
from audits.steps.step_09_intensity import INTENSITY
from audits.steps.step_09_safety import SAFETY_FLOOR
from audits.steps.step_09_talking import TALKING_REACH
from audits.steps.step_09_use_on_top import USE_ON_TOP

STEP = Step(
    number=9,
    title="Check treatment is optimised, with appropriate range and intensity of interventions",
    short_title="Check treatment is optimised",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="The right medicine, the right dose, the right psychosocial input and intensity, adjusted"
    " over time.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.CATALOGUE_SUMMARY),
    self_assess="The range available here or by referral, and the wait for each; a prescribing"
    " policy without dose ceiling, time limit or automatic sanction; team meetings with minutes;"
    " requests that could not be met.",
    indicators=(
        USE_ON_TOP,
        DOSE_PROFILE,
        TALKING_REACH,
        INTENSITY,
        FIRST_WEEKS,
        SAFETY_FLOOR,
        CHOICE,
    ),
    headline="9.1",
    guard="Optimised is never a number of milligrams.",
)
