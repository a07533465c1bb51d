"""Which field of which table says what about whom: one line a field, none left out.

A field that is added without a line here fails `tests/house/test_personal.py`. Names of tables are
strings, because the ground floor knows no room. Event tables repeat the fields of their model.
"""

from enum import StrEnum


class Says(StrEnum):
    WHO = "who a patient is: never in a log, an address, a job, an export or a PDF"
    ABOUT = "something about a patient, their health or their life"
    WHICH = "which patient, by an id that tells nothing"
    STAFF = "something about a member of staff"
    NOTHING = "nothing about anybody"


_ROW = {
    Says.NOTHING: "id service recorded_at",
    Says.WHICH: "patient",
    Says.STAFF: "recorded_by",
}
_EDITABLE = {**_ROW, Says.NOTHING: "id service recorded_at version"}
_FACT = {
    **_ROW,
    Says.NOTHING: "id service recorded_at amends superseded_at is_withdrawn",
    Says.ABOUT: "amend_reason",
}


def _line(shape: dict[Says, str], **more: str) -> dict[str, Says]:
    """Fields by what they say: `about="on kind"`, added to those of the shape."""
    found = {name: says for says, names in shape.items() for name in names.split()}
    for kind, names in more.items():
        for name in names.split():
            assert name not in found, f"{name} stands twice"
            found[name] = Says[kind.upper()]
    return found


