from django.urls import path, register_converter
from django.urls.converters import IntConverter

from audits.views import (
    benefit_caseload,
    definition,
    differences,
    evidence,
    figures,
    files,
    months,
    one_person,
    own_answers,
    own_promises,
    own_view,
    plans,
    quarterly,
    report,
    rounds,
    rounds_merged,
    runs,
    said,
    sign_off,
    teams,
    unknowns,
    unmet,
)


class StepConverter(IntConverter):
    """One of the twelve."""

    regex = "[1-9]|1[0-2]"


register_converter(StepConverter, "step")

app_name = "audits"
urlpatterns = [
    path("benefit/", benefit_caseload.benefit_caseload, name="benefit_caseload"),
    path("audits/", runs.index, name="index"),
    path("audits/new/", runs.start, name="start"),
    path("audits/each-quarter/", quarterly.quarterly_page, name="quarterly"),
    path("audits/each-quarter/change/", quarterly.propose_quarterly, name="propose_quarterly"),
    path(
        "audits/each-quarter/proposals/<uuid:quarterly_proposal_id>/",
        quarterly.quarterly_proposal,
        name="quarterly_proposal",
    ),
    path(
        "audits/each-quarter/proposals/<uuid:quarterly_proposal_id>/withdraw/",
        quarterly.withdraw_quarterly,
        name="withdraw_quarterly",
    ),
    path("audits/rounds/", rounds.index, name="rounds"),
    path("audits/rounds/<int:round_number>/", rounds.round_page, name="round"),
    path("audits/rounds/<int:round_number>/again/", rounds.again, name="round_again"),
    path("audits/rounds/<int:round_number>/cancel/", rounds.cancel, name="round_cancel"),
    path("audits/rounds/<int:round_number>/leave-out/", rounds.leave_out, name="round_leave_out"),
    path("audits/rounds/<int:round_number>/report/", rounds_merged.report, name="merged"),
    path(
        "audits/rounds/<int:round_number>/report/balance/",
        rounds_merged.balance,
        name="merged_balance",
    ),
    path(
        "audits/rounds/<int:round_number>/report/steps/<int:step>/",
        rounds_merged.step,
        name="merged_step",
    ),
    path(
        "audits/rounds/<int:round_number>/report/figures/<str:code>/<slug:figure>/",
        rounds_merged.services,
        name="merged_figure",
    ),
    path(
        "audits/rounds/<int:round_number>/report/download/<str:kind>/",
        rounds_merged.download,
        name="merged_download",
    ),
    path("audits/verify/", files.verify, name="verify"),
    path("audits/promised/", said.promised, name="promised"),
    path("audits/promised/new/", said.promise, name="promise"),
    path("audits/promised/mine/", own_promises.my_promises, name="my_promises"),
    path("audits/promised/<uuid:promised_id>/done/", own_promises.say_done, name="say_done"),
    path("audits/promised/<uuid:promised_id>/", said.change_promise, name="change_promise"),
    path("audits/not-available/", unmet.not_available, name="not_available"),
    path("audits/not-available.csv", unmet.not_available_file, name="not_available_file"),
    path("audits/to-find-out/", unknowns.find_out, name="find_out"),
    path("audits/months/", months.months, name="months"),
    path("audits/months/count/", months.ask_months, name="ask_months"),
    path(
        "audits/months/<str:code>.csv", months.indicator_months_file, name="indicator_months_file"
    ),
    path(
        "audits/months/<str:code>/<str:month>/<slug:figure>/",
        months.month_people,
        name="month_people",
    ),
    path(
        "audits/months/<str:code>/<str:month>/<slug:figure>/find/",
        months.find_month_people,
        name="find_month_people",
    ),
    path("audits/months/<str:code>/", months.indicator_months, name="indicator_months"),
    path("audits/definitions/<str:code>/", definition.definition, name="definition"),
    path("audits/self-assessment/<step:step>/", own_view.assess, name="assess"),
    path(
        "audits/self-assessment/<int:step>/history/",
        own_view.own_view_history,
        name="own_view_history",
    ),
    path(
        "audits/self-assessment/<int:step>/<slug:stream>/file/",
        evidence.add_evidence,
        name="add_evidence",
    ),
    path(
        "audits/self-assessment/<int:step>/<slug:stream>/file/take-away/",
        evidence.take_evidence_away,
        name="take_evidence_away",
    ),
    path("audits/own-answers/", own_answers.answer_questions, name="answer_questions"),
    path("audits/evidence/<uuid:file_id>/", evidence.evidence_file, name="evidence_file"),
    path("audits/<uuid:audit_id>/", report.report, name="report"),
    path("audits/<uuid:audit_id>/steps/<int:step>/", report.step, name="step"),
    path("audits/runs/<int:run_number>/steps/<step:step>/comment/", said.comment, name="comment"),
    path("audits/<uuid:audit_id>/sign/", sign_off.sign, name="sign"),
    path("audits/<uuid:audit_id>/withdraw/", sign_off.withdraw, name="withdraw"),
    path("audits/<uuid:audit_id>/supersede/", sign_off.supersede, name="supersede"),
    path("audits/<uuid:audit_id>/files-again/", sign_off.remake, name="remake"),
    path("audits/<uuid:audit_id>/balance/", report.balance, name="balance"),
    path("audits/<uuid:audit_id>/beside/", differences.choose, name="choose_other"),
    path(
        "audits/<uuid:audit_id>/beside/<int:other_number>/",
        differences.differences,
        name="differences",
    ),
    path(
        "audits/<uuid:audit_id>/beside/<int:other_number>/<str:code>/",
        differences.differing_people,
        name="differing_people",
    ),
    path("audits/<uuid:audit_id>/not-recorded/", unknowns.not_recorded, name="not_recorded"),
    path(
        "audits/<uuid:audit_id>/not-recorded.csv",
        unknowns.not_recorded_file,
        name="not_recorded_file",
    ),
    path("audits/<uuid:audit_id>/plans/", plans.plans, name="plans"),
    path("audits/<uuid:audit_id>/plans/ask/", plans.ask_readers, name="ask_readers"),
    path(
        "patients/<uuid:patient_id>/care-plan/reading/<uuid:sampled_id>/",
        plans.read_plan,
        name="read_plan",
    ),
    path("audits/<uuid:audit_id>/figures/<str:code>/<slug:figure>/", figures.people, name="people"),
    path("audits/<uuid:audit_id>/teams/<str:code>/", teams.by_team, name="teams"),
    path("audits/<uuid:audit_id>/team/<uuid:team_id>/", teams.of_team, name="team"),
    path("audits/<uuid:audit_id>/team/<uuid:team_id>.csv", teams.of_team_file, name="team_file"),
    path("patients/<uuid:patient_id>/audit/", one_person.audit_today, name="audit_today"),
    path("audits/<uuid:audit_id>/download/<str:kind>/", files.download, name="download"),
    path(
        "audits/<uuid:audit_id>/download/<str:kind>/<int:edition>/",
        files.download,
        name="download_edition",
    ),
]
