"""Key to success, and what commissioners ask: answered by the service, kept with a run."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Trail
from audits import own_answers, report_reader, run
from audits.export import rows
from audits.models import ServiceAnswer
from audits.own_questions import ANSWERS, COMMISSIONER, KEY_TO_SUCCESS, QUESTIONS
from audits.report_pdf import pdf_context
from audits.step import Mark
from tests.audits.finished import finished_run
from tests.world import World, build_world, signed_in


def test_the_questions_are_those_of_the_short_version_with_their_mark() -> None:
    assert (len(KEY_TO_SUCCESS.questions), len(COMMISSIONER.questions)) == (7, 4)
    assert {KEY_TO_SUCCESS.source.mark, COMMISSIONER.source.mark} == {Mark.FOUND}
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert dict(ServiceAnswer.Answer.choices) == ANSWERS


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.manager)


ADDRESS = "audits:answer_questions"


def typed(**more: str) -> dict[str, str]:
    blank = {"version": "0", "answer": "", "note": ""}
    found = {f"{question.key}-{name}": v for question in QUESTIONS for name, v in blank.items()}
    return found | {name.replace("__", "-"): value for name, value in more.items()}


def test_answers_are_saved_shown_and_kept_with_the_run(world: World, client: Client) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    before = report_reader.build(audit)
    assert {one.words for part in before.answers for one in part.answers} == {"Not yet answered"}
    said = {"vision__answer": "partly", "vision__note": "A <plan>", "integrated__answer": "no"}
    page = client.post(reverse(ADDRESS), typed(**said), follow=True).content.decode()
    assert "Saved: 2 answers." in page
    assert Trail.objects.get(verb="answered as the service").facts["questions"] == [
        "vision",
        "integrated",
    ]
    run.make_files(audit, lambda _done, _words: None)
    after = report_reader.build(audit)
    (vision, *_), (_, _, integrated, _) = (part.answers for part in after.answers)
    assert (vision.words, vision.note, vision.by) == ("Partly", "A <plan>", "Ruth Calder")
    assert integrated.words == "No"
    assert ("", "", "commissioner", "integrated", "no") in rows(after)
    assert pdf_context(after)["report"].answers == after.answers
    page = client.get(reverse("audits:report", args=[audit.pk])).content.decode()
    assert "Key to success: 1 of 7 answered" in page and "A &lt;plan&gt;" in page


def test_whoever_saves_second_sees_both(world: World, client: Client) -> None:
    values = {"vision": {"answer": "yes", "note": "", "version": 0}}
    own_answers.answer(service=world.service, answers=values, by=world.manager)
    page = client.post(reverse(ADDRESS), typed(vision__answer="no")).content.decode()
    assert "Someone else saved first" in page
    assert ServiceAnswer.objects.get().answer == "yes"
    again = typed(vision__answer="no", vision__version="1")
    assert client.post(reverse(ADDRESS), again).status_code == 302
    assert ServiceAnswer.objects.get().answer == "no"
