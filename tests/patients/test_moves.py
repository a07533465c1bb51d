"""Two records made one, an entry about the wrong person moved, and both undone."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import Trail
from audits.as_known import as_known
from patients import actions, facts
from patients.actions.moves import added_since, merge_records, move_entry, undo_move
from patients.models import Contact, Patient, RecordMove
from patients.moving import rows_of
from prescribing import actions as prescribing
from prescribing.models import MissedDoses
from reviews.models import Review, ReviewCredit
from rodt import row_security
from rodt.ids import new_id
from tests.world import build_world, signed_in


def counted(patient):
    return {(row.table._meta.label, row.id) for row in rows_of(patient)}


@pytest.fixture
def twin(town):
    """A second record of Gareth, whose treatment ended, with a contact."""
    patient = actions.register_patient(
        team=town.north,
        given_name="Gary",
        family_name="Penrhos",
        date_of_birth=town.gareth.date_of_birth,
        reference="OLD7",
        by=town.keyworker,
    )
    episode = actions.start_episode(patient=patient, started_on=town.day(900), by=town.keyworker)
    actions.end_episode(
        episode=episode, version=1, ended_on=town.day(800), reason="left", by=town.keyworker
    )
    actions.record_contact(
        patient=patient,
        on=town.day(850),
        kind="phone",
        outcome="attended",
        with_role="keyworker",
        summary="An old call",
        by=town.keyworker,
    )
    return patient


class TestMerge:
    def test_all_rows_of_both_stand_in_the_kept_record(self, town, twin):
        both = counted(twin) | counted(town.gareth)
        move = merge_records(kept=town.gareth, other=twin, reason="One man", by=town.keyworker)
        twin.refresh_from_db()
        assert twin.merged_into == town.gareth
        assert (counted(town.gareth), counted(twin)) == (both, set())
        assert len(move.rows) == 2
        assert Trail.objects.filter(verb="made two records one").count() == 2

    def test_the_other_is_found_under_its_names_and_leads_to_the_kept(self, town, twin):
        merge_records(kept=town.gareth, other=twin, reason="One man", by=town.keyworker)
        for words in ("Penrhos", "OLD7", "Gary"):
            assert list(Patient.objects.named(words)) == [town.gareth], words
        client = signed_in(town.keyworker)
        page = client.get(reverse("reviews:case", args=[twin.pk]))
        assert "This record was made one with another" in page.content.decode()
        assert reverse("reviews:case", args=[town.gareth.pk]) in page.content.decode()
        posted = client.post(reverse("patients:add_contact", args=[twin.pk]), {})
        assert posted.status_code == 409
        assert "Nothing was saved" in posted.content.decode()

    def test_undone_each_row_is_back_and_what_was_added_since_stays(self, town, twin):
        before = counted(twin), counted(town.gareth)
        move = merge_records(kept=town.gareth, other=twin, reason="One man", by=town.keyworker)
        RecordMove.objects.filter(pk=move.pk).update(recorded_at=town.moment(3))
        move.refresh_from_db()
        new = facts.add(
            Contact,
            patient=town.gareth,
            by=town.keyworker,
            on=town.on,
            kind="phone",
            outcome="attended",
            with_role="keyworker",
        )
        assert any("contact" in words for words in added_since(move))
        undo_move(move=move, by=town.prescriber)
        twin.refresh_from_db()
        assert twin.merged_into is None
        assert counted(twin) == before[0]
        assert counted(town.gareth) == before[1] | {("patients.Contact", new.pk)}
        assert list(Patient.objects.named("Penrhos")) == [twin]
        move.refresh_from_db()
        assert move.undone_by == town.prescriber
        assert undo_move(move=move, by=town.keyworker).undone_by == town.prescriber

    def test_a_correction_made_since_goes_back_with_what_it_corrects(self, town, twin):
        old = Contact.objects.get(patient=twin)
        move = merge_records(kept=town.gareth, other=twin, reason="One man", by=town.keyworker)
        facts.amend(old, by=town.keyworker, reason="Wrong day", on=town.day(849))
        undo_move(move=move, by=town.keyworker)
        assert Contact.objects.filter(patient=twin).count() == 2

    def test_a_record_that_leads_to_another_leads_on_when_that_is_made_one_too(self, town, twin):
        first = merge_records(kept=town.ray, other=twin, reason="One man", by=town.keyworker)
        for episode in town.ray.episodes.filter(ended_on=None):
            actions.end_episode(
                episode=episode,
                version=episode.version,
                ended_on=town.on,
                reason="left",
                by=town.keyworker,
            )
        for prescription in town.ray.prescriptions.filter(ended_on=None):
            prescription.ended_on = town.on
            prescription.save()
        second = merge_records(kept=town.gareth, other=town.ray, reason="One", by=town.keyworker)
        twin.refresh_from_db()
        assert twin.merged_into == town.gareth
        with pytest.raises(ValidationError, match="made one with another since"):
            undo_move(move=first, by=town.keyworker)
        undo_move(move=second, by=town.keyworker)
        twin.refresh_from_db()
        assert twin.merged_into == town.ray

    def test_what_goes_on_in_both_is_ended_first(self, town):
        with pytest.raises(ValidationError) as refusal:
            merge_records(kept=town.gareth, other=town.mina, reason="One", by=town.keyworker)
        said = refusal.value.messages[0]
        assert "episode" in said
        assert "End one of each first" in said

    def test_a_record_is_not_made_one_with_itself_or_without_a_reason(self, town, twin):
        with pytest.raises(ValidationError):
            merge_records(kept=twin, other=twin, reason="One", by=town.keyworker)
        with pytest.raises(ValidationError):
            merge_records(kept=town.gareth, other=twin, reason=" ", by=town.keyworker)

    def test_the_pages_lead_through_it(self, world):
        client = signed_in(world.keyworker)
        dan, gareth = world.dan, world.gareth
        page = reverse("patients:merge", args=[gareth.pk])
        assert "Find the other record" in client.get(page).content.decode()
        assert dan.name in client.post(page, {"words": "Okafor"}).content.decode()
        text = client.post(page, {"other": str(dan.pk)}).content.decode()
        assert dan.reference in text
        assert gareth.reference in text
        typed = {"other": str(dan.pk), "entry_id": str(new_id()), "reason": ""}
        assert "Say why" in client.post(page, typed).content.decode()
        done = client.post(page, typed | {"reason": "Same man"}, follow=True).content.decode()
        assert "Another record of this person was made one with this." in done
        world.open()
        move = RecordMove.objects.get()
        undo = reverse("patients:undo_move", args=[gareth.pk, move.pk])
        assert "goes back there" in client.get(undo).content.decode()
        assert "Undone" in client.post(undo, follow=True).content.decode()
        world.open()
        assert Patient.objects.get(pk=dan.pk).merged_into is None

    @pytest.mark.parametrize("who", ["llinos", "bo"])
    def test_a_record_one_may_not_see_cannot_be_chosen(self, world, who):
        other = getattr(world, who)
        client = signed_in(world.keyworker)
        typed = {"other": str(other.pk), "entry_id": str(new_id()), "reason": "One"}
        text = client.post(reverse("patients:merge", args=[world.gareth.pk]), typed)
        assert other.name not in text.content.decode()
        world.open()
        assert not RecordMove.objects.exists()


class TestWrongPerson:
    def test_a_contact_goes_with_its_earlier_wording(self, town):
        first = Contact.objects.get(patient=town.gareth)
        now = facts.amend(first, by=town.keyworker, reason="Wrong day", on=town.day(13))
        move = move_entry(entry=now, to=town.mina, reason="Two of one name", by=town.prescriber)
        assert {row[1] for row in move.rows} == {str(first.pk), str(now.pk)}
        assert not Contact.objects.filter(patient=town.gareth).exists()
        moved = Contact.objects.current().get(pk=now.pk)
        assert (moved.patient, moved.recorded_by, moved.amend_reason) == (
            town.mina,
            town.keyworker,
            "Wrong day",
        )
        undo_move(move=move, by=town.keyworker)
        assert Contact.objects.filter(patient=town.gareth).count() == 2

    def test_a_review_takes_what_hangs_on_it_along(self, town):
        review = Review.objects.create(
            service=town.service,
            patient=town.gareth,
            held_on=town.day(20),
            seen=Review.Seen.IN_PERSON,
            held_by=town.keyworker,
            held_by_role="keyworker",
            recorded_by=town.keyworker,
            next_review_on=town.day(-60),
        )
        credit = ReviewCredit.objects.create(
            service=town.service,
            patient=town.gareth,
            review=review,
            type="care_plan",
            is_valid=True,
            held_on=review.held_on,
            recorded_by=town.keyworker,
        )
        move_entry(entry=review, to=town.mina, reason="Wrong page", by=town.keyworker)
        for row in (review, credit):
            row.refresh_from_db()
            assert row.patient == town.mina

    def test_missed_doses_belong_to_the_other_persons_prescription_afterwards(self, town):
        missed = prescribing.record_missed_doses(
            prescription=town.prescription(town.gareth),
            from_on=town.day(3),
            to_on=town.day(2),
            reported_by="Quay Pharmacy",
            by=town.keyworker,
        )
        held = missed.prescription_id
        move = move_entry(entry=missed, to=town.mina, reason="Wrong one", by=town.keyworker)
        missed = MissedDoses.objects.get(pk=missed.pk)
        assert missed.prescription.patient == town.mina
        undo_move(move=move, by=town.keyworker)
        missed = MissedDoses.objects.get(pk=missed.pk)
        assert (missed.patient, missed.prescription_id) == (town.gareth, held)

    def test_without_a_like_prescription_it_is_refused_in_words(self, town, twin):
        missed = prescribing.record_missed_doses(
            prescription=town.prescription(town.gareth),
            from_on=town.day(3),
            to_on=town.day(2),
            reported_by="",
            by=town.keyworker,
        )
        with pytest.raises(ValidationError, match="no prescription on that day"):
            move_entry(entry=missed, to=twin, reason="Wrong one", by=town.keyworker)
        missed.refresh_from_db()
        assert missed.patient == town.gareth

    def test_both_records_say_so_and_name_nobody_one_may_not_see(self, world):
        contact = Contact.objects.get(patient=world.gareth)
        move_entry(entry=contact, to=world.llinos, reason="About Llinos", by=world.prescriber)
        page = reverse("patients:moves", args=[world.gareth.pk])
        seen = signed_in(world.prescriber).get(page).content.decode()
        assert world.llinos.name in seen
        told = signed_in(world.keyworker).get(page).content.decode()
        assert "It was about somebody else" in told
        assert "Llinos" not in told
        contacts = reverse("patients:contacts", args=[world.gareth.pk])
        line = "An entry was moved to or from this record"
        assert line in signed_in(world.keyworker).get(contacts).content.decode()
        case = reverse("reviews:case", args=[world.llinos.pk])
        text = signed_in(world.south_keyworker).get(case).content.decode()
        assert line in text and 'aria-label="Moved entries"' in text

    def test_the_pages_lead_through_it(self, world):
        client = signed_in(world.keyworker)
        contact = Contact.objects.get(patient=world.gareth)
        text = client.get(reverse("patients:contacts", args=[world.gareth.pk])).content.decode()
        page = reverse("patients:somebody_else", args=[world.gareth.pk, "contact", contact.pk])
        assert page in text
        assert "Mina Farrow" in client.post(page, {"words": "farrow"}).content.decode()
        text = client.post(page, {"other": str(world.mina.pk)}).content.decode()
        entry = re.search(r'name="entry_id" value="([^"]+)"', text)
        assert entry is not None
        typed = {"other": str(world.mina.pk), "entry_id": entry[1], "reason": "Two tabs open"}
        for _ in range(2):
            client.post(page, typed)
        world.open()
        assert RecordMove.objects.count() == 1
        assert Contact.objects.get(pk=contact.pk).patient == world.mina


def test_the_past_stays_as_it_was_known(own_database):
    """An audit as known before the move finds the entry where it stood; after it, where it is."""
    with transaction.atomic():
        town = build_world()
        contact = Contact.objects.get(patient=town.gareth)
        seen = Contact.objects.get(pk=contact.pk).recorded_at
    with row_security.scope([town.service.pk]):
        move = move_entry(entry=contact, to=town.mina, reason="Wrong one", by=town.keyworker)
    for known_at, whose in ((seen, town.gareth), (move.recorded_at, town.mina)):
        with (
            row_security.scope([town.service.pk]),
            as_known(town.service.pk, known_at, [Contact, Patient]),
        ):
            assert Contact.objects.get(pk=contact.pk).patient_id == whose.pk
