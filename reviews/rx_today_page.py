"""Prescribing today as a page: groups with their rows, the sum that adds up, what filters hide."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from accounts.access import Access
from accounts.roles import Permission
from reviews.my_people import SumLine
from reviews.review_types import ReviewType
from reviews.rx_today import TITLES_OF, Kind, Thing
from reviews.rx_today_reader import Waiting
from reviews.worklist_actions import Action
from rodt.addresses import address
from rodt.words import born, count, people

# The rest of a group is a page of its own.
ROWS_A_GROUP = 15
ALL = "all"
ABOUT = ((ALL, "Everything"), *((kind.value, words) for kind, words in TITLES_OF.items()))
IN_SUM = {
    Kind.MISSED: ("run of missed doses", "runs of missed doses"),
    Kind.TASK: ("task", "tasks"),
    Kind.DEPOT_LATE: ("depot late", "depots late"),
    Kind.SCRIPT: ("script that ends", "scripts that end"),
    Kind.DEPOT: ("depot in its window", "depots in their window"),
    Kind.ECG: ("ECG due", "ECGs due"),
    Kind.SIGNATURE: ("signature", "signatures"),
}


@dataclass(frozen=True, slots=True)
class Row:
    patient_id: UUID
    name: str
    born: str
    why: str
    day_words: str
    cannot_wait: bool
    action: Action

    @property
    def url(self) -> str:
        return address("reviews:case", self.patient_id)


@dataclass(frozen=True, slots=True)
class Group:
    """`rest`: how many more there are than rows shown here."""

    key: str
    title: str
    total: int
    rows: Sequence[Row]
    rest: int


def groups(access: Access, waiting: Waiting, shown: Sequence[Thing]) -> list[Group]:
    found = []
    for kind in Kind:
        of_kind = [thing for thing in shown if thing.kind is kind]
        if of_kind:
            first = rows(access, waiting, of_kind[:ROWS_A_GROUP])
            rest = len(of_kind) - len(first)
            found.append(Group(kind.value, TITLES_OF[kind], len(of_kind), first, rest))
    return found


def rows(access: Access, waiting: Waiting, things: Sequence[Thing]) -> list[Row]:
    made = []
    for thing in things:
        person = waiting.people[thing.patient_id]
        made.append(
            Row(
                thing.patient_id,
                person.name,
                born(person.born_on, is_estimated=person.is_born_estimated)
                if person.born_on
                else person.reference,
                thing.why,
                thing.day_words,
                thing.cannot_wait,
                action(access, thing),
            )
        )
    return made


def action(access: Access, thing: Thing) -> Action:
    """The one thing to do about it; who may not do it opens the record."""
    words, name, needs, has_row = {
        Kind.MISSED: ("Decide", "prescribing:decide_missed", Permission.RECORD_PRESCRIPTION, True),
        Kind.TASK: ("Open task", "patients:task", Permission.RECORD_CONTACT, True),
        Kind.DEPOT_LATE: (
            "Record injection",
            "prescribing:add_depot",
            Permission.RECORD_PRESCRIPTION,
            True,
        ),
        Kind.SCRIPT: ("Record script", "prescribing:script", Permission.RECORD_PRESCRIPTION, True),
        Kind.DEPOT: (
            "Record injection",
            "prescribing:add_depot",
            Permission.RECORD_PRESCRIPTION,
            True,
        ),
        Kind.ECG: ("Record ECG", "prescribing:add_health", Permission.RECORD_CONTACT, False),
        Kind.SIGNATURE: ("Sign", "reviews:review", Permission.SIGN_AS_PRESCRIBER, True),
    }[thing.kind]
    if not access.may(needs):
        return Action("Open record", address("reviews:case", thing.patient_id))
    if thing.type == ReviewType.STRATEGIC:
        return Action(words, address("reviews:strategic", thing.patient_id))
    if thing.row_id is None or not has_row:
        return Action(words, reverse(name, args=[thing.patient_id, "ecg"]))
    return Action(words, address(name, thing.patient_id, thing.row_id))


def sum_line(shown: Sequence[Thing], everything: Sequence[Thing]) -> SumLine:
    kinds = Counter(thing.kind for thing in shown)
    whom = {thing.patient_id for thing in shown}
    urgent = sum(1 for thing in shown if thing.cannot_wait)
    parts = " + ".join(count(kinds[kind], *IN_SUM[kind]) for kind in Kind if kinds[kind])
    hidden = len(everything) - len(shown)
    waits = "waits" if len(whom) < 2 else "wait"
    return SumLine(
        need=f"{people(len(whom))} {waits} for a prescriber.",
        urgent=f"{urgent:,} cannot wait until tomorrow." if urgent else "",
        parts=f"{parts} = " if parts else "",
        total=f"{count(len(shown), 'thing')} shown",
        hidden=f"{hidden:,} hidden by the filter. Together, " if hidden else "",
        together=f"{count(len(everything), 'thing')}." if hidden else "",
    )


def hides(shown: Sequence[Thing], everything: Sequence[Thing]) -> str:
    """Hides 12 things, 3 of them cannot wait until tomorrow."""
    seen = set(map(id, shown))
    hidden = [thing for thing in everything if id(thing) not in seen]
    if not hidden:
        return ""
    urgent = sum(1 for thing in hidden if thing.cannot_wait)
    words = f"Hides {count(len(hidden), 'thing')}"
    return f"{words}, {urgent:,} of them cannot wait until tomorrow." if urgent else f"{words}."
