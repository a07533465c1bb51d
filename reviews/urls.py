from django.urls import path

from reviews.views import (
    benefit,
    benefit_caseload,
    case,
    correct_review,
    day_zero,
    leaving,
    log_review,
    my_people,
    review,
    reviews_list,
    rx_today,
    safety,
    stopping,
    top,
    why_due,
)

app_name = "reviews"
_PERSON = "patients/<uuid:patient_id>/"
_RX = f"{_PERSON}prescription/<uuid:prescription_id>/"
urlpatterns = [
    path("my-people/", my_people.my_people, name="my_people"),
    path("prescribing-today/", rx_today.prescribing_today, name="prescribing_today"),
    path(_PERSON, case.case, name="case"),
    path(f"{_PERSON}starting-well/", day_zero.day_zero, name="day_zero"),
    path(f"{_PERSON}end/", leaving.end_episode, name="end_episode"),
    path(f"{_PERSON}death/", leaving.record_death, name="record_death"),
    path(f"{_PERSON}transfers/", leaving.transfers, name="transfers"),
    path(f"{_PERSON}transfers/<uuid:transfer_id>/", leaving.transfer, name="transfer"),
    path(f"{_PERSON}reviews/elsewhere/", leaving.inherited, name="inherited"),
    path(f"{_PERSON}reviews/shared-care/", leaving.shared_care, name="shared_care"),
    path(f"{_PERSON}due/", why_due.why_due, name="why_due"),
    path("how-due-dates-are-worked-out/", why_due.how_due, name="how_due"),
    path(f"{_PERSON}reviews/", reviews_list.reviews_list, name="list"),
    path(f"{_PERSON}reviews/new/", log_review.log_review, name="log"),
    path(f"{_PERSON}reviews/new/credits/", log_review.credits, name="credits"),
    path(f"{_PERSON}reviews/<uuid:review_id>/", review.review, name="review"),
    path(
        f"{_PERSON}reviews/<uuid:review_id>/correct/",
        correct_review.correct_review,
        name="correct",
    ),
    path(f"{_PERSON}reviews/<uuid:review_id>/sign/", review.sign, name="sign"),
    path(f"{_PERSON}top/", top.top, name="top"),
    path(f"{_PERSON}top/new/", top.log_top, name="log_top"),
    path(f"{_PERSON}benefit/", benefit.benefit, name="benefit"),
    path(f"{_PERSON}benefit/review/", benefit.strategic, name="strategic"),
    path(f"{_PERSON}safety/", safety.safety, name="safety"),
    path(f"{_PERSON}safety/<slug:check_code>/", safety.answer_check, name="answer_check"),
    path("safety-checks/", safety.safety_checks, name="safety_checks"),
    path(f"{_RX}before-stop/", stopping.before_stop, name="before_stop"),
    path(f"{_RX}stop/", stopping.stop, name="stop"),
    path("benefit/", benefit_caseload.benefit_caseload, name="benefit_caseload"),
]
