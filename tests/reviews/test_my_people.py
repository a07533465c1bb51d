"""My people as a page: everybody accounted for, nothing asked of the address but a filter."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Trail, User
from patients import actions as patients
from patients import drafts
from reviews import my_people, overdue
from reviews.models import Review, ReviewCredit
from reviews.order import Group
from reviews.worklist import Whose, worklist
from tests.world import TODAY, World, build_world, signed_in, staff_the_services

pytestmark = pytest.mark.django_db
PAGE = "/my-people/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.keyworker)


def text(page: str) -> str:
    """What a reader reads, on one line."""
    plain = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    return re.sub(r"\s+", " ", plain)


def opened(user: User | Client, **asked: str) -> str:
    client = user if isinstance(user, Client) else signed_in(user)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_has_the_worklists_own_address() -> None:
    assert reverse("reviews:my_people") == PAGE


def test_the_sum_accounts_for_everybody(client: Client) -> None:
    found = text(opened(client))
    parts = re.search(
        r"(\d+) needs? you \+ (\d+) due in 14 days \+ (\d+) paused \+ (\d+) with nothing due"
        r" = (\d+) shown",
        found,
    )
    assert parts is not None
    *counted, shown = map(int, parts.groups())
    assert sum(counted) == shown == 10
    assert "hidden by the filter" not in found


def test_what_a_filter_hides_is_said_with_how_many_are_overdue(client: Client) -> None:
    found = text(opened(client, treatment="ost"))
    assert "1 hidden by the filter. Together, your 10 people." in found
    assert re.search(r"Hides 1 person, \d of them overdue\. Show everyone", found)


def test_the_groups_stand_in_their_order(client: Client) -> None:
    page = opened(client)
    order = [page.index(f'id="group-{key}"') for key in ("safety", "script_ending", "first_weeks")]
    assert order == sorted(order)
    assert page.index('id="group-first_weeks"') < page.index('id="group-long_overdue"')


def test_a_group_with_nobody_in_it_is_left_out(world: World) -> None:
    assert 'id="group-safety"' not in opened(world.south_keyworker)


@pytest.mark.parametrize("asked", [{"people": "service"}, {"people": "x"}, {"treatment": "<b>"}])
def test_an_answer_that_is_not_offered_is_read_as_the_first(
    client: Client, asked: dict[str, str]
) -> None:
    page = opened(client, **asked)
    assert 'value="me" selected' in page and 'value="all" selected' in page
    assert "Llinos" not in page


def test_an_administrator_has_no_list(world: World) -> None:
    assert signed_in(world.administrator).get(PAGE).status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in() -> None:
    answer = Client().get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_nobody_sees_another_service(world: World) -> None:
    page = opened(world.manager, people="service")
    assert "Gareth Penrose" in page and "Bo Sandys" not in page


def test_the_list_is_no_look_at_a_record(world: World, client: Client) -> None:
    before = Trail.objects.count()
    opened(client)
    assert Trail.objects.count() == before


def test_the_address_names_nobody(client: Client) -> None:
    page = opened(client)
    (form,) = re.findall(r'<form[^>]*method="get".*?</form>', page, re.S)
    assert set(re.findall(r'name="(\w+)"', form)) == {"people", "treatment"}


def test_the_queries_do_not_grow_with_the_people(world: World) -> None:
    counts = []
    for user in (world.south_keyworker, world.keyworker):
        client = signed_in(user)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_the_bar_says_how_many_cannot_wait(world: World, client: Client) -> None:
    assert '1 <span class="only-wide">safety </span>alert<' in opened(client)
    assert "bar-tasks" not in opened(world.south_keyworker)


def test_a_missed_night_is_said_first(client: Client) -> None:
    assert "No nightly check has finished yet." in text(opened(client))


def test_todays_meetings_are_my_own(world: World, client: Client) -> None:
    for staff, patient in ((world.keyworker, world.gareth), (world.prescriber, world.leanne)):
        patients.book_appointment(
            patient=patient, at=world.moment(0, 11), staff=staff, about="Review", by=staff
        )
    side = text(opened(client)).partition("Drafts to finish")[0].rpartition(" Today ")[2]
    assert "11am Gareth Penrose" in side
    assert "Leanne" not in side.partition("Due in the next 14 days")[0]


@pytest.mark.parametrize(
    ("form", "what"), [("add_contact", "contact"), ("script-1a2b", "form on their pages")]
)
def test_a_draft_of_any_form_about_a_person_is_listed(
    world: World, client: Client, form: str, what: str
) -> None:
    drafts.save(
        patient=world.gareth,
        form=form,
        by=world.keyworker,
        typed={"summary": ["Secret so far"]},
        at=timezone.now(),
        answered=1,
        of_questions=5,
    )
    assert f"Drafts to finish 1 Gareth Penrose , {what} 1 of 5 answered." in text(opened(client))


def test_a_draft_is_listed_for_its_author_with_how_far_it_got(world: World, client: Client) -> None:
    drafts.save(
        patient=world.gareth,
        form="review",
        by=world.keyworker,
        typed={"own_words": ["Secret so far"]},
        at=timezone.now() - timedelta(hours=2),
        answered=7,
        of_questions=11,
    )
    found = text(opened(client))
    assert "Drafts to finish 1 Gareth Penrose , review 7 of 11 answered." in found
    assert "Saved 1 October 2026, 8am" in found
    assert "Secret so far" not in found
    assert "Drafts to finish" not in text(opened(world.prescriber))


def test_somebody_being_registered_is_listed_for_who_began_it(world: World, client: Client) -> None:
    drafts.save(
        patient=None,
        service_id=world.service.pk,
        form=drafts.START_FORM,
        by=world.keyworker,
        typed={"family_name": ["Secretson"]},
        at=timezone.now() - timedelta(hours=2),
        answered=1,
        of_questions=20,
    )
    page = opened(client)
    assert "Drafts to finish 1 Somebody new , being registered 1 of 20 answered." in text(page)
    assert 'href="/patients/new/?continue=yes"' in page
    assert "Secretson" not in text(page)
    assert "Drafts to finish" not in text(opened(world.prescriber))


def test_the_paused_are_listed_with_the_day_it_ends(client: Client) -> None:
    found = text(opened(client))
    assert "Leon Abara In custody Since 1 September 2026. Ends 20 October 2026" in found


def test_what_moved_overnight_is_named(world: World) -> None:
    result = overdue.flag_overdue(world.service, world.on)
    counts = result.by_staff[world.keyworker.pk]
    night = my_people.LastNight(
        on=world.on,
        is_done=True,
        finished_at=timezone.now() + timedelta(days=400),
        counts=counts,
        words="",
        job=None,
    )
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    moved = my_people.what_moved(found, night)
    assert moved.total == counts.became_overdue > 0
    assert len(moved.first) + moved.rest == moved.total
    assert {item.patient_id for item in moved.first} <= {entry.person.id for entry in found.shown}
    assert all(item.sub.startswith("Became overdue. Due ") for item in moved.first)


def test_after_a_quiet_night_nothing_is_named(world: World) -> None:
    night = my_people.LastNight(world.on, True, timezone.now(), overdue.Counts(10, 0, 0), "", None)
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    assert not my_people.what_moved(found, night)


def test_whoever_has_nobody_is_told_what_that_means(world: World) -> None:
    found = text(opened(world.second_prescriber))
    assert "Nobody is on this list" in found
    assert "Nobody in treatment has you as keyworker or prescriber." in found


def test_when_all_are_up_to_date_the_next_one_is_named(world: World) -> None:
    """The whole of one person's care, held today."""
    review = Review.objects.create(
        service=world.service,
        patient=world.llinos,
        held_on=world.on,
        seen="in_person",
        held_by=world.south_keyworker,
        held_by_role="keyworker",
    )
    for kind in ("care_plan", "medical", "strategic", "risk", "top", "keywork"):
        ReviewCredit.objects.create(
            service=world.service,
            patient=world.llinos,
            review=review,
            type=kind,
            held_on=world.on,
            is_valid=True,
        )
    found = text(opened(world.south_keyworker))
    assert "Nobody needs you today The one person shown is up to date or paused." in found
    assert "The next is Llinos Angharad" in found
    assert "keywork contact, 29 October 2026." in found


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of four rows, so that eleven people are a long list."""
    monkeypatch.setattr(my_people, "ROWS", 4)
    monkeypatch.setattr(my_people, "LAST_FEW", 0)


@pytest.mark.usefixtures("short_pages")
def test_the_rows_of_a_page_go_to_the_most_urgent_and_every_group_is_counted(
    world: World, client: Client
) -> None:
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    page = opened(client)
    assert page.count('class="work-row"') == 4 < found.needing
    urgent = [entry.person.name for entry in found.shown[:4]]
    assert re.findall(r"data-row-link>([^<]+)<", page) == urgent
    for group, entries in found.by_group.items():
        if entries and group.needs_someone:
            heading = page.partition(f'id="group-{group.name.lower()}"')[2].partition("</h2>")[0]
            assert re.search(rf"\b{len(entries)} (person|people)", heading)


@pytest.mark.usefixtures("short_pages")
def test_the_rest_of_a_group_is_a_page_of_its_own(world: World, client: Client) -> None:
    page = opened(client)
    found = re.search(r'href="\?(people=me&amp;treatment=all&amp;group=long_overdue)"', page)
    assert found is not None
    whole = client.get(f"{PAGE}?{found[1].replace('&amp;', '&')}").content.decode()
    group = worklist(world.access(world.keyworker), world.on, Whose.MINE).by_group
    expected = next(entries for key, entries in group.items() if key.name == "LONG_OVERDUE")
    assert whole.count('class="work-row"') == len(expected) > 1


def test_a_few_more_rows_are_not_sent_to_another_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_people, "ROWS", 4)
    assert "in this group" not in text(opened(client))


def test_a_long_list_at_the_side_says_how_many_more_there_are(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_people, "SIDE_LIST", 0)
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    (paused,) = found.by_group[Group.PAUSED]
    page = opened(client)
    assert "Paused 1 1 more person paused" in text(page)
    rest = opened(client, group="paused")
    assert paused.person.name in rest and "Showing 1 to 1 of 1" in text(rest)


def test_a_group_nobody_stands_in_shows_the_whole_list(client: Client) -> None:
    assert "My people" in opened(client, group="overdue_for_tea")


def test_an_empty_service_still_has_a_page() -> None:
    world = staff_the_services()
    found = text(opened(world.manager))
    assert "Nothing is open that cannot wait until tomorrow." in found
    assert "Nobody in treatment has a keyworker or a prescriber yet." in found
    whole = text(opened(world.manager, people="service"))
    assert "Nobody is in treatment at this service." in whole
