"""What each verb of the patients room does, and refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Trail
from patients import actions
from patients.models import Assignment, Contact, Episode, Patient, Pause, SignificantEvent
from rodt.ids import new_id
from rodt.versions import StaleSave
from tests.world import synthetic_nhs_number


def register(town, **more):
    details = {
        "team": town.north,
        "given_name": "Wren",
        "family_name": "Halloran",
        "date_of_birth": date(1991, 1, 1),
        "by": town.keyworker,
    }
    return actions.register_patient(**(details | more))


def refused(error: pytest.ExceptionInfo) -> str:
    return " ".join(error.value.messages)


class TestTheRecord:
    def test_a_reference_is_made_where_none_is_given(self, town):
        assert register(town).reference.startswith("R")

    def test_a_reference_is_used_once(self, town):
        with pytest.raises(ValidationError):
            register(town, reference=town.gareth.reference)

    def test_an_nhs_number_is_checked_and_used_once_in_a_service(self, town):
        with pytest.raises(ValidationError) as error:
            register(town, nhs_number=town.gareth.nhs_number)
        assert "already has this NHS number" in refused(error)
        with pytest.raises(ValidationError):
            register(town, nhs_number="9990000001")
        kept = register(town, nhs_number=synthetic_nhs_number(40))
        assert kept.nhs_number == synthetic_nhs_number(40)

    def test_the_same_number_may_stand_in_another_service(self, town):
        other = register(town, team=town.other_team, nhs_number=town.gareth.nhs_number)
        assert other.service == town.other_service

    def test_the_same_form_posted_twice_starts_one_person(self, town):
        entry = new_id()
        made = [
            actions.start_someone(
                by=town.keyworker,
                entry_id=entry,
                started_on=town.on,
                team=town.north,
                family_name="Halloran",
                date_of_birth=date(1991, 1, 1),
                keyworker=town.keyworker,
            )
            for _ in range(2)
        ]
        assert made[0] == made[1]
        assert Episode.objects.filter(patient=made[0]).count() == 1

    def test_an_edit_moves_the_version_and_notes_the_fields(self, town):
        gareth = town.gareth
        edited = actions.edit_patient(
            patient=gareth, version=gareth.version, by=town.keyworker, phone="01632 960001"
        )
        assert edited.version == gareth.version + 1
        assert Trail.objects.get(verb="changed details").facts == {"fields": ["phone"]}

    def test_an_edit_of_an_old_version_changes_nothing(self, town):
        gareth = town.gareth
        actions.edit_patient(patient=gareth, version=1, by=town.prescriber, known_as="G")
        with pytest.raises(StaleSave):
            actions.edit_patient(patient=gareth, version=1, by=town.keyworker, known_as="Gaz")
        assert Patient.objects.get(pk=gareth.pk).known_as == "G"

    def test_saving_the_same_again_is_no_change(self, town):
        gareth = town.gareth
        same = actions.edit_patient(
            patient=gareth, version=1, by=town.keyworker, known_as=gareth.known_as
        )
        assert same.version == 1

    def test_a_team_of_another_service_is_refused(self, town):
        with pytest.raises(ValidationError):
            actions.edit_patient(
                patient=town.gareth, version=1, by=town.keyworker, team=town.other_team
            )


class TestEpisodes:
    def test_a_second_open_episode_is_refused(self, town):
        with pytest.raises(ValidationError) as error:
            actions.start_episode(patient=town.gareth, started_on=town.on, by=town.keyworker)
        assert "already going on" in refused(error)

    def test_an_episode_may_not_start_before_the_last_one_ended(self, town):
        with pytest.raises(ValidationError):
            actions.start_episode(patient=town.dan, started_on=town.day(60), by=town.keyworker)

    def test_an_end_closes_who_is_responsible(self, town):
        held = Assignment.objects.filter(patient=town.dan)
        assert {a.to_on for a in held} == {town.day(40)}

    def test_a_death_is_noted_on_the_person(self, town):
        episode = town.episode(town.ray)
        actions.end_episode(
            episode=episode, version=1, ended_on=town.on, reason="died", by=town.keyworker
        )
        assert Patient.objects.get(pk=town.ray.pk).died_on == town.on

    @pytest.mark.parametrize(
        ("ago", "reason"), [(0, "because"), (541, "left")], ids=["no reason", "before the start"]
    )
    def test_an_end_needs_a_reason_and_a_day_after_the_start(self, town, ago, reason):
        with pytest.raises(ValidationError):
            actions.end_episode(
                episode=town.episode(town.gareth),
                version=1,
                ended_on=town.day(ago),
                reason=reason,
                by=town.keyworker,
            )

    def test_an_end_is_recorded_once(self, town):
        episode = town.episode(town.dan)
        with pytest.raises(ValidationError):
            actions.end_episode(
                episode=episode,
                version=episode.version,
                ended_on=town.on,
                reason="left",
                by=town.keyworker,
            )

    def test_coming_back_opens_a_new_episode_with_the_same_staff(self, town):
        again = actions.reopen_episode(patient=town.dan, on=town.on, by=town.keyworker)
        assert again != Episode.objects.filter(patient=town.dan).earliest("started_on")
        assert {(a.duty, a.staff) for a in again.assignments.all()} == {
            ("keyworker", town.keyworker),
            ("prescriber", town.prescriber),
        }

    def test_nobody_comes_back_after_a_death(self, town):
        episode = town.episode(town.ray)
        actions.end_episode(
            episode=episode, version=1, ended_on=town.on, reason="died", by=town.keyworker
        )
        ray = Patient.objects.get(pk=town.ray.pk)
        with pytest.raises(ValidationError):
            actions.reopen_episode(patient=ray, on=town.on, by=town.keyworker)

    def test_a_new_keyworker_follows_the_last_without_a_gap_or_an_overlap(self, town):
        episode = town.episode(town.gareth)
        actions.assign(
            episode=episode,
            staff=town.second_prescriber,
            duty="keyworker",
            from_on=town.on,
            by=town.keyworker,
        )
        held = episode.assignments.filter(duty="keyworker").order_by("from_on")
        assert [(a.staff, a.to_on) for a in held] == [
            (town.keyworker, town.day(1)),
            (town.second_prescriber, None),
        ]

    def test_joint_keyworkers_hold_the_duty_together(self, town):
        episode = town.episode(town.gareth)
        actions.assign(
            episode=episode,
            staff=town.south_keyworker,
            duty="keyworker",
            from_on=town.on,
            by=town.keyworker,
            is_joint=True,
        )
        assert episode.assignments.filter(duty="keyworker", to_on=None).count() == 2

    def test_only_a_prescriber_is_made_prescriber_and_only_of_this_service(self, town):
        episode = town.episode(town.gareth)
        for staff, duty in (
            (town.keyworker, "prescriber"),
            (town.other_keyworker, "keyworker"),
            (town.manager, "keyworker"),
        ):
            with pytest.raises(ValidationError):
                actions.assign(
                    episode=episode, staff=staff, duty=duty, from_on=town.on, by=town.keyworker
                )


class TestPauses:
    def test_a_pause_runs_until_the_return_is_recorded(self, town):
        pause = Pause.objects.get(patient=town.leon)
        back = actions.resume_reviews(pause=pause, ended_on=town.on, by=town.keyworker)
        assert (back.ended_on, back.amends) == (town.on, pause)
        with pytest.raises(ValidationError):
            actions.resume_reviews(pause=back, ended_on=town.on, by=town.keyworker)

    def test_still_away_sets_a_new_day_to_look_again(self, town):
        pause = Pause.objects.get(patient=town.leon)
        longer = actions.extend_pause(pause=pause, expected_end_on=town.day(-60), by=town.keyworker)
        assert longer.expected_end_on == town.day(-60)
        assert Pause.objects.current().get(patient=town.leon) == longer

    def test_a_second_pause_is_refused_while_one_runs_and_over_an_earlier_one(self, town):
        def again(ago):
            return actions.pause_reviews(
                patient=town.leon,
                reason="hospital",
                started_on=town.day(ago),
                expected_end_on=town.day(-5),
                by=town.keyworker,
            )

        with pytest.raises(ValidationError) as error:
            again(0)
        assert "already paused" in refused(error)
        running = Pause.objects.get(patient=town.leon)
        actions.resume_reviews(pause=running, ended_on=town.day(3), by=town.keyworker)
        with pytest.raises(ValidationError):
            again(3)
        assert again(2).started_on == town.day(2)

    def test_a_return_is_not_before_the_pause(self, town):
        pause = Pause.objects.get(patient=town.leon)
        with pytest.raises(ValidationError):
            actions.resume_reviews(pause=pause, ended_on=town.day(31), by=town.keyworker)


class TestContactsAndMeetings:
    def test_the_same_contact_posted_twice_is_one(self, town):
        entry = new_id()
        for _ in range(2):
            actions.record_contact(
                patient=town.leon,
                on=town.on,
                kind="phone",
                outcome="attended",
                with_role="keyworker",
                by=town.keyworker,
                entry_id=entry,
            )
        assert Contact.objects.filter(patient=town.leon).count() == 1

    def test_an_event_is_recorded_with_its_day(self, town):
        actions.record_event(
            patient=town.leon, kind="bereavement", on=town.day(1), by=town.keyworker
        )
        assert SignificantEvent.objects.get(patient=town.leon).on == town.day(1)

    def test_a_meeting_is_settled_once_by_version(self, town):
        booked = actions.book_appointment(
            patient=town.leon, at=town.moment(-3), staff=town.keyworker, by=town.keyworker
        )
        held = actions.settle_appointment(
            appointment=booked, version=1, state="held", by=town.keyworker
        )
        assert (held.state, held.version) == ("held", 2)
        with pytest.raises(StaleSave):
            actions.settle_appointment(
                appointment=booked, version=1, state="cancelled", by=town.keyworker
            )

    def test_a_contact_is_corrected_or_taken_back(self, town):
        contact = Contact.objects.get(patient=town.gareth)
        right = actions.correct_contact(
            contact=contact, by=town.keyworker, amend_reason="By phone", kind="phone"
        )
        assert right.kind == "phone"
        gone = actions.correct_contact(
            contact=right, by=town.keyworker, amend_reason="Another Gareth", is_withdrawn=True
        )
        assert gone.is_withdrawn


class TestDaysThatCannotBe:
    def test_nothing_happens_before_somebody_is_born(self, town):
        for record, said in (
            (actions.record_contact, {"kind": "phone", "outcome": "attended", "with_role": "peer"}),
            (actions.record_event, {"kind": "bereavement"}),
        ):
            with pytest.raises(ValidationError) as error:
                record(patient=town.gareth, on=date(1925, 11, 1), by=town.keyworker, **said)
            assert "before they were born" in refused(error)

    def test_reviews_are_not_paused_before_treatment_started(self, town):
        with pytest.raises(ValidationError) as error:
            actions.pause_reviews(
                patient=town.gareth,
                reason="custody",
                started_on=date(1990, 11, 1),
                expected_end_on=town.on,
                by=town.keyworker,
            )
        assert "Treatment here started on" in refused(error)
