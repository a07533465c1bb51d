"""What was typed and not yet saved: kept for its author alone, and gone on a save."""

from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Trail
from patients import drafts
from patients.models import Draft
from tests.patients.typed import contact_form, page
from tests.world import signed_in


class TestDrafts:
    def keep(self, client, person, form="add_contact", **typed):
        return client.post(
            reverse("patients:save_draft", args=[person.pk, form]),
            typed,
            headers={"accept": "application/json"},
        )

    def test_what_is_typed_is_kept_and_comes_back_in_the_form(self, world, dee):
        typed = contact_form(world, summary="Half a thought", content=["social"])
        answer = self.keep(dee, world.leon, **typed)
        assert "saved" in answer.json()
        text = dee.get(page("add_contact", world.leon)).content.decode()
        assert "Half a thought" in text
        assert "This is your draft of" in text
        assert f'value="{typed["entry_id"]}"' in text

    def test_a_draft_is_sealed_in_the_database(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        world.open()
        assert b"Half a thought" not in bytes(Draft.objects.get().sealed)

    def test_nobody_else_sees_it(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        text = signed_in(world.prescriber).get(page("add_contact", world.leon)).content.decode()
        assert "Half a thought" not in text

    def test_a_save_ends_the_draft(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        dee.post(page("add_contact", world.leon), contact_form(world))
        world.open()
        assert not Draft.objects.exists()

    def test_a_refused_save_keeps_the_draft(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        dee.post(page("add_contact", world.leon), contact_form(world, kind=""))
        world.open()
        assert Draft.objects.count() == 1

    def test_without_a_script_the_button_keeps_it_and_shows_the_form_again(self, world, dee):
        address = page("add_contact", world.leon)
        answer = dee.post(
            reverse("patients:save_draft", args=[world.leon.pk, "add_contact"]),
            {"summary": "Half a thought", "next": address},
            headers={"accept": "text/html"},
        )
        assert answer.url == address

    def test_the_way_back_never_leads_elsewhere(self, world, dee):
        answer = dee.post(
            reverse("patients:save_draft", args=[world.leon.pk, "add_contact"]),
            {"next": "https://elsewhere.example/"},
            headers={"accept": "text/html"},
        )
        assert answer.url == reverse("reviews:case", args=[world.leon.pk])

    def test_only_what_was_answered_is_counted(self, world, dee):
        opened = contact_form(world, summary="Half a thought")
        kept = [*opened, "minutes"]
        untouched = ",".join(name for name in kept if name != "summary")
        for _ in range(2):
            self.keep(dee, world.leon, **opened, untouched=untouched)
        world.open()
        assert Draft.objects.get().answered == 1
        # Opened again from the draft: it stands as it was left, and one more is answered.
        untouched = ",".join(name for name in kept if name != "kind")
        self.keep(dee, world.leon, **opened, untouched=untouched)
        world.open()
        assert Draft.objects.get().answered == 2

    def test_it_can_be_thrown_away(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        self.keep(dee, world.leon, discard="yes")
        world.open()
        assert not Draft.objects.exists()

    def test_keeping_a_draft_is_no_look_at_the_record(self, world, dee):
        self.keep(dee, world.leon, summary="Half a thought")
        world.open()
        assert not Trail.objects.filter(verb="wrote in").exists()

    def test_a_draft_no_key_opens_any_more_is_left_aside(self, world, dee, settings):
        self.keep(dee, world.leon, summary="Half a thought")
        settings.DRAFT_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
        assert dee.get(page("add_contact", world.leon)).status_code == 200
        world.open()
        draft = drafts.find(patient=world.leon, form="add_contact", by=world.keyworker)
        assert drafts.typed_in(draft) is None

    def test_a_second_tab_takes_away_nothing_that_was_kept_since_it_was_opened(self, world, dee):
        def keep(tab, opened, words):
            return dee.post(
                reverse("patients:save_draft", args=[world.leon.pk, "add_contact"]),
                {"summary": words},
                headers={"accept": "application/json", "x-tab": tab, "x-opened": str(opened)},
            )

        def kept():
            world.open()
            return drafts.typed_in(Draft.objects.get())["summary"]

        at = int(now().timestamp())
        first, second = at - 60, at - 30
        assert keep("one", first, "A long story").status_code == 200
        refused = keep("two", second, "")
        assert refused.status_code == 409
        assert "This draft was changed in another tab at" in refused.json()["words"]
        assert kept() == ["A long story"]
        assert keep("one", first, "A longer story").status_code == 200, "its own page goes on"
        assert keep("three", at + 60, "Opened since").status_code == 200
        assert keep("one", first, "A longer story").status_code == 409
        assert kept() == ["Opened since"]
        text = dee.get(page("add_contact", world.leon)).content.decode()
        assert "Opened since" in text
