"""A thousand random histories over a year: worklist, nightly check, page and oracle agree each day.

The oracle (`tests.reviews.naive_oracle`) is written from the pages alone. All through the year
there are facts that lie ahead of the day that is asked about, so this is also the proof that
nothing that is kept beside a person is read for a day too long.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random
from uuid import UUID

import pytest
from django.db import transaction

from reviews import facts_reader, schedules
from reviews.dues import Due
from reviews.models import ChangedRecord, DueDays, Transition
from reviews.overdue import flag_overdue
from reviews.schedule import due
from reviews.worklist import Entry, Whose, worklist
from rodt import row_security
from tests.reviews.naive_history import histories
from tests.reviews.naive_nights import Flagged, Moved, Nights
from tests.reviews.naive_oracle import Answer, Review, Said, day_by_day
from tests.reviews.random_records import WriterOfAYear
from tests.world import World, staff_the_services

# A seed, for how many people, and whether the year is run again. A few first, who fail sooner, and
# whose nights are done twice; then a thousand, in two parts of a minute of a processor core each:
# one of them all might be stopped as a test that hangs.
WORLDS = ((20251001, 20, True), (20251002, 500, False), (20251003, 500, False))
DAYS = 365
# One in so many is looked at on the person's own page each day: everybody nine times in the year,
# because a page reads one record afresh, and a list of all reads what is kept.
PAGE_OF_ONE_IN = 40
# So many disagreements are told.
TOLD = 12
NOT_DUE, NOT_OVERDUE = "does not apply", "not overdue"

Dues = dict[Review, Said]


class Year:
    """The nights of a year among some random people, and what each of the four says of a day."""

    def __init__(self, world: World, seed: int, number: int) -> None:
        self.world, self.seed = world, seed
        people = WriterOfAYear(world, Random(seed)).people(number)
        self.references = {patient.pk: patient.reference for patient in people}
        self.days = [world.day(ago) for ago in range(DAYS, -1, -1)]
        found = histories(world.service.pk)
        self.oracle = {one: list(day_by_day(found[one], self.days)) for one in self.references}
        self.access = world.access(world.manager)

    def run(self, on: date) -> None:
        """A night of its own commits, as nights do: what it replaces takes no room after."""
        with row_security.scope([self.world.service.pk]):
            flag_overdue(self.world.service, on)

    def answers(self, place: int) -> Mapping[UUID, Answer | None]:
        return {one: said[place] for one, said in self.oracle.items()}

    def listed(self, on: date) -> dict[UUID, Entry]:
        """The list as the past list shows it, which reads what the night kept: of everybody."""
        kept = DueDays.objects.filter(from_on__lte=on, to_on__gte=on).count()
        assert kept == len(self.references) and not ChangedRecord.objects.exists()
        whole = worklist(self.access, on, Whose.SERVICE, is_past=True)
        return {entry.person.id: entry for entry in whole.shown}

    def pages(self, place: int, on: date) -> dict[UUID, tuple[Due, ...]]:
        """What the person's page and *Why is this due?* ask, of those whose turn it is."""
        turn = place % PAGE_OF_ONE_IN
        theirs = list(self.references)[turn::PAGE_OF_ONE_IN]
        schedule = schedules.in_force(self.world.service.pk, on)
        facts = facts_reader.read(on=on, patient_ids=theirs)
        dues = {one: due(facts[one], on, schedule) for one in theirs if one in facts}
        return {one: tuple(d for d in dues.get(one, ()) if d.due_on) for one in theirs}

    def problem(self, on: date, person: UUID, what: str, **said: object) -> str:
        lines = [f"{self.references[person]} on {on}, {what} (seed {self.seed})"]
        return "\n    ".join([*lines, *(f"{who}: {words}" for who, words in said.items())])


def of(dues: Iterable[Due]) -> Dues:
    return {
        one.key: Said(one.due_on, one.on_time_to, one.state.value)
        for one in dues
        if one.due_on is not None and one.on_time_to is not None
    }


def written(after: int = 0) -> tuple[set[Moved], int]:
    rows = list(
        Transition.objects.filter(id__gt=after)
        .order_by("id")
        .values_list("patient", "type", "milestone", "due_on", "kind", "effective_on", "id")
    )
    return {row[:6] for row in rows}, rows[-1][6] if rows else after


