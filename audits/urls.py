from django.urls import path

from audits.views import (
    benefit_caseload,
    definition,
    differences,
    evidence,
    figures,
    files,
    one_person,
    own_answers,
    own_view,
    plans,
    report,
    runs,
    unknowns,
    unmet,
)

app_name = "audits"
urlpatterns = [
    path("benefit/", benefit_caseload.benefit_caseload, name="benefit_caseload"),
    path("audits/", runs.index, name="index"),
    path("audits/new/", runs.start, name="start"),
    path("audits/verify/", files.verify, name="verify"),
    path("audits/not-available/", unmet.not_available, name="not_available"),
    path("audits/not-available.csv", unmet.not_available_file, name="not_available_file"),
    path("audits/to-find-out/", unknowns.find_out, name="find_out"),
    path("audits/definitions/<str:code>/", definition.definition, name="definition"),
    path("audits/self-assessment/<int:step>/", own_view.assess, name="assess"),
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
    path("patients/<uuid:patient_id>/audit/", one_person.audit_today, name="audit_today"),
    path("audits/<uuid:audit_id>/download/<str:kind>/", files.download, name="download"),
]