FIELDS: dict[str, dict[str, Says]] = {
    "accounts.User": _line(
        {}, staff="email full_name job_title password last_login is_active", nothing="id"
    ),
    "accounts.Service": _line({}, nothing="id code name kind_of_data"),
    "accounts.Team": _line({}, nothing="id service name"),
    "accounts.Membership": _line({}, nothing="id service", staff="user role is_current"),
    "accounts.Configuration": _line(
        {},
        nothing="id service kind version values status reason effective_from recorded_at",
        staff="proposed_by agreed_by",
    ),
    "accounts.Proposal": _line(
        {},
        nothing="id service kind values status reason effective_from proposed_at state words made",
        staff="proposed_by decided_by decided_at",
    ),
    "accounts.Notice": _line(
        {}, nothing="id service key text link created_at", staff="user read_at"
    ),
    "accounts.DigestChoice": _line({}, nothing="id service", staff="user is_on send_at"),
    "accounts.Trail": _line(
        {}, nothing="id service", staff="user at verb about was_refused facts", which="patient_id"
    ),
    "jobs.Job": _line(
        {},
        nothing="id kind key is_once service queue arguments state attempts created_at sent_at"
        " started_at lease_until holder finished_at progress progress_words reason result",
        staff="requested_by",
    ),
    "patients.Patient": _line(
        {Says.NOTHING: _EDITABLE[Says.NOTHING], Says.STAFF: "recorded_by"},
        who="reference given_name family_name known_as date_of_birth nhs_number phone email"
        " address",
        about="team date_of_birth_is_estimated sex ethnicity deprivation_decile"
        " communication_needs children_at_home"
        " children_note has_injected locked_box_given_on court_order court_order_to_on"
        " top_coordinated_by top_other_service"
        " died_on death_told_by merged_into",
    ),
    "patients.Episode": _line(
        _EDITABLE,
        about="contacted_on started_on ended_on end_reason transfer_confirmed_on end_note",
    ),
    "patients.Assignment": _line(_EDITABLE, about="episode from_on to_on", staff="staff duty"),
    "patients.Pause": _line(
        _FACT, about="reason started_on expected_end_on ended_on", staff="agreed_by"
    ),
    "patients.Contact": _line(
        _FACT,
        about="on kind outcome content summary their_words reason_missed",
        staff="with_role with_staff",
    ),
    "patients.Appointment": _line(
        _EDITABLE, about="at about review_types place state", staff="staff"
    ),
    "patients.SignificantEvent": _line(_FACT, about="kind on note"),
    "patients.OtherName": _line(_FACT, who="given_name family_name", about="kind"),
    "patients.Consent": _line(_FACT, about="about answer on note"),
    "patients.RecordMove": _line(
        _ROW, about="kind from_patient reason rows", staff="undone_at undone_by"
    ),
    "patients.PossibleDuplicate": _line(_ROW, about="like reason"),
    "patients.SearchWord": _line({}, nothing="pk service", which="patient", who="word"),
    "patients.Spelling": _line({}, nothing="pk service key", who="word"),
    "patients.Task": _line(
        _EDITABLE,
        about="kind text duty due_on is_red source_id done_on outcome",
        staff="done_by",
    ),
    "patients.AftercareAnswer": _line(_FACT, about="on answer how words"),
    "patients.Transfer": _line(
        _EDITABLE,
        about="episode direction other_service asked_on accepted_on accepted_by picked_up_on"
        " cancelled_on note",
    ),
    "patients.Draft": _line(
        {},
        nothing="id service",
        which="patient",
        about="form sealed saved_at answered of_questions",
        staff="author",
    ),
    "prescribing.Medicine": _line(
        {},
        nothing="code name form strength group is_ost mg_per_ml covers_days window_days"
        " usual_from_mg usual_to_mg range_status range_source vtm_id vmp_id code_status",
    ),
    "prescribing.Prescription": _line(
        _EDITABLE,
        about="episode medicine started_on ended_on pharmacy",
        staff="prescriber",
    ),
    "prescribing.StateChange": _line(
        _FACT,
        about="prescription state on intent stop_reason why patient_agreed their_words"
        " has_risk_plan to_prescription to_service benefit_then why_without is_for_safety",
        staff="second_clinician",
    ),
    "prescribing.ComingOffPart": _line(_FACT, about="kind on words first_on"),
    "prescribing.DoseStep": _line(
        _FACT, about="prescription daily_dose_mg from_on to_on why patient_agreed"
    ),
    "prescribing.SupervisionStep": _line(
        _FACT, about="prescription supervision collection_days from_on to_on reason review_on"
    ),
    "prescribing.MissedDoses": _line(
        _FACT,
        about="prescription from_on to_on reported_by decided_on decision needs_decision",
        staff="decided_by",
    ),
    "prescribing.DepotDose": _line(_FACT, about="prescription given_on dose_mg covers_to_on site"),
    "prescribing.Script": _line(
        _FACT,
        about="prescription form from_on to_on total_mg instalment_mg interval_days phrases"
        " pharmacy",
    ),
    "prescribing.Ecg": _line(_FACT, about="on qtc_ms is_declined note"),
    "prescribing.LiverTest": _line(_FACT, about="on result note"),
    "prescribing.VirusTest": _line(_FACT, about="on virus result"),
    "prescribing.Vaccination": _line(_FACT, about="on vaccine dose_number is_declined"),
    "prescribing.NaloxoneSupply": _line(
        _FACT, about="on is_declined product expires_on was_trained"
    ),
    "prescribing.Advice": _line(_FACT, about="on topics note"),
    "prescribing.Pregnancy": _line(_FACT, about="on found due_on note"),
    "prescribing.RiskFactor": _line(_FACT, about="kind name from_on to_on told_by"),
    "prescribing.SafetyAnswer": _line(
        _ROW, about="check_code trigger threshold_version on outcome reason"
    ),
    "prescribing.DrugTest": _line(
        _FACT,
        about="on matrix method device consent confirmed found not_found",
        staff="taken_by",
    ),
    "careplans.CarePlan": _line(
        _EDITABLE,
        about="episode started_on strengths phase layer patient_agreed copy_given_on"
        " copy_not_wanted_on",
    ),
    "careplans.Goal": _line(_EDITABLE, about="plan words tags substance opened_on closed_on"),
    "careplans.GoalProgress": _line(
        _FACT, about="goal on state next_step next_step_by next_step_on"
    ),
    "careplans.ExitVision": _line(_FACT, about="on words in_place way_back is_confirmed"),
    "careplans.OptionsTalk": _line(_FACT, about="on options preference"),
    "careplans.RecoveryCapital": _line(
        _FACT, about="on social physical human cultural strengths one_thing_to_build"
    ),
    "careplans.GoalContact": _line(_FACT, about="goal contact"),
    "careplans.PlanMove": _line(_FACT, about="plan on phase layer why"),
    "careplans.PlanAgreement": _line(_FACT, about="plan on answer words"),
    "careplans.Supporter": _line(
        _FACT, about="on name kind relation consent consent_on may_know no_longer_on"
    ),
    "support.Place": _line(
        {},
        nothing="id service version name kind about address times contact checked_on closed_on"
        " recorded_at",
        staff="checked_by recorded_by",
    ),
    "support.Offer": _line(_EDITABLE, about="on kind other_words how place words is_withdrawn"),
    "support.OfferStep": _line(
        _FACT, about="offer on state with_outside helped words", staff="with_staff"
    ),
    "support.Competence": _line(
        {},
        nothing="id service recorded_at is_withdrawn",
        staff="staff recorded_by why_withdrawn intervention level assessed_on assessed_by"
        " expires_on",
    ),
    "support.Supervision": _line(
        {},
        nothing="id service recorded_at is_withdrawn",
        staff="staff recorded_by why_withdrawn on kind with_whom",
    ),
    "support.Circumstances": _line(_FACT, about="on housing employment wants_work words"),
    "careplans.InstrumentAnswers": _line(_FACT, about="on name edition answers"),
    "reviews.Review": _line(
        _FACT,
        about="held_on seen with_others their_words answers next_review_on is_inherited"
        " evidence_letter_on",
        staff="held_by held_by_role external_reviewer",
    ),
    "reviews.ReviewCredit": _line(
        _FACT,
        about="review type milestone held_on is_valid awaits why due_on on_time_to rule_version",
    ),
    "reviews.Signature": _line(_ROW, about="review signed_on", staff="staff role"),
    "reviews.StrategicReview": _line(
        _FACT,
        about="review prescription ratings ladder options decision no_plan_because judgement"
        " judgement_words without_it_patient without_it_clinician suggested conclusion"
        " conclusion_why",
    ),
    "reviews.Optimisation": _line(_FACT, about="on trigger checks actions follow_up_on outcome"),
    "reviews.TopRecord": _line(
        _FACT,
        about="review on stage is_complete weeks declined alcohol_days alcohol_units_per_day"
        " opiates_days crack_days cocaine_days amphetamines_days cannabis_days"
        " opiates_avg_g crack_avg_g cocaine_avg_g amphetamines_avg_g cannabis_avg_spliffs"
        " other_avg_g"
        " other_name other_days tobacco_days injecting_days shared_works shoplifting"
        " drug_selling other_theft assault psych_health paid_work_days volunteer_days"
        " placement_days education_days physical_health acute_housing unsuitable_housing"
        " eviction_risk quality_of_life due_on on_time_to rule_version",
    ),
    "reviews.Transition": _line(
        {},
        nothing="id service recorded_at",
        which="patient",
        about="type milestone due_on kind effective_on",
    ),
    "reviews.DueDays": _line(
        {},
        nothing="service rules",
        which="patient",
        about="from_on to_on known has_dues overdue_from check_on",
    ),
    "reviews.ProcessChange": _line(
        {},
        nothing="id service flow month reason is_withdrawn recorded_at",
        staff="recorded_by",
    ),
    "reviews.ChangedRecord": _line({}, nothing="id service", which="patient"),
    "audits.Audit": _line(
        {},
        nothing="id service number on period_start_on known_at quarter_end_on state created_at"
        " finished_at people_read digest definitions configuration service_figures",
        staff="requested_by",
    ),
    "audits.AuditResult": _line(
        {}, nothing="id service audit", which="patient", about="findings team"
    ),
    "audits.MonthFinding": _line({}, nothing="id service month", which="patient", about="findings"),
    "audits.ReadLater": _line({}, nothing="id service before after", about="same"),
    "audits.SampledPlan": _line(
        {}, nothing="id service audit place is_read_twice", which="patient"
    ),
    "audits.PlanReading": _line(
        {}, nothing="id service sampled recorded_at", staff="read_by", about="answers"
    ),
    "audits.AuditFile": _line({}, nothing="id service audit kind content sha256 edition made_at"),
    "audits.AuditRound": _line(
        {}, nothing="id services on period_start_on known_at created_at", staff="requested_by"
    ),
    "audits.RoundMember": _line(
        {}, nothing="id service round audit cancelled_at", staff="cancelled_by"
    ),
    "audits.MergedReport": _line(
        {}, nothing="round services finished_at digest definitions configuration figures"
    ),
    "audits.MonthCount": _line(
        {},
        nothing="id service month asked_at is_wanted known_at people_read counts",
        staff="asked_by",
    ),
    "audits.MergedFile": _line({}, nothing="id report services kind content sha256"),
    "audits.StepComment": _line(
        {}, nothing="id service audit step text version recorded_at", staff="recorded_by"
    ),
    "audits.PromisedAction": _line(
        {},
        nothing="id service audit code what due_on expected state closed_on came_of version"
        " recorded_at said_done said_done_on",
        staff="owner recorded_by said_done_by",
    ),
    "audits.Signature": _line(
        {}, nothing="id service audit place remark signed_at", staff="signed_by name role"
    ),
    "audits.Retirement": _line(
        {}, nothing="id service audit kind replaced_by reason recorded_at", staff="recorded_by"
    ),
    "audits.SelfAssessment": _line(
        {},
        nothing="id service step stream rating evidence link file evidence_on next_action"
        " next_action_on version recorded_at confirmed_on",
        staff="owner recorded_by confirmed_by",
    ),
    "audits.EvidenceFile": _line(
        {},
        nothing="id service name kind content sha256 recorded_at is_taken_away",
        staff="added_by",
    ),
    "audits.ServiceAnswer": _line(
        {}, nothing="id service question answer note version recorded_at", staff="recorded_by"
    ),
}
