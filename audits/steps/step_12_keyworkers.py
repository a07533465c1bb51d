"""Step 12: Ensure keyworkers are competent to deliver a full range of psychosocial
[interventions]."""

from audits.step import Step
from audits.steps import sources
from audits.steps.step_12_caseloads import CASELOAD
from audits.steps.step_12_competence import COMPETENCE
from audits.steps.step_12_delivery import DELIVERY
from audits.steps.step_12_supervision import SUPERVISION

STEP = Step(
    number=12,
    title="Ensure keyworkers are competent to deliver a full range of psychosocial [interventions]",
    short_title="Keyworkers competent in psychosocial work",
    wording_status=sources.WORDING_STATUS
    + " The slides stop at “psychosocial”; the last word is supplied.",
    numbering_status=sources.NUMBERING_STATUS,
    asks="Training, assessed competence and supervision, so that keyworking is itself an effective"
    " intervention.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT),
    self_assess="Assessed competences and when they run out; clinical supervision; who delivers"
    " which structured intervention.",
    indicators=(COMPETENCE, SUPERVISION, DELIVERY, CASELOAD),
    headline="12.1",
    guard="A step of the whole service: never one keyworker’s results.",
)
