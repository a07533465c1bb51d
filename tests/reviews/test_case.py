"""The person's page: the first sentence, worries, and the same queries for everybody."""

import re
from datetime import datetime, time
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import actions as careplans
from patients import actions as patients
from patients.models import Patient
from reviews import case_page
from reviews.case_page import CasePage
from tests.town import LONDON, World, signed_in
from tests.world import build_world

pytestmark = pytest.mark.django_db

# Door, trail, frame and banner ask 13 of them; the page itself 28.
QUERIES = 49


@pytest.fixture
def world() -> World:
    return build_world()


def read(world: World, patient: Patient) -> CasePage:
    return case_page.read(world.access(world.keyworker), patient, world.on)


def html_of(world: World, patient: Patient, query: str = "", who: object = None) -> str:
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        client = signed_in(who or world.keyworker)  # type: ignore[arg-type]
        answer = client.get(reverse("reviews:case", args=[patient.pk]) + query)
        assert answer.status_code == 200
        return answer.content.decode()


def text_of(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_the_first_sentence_names_the_oldest_and_counts_the_rest(world: World) -> None:
    opening = read(world, world.gareth).opening
    assert opening.strong.startswith("The ") and "days overdue" in opening.strong
    assert "No meeting is booked: one form does" in opening.rest


def test_here_today(world: World) -> None:
    patients.book_appointment(
        patient=world.gareth, at=world.moment(0), staff=world.keyworker, by=world.keyworker
    )
    patients.book_appointment(
        patient=world.ray, at=world.moment(0), staff=world.prescriber, by=world.keyworker
    )
    assert "Booked for 11am today: one form does" in read(world, world.gareth).opening.rest
    assert "Booked for 11am today, with Dr Osei" in read(world, world.ray).opening.rest


def test_missed_doses_come_first(world: World) -> None:
    page = read(world, world.carl)
    assert page.opening.strong == "3 missed doses in a row wait for a prescriber’s decision."
    assert page.worries[0].title == "3 missed doses in a row"


def test_a_pause_says_until_when(world: World) -> None:
    page = read(world, world.leon)
    assert page.opening.strong == "Reviews are paused to 20 October 2026."
    assert "In custody since 1 September 2026." in page.opening.rest
    assert "End the pause" in html_of(world, world.leon)
    waits, *rest = page.dues
    assert (waits.title, waits.chip.text) == ("Paused to 20 October 2026", "In custody")
    assert waits.stands_for > 1 and "Then due within 7 days." in waits.sub
    assert page.more_dues == 0 and not rest, "what waits stands in one row"


def test_somebody_who_left_can_be_opened_again(world: World) -> None:
    page = read(world, world.dan)
    assert page.opening.strong.startswith("Treatment here ended on ")
    assert "Treatment completed: drug-free." in page.opening.rest
    html = html_of(world, world.dan)
    assert reverse("patients:reopen", args=[world.dan.pk]) in html
    assert page.worries == ()


def test_nobody_is_reviewed_after_death(world: World) -> None:
    world.leanne.died_on = world.day(2)
    world.leanne.save()
    page = read(world, world.leanne)
    assert page.opening.strong == "Leanne Osgood died on 29 September 2026."
    assert page.worries == () and not page.may_reopen


def test_a_worry_is_only_what_the_record_knows(world: World) -> None:
    titles = [worry.title for worry in read(world, world.gareth).worries]
    assert "Naloxone" in titles and "Pregnancy" not in titles
    assert sum(title.startswith("Child at home") for title in titles) == 1, "nothing twice"
    assert "Script ends" not in " ".join(w.title for w in read(world, world.leanne).worries)
    assert any("ends in 2 days" in f"{w.title} {w.text}" for w in read(world, world.aoife).worries)


def test_their_words_prescription_goals_and_tests_are_there(world: World) -> None:
    text = text_of(html_of(world, world.gareth))
    assert "“I'm all right in the week. It's the weekends Maya isn't here that get me.”" in text
    assert "To Dee Marsh, 17 September 2026, in person" in text
    assert "Working at the boatyard" in text
    assert "Methadone 55mg (55ml of 1mg/ml)" in text and "as recorded on" in text
    assert "4 open" in text and "Past:" in text
    assert "methadone, cocaine" in text
    assert "No TOP is recorded in this treatment." in text


def test_words_are_never_gendered(world: World) -> None:
    for patient in world.people.values():
        if patient.service_id != world.service.pk or patient.team_id != world.north.pk:
            continue
        said = read(world, patient).opening.strong.lower()
        assert not re.search(r"\b(his|her|he|she|they|their)\b", said)


def test_a_closed_goal_is_not_open(world: World) -> None:
    goal = world.gareth.goals.get(words="Sort my tooth out")
    careplans.record_progress(goal=goal, on=world.day(1), state="achieved", by=world.keyworker)
    words = [row.goal.words for row in read(world, world.gareth).plan.open_goals]
    assert len(words) == 3 and "Sort my tooth out" not in words


def test_the_same_queries_for_two_very_different_people(world: World) -> None:
    """Nine years with everything, and somebody who came yesterday with nothing."""
    new = patients.register_patient(
        team=world.north,
        given_name="Nia",
        family_name="Blank",
        date_of_birth=world.day(9000),
        by=world.keyworker,
        reference="W900",
    )
    client = signed_in(world.keyworker)
    counted = []
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        for patient in (world.gareth, world.gareth, new, world.mina, world.dan):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("reviews:case", args=[patient.pk]))
            counted.append(len(asked))
    assert len(set(counted[1:])) == 1, counted
    assert counted[-1] <= QUERIES


def test_a_manager_looks_and_is_offered_nothing_to_write(world: World) -> None:
    html = html_of(world, world.gareth, who=world.manager)
    assert reverse("reviews:log", args=[world.gareth.pk]) not in html
    assert reverse("patients:add_contact", args=[world.gareth.pk]) not in html


def test_the_timeline_is_filtered_by_plain_links(world: World) -> None:
    html = html_of(world, world.gareth, "?show=tests")
    assert "Showing tests." in html and "?show=contacts#timeline" in html
    assert "Weekends are hardest" not in html[html.index('id="timeline"') :]


def test_somebody_else_s_person_is_not_found(world: World) -> None:
    client = signed_in(world.keyworker)
    assert client.get(reverse("reviews:case", args=[world.bo.pk])).status_code == 404
    assert client.get(reverse("reviews:case", args=[world.llinos.pk])).status_code == 404


def test_a_goal_is_a_link_only_for_who_may_change_it(world: World) -> None:
    goals = reverse("careplans:plan", args=[world.gareth.pk]) + "goals/"
    assert goals in html_of(world, world.gareth)
    assert goals not in html_of(world, world.gareth, who=world.manager)
