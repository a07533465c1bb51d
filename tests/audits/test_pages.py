"""The pages of an audit, from address to database. Every figure leads to exactly its people."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Trail, User
from audits import actions, assessments, report_reader, retiring, run, team_page
from audits.models import Audit, SelfAssessment
from audits.step import not_met
from audits.steps import INDICATORS, STEPS
from audits.tally import slug
from jobs.models import Job
from rodt.versions import StaleSave
from tests.audits.finished import finished_run
from tests.town import LONDON, World, signed_in, three_boxes

pytestmark = pytest.mark.django_db

_FIGURE = re.compile(r'<a[^>]*href="([^"]*/figures/[^"]*)"[^>]*data-figure[^>]*>(.*?)</a>', re.S)
_LISTED = re.compile(r'data-people="(\d+)"')


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=LONDON), tick=True):
        yield


def nothing(percent: int, words: str) -> None:
    """Progress that nobody follows."""


def real_run(world: World) -> Audit:
    """Carried out over the town, as a worker does it."""
    audit = Audit.objects.create(
        service=world.service,
        number=1,
        on=world.on,
        period_start_on=world.day(364),
        known_at=timezone.now() + timedelta(days=36500),
        requested_by=world.manager,
    )
    return run.run(audit, nothing)


def get(user: User, name: str, *args: object, **more: object) -> HttpResponse:
    return signed_in(user).get(reverse(name, args=args), more)


def text(response: HttpResponse) -> str:
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def figures(html: str) -> list[tuple[str, int]]:
    """Each link from a figure: where it leads, and the number printed."""
    found = []
    for url, words in _FIGURE.findall(html):
        number = re.search(r"\d[\d,]*", re.sub(r"<[^>]+>", " ", words))
        assert number, words
        found.append((unescape(url), int(number[0].replace(",", ""))))
    return found


def listed(client: Client, url: str) -> int:
    """How many people stand on the list, page by page."""
    page, rows = 1, 0
    while True:
        html = client.get(f"{url}{'&' if '?' in url else '?'}page={page}").content.decode()
        said = _LISTED.search(html)
        assert said, url
        rows += html.count('<tr><th scope="row">')
        if f"page={page + 1}" not in html:
            assert rows == int(said[1])
            return rows
        page += 1


def test_every_figure_of_a_real_run_leads_to_exactly_its_people(world: World) -> None:
    audit = real_run(world)
    client = signed_in(world.manager)
    pages = [reverse("audits:report", args=[audit.pk]), reverse("audits:balance", args=[audit.pk])]
    pages += [reverse("audits:step", args=[audit.pk, step.number]) for step in STEPS]
    pages += [reverse("audits:teams", args=[audit.pk, code]) for code in ("5.1", "7.1")]
    pages += [reverse("audits:team", args=[audit.pk, one.pk]) for one in team_page.teams_of(audit)]
    assert len(pages) > 2 + len(STEPS) + 2, "the run keeps whose people they were"
    seen: dict[str, int] = {}
    for page in pages:
        for url, number in figures(client.get(page).content.decode()):
            assert seen.setdefault(url, number) == number, f"{page} prints {url} otherwise"
    assert len(seen) > 40
    wrong = [
        f"{url} prints {number}, lists {people}"
        for url, number in seen.items()
        if (people := listed(client, url)) != number
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("team", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_list_of_a_team_that_is_not_there_is_no_page(world: World, team: str) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    assert get(world.manager, "audits:people", audit.pk, "7.1", "of", team=team).status_code == 404


def test_a_figure_that_is_printed_and_not_nobody_is_a_link(world: World) -> None:
    audit = real_run(world)
    html = get(world.manager, "audits:report", audit.pk).content.decode()
    built = report_reader.build(audit)
    expected = sum(
        bool(n)
        for step in built.steps
        for n in (step.headline.number, step.headline.of, step.headline.unknown)
    )
    shown = sum(1 for step in built.steps if step.headline.number and not step.headline.of)
    assert len(figures(html)) == expected - shown


@pytest.mark.parametrize(
    ("version", "words"),
    [("0", "the product’s defaults, not verified."), ("version 3", "version 3 of this service.")],
)
def test_each_page_of_a_run_names_the_review_intervals_it_used(
    world: World, version: str, words: str
) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    audit.configuration["schedule_version"] = version
    audit.save(update_fields=["configuration"])
    for name, args in (("report", ()), ("step", (5,)), ("balance", ())):
        page = text(get(world.manager, f"audits:{name}", audit.pk, *args))
        assert f"Review intervals: {words}" in page


def test_a_prescriber_reads_figures_and_opens_nobody(world: World) -> None:
    audit = real_run(world)
    for name, args in (("report", ()), ("step", (5,)), ("balance", ())):
        html = get(world.prescriber, f"audits:{name}", audit.pk, *args).content.decode()
        assert not figures(html)
        assert "/patients/" not in html[html.index("<main") : html.index("</main>")]
    assert get(world.prescriber, "audits:people", audit.pk, "5.1", "counted").status_code == 403


def test_no_page_but_the_lists_and_the_watches_names_anybody(world: World) -> None:
    audit = real_run(world)
    pages = [get(world.manager, "audits:report", audit.pk)]
    pages += [get(world.manager, "audits:step", audit.pk, step.number) for step in STEPS]
    pages.append(get(world.prescriber, "audits:balance", audit.pk))
    for page in pages:
        assert not [p for p in world.people.values() if p.family_name in text(page)]


def test_the_people_of_a_figure_stand_with_the_reason_and_the_look_is_noted(world: World) -> None:
    audit = real_run(world)
    page = text(get(world.manager, "audits:people", audit.pk, "5.1", "others"))
    assert "6 people are overdue for one" in page
    assert "Gareth Penrose" in page
    assert "Book keyworker and prescriber together." in page
    look = Trail.objects.get(verb="opened the people behind a figure")
    assert (look.user, look.about) == (world.manager, "run 1, 5.1, others")


@pytest.mark.parametrize(
    ("code", "figure"),
    [("5.1", "nonsense"), ("9.9", "counted"), ("5.1", "not_met--nobody"), ("5.4", "sign--x")],
)
def test_a_figure_that_is_not_there_is_not_found(world: World, code: str, figure: str) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    assert get(world.manager, "audits:people", audit.pk, code, figure).status_code == 404


def test_a_group_and_a_sign_of_the_same_words_are_two_figures(world: World) -> None:
    """Ended before 12 weeks, and nothing else; ended before 12 weeks among other signs."""
    sign, other = (mark for mark in _signs("5.5")[:2])
    audit = finished_run(
        world.service,
        world.manager,
        world.on,
        {
            world.gareth: {"5.5": not_met("One sign.", sign, marks=[sign])},
            world.leanne: {"5.5": not_met("Two.", f"{sign}; {other}", marks=[sign, other])},
        },
    )
    client = signed_in(world.manager)

    def people(figure: str) -> int:
        return listed(client, reverse("audits:people", args=[audit.pk, "5.5", figure]))

    assert people(f"not_met--{slug(sign)}") == 1
    assert people(f"sign--{slug(sign)}") == 2
    assert people(f"sign--{slug(other)}") == 1


def _signs(code: str) -> tuple[str, ...]:
    return next(item.signs for item in INDICATORS if item.code == code)


def test_both_watches_stand_in_equal_halves(world: World) -> None:
    audit = real_run(world)
    html = get(world.manager, "audits:balance", audit.pk).content.decode()
    assert html.count('<section class="watch"') == 2
    page = text(get(world.manager, "audits:balance", audit.pk))
    assert page.index("Drift watch") < page.index("Early-ending watch")
    assert "How 5.4 is counted" in page and "How 5.5 is counted" in page


def test_an_audit_is_asked_for_and_its_progress_shown(world: World) -> None:
    client = signed_in(world.manager)
    answer = client.post(reverse("audits:start"), three_boxes("on", world.day(1)) | {"months": "3"})
    audit = Audit.objects.get()
    assert answer["Location"] == reverse("audits:report", args=[audit.pk])
    assert (audit.on, audit.period_start_on) == (world.day(1), datetime(2026, 7, 1).date())
    page = text(client.get(answer["Location"]))
    assert "The audit is being made" in page
    part = client.get(answer["Location"], headers={"X-Part": "job"}).content.decode()
    assert "<html" not in part and "data-poll" in part
    again = client.post(reverse("audits:start"), three_boxes("on", world.day(1)) | {"months": "3"})
    assert again["Location"] == answer["Location"]


def test_as_known_at_the_end_of_a_day_is_midnight_after_it(world: World) -> None:
    signed_in(world.manager).post(
        reverse("audits:start"),
        three_boxes("on", world.day(30))
        | three_boxes("known_on", world.day(20))
        | {"months": "12"},
    )
    known_at = Audit.objects.get().known_at
    assert known_at == datetime.combine(world.day(19), time(0), LONDON)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on_year": "2031"}, "The day cannot be after 1 October 2026"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the day"),
        ({"months": "7"}, "Choose one of the answers"),
    ],
)
def test_a_request_that_cannot_be_is_answered_in_words(
    world: World, wrong: dict[str, str], said: str
) -> None:
    typed = three_boxes("on", world.day(1)) | {"months": "12"} | wrong
    answer = signed_in(world.manager).post(reverse("audits:start"), typed)
    assert said in text(answer)
    assert not Audit.objects.exists()


def test_a_run_that_stopped_says_why_and_can_be_asked_for_again(world: World) -> None:
    audit = actions.start_audit(service=world.service, on=world.day(1), by=world.manager)
    Job.objects.update(state=Job.State.FAILED, reason="The disk is full.")
    page = get(world.manager, "audits:report", audit.pk)
    assert "The disk is full." in text(page) and "Try again" in text(page)
    assert "Try again" not in text(get(world.prescriber, "audits:report", audit.pk))
    for name, args in (("step", (5,)), ("balance", ()), ("people", ("5.1", "counted"))):
        answer = get(world.manager, f"audits:{name}", audit.pk, *args)
        assert answer["Location"] == reverse("audits:report", args=[audit.pk])


def test_a_download_is_the_file_that_was_kept_and_is_noted(world: World) -> None:
    audit = real_run(world)
    held = audit.files.get(kind="csv")
    answer = get(world.manager, "audits:download", audit.pk, "csv")
    assert answer.content == bytes(held.content)
    assert answer["Content-Disposition"].endswith('run-1.csv"')
    assert Trail.objects.get(verb="downloaded an audit").facts["sha256"] == held.sha256
    assert get(world.manager, "audits:download", audit.pk, "xlsx").status_code == 404


def test_a_run_that_looks_back_does_not_lead_the_list_and_a_closed_page_says_whose_it_is(
    world: World,
) -> None:
    finished_run(world.service, world.manager, world.on)
    finished_run(world.service, world.manager, world.day(90), number=2)
    page = text(get(world.manager, "audits:index"))
    assert "The latest day that a report to be used looks at is 1 October 2026:" in page
    assert "looks back at 3 July 2026" in page
    refused = get(world.prescriber, "reviews:flows")
    assert refused.status_code == 403
    assert "This page is for managers, who see how teams" in text(refused)


def test_a_digest_leads_to_its_run_and_says_whether_it_was_superseded(world: World) -> None:
    first = finished_run(world.service, world.manager, world.on)
    printed = " ".join(first.digest[i : i + 4].upper() for i in range(0, 16, 4))
    page = text(get(world.manager, "audits:verify", digest=printed))
    assert "It is run 1" in page and "No later run that is to be used looks at the same day" in page
    assert "Nobody has signed it: it is a draft." in page
    second = finished_run(world.service, world.manager, world.on, number=2)
    page = text(get(world.manager, "audits:verify", digest=printed))
    assert "Nobody has said that it takes the place of this one." in page
    retiring.supersede(audit=first, replaced_by=second, reason="Late tests", by=world.manager)
    page = text(get(world.manager, "audits:verify", digest=printed))
    assert "Superseded by run 2 on" in page and "by Ruth Calder, because: Late tests" in page
    assert "No run of this service" in text(get(world.manager, "audits:verify", digest="0" * 16))
    assert "Enter at least 8" in text(get(world.manager, "audits:verify", digest="7f3a"))
    too_long = get(world.manager, "audits:verify", digest="a" * 5_000)
    assert "This has 5,000" in text(too_long) and "Nothing is looked up yet" in text(too_long)
    assert "from a to f" in text(get(world.manager, "audits:verify", digest="not a digest"))
    assert "csrfmiddlewaretoken" not in too_long.content.decode().partition("<main")[2]


def test_a_digest_of_another_service_is_not_found(world: World) -> None:
    other = finished_run(world.other_service, world.manager, world.on)
    assert "No run of this" in text(get(world.manager, "audits:verify", digest=other.digest))


@pytest.mark.parametrize("code", [indicator.code for indicator in INDICATORS])
def test_how_each_indicator_is_counted_is_a_page_with_its_examples(world: World, code: str) -> None:
    page = text(get(world.prescriber, "audits:definition", code))
    indicator = next(item for item in INDICATORS if item.code == code)
    assert f"Worked examples {len(indicator.examples)}" in page
    assert indicator.counted in page
    assert get(world.prescriber, "audits:definition", "0.0").status_code == 404


def assessed(version: int = 0, **more: object) -> dict[str, object]:
    values: dict[str, object] = dict.fromkeys(assessments.FIELDS, "")
    return (
        values
        | {"rating": 2, "evidence_on": None, "next_action_on": None}
        | more
        | {"version": version}
    )


def posted(**more: str) -> dict[str, str]:
    blank = {"version": "0", "rating": "", "evidence": "", "owner": "", "next_action": ""}
    typed = {f"{s}-{k}": v for s in SelfAssessment.Stream.values for k, v in blank.items()}
    return typed | {name.replace("__", "-"): value for name, value in more.items()}


def test_a_manager_writes_how_the_service_sees_itself(world: World) -> None:
    client = signed_in(world.manager)
    typed = posted(process__rating="2", process__evidence="Clinic list", process__owner="Ruth")
    typed |= three_boxes("process-evidence_on", world.day(30))
    answer = client.post(reverse("audits:assess", args=[5]), typed, follow=True)
    assert "Saved for step 5: 1 stream" in text(answer)
    row = SelfAssessment.objects.get()
    assert (row.stream, row.rating, row.version, row.recorded_by) == (
        "process",
        2,
        1,
        world.manager,
    )
    assert Trail.objects.get(verb="wrote the service's own view").facts["streams"] == ["process"]
    assert "Nothing was changed" in text(
        client.post(
            reverse("audits:assess", args=[5]), typed | {"process-version": "1"}, follow=True
        )
    )
    assert "2 of 3" in text(client.get(reverse("audits:index")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"numbers__rating": "3"}, "Say what shows it"),
        ({"numbers__rating": "4"}, "Choose one of the answers"),
        (
            {
                f"numbers__next_action_on_{part}": value
                for part, value in (("day", "1"), ("month", "12"), ("year", "2026"))
            },
            "Say what is to be done by then",
        ),
    ],
)
def test_what_is_wrong_in_one_stream_saves_none(
    world: World, wrong: dict[str, str], said: str
) -> None:
    typed = posted(process__rating="1", process__evidence="Minutes", **wrong)
    answer = signed_in(world.manager).post(reverse("audits:assess", args=[5]), typed)
    assert said in text(answer)
    assert not SelfAssessment.objects.exists()


def test_a_save_that_comes_second_shows_both_and_loses_nothing(world: World) -> None:
    assessments.assess(
        service=world.service,
        step=5,
        streams={"process": assessed(evidence="First")},
        on=world.on,
        by=world.manager,
    )
    client = signed_in(world.manager)
    address = reverse("audits:assess", args=[5])
    typed = posted(process__rating="1", process__evidence="Second")
    typed |= three_boxes("process-evidence_on", world.day(30))
    page = client.post(address, typed)
    assert "Someone else saved first" in text(page)
    assert "First" in text(page) and "Second" in text(page)
    assert SelfAssessment.objects.get().evidence == "First"
    client.post(address, typed | {"process-version": "1"})
    assert SelfAssessment.objects.get().evidence == "Second"


def test_one_stale_stream_saves_none(world: World) -> None:
    streams = {"process": assessed(evidence="First")}
    assessments.assess(
        service=world.service, step=5, streams=streams, on=world.on, by=world.manager
    )
    with pytest.raises(StaleSave):
        assessments.assess(
            service=world.service,
            step=5,
            streams={"numbers": assessed(), "process": assessed(evidence="Second")},
            on=world.on,
            by=world.manager,
        )
    assert SelfAssessment.objects.count() == 1


def test_a_finished_run_keeps_the_view_it_was_made_with(world: World) -> None:
    audit = finished_run(world.service, world.manager, world.on)
    assessments.assess(
        service=world.service,
        step=5,
        streams={"process": assessed(rating=3)},
        on=world.on,
        by=world.manager,
    )
    page = text(get(world.manager, "audits:step", audit.pk, 5))
    assert "Our own view: Not said" in page
    assert page.count("Nothing recorded in this stream") == 3


def test_pages_of_a_run_ask_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    audit = real_run(world)
    client = signed_in(world.manager)
    for name, args in (
        ("report", ()),
        ("step", (5,)),
        ("balance", ()),
        ("people", ("5.1", "of")),
        ("team", (team_page.teams_of(audit)[0].pk,)),
    ):
        address = reverse(f"audits:{name}", args=[audit.pk, *args])
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_an_audit_of_another_of_ones_services_says_so_and_leads_there(world: World) -> None:
    audit = real_run(world)
    user = world.other_keyworker
    Membership.objects.filter(user=user).update(role="manager")
    address = reverse("audits:people", args=[audit.pk, "5.1", "others"])
    unknown = get(user, "audits:report", audit.pk)
    assert unknown.status_code == 404 and world.service.name not in text(unknown)

    membership = Membership.objects.create(user=user, service=world.service, role="administrator")
    client = signed_in(user)
    client.post(reverse("accounts:switch_service"), {"service": str(world.other_service.pk)})
    hidden = client.get(address)
    assert world.service.name not in text(hidden), "an administrator there reads no audit there"

    Membership.objects.filter(pk=membership.pk).update(role="manager")
    answer = client.get(address)
    assert answer.status_code == 404
    assert f"This is of {world.service.name}" in text(answer) and "Change service" in text(answer)
    there = client.post(
        reverse("accounts:switch_service"), {"service": str(world.service.pk), "next": address}
    )
    assert there["Location"] == address
    assert client.get(address).status_code == 200


def test_changing_service_leads_to_no_other_site(world: World) -> None:
    answer = signed_in(world.manager).post(
        reverse("accounts:switch_service"),
        {"service": str(world.service.pk), "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/"
