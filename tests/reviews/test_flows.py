"""Month by month: every figure counts what the rows say, and opens the people behind it."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Team
from patients.models import EndReason, Episode, Patient
from reviews import flow_actions, flows_page, flows_reader
from reviews.flows import FLOWS, LATE, STARTS, UNPLANNED, Month, by_month, values, whole_months
from reviews.flows_reader import GROUPS, Window, groups_of, of_month, people_of, teams_of
from reviews.models import ProcessChange, ReviewCredit
from rodt.dates import add_months, age_on
from tests.reviews.random_records import Writer
from tests.world import World, signed_in, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = staff_the_services()
    world.open()
    Writer(world, Random(8)).people(80)
    ReviewCredit.objects.filter(type__in=["care_plan", "strategic"]).update(
        due_on=F("held_on") - timedelta(days=9)
    )
    ids = list(
        ReviewCredit.objects.exclude(due_on=None).order_by("id").values_list("pk", flat=True)
    )
    for grace, some in ((0, ids[::2]), (14, ids[1::2])):
        last = F("due_on") + timedelta(days=grace)
        ReviewCredit.objects.filter(pk__in=some).update(on_time_to=last)
    return world


def whole(world: World) -> Window:
    """A window in which everything that ever happened lies."""
    return Window(world.service.pk, date(2000, 1, 1), date(2100, 1, 1))


def happened(world: World, code: str) -> list[tuple[date, bool]]:
    """The same, the slow and obvious way."""
    ended = Episode.objects.filter(service=world.service, ended_on__isnull=False)
    credits = ReviewCredit.objects.current().filter(service=world.service, is_valid=True)
    if code == "starts":
        return [(e.started_on, True) for e in Episode.objects.filter(service=world.service)]
    if code == "completed":
        return [(e.ended_on, True) for e in ended if e.end_reason.startswith("completed")]
    if code == "unplanned":
        left_out = {"died", "transferred", "transferred_custody", "records_end", ""}
        return [
            (e.ended_on, not e.end_reason.startswith("completed"))
            for e in ended
            if e.end_reason not in left_out
        ]
    if code == "reviewed":
        return [(c.held_on, True) for c in credits if c.type == "care_plan"]
    return [
        (c.held_on, bool(c.days_late))
        for c in credits
        if c.type in ("care_plan", "strategic") and c.days_late is not None
    ]


@pytest.mark.parametrize("code", FLOWS)
def test_months_teams_groups_and_people_say_the_same(world: World, code: str) -> None:
    flow, slow = FLOWS[code], happened(world, code)
    assert slow, "there is something to count"
    months = sorted({on.replace(day=1) for on, _ in slow})
    counted = flows_reader.months_of([flow], months, whole(world))[code]
    expected = Counter(on.replace(day=1) for on, _ in slow)
    numbers = Counter(on.replace(day=1) for on, is_counted in slow if is_counted)
    assert {m.first: (m.number, m.of) for m in counted} == {
        first: (numbers[first], of) for first, of in expected.items()
    }
    of = len(slow)
    for month in counted:
        behind = people_of(flow, of_month(world.service.pk, month.first))
        assert len(behind) == month.number
    assert sum(unit.of for _, unit in teams_of(flow, whole(world))) == of
    for cut, groups in groups_of(flow, whole(world)).items():
        assert sum(group.of for group in groups) == of, cut
        for group in groups:
            behind = people_of(flow, whole(world), cut=cut, group=group.key, only_counted=False)
            assert len(behind) == group.of
    everybody = people_of(flow, whole(world), only_counted=False)
    assert len(everybody) == of
    assert all(row.why for row in everybody)


def test_the_newest_month_is_named_and_so_are_those_that_are_marked() -> None:
    """An ordinary last month does not say that nothing ever stood out."""
    steady = [48, 52]
    numbers = [*steady * 4, 90, 10, *steady * 2, 90, *steady, 10, *steady * 2]
    months = [Month(add_months(date(2025, 1, 1), at), n, n) for at, n in enumerate(numbers)]
    said = flows_page.flow_chart(STARTS, months, []).variation
    assert said == "October 2026: ordinary. Marked: Sept 2025 to Oct 2025, Mar 2026 and Jun 2026."


def test_age_is_that_of_the_day(world: World) -> None:
    for group in groups_of(STARTS, whole(world))["age"]:
        listed = people_of(STARTS, whole(world), cut="age", group=group.key)
        for episode in Episode.objects.filter(patient__in=[row.patient_id for row in listed]):
            born_on = episode.patient.date_of_birth
            assert (born_on is None) == (group.key == "")
            if born_on is not None and len([r for r in listed if r.why.endswith("treatment")]) == 0:
                age = age_on(born_on, episode.started_on)
                at = sum(age >= edge for edge in (25, 35, 45, 55))
                assert GROUPS["age"][str(at)] == group.title


def test_ethnicity_counts_by_heading_and_deprivation_by_fifth(world: World) -> None:
    said = (("B", 1), ("C", 2), ("N", 3), ("Z", None), ("", 10))
    starts = Counter(
        Episode.objects.filter(service=world.service).values_list("patient_id", flat=True)
    )
    people = sorted(starts)[: len(said)]
    for person, (code, decile) in zip(people, said, strict=True):
        Patient.objects.filter(pk=person).update(ethnicity=code, deprivation_decile=decile)
    first, second, third, fourth, fifth = (starts[person] for person in people)
    others = starts.total() - first - second - third - fourth
    found = groups_of(STARTS, whole(world))
    assert {group.title: group.of for group in found["ethnicity"]} == {
        "White": first + second,
        "Black": third,
        "Would rather not say": fourth,
        "Not recorded": others,
    }
    fifths = {group.key: group.of for group in found["deprivation"]}
    assert (fifths["1"], fifths["2"], fifths["5"]) == (first + second, third, fifth)
    assert fifths[""] == others + fourth - fifth


@pytest.mark.parametrize(
    ("reason", "is_counted"),
    [
        *((reason, True) for reason in EndReason.unplanned()),
        *((reason, False) for reason in EndReason.planned()),
        *((reason, None) for reason in ("died", "transferred", "transferred_custody")),
    ],
)
def test_which_endings_are_not_planned(world: World, reason: str, is_counted: bool | None) -> None:
    months, window = whole_months(world.on, 1), whole(world)
    before = teams_of(UNPLANNED, window)
    episode = Episode.objects.filter(service=world.service, ended_on=None).first()
    assert episode is not None
    episode.ended_on, episode.end_reason = max(months[0], episode.started_on), reason
    episode.save()
    after = teams_of(UNPLANNED, window)
    more = [sum(getattr(u, name) for _, u in after) for name in ("number", "of")]
    less = [sum(getattr(u, name) for _, u in before) for name in ("number", "of")]
    assert [now - then for now, then in zip(more, less, strict=True)] == {
        True: [1, 1],
        False: [0, 1],
        None: [0, 0],
    }[is_counted]


def test_whole_months_and_those_before_the_first_event() -> None:
    months = whole_months(date(2026, 3, 31), 3)
    assert months == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    counted = by_month({date(2026, 1, 1): (0, 4)}, months)
    assert [(m.first.month, m.number, m.of) for m in counted] == [(1, 0, 4), (2, 0, 0)]
    assert values(LATE, counted)[1] == [0.0]
    assert values(STARTS, counted)[1] == [0.0, 0.0]
    assert by_month({}, months) == []


class TestPages:
    def test_each_page_opens_and_every_figure_leads_to_its_people(self, world: World) -> None:
        client = signed_in(world.manager)
        page = client.get(reverse("reviews:flows")).content.decode()
        assert all(flow.title in page for flow in FLOWS.values())
        for code in FLOWS:
            page = client.get(reverse("reviews:flow", args=[code])).content.decode()
            links = re.findall(r'href="([^"]*/people/\?[^"]*)">([\d,]+)(?: of ([\d,]+))?</a>', page)
            assert links
            for address, number, _ in links[:12]:
                behind = client.get(address.replace("&amp;", "&"))
                assert behind.context["page"].paginator.count == int(number.replace(",", ""))

    def test_statements_do_not_grow_with_the_people(self) -> None:
        world = staff_the_services()
        world.open()
        client, asked = signed_in(world.manager), []
        client.get(reverse("reviews:flow", args=["late"]))  # signs in and is noted, once
        for people in (0, 60):
            Writer(world, Random(people)).people(people)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("reviews:flow", args=["late"]))
            asked.append(len(queries))
        assert asked[0] == asked[1]

    @pytest.mark.parametrize(
        "address",
        [
            "/month-by-month/nothing/",
            "/month-by-month/late/people/?month=2026-13",
            "/month-by-month/late/people/?cut=sex&group=Z",
            "/month-by-month/late/people/?cut=shoe&group=1",
            "/month-by-month/?team=x",
            "/month-by-month/?team=00000000-0000-0000-0000-000000000000",
        ],
    )
    def test_an_address_of_nothing_is_not_found(self, world: World, address: str) -> None:
        assert signed_in(world.manager).get(address).status_code == 404

    def test_one_team(self, world: World) -> None:
        team = Team.objects.filter(service=world.service).first()
        assert team is not None
        page = signed_in(world.manager).get(reverse("reviews:flows"), {"team": str(team.pk)})
        assert page.context["team"] == team

    def test_the_file_says_no_number_under_five(self, world: World) -> None:
        answer = signed_in(world.manager).get(reverse("reviews:flow_file", args=["late"]))
        rows = list(csv.DictReader(StringIO(answer.content.decode())))
        assert rows
        for row in rows:
            if row["number"] == "fewer than 5":
                assert row["of"] == "not said"
                continue
            number, of = int(row["number"]), int(row["of"])
            assert number == 0 or number >= 5
            assert of - number == 0 or of - number >= 5


class TestBeginningAnew:
    def begin(self, world: World, **typed: Any) -> ProcessChange:
        given = {"flow": LATE, "month": date(2026, 3, 1), "reason": "Evening clinic opened"}
        return flow_actions.begin_anew(service=world.service, by=world.manager, **given | typed)

    def test_by_name_and_reason_once_a_month_and_taken_back(self, world: World) -> None:
        change = self.begin(world)
        with pytest.raises(ValidationError, match="already begin anew in Mar"):
            self.begin(world)
        with pytest.raises(ValidationError, match="Say what"):
            self.begin(world, month=date(2026, 4, 1), reason=" ")
        page = signed_in(world.manager).get(reverse("reviews:flow", args=["late"]))
        assert "Evening clinic opened" in page.content.decode()
        assert world.manager.full_name in page.content.decode()
        flow_actions.take_back(change=change, by=world.manager)
        assert flows_reader.changes_of(world.service.pk)["late"] == []
        self.begin(world)
        assert ProcessChange.pgh_event_model.objects.filter(pgh_obj_id=change.pk).count() == 2

    def test_in_the_browser_form(self, world: World) -> None:
        client = signed_in(world.manager)
        address = reverse("reviews:begin_anew")
        empty = client.post(address, {"flow": "late", "month": "", "reason": "x"})
        assert "Choose a month" in empty.content.decode()
        month = client.get(address).context["form"].fields["month"].choices[3][0]
        sent = {"flow": "late", "month": month, "reason": "Evening clinic opened"}
        done = client.post(address, sent | {"entry_id": str(self.begin(world).pk)})
        assert done.status_code == 302
