from django.urls import path

from support.views import in_use, person, places, skills

app_name = "support"
_PERSON = "patients/<uuid:patient_id>/support/"
_OFFER = f"{_PERSON}<uuid:offer_id>/"
urlpatterns = [
    path(_PERSON, person.support, name="support"),
    path(f"{_PERSON}new/", person.add_offer, name="add_offer"),
    path(f"{_PERSON}home-and-work/", person.circumstances, name="circumstances"),
    path(_OFFER, person.offer, name="offer"),
    path(f"{_OFFER}correct/", person.correct_offer, name="correct_offer"),
    path("support/kinds/", in_use.kinds_in_use, name="kinds_in_use"),
    path("skills/", skills.skills, name="skills"),
    path("skills/competence/new/", skills.add_competence, name="add_competence"),
    path("skills/supervision/new/", skills.add_supervision, name="add_supervision"),
    path("skills/of/<uuid:user_id>/", skills.skills_of, name="skills_of"),
    path(
        "skills/<slug:skill_kind>/<uuid:skill_id>/take-back/",
        skills.take_back,
        name="take_back_skill",
    ),
    path("places/", places.places, name="places"),
    path("places/new/", places.add_place, name="add_place"),
    path("places/<uuid:place_id>/", places.change_place, name="change_place"),
    path("places/<uuid:place_id>/check/", places.check_place, name="check_place"),
]