def follow(flagged: Flagged, wrote: Iterable[Moved]) -> None:
    """What was cleared first: it may be overdue again by another day."""
    for person, kind, milestone, due_on, moved, _ in sorted(wrote, key=lambda row: row[4]):
        if moved == "cleared":
            flagged.pop((person, (kind, milestone)), None)
        else:
            flagged[person, (kind, milestone)] = due_on


def disagreements(
    year: Year, on: date, place: int, flagged: Flagged, expected: Flagged
) -> Iterator[str]:
    """Every review of everybody of which the four do not say the same."""
    listed, pages = year.listed(on), year.pages(place, on)
    for person, answer in year.answers(place).items():
        entry, page = listed.get(person), pages.get(person)
        oracle = {} if answer is None else answer.dues
        on_list = {} if entry is None else of(entry.dues)
        on_page = oracle if page is None else of(page)
        groups = expected_group(answer), None if entry is None else int(entry.place.group)
        if groups[0] != groups[1]:
            yield year.problem(on, person, "group", oracle=groups[0], worklist=groups[1])
        for review in sorted(oracle.keys() | on_list.keys() | on_page.keys()):
            said = oracle.get(review)
            if not (said == on_list.get(review) == on_page.get(review)):
                yield year.problem(
                    on,
                    person,
                    " ".join(review),
                    oracle=said or NOT_DUE,
                    worklist=on_list.get(review, NOT_DUE),
                    page="not looked at" if page is None else on_page.get(review, NOT_DUE),
                    check=flagged.get((person, review), NOT_OVERDUE),
                )
        # Whether as many are due was compared above.
        for here, there in zip(() if entry is None else entry.dues, page or (), strict=False):
            if here != there:
                yield year.problem(
                    on, person, "the words of " + " ".join(here.key), **other(here, there)
                )
    for person, review in sorted(flagged.keys() | expected.keys()):
        check, oracle_said = flagged.get((person, review)), expected.get((person, review))
        if check != oracle_said:
            yield year.problem(
                on,
                person,
                " ".join(review),
                oracle=oracle_said or NOT_OVERDUE,
                check=check or NOT_OVERDUE,
            )


def other(on_list: Due, on_page: Due) -> dict[str, str]:
    """Of what list and page say of a review, what differs."""
    names = [name for name in Due._fields if getattr(on_list, name) != getattr(on_page, name)]
    return {
        who: ", ".join(f"{name} {getattr(one, name)}" for name in names)
        for who, one in (("worklist", on_list), ("page", on_page))
    }


def expected_group(answer: Answer | None) -> int | None:
    """None for whoever is on no list: of whom nothing is asked once treatment has ended."""
    if answer is None or (answer.has_ended and not answer.dues):
        return None
    return answer.group


def mismatched(year: Year, on: date, wrote: set[Moved], expected: set[Moved]) -> Iterator[str]:
    """Transitions that were written and should not be, or the other way round."""
    for row in sorted(wrote ^ expected):
        person, *rest = row
        what = " ".join(map(str, rest))
        check, oracle = ("written", "not") if row in wrote else ("not", "written")
        yield year.problem(on, person, f"transition {what}", check=check, oracle=oracle)


def told(problems: list[str]) -> str:
    return "\n".join([f"{len(problems)} disagreements. The first:", *problems[:TOLD]])


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return staff_the_services()


@pytest.mark.parametrize(("seed", "number", "is_run_again"), WORLDS)
def test_worklist_check_page_and_oracle_agree_on_every_day_of_a_year(
    world: World, seed: int, number: int, is_run_again: bool
) -> None:
    with row_security.scope([world.service.pk]):
        year = Year(world, seed, number)
    nights, flagged, last_id = Nights(), {}, 0
    for place, on in enumerate(year.days):
        year.run(on)
        with row_security.scope([world.service.pk]):
            wrote, last_id = written(last_id)
            follow(flagged, wrote)
            expected = nights.after(year.answers(place), on)
            problems = [
                *mismatched(year, on, wrote, expected),
                *disagreements(year, on, place, flagged, nights.flagged),
            ]
        assert not problems, told(problems)
    with row_security.scope([world.service.pk]):
        first, _ = written()
        assert {row[4] for row in first} == {"overdue", "cleared"} and len(first) > number
        if not is_run_again:
            return
        Transition.objects.all().delete()
    for on in year.days:
        year.run(on)
    with row_security.scope([world.service.pk]):
        again, _ = written()
    problems = list(mismatched(year, world.on, again, first))
    assert not problems, told(problems)
