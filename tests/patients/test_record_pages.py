"""The pages of one record: what they save, refuse, and show when two save at once."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from patients import actions
from patients.models import Appointment, Contact, Ethnicity, Patient, Pause, SignificantEvent
from rodt.ids import new_id
from tests.patients.typed import contact_form, page
from tests.world import signed_in, three_boxes


def details(person, **typed):
    return {
        "version": "1",
        "given_name": person.given_name,
        "family_name": person.family_name,
        "known_as": person.known_as,
        "sex": person.sex,
        "nhs_number": person.nhs_number,
        "children_at_home": person.children_at_home,
        "has_injected": person.has_injected,
        "communication_needs": person.communication_needs,
        "children_note": person.children_note,
        "team": str(person.team_id),
        **three_boxes("date_of_birth", person.date_of_birth),
        **(
            three_boxes("locked_box_given_on", person.locked_box_given_on)
            if person.locked_box_given_on
            else {}
        ),
    } | typed


class TestContacts:
    def test_a_contact_is_saved_as_typed(self, world, dee):
        answer = dee.post(page("add_contact", world.leanne), contact_form(world))
        assert answer.status_code == 302
        world.open()
        saved = Contact.objects.filter(patient=world.leanne).latest("on")
        assert (saved.kind, saved.content, saved.summary) == (
            "phone",
            ["health", "social"],
            "Talked about the flat",
        )
        assert saved.recorded_by == world.keyworker

    def test_a_double_click_saves_one(self, world, dee):
        typed = contact_form(world)
        for _ in range(2):
            assert dee.post(page("add_contact", world.leon), typed).status_code == 302
        world.open()
        assert Contact.objects.filter(patient=world.leon).count() == 1

    def test_the_same_form_with_other_words_is_asked_about_and_never_dropped(self, world, dee):
        """Two windows of one draft, or a page gone back to."""
        typed = contact_form(world)
        dee.post(page("add_contact", world.leon), typed)
        answer = dee.post(page("add_contact", world.leon), typed | {"summary": "Another thing"})
        text = answer.content.decode()
        assert "You saved this form before, with other answers" in text
        assert "Another thing" in text
        new_id_of_it = str(answer.context["form"]["entry_id"].value())
        assert new_id_of_it != typed["entry_id"]
        again = {**typed, "summary": "Another thing", "entry_id": new_id_of_it}
        assert dee.post(page("add_contact", world.leon), again).status_code == 302
        world.open()
        said = Contact.objects.filter(patient=world.leon).values_list("summary", flat=True)
        assert sorted(said) == ["Another thing", typed["summary"]]

    def test_an_error_loses_nothing_that_was_typed(self, world, dee):
        typed = contact_form(world, kind="", their_words="Don’t lose this")
        typed |= three_boxes("on", world.day(-1))
        text = dee.post(page("add_contact", world.leon), typed).content.decode()
        assert "Nothing is lost. 2 things to look at" in text
        assert "<title>Error: " in text
        assert "Don’t lose this" in text
        assert "Talked about the flat" in text
        assert 'href="#id_on_day"' in text
        assert "Date of the contact must be today or in the past" in text

    def test_characters_that_cannot_be_shown_are_taken_out_and_said_so(self, world, dee):
        typed = contact_form(world, summary="bell\x07 and words")
        text = dee.post(page("add_contact", world.leon), typed, follow=True).content.decode()
        assert "Some characters cannot be kept" in text
        world.open()
        assert Contact.objects.get(patient=world.leon).summary == "bell and words"

    def test_markup_in_words_is_shown_as_words(self, world, dee):
        typed = contact_form(world, their_words="<script>alert(1)</script>")
        dee.post(page("add_contact", world.leon), typed)
        text = dee.get(page("contacts", world.leon)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text

    def test_a_correction_stands_and_the_first_words_stay_on_record(self, world, dee):
        contact = Contact.objects.get(patient=world.gareth)
        typed = contact_form(world, amend_reason="It was by phone", summary="Corrected")
        dee.post(page("correct_contact", world.gareth, contact.pk), typed)
        text = dee.get(page("contacts", world.gareth)).content.decode()
        assert "Corrected by Dee Marsh" in text
        assert "It was by phone" in text
        world.open()
        assert Contact.objects.filter(patient=world.gareth).count() == 2

    def test_a_correction_that_comes_second_sees_the_first(self, world, dee):
        contact = Contact.objects.get(patient=world.gareth)
        actions.correct_contact(
            contact=contact, by=world.prescriber, amend_reason="Other", summary="By Dr Osei"
        )
        typed = contact_form(world, amend_reason="Mine", summary="Mine, typed")
        text = dee.post(page("correct_contact", world.gareth, contact.pk), typed).content.decode()
        assert "saved first" in text
        assert "By Dr Osei" in text
        assert "Mine, typed" in text

    def test_a_contact_of_somebody_else_is_not_corrected_from_here(self, world, dee):
        contact = Contact.objects.filter(patient=world.leanne).first()
        assert dee.get(page("correct_contact", world.gareth, contact.pk)).status_code == 404

    def test_the_list_asks_a_fixed_number_of_queries(
        self, world, dee, django_assert_max_num_queries
    ):
        for number in range(12):
            actions.record_contact(
                patient=world.gareth,
                on=world.day(number),
                kind="phone",
                outcome="attended",
                with_role="keyworker",
                with_staff=world.keyworker,
                by=world.prescriber,
            )
        dee.get(page("contacts", world.gareth))
        with django_assert_max_num_queries(45):
            dee.get(page("contacts", world.gareth))


class TestEventsAndMeetings:
    def test_an_event_is_saved(self, world, dee):
        typed = {"entry_id": str(new_id()), "kind": "overdose", "note": "At home"}
        dee.post(page("add_event", world.leon), typed | three_boxes("on", world.on))
        world.open()
        assert SignificantEvent.objects.get(patient=world.leon).kind == "overdose"

    @pytest.mark.parametrize(
        ("time", "hour", "minute"), [("2:30pm", 14, 30), ("14:30", 14, 30), ("9am", 9, 0)]
    )
    def test_a_meeting_is_booked_at_a_time_as_people_write_it(self, world, dee, time, hour, minute):
        typed = {
            "entry_id": str(new_id()),
            "time": time,
            "staff": str(world.keyworker.pk),
            "review_types": ["care_plan", "top"],
        }
        dee.post(page("add_appointment", world.leon), typed | three_boxes("day", world.day(-3)))
        world.open()
        booked = Appointment.objects.get(patient=world.leon)
        local = booked.at.astimezone(world.moment(0).tzinfo)
        assert (local.date(), local.hour, local.minute) == (world.day(-3), hour, minute)
        assert booked.review_types == ["care_plan", "top"]

    @pytest.mark.parametrize("time", ["", "soon", "25:00", "13pm", "9", "9:75"])
    def test_a_time_that_is_none_is_refused_in_words(self, world, dee, time):
        typed = {"entry_id": str(new_id()), "time": time, "staff": str(world.keyworker.pk)}
        answer = dee.post(
            page("add_appointment", world.leon), typed | three_boxes("day", world.day(-3))
        )
        assert "Enter a time, like 2:30pm" in answer.content.decode()


class TestDetails:
    def test_details_are_changed(self, world, dee):
        gareth = world.gareth
        answer = dee.post(page("edit", gareth), details(gareth, phone="01632 960001"))
        assert answer.status_code == 302
        world.open()
        now = Patient.objects.get(pk=gareth.pk)
        assert (now.phone, now.version, now.known_as) == ("01632 960001", 2, "Gaz")

    def test_ethnicity_and_deprivation_may_be_said_or_not_and_keep_their_history(self, world, dee):
        gareth = world.gareth
        for version, (code, decile) in enumerate((("", ""), ("N", "3"), ("Z", "3")), start=1):
            typed = details(gareth, phone="01632 960001", version=str(version))
            typed |= {"ethnicity": code, "deprivation_decile": decile}
            assert dee.post(page("edit", gareth), typed).status_code == 302
        world.open()
        now = Patient.objects.get(pk=gareth.pk)
        assert (now.ethnicity, now.deprivation_decile) == (Ethnicity.RATHER_NOT_SAY, 3)
        history = Patient.pgh_event_model.objects.filter(pgh_obj_id=gareth.pk)
        kept = [e.ethnicity for e in history.order_by("pgh_id")]
        assert kept[-3:] == ["", "N", "Z"]
        refused = dee.post(page("edit", gareth), typed | {"deprivation_decile": "11"})
        assert "Choose one of the answers" in refused.content.decode()

    def test_a_save_that_comes_second_shows_both_and_then_saves(self, world, dee):
        gareth = world.gareth
        actions.edit_patient(patient=gareth, version=1, by=world.prescriber, known_as="Gar")
        typed = details(gareth, known_as="Gareth", phone="01632 960001")
        answer = dee.post(page("edit", gareth), typed)
        text = answer.content.decode()
        assert "Dr Osei saved first" in text
        assert 'data-label="There now">Gar<' in text
        assert 'data-label="You typed">Gareth<' in text
        assert 'value="01632 960001"' in text
        assert 'name="version" value="2"' in text
        assert dee.post(page("edit", gareth), typed | {"version": "2"}).status_code == 302
        world.open()
        assert Patient.objects.get(pk=gareth.pk).known_as == "Gareth"

    def test_what_was_not_touched_stays_as_the_other_saved_it(self, world, dee):
        gareth = world.gareth
        opened = details(gareth, phone="01632 960001")
        actions.edit_patient(
            patient=gareth, version=1, by=world.prescriber, known_as="Gar", deprivation_decile=3
        )
        text = dee.post(page("edit", gareth), opened).content.decode()
        assert text.count('data-label="You typed"') == 1 and 'value="Gar"' in text
        again = opened | {"version": "2", "known_as": "Gar", "deprivation_decile": "3"}
        assert dee.post(page("edit", gareth), again).status_code == 302
        world.open()
        now = Patient.objects.get(pk=gareth.pk)
        assert (now.phone, now.known_as, now.deprivation_decile) == ("01632 960001", "Gar", 3)

    def test_a_question_that_did_not_come_with_the_form_stays_as_it_is(self, world, dee):
        gareth = world.gareth
        given = {"patient": gareth, "by": world.prescriber}
        actions.edit_patient(version=1, ethnicity=Ethnicity.RATHER_NOT_SAY, **given)
        actions.edit_patient(version=2, known_as="Gar", **given)
        typed = details(gareth, version="2", phone="01632 960001")
        typed.pop("ethnicity", None)
        text = dee.post(page("edit", gareth), typed).content.decode()
        assert "Dr Osei saved first" in text and 'value="01632 960001"' in text
        assert '<option value="Z" selected>' in text

    def test_the_same_typed_twice_is_no_conflict(self, world, dee):
        typed = details(world.gareth, phone="01632 960001")
        for _ in range(2):
            assert dee.post(page("edit", world.gareth), typed).status_code == 302

    def test_a_wrong_nhs_number_is_refused_in_words(self, world, dee):
        typed = details(world.gareth, nhs_number="999 000 0019")
        text = dee.post(page("edit", world.gareth), typed).content.decode()
        assert "does not pass its check" in text
        assert "999 000 0019" in text

    def test_a_team_one_does_not_work_in_cannot_be_chosen(self, world, dee):
        typed = details(world.gareth, team=str(world.south.pk))
        assert dee.post(page("edit", world.gareth), typed).status_code == 200


class TestPausesAndEndings:
    def test_a_pause_is_recorded_with_the_day_to_look_again(self, world, dee):
        typed = {"entry_id": str(new_id()), "reason": "hospital", "agreed_by": "Dr Osei"}
        typed |= three_boxes("started_on", world.on) | three_boxes("expected_end_on", world.day(-7))
        dee.post(page("pause", world.ray), typed)
        world.open()
        assert Pause.objects.get(patient=world.ray).expected_end_on == world.day(-7)

    @pytest.mark.parametrize(
        ("what", "field", "ago"), [("back", "ended_on", 0), ("still_away", "expected_end_on", -30)]
    )
    def test_a_running_pause_ends_or_is_looked_at_later(self, world, dee, what, field, ago):
        typed = {"what": what} | three_boxes(field, world.day(ago))
        assert dee.post(page("pause", world.leon), typed).status_code == 302
        world.open()
        assert getattr(Pause.objects.current().get(patient=world.leon), field) == world.day(ago)

    def test_a_return_in_the_future_is_refused(self, world, dee):
        typed = {"what": "back"} | three_boxes("ended_on", world.day(-1))
        text = dee.post(page("pause", world.leon), typed).content.decode()
        assert "First day back must be today or in the past" in text

    def test_treatment_ends_and_opens_again(self, world, dee):
        typed = {"version": "1", "reason": "left"} | three_boxes("ended_on", world.on)
        ending = reverse("reviews:end_episode", args=[world.ray.pk])
        assert "a prescriber ends it" in dee.post(ending, typed).content.decode()
        osei = signed_in(world.prescriber)
        assert "Say why" in osei.post(ending, typed).content.decode()
        typed |= {"why": "Nobody has seen them since June"}
        assert osei.post(ending, typed).status_code == 302
        again = {"entry_id": str(new_id())} | three_boxes("on", world.on)
        answer = dee.post(page("reopen", world.ray), again)
        assert answer.url == page("first_meeting", world.ray)
        world.open()
        assert world.ray.episodes.filter(ended_on=None).count() == 1

    def test_opening_what_is_open_is_refused_in_words(self, world, dee):
        again = {"entry_id": str(new_id())} | three_boxes("on", world.on)
        assert dee.post(page("reopen", world.ray), again).status_code == 200


class TestWhoHasLooked:
    def test_each_opening_and_each_change_is_listed_with_who(self, world, dee):
        signed_in(world.manager).get(page("contacts", world.gareth))
        dee.post(page("add_contact", world.gareth), contact_form(world))
        text = dee.get(page("looked", world.gareth)).content.decode()
        assert "Ruth Calder" in text
        assert "Opened the contacts" in text
        assert "Recorded a contact" in text

    def test_changes_alone_leave_the_openings_out(self, world, dee):
        dee.get(page("contacts", world.gareth))
        text = dee.get(page("looked", world.gareth) + "?show=changes").content.decode()
        assert "Opened the contacts" not in text
        assert "Recorded a contact" in text


class TestTheDoor:
    def test_a_second_role_that_sees_all_does_not_let_one_write_in_other_teams(self, world):
        Membership.objects.create(user=world.keyworker, service=world.service, role="manager")
        client = signed_in(world.keyworker)
        assert client.get(page("contacts", world.llinos)).status_code == 200
        assert client.get(page("add_contact", world.llinos)).status_code == 403
        assert client.get(page("add_contact", world.gareth)).status_code == 200

    @pytest.mark.parametrize("who", ["llinos", "bo"])
    def test_people_out_of_reach_do_not_exist(self, world, dee, who):
        person = getattr(world, who)
        assert dee.get(page("contacts", person)).status_code == 404
        assert dee.post(page("add_contact", person), contact_form(world)).status_code == 404

    def test_a_manager_reads_and_does_not_write(self, world):
        client = signed_in(world.manager)
        assert client.get(page("contacts", world.gareth)).status_code == 200
        text = client.get(page("contacts", world.gareth)).content.decode()
        assert "Add a contact" not in text
        assert client.post(page("add_contact", world.gareth)).status_code == 403
