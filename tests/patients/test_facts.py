"""A fact is never changed: amendments stand beside it."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Trail
from patients import facts
from patients.models import Contact, SignificantEvent
from rodt import row_security
from rodt.ids import new_id
from rodt.versions import StaleSave
from tests.world import build_world


@pytest.fixture
def contact(town) -> Contact:
    return Contact.objects.get(patient=town.gareth)


def test_an_amendment_is_a_new_row_with_who_and_why(town, contact):
    new = facts.amend(contact, by=town.prescriber, reason="Wrong day", on=town.day(13))
    contact.refresh_from_db()
    assert contact.superseded_at is not None
    assert contact.on == town.day(14)
    assert (new.on, new.amends, new.amend_reason) == (town.day(13), contact, "Wrong day")
    assert new.recorded_by == town.prescriber
    assert new.their_words == contact.their_words
    assert list(Contact.objects.current().filter(patient=town.gareth)) == [new]


def test_a_withdrawn_fact_no_longer_stands_and_stays_on_record(town, contact):
    gone = facts.withdraw(contact, by=town.keyworker, reason="Another Gareth")
    assert not Contact.objects.current().filter(patient=town.gareth).exists()
    assert Contact.objects.filter(patient=town.gareth).count() == 2
    assert (gone.is_withdrawn, gone.amend_reason) == (True, "Another Gareth")


def test_the_second_to_amend_is_told_what_stands_now(town, contact):
    first = facts.amend(contact, by=town.keyworker, reason="Wrong day", on=town.day(13))
    with pytest.raises(StaleSave) as refusal:
        facts.amend(contact, by=town.prescriber, reason="Wrong day", on=town.day(12))
    assert refusal.value.row == first


def test_an_amendment_may_itself_be_amended(town, contact):
    first = facts.amend(contact, by=town.keyworker, reason="Wrong day", on=town.day(13))
    second = facts.amend(first, by=town.keyworker, reason="Wrong again", on=town.day(12))
    assert list(Contact.objects.current().filter(patient=town.gareth)) == [second]


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_amendment_says_why(town, contact, reason):
    with pytest.raises(ValidationError):
        facts.amend(contact, by=town.keyworker, reason=reason, on=town.day(13))


def test_the_trail_names_the_fields_and_holds_none_of_the_words(town, contact):
    facts.amend(contact, by=town.keyworker, reason="Misheard", their_words="Secret words")
    note = Trail.objects.get(verb="amended", about="patients.contact")
    assert note.facts["fields"] == ["their_words"]
    assert "Secret" not in str(note.facts)


def test_one_row_is_amended_once_by_constraint(town, contact):
    facts.amend(contact, by=town.keyworker, reason="Wrong day", on=town.day(13))
    with pytest.raises(IntegrityError), transaction.atomic():
        facts.add(
            Contact,
            patient=town.gareth,
            by=town.keyworker,
            on=town.on,
            kind="phone",
            outcome="attended",
            with_role="keyworker",
            amends=contact,
        )


def test_the_same_form_posted_twice_makes_one_row(town):
    entry = new_id()
    rows = [
        facts.add(
            SignificantEvent,
            patient=town.gareth,
            by=town.keyworker,
            entry_id=entry,
            kind="overdose",
            on=town.on,
        )
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    assert SignificantEvent.objects.filter(patient=town.gareth).count() == 1


def test_of_two_people_who_amend_at_once_one_is_told(own_database):
    with transaction.atomic():
        town = build_world()
        contact = Contact.objects.get(patient=town.gareth)
    answers: list[str] = []

    def correct(days: int) -> None:
        try:
            with row_security.scope([town.service.pk]):
                facts.amend(contact, by=town.keyworker, reason="At once", on=town.day(days))
            answers.append("saved")
        except StaleSave:
            answers.append("told")
        finally:
            connection.close()

    threads = [Thread(target=correct, args=[days]) for days in (12, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["saved", "told"]
    with row_security.scope([town.service.pk]):
        assert Contact.objects.current().filter(patient=town.gareth).count() == 1
