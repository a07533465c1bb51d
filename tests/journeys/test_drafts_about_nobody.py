"""What is typed about nobody on record is kept while it is typed: for its author alone, and gone on
a save."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse
from django.utils.timezone import localdate

from accounts.models import Proposal, User
from accounts.roles import Role
from audits.models import SelfAssessment
from patients import about_nobody, actions
from patients.models import Draft
from tests.audits.finished import finished_run
from tests.world import World, build_world, signed_in, three_boxes

WORDS = "Minutes of the clinical governance meeting, half written"


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


@pytest.fixture
def manager(world: World) -> Client:
    return signed_in(world.manager)


@pytest.fixture
def administrator(world: World) -> Client:
    world.manager.memberships.create(service=world.service, role=Role.ADMINISTRATOR)
    return signed_in(world.manager)


def keep(client: Client, form: str, **typed: object) -> None:
    where = reverse("patients:save_own_draft", args=[form])
    answer = client.post(where, typed, headers={"accept": "application/json"})
    assert "saved" in answer.json()


def kept(world: World) -> list[Draft]:
    world.open()
    return list(Draft.objects.all())


OWN_VIEW = reverse("audits:assess", args=[3])
STREAM = "process"


def own_view(client: Client) -> dict[str, object]:
    """What its form holds as it is opened."""
    streams = client.get(OWN_VIEW).context["streams"]
    return {
        name: value
        for stream in streams
        for box in stream.form
        for name, value in [(box.html_name, box.value())]
        if not isinstance(value, list) and value is not None
    }


def test_our_own_view_comes_back_as_it_was_typed_and_a_save_ends_it(
    world: World, manager: Client
) -> None:
    page = manager.get(OWN_VIEW).content.decode()
    assert 'data-autosave-url="/drafts/own-ownview-3/"' in page and "js/drafts.js" in page
    typed = own_view(manager) | {f"{STREAM}-rating": "2", f"{STREAM}-next_action": WORDS}
    keep(manager, "own-ownview-3", **typed)

    shown = manager.get(OWN_VIEW)
    page = shown.content.decode()
    assert WORDS in page and "This is your draft of" in page
    assert "Say what shows it" not in page, "a draft is not scolded for what is missing"
    assert "<title>Error" not in page
    world.open()
    assert not SelfAssessment.objects.exists(), "showing it saves nothing"
    assert WORDS not in manager.get(reverse("audits:assess", args=[4])).content.decode()

    assert manager.post(OWN_VIEW, typed).status_code == 200, "a refused save keeps it"
    assert len(kept(world)) == 1
    shown_by = {f"{STREAM}-evidence": "Minutes"} | three_boxes(f"{STREAM}-evidence_on", world.on)
    assert manager.post(OWN_VIEW, typed | shown_by).status_code == 302
    assert kept(world) == []
    assert SelfAssessment.objects.get().next_action == WORDS
    assert "This is your draft of" not in manager.get(OWN_VIEW).content.decode()


def test_it_is_sealed_and_its_authors_alone(world: World, manager: Client) -> None:
    keep(manager, "own-ownview-3", **{f"{STREAM}-next_action": WORDS})
    (draft,) = kept(world)
    assert (draft.patient, draft.service, draft.author) == (None, world.service, world.manager)
    assert WORDS.encode() not in bytes(draft.sealed)
    other = User.objects.create_user(email="other@example.org", password="x", full_name="Oda Lund")
    other.memberships.create(service=world.service, role=Role.MANAGER)
    page = signed_in(other).get(OWN_VIEW)
    assert page.status_code == 200 and WORDS not in page.content.decode()


def test_it_waits_on_my_people_and_can_be_thrown_away(world: World, manager: Client) -> None:
    keep(manager, "own-ownview-3", **{f"{STREAM}-next_action": WORDS})
    page = manager.get(reverse("reviews:my_people")).content.decode()
    assert f'<a href="{OWN_VIEW}">Our own view, step 3</a>, not saved yet' in page
    where = reverse("patients:save_own_draft", args=["own-ownview-3"])
    assert manager.post(where, {"discard": "yes", "next": OWN_VIEW}).url == OWN_VIEW
    assert kept(world) == []


def test_without_a_script_a_button_keeps_it(world: World, manager: Client) -> None:
    where = reverse("patients:save_own_draft", args=["own-ownview-3"])
    typed = own_view(manager) | {f"{STREAM}-next_action": WORDS, "next": OWN_VIEW}
    answer = manager.post(where, typed, headers={"accept": "text/html"}, follow=True)
    assert answer.request["PATH_INFO"] == OWN_VIEW
    assert WORDS in answer.content.decode()


def test_somebody_being_added_to_the_staff(world: World, administrator: Client) -> None:
    address = reverse("accounts:add_staff")
    assert 'data-autosave-url="/drafts/own-staff/"' in administrator.get(address).content.decode()
    keep(administrator, "own-staff", full_name="Wren Halloran", email="wren@example.org")
    page = administrator.get(address).content.decode()
    assert 'value="Wren Halloran"' in page and "Choose at least one role" not in page
    assert not User.objects.filter(email="wren@example.org").exists()
    typed = {"full_name": "Wren Halloran", "email": "wren@example.org", "roles": ["manager"]}
    assert administrator.post(address, typed).status_code == 302
    assert User.objects.filter(email="wren@example.org").exists() and kept(world) == []


@pytest.mark.parametrize(
    ("form", "page"),
    [("own-intervals", "reviews:propose_intervals"), ("own-wording", "reviews:propose_wording")],
)
def test_a_whole_draft_of_a_change_is_shown_and_proposes_nothing(
    world: World, manager: Client, form: str, page: str
) -> None:
    boxes = manager.get(reverse(page)).context["form"]
    typed = {box.html_name: box.value() for box in boxes if isinstance(box.value(), int | str)}
    typed |= {"reason": WORDS, "status": "verified", **three_boxes("effective_from", world.on)}
    keep(manager, form, **typed)
    assert WORDS in manager.get(reverse(page)).content.decode()
    world.open()
    assert not Proposal.objects.exists()


def test_a_draft_about_something_else_than_was_opened_is_named_first(
    world: World, manager: Client
) -> None:
    run = finished_run(world.service, world.manager, world.on)
    keep(manager, "own-promise", run=run.number, code="5.1", what=WORDS)
    form = reverse("audits:promise")
    named = "You opened this form about something else, but your draft of"
    other = manager.get(form, {"run": run.number, "code": "7.1"}).content.decode()
    assert named in other and WORDS in other
    assert other.index(named) < other.index("<h1>")
    for asked in ({"run": run.number, "code": "5.1"}, {}):
        same = manager.get(form, asked).content.decode()
        assert WORDS in same
        assert named not in same


def test_nothing_else_is_kept_there(manager: Client) -> None:
    for form in ("own-start", "own-ownview-13", "own-ownview", "own-comment-5", "sent-abc"):
        where = reverse("patients:save_own_draft", args=[form])
        assert manager.post(where, {"words": "x"}).status_code == 404


def test_every_draft_has_a_name_that_fits_and_a_page() -> None:
    longest = Draft._meta.get_field("form").max_length
    for page, one in settings.FORMS_ABOUT_NOBODY.items():
        if page == "patients:start":
            continue
        name = "-".join([f"own-{one['key']}", *["12"] * one.get("part", "").count("{}")])
        found = about_nobody.page_of(name)
        assert found and about_nobody.draft_name(resolve(found[0])) == name
        assert len(name) <= longest  # type: ignore[operator]
    assert about_nobody.page_of("own-comment-7-12") == (
        "/audits/runs/7/steps/12/comment/",
        "A comment, run 7, step 12",
    )


def test_a_comment_is_kept_for_its_own_run_and_step(world: World, manager: Client) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    address = reverse("audits:comment", args=[audit.number, 7])
    name = f"own-comment-{audit.number}-7"
    assert f'data-autosave-url="/drafts/{name}/"' in manager.get(address).content.decode()
    keep(manager, name, text=WORDS, version=0)
    assert WORDS in manager.get(address).content.decode()
    other = reverse("audits:comment", args=[audit.number, 8])
    assert WORDS not in manager.get(other).content.decode()
    listed = manager.get(reverse("reviews:my_people")).content.decode()
    assert f'<a href="{address}">A comment, run {audit.number}, step 7</a>, not saved yet' in listed
    assert manager.post(address, {"text": WORDS, "version": 0}).status_code == 302
    assert kept(world) == []


def test_who_may_not_open_the_form_is_shown_no_draft_of_it(world: World, manager: Client) -> None:
    keep(manager, "own-staff", full_name="Wren Halloran")
    answer = manager.get(reverse("accounts:add_staff"))
    assert answer.status_code == 403 and "Wren" not in answer.content.decode()


def test_a_transfer_that_is_being_accepted(world: World) -> None:
    transfer = actions.ask_transfer(
        episode=world.episode(world.gareth),
        direction="out",
        other_service="Quay Road Drug Service",
        asked_on=world.day(3),
        by=world.keyworker,
    )
    client = signed_in(world.keyworker)
    address = reverse("reviews:transfer", args=[world.gareth.pk, transfer.pk])
    where = client.get(address).context["draft_url"]
    assert f'data-autosave-url="{where}"' in client.get(address).content.decode()
    client.post(where, {"accepted_by": "Jo Pask, on call"}, headers={"accept": "application/json"})
    page = client.get(address).content.decode()
    assert 'value="Jo Pask, on call"' in page and "This is your draft of" in page
