"""Somebody new: who is like them, what is asked, and the draft of one who has no record yet."""

from datetime import date

from django.urls import reverse

from patients.models import Draft, Episode, Patient, PossibleDuplicate
from rodt.ids import new_id
from rodt.words import nhs_date
from tests.world import signed_in, three_boxes


class TestStart:
    def typed(self, world, **more):
        return {
            "entry_id": str(new_id()),
            "given_name": "Wren",
            "family_name": "Halloran",
            "sex": "X",
            "children_at_home": "not_asked",
            "has_injected": "not_asked",
            "team": str(world.north.pk),
            "keyworker": str(world.keyworker.pk),
            **three_boxes("date_of_birth", world.day(12000)),
            **three_boxes("started_on", world.on),
        } | more

    def test_somebody_new_is_started_once(self, world, dee):
        typed = self.typed(world)
        for _ in range(2):
            assert dee.post(reverse("patients:start"), typed).status_code == 302
        world.open()
        wren = Patient.objects.get(family_name="Halloran")
        assert Episode.objects.get(patient=wren).started_on == world.on

    def test_somebody_alike_is_shown_first(self, world, dee):
        typed = self.typed(
            world,
            family_name="Penrose-Jones",
            **three_boxes("date_of_birth", world.gareth.date_of_birth),
        )
        text = dee.post(reverse("patients:start"), typed).content.decode()
        assert "This may be somebody you already have" in text
        assert "Gareth Penrose" in text
        assert 'value="Wren"' in text
        typed |= {"is_somebody_else": "on"}
        text = dee.post(reverse("patients:start"), typed).content.decode()
        assert "Say how you know it is a different person" in text
        typed |= {"somebody_else_because": "A twin"}
        assert dee.post(reverse("patients:start"), typed).status_code == 302
        world.open()
        kept = PossibleDuplicate.objects.get(patient__family_name="Penrose-Jones")
        assert (kept.like, kept.reason) == ([world.gareth.pk], "A twin")

    def test_a_name_that_sounds_alike_or_the_same_nhs_number_is_shown(self, world, dee):
        born = three_boxes("date_of_birth", world.gareth.date_of_birth)
        for typed in (
            self.typed(world, given_name="", family_name="Pennroze", **born),
            self.typed(world, nhs_number=world.gareth.nhs_number),
        ):
            text = dee.post(reverse("patients:start"), typed).content.decode()
            assert "Open Gareth Penrose" in text
        assert "Open them, or leave it out for somebody else" in text

    def test_somebody_of_under_10_years_is_asked_about_once(self, world, dee):
        typed = self.typed(world, **three_boxes("date_of_birth", world.on))
        text = dee.post(reverse("patients:start"), typed).content.decode()
        assert "This makes them 0 years old. Is that right?" in text
        assert 'value="Halloran"' in text
        world.open()
        assert not Patient.objects.filter(family_name="Halloran").exists()
        typed |= {"is_so_young": "on"}
        assert dee.post(reverse("patients:start"), typed).status_code == 302

    def test_a_start_long_ago_is_refused_with_the_days_taken_and_why(self, world, dee):
        typed = self.typed(world, **three_boxes("started_on", date(1979, 5, 3)))
        text = dee.post(reverse("patients:start"), typed).content.decode()
        first = nhs_date(world.day(365))
        assert f"From {first} to today." in text
        assert f"First day of treatment cannot be before {first}: a day further back" in text
        assert "give the day this record begins" in text

    def test_nobody_alike_in_another_team_is_shown(self, world, dee):
        typed = self.typed(
            world,
            family_name=world.llinos.family_name,
            **three_boxes("date_of_birth", world.llinos.date_of_birth),
        )
        assert dee.post(reverse("patients:start"), typed).status_code == 302

    def test_an_empty_form_says_what_is_needed(self, world, dee):
        text = dee.post(reverse("patients:start"), {"entry_id": str(new_id())}).content.decode()
        for said in ("Enter a last name", "Enter date of birth", "Choose a team"):
            assert said in text


class TestRegisteringSomebody:
    """A draft before there is anybody to keep it under."""

    ADDRESS = "/patients/new/"

    def keep(self, client, **typed):
        answer = client.post(
            reverse("patients:save_start_draft"), typed, headers={"accept": "application/json"}
        )
        assert "saved" in answer.json()

    def test_what_was_begun_is_offered_and_comes_back_as_it_was(self, world, dee):
        assert "data-autosave-url" in dee.get(self.ADDRESS).content.decode()
        self.keep(dee, family_name="Anand", date_of_birth_day="3", keyworker="")
        offered = dee.get(self.ADDRESS).content.decode()
        assert "You began to register somebody" in offered and "Anand" not in offered
        text = dee.get(f"{self.ADDRESS}?continue=yes").content.decode()
        assert 'value="Anand"' in text and "This is your draft of" in text

    def test_it_is_sealed_and_its_authors_alone(self, world, dee):
        self.keep(dee, family_name="Anand")
        for other in (world.prescriber, world.manager):
            text = signed_in(other).get(f"{self.ADDRESS}?continue=yes").content.decode()
            assert "Anand" not in text and "You began" not in text
        world.open()
        draft = Draft.objects.get()
        assert draft.patient is None and draft.service == world.service
        assert b"Anand" not in bytes(draft.sealed)

    def test_thrown_away_it_leaves_an_empty_form(self, world, dee):
        self.keep(dee, family_name="Anand")
        answer = dee.post(
            reverse("patients:save_start_draft"),
            {"discard": "yes"},
            headers={"accept": "text/html"},
            follow=True,
        )
        assert "Start somebody new" in answer.content.decode()
        world.open()
        assert not Draft.objects.exists()

    def test_a_refused_save_keeps_it_and_a_save_ends_it(self, world, dee):
        self.keep(dee, family_name="Anand")
        form = dee.get(f"{self.ADDRESS}?continue=yes").context["form"]
        typed = {
            "entry_id": str(form["entry_id"].value()),
            "family_name": "Anand",
            "sex": "X",
            "children_at_home": "not_asked",
            "has_injected": "not_asked",
            "team": "",
            **three_boxes("started_on", world.on),
        }
        assert dee.post(self.ADDRESS, typed).status_code == 200
        world.open()
        assert Draft.objects.count() == 1
        typed |= {
            "team": str(world.gareth.team_id),
            **three_boxes("date_of_birth", date(1990, 2, 3)),
        }
        answer = dee.post(self.ADDRESS, typed)
        assert answer.status_code == 302, answer.context["form"].errors
        world.open()
        assert not Draft.objects.exists()
