from django.urls import path

from careplans.views import capital, copy, corrections, goals, plan, whole

app_name = "careplans"
_PLAN = "patients/<uuid:patient_id>/care-plan/"
urlpatterns = [
    path(_PLAN, plan.plan, name="plan"),
    path(f"{_PLAN}edit/", plan.edit, name="edit"),
    path(f"{_PLAN}copy/", copy.copy, name="copy"),
    path(f"{_PLAN}copy/my-plan.pdf", copy.copy_pdf, name="copy_pdf"),
    path(f"{_PLAN}copy/given/", copy.give_copy, name="give_copy"),
    path(f"{_PLAN}exit/", plan.exit_vision, name="exit_vision"),
    path(f"{_PLAN}exit/versions/", plan.exit_visions, name="exit_visions"),
    path(f"{_PLAN}move/", whole.move, name="move"),
    path(f"{_PLAN}agreement/", whole.agree, name="agree"),
    path(f"{_PLAN}versions/", whole.versions, name="versions"),
    path(f"{_PLAN}supporters/new/", whole.add_supporter, name="add_supporter"),
    path(f"{_PLAN}supporters/<uuid:supporter_id>/end/", whole.end_supporter, name="end_supporter"),
    path("care-plans/agreement/", whole.agreements, name="agreements"),
    path(f"{_PLAN}capital/", capital.over_time, name="capital"),
    path(f"{_PLAN}capital/new/", capital.rate, name="rate_capital"),
    path(f"{_PLAN}capital/instrument/", capital.answer, name="answer_instrument"),
    path(f"{_PLAN}goals/new/", goals.add_goal, name="add_goal"),
    path(f"{_PLAN}goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path(f"{_PLAN}goals/<uuid:goal_id>/tie/", goals.tie_contact, name="tie_contact"),
    path(f"{_PLAN}goals/<uuid:goal_id>/untie/", goals.untie_contact, name="untie_contact"),
    path(f"{_PLAN}goals/<uuid:goal_id>/correct/", corrections.correct_goal, name="correct_goal"),
    path(
        f"{_PLAN}progress/<uuid:progress_id>/correct/",
        corrections.correct_progress,
        name="correct_progress",
    ),
]
