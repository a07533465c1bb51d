from django.urls import path

from audits.views import (
    benefit_caseload,
    definition,
    differences,
    figures,
    files,
    one_person,
    own_view,
    plans,
    report,
    rounds,
    rounds_merged,
    runs,
    unmet,
)

app_name = "audits"
urlpatterns = [
    path("benefit/", benefit_caseload.benefit_caseload, name="benefit_caseload"),
    path("audits/", runs.index, name="index"),
    path("audits/new/", runs.start, name="start"),
    path("audits/rounds/", rounds.index, name="rounds"),
    path("audits/rounds/<int:round_number>/", rounds.round_page, name="round"),
    path("audits/rounds/<int:round_number>/again/", rounds.again, name="round_again"),
    path("audits/rounds/<int:round_number>/cancel/", rounds.cancel, name="round_cancel"),
    path("audits/rounds/<int:round_number>/leave-out/", rounds.leave_out, name="round_leave_out"),
    path("audits/rounds/<int:round_number>/report/", rounds_merged.report, name="merged"),
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
    path("audits/not-available/", unmet.not_available, name="not_available"),
    path("audits/not-available.csv", unmet.not_available_file, name="not_available_file"),
    path("audits/definitions/<str:code>/", definition.definition, name="definition"),
    path("audits/self-assessment/<int:step>/", own_view.assess, name="assess"),
    path("audits/<uuid:audit_id>/", report.report, name="report"),
    path("audits/<uuid:audit_id>/steps/<int:step>/", report.step, name="step"),
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
    path("audits/<uuid:audit_id>/plans/", plans.plans, name="plans"),
    path("audits/<uuid:audit_id>/plans/ask/", plans.ask_readers, name="ask_readers"),
    path(
        "patients/<uuid:patient_id>/care-plan/reading/<uuid:sampled_id>/",
        plans.read_plan,
        name="read_plan",
    ),
    path("audits/<uuid:audit_id>/figures/<str:code>/<slug:figure>/", figures.people, name="people"),
    path("patients/<uuid:patient_id>/audit/", one_person.audit_today, name="audit_today"),
    path("audits/<uuid:audit_id>/download/<str:kind>/", files.download, name="download"),
]
