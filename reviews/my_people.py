"""My people as a page: the groups, what stands at the side, the sum that accounts for everyone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from accounts.access import Access
from accounts.models import Team
from patients import about_nobody, sent_signed_out, todo
from patients.drafts import START_FORM
from reviews import day_zero, worklist_sql
from reviews.due_words import in_sentence
from reviews.models import Transition
from reviews.nightly import LastNight
from reviews.order import GROUP_TITLES, Group
from reviews.review_types import PAUSE_WORDS, TITLES, ReviewType
from reviews.worklist import Entry, Treatment, Whose, Worklist
from reviews.worklist_actions import DRAFTS
from reviews.worklist_rows import Row, Rows, booked_words
from rodt.addresses import address
from rodt.statements import as_array, ask_all
from rodt.words import and_list, count, nhs_date, people

# As many rows stand on the first page, the most urgent first; the rest of each group is a page of
# its own. Nobody scans three hundred, and the order and every count are still of everybody.
ROWS = 30
# A few more than that are not sent to another page.
LAST_FEW = 10
SIDE_ROWS = 4
SIDE_LIST = 12
TASKS_SHOWN = 20
MOVED_SHOWN = 10

# What a draft of another form about a person is called, and where it is opened. One of a form about
# a row of theirs (a correction, a script) is found on the person's own pages.
OTHER_DRAFTS = {
    "add_contact": ("patients:add_contact", "contact"),
    "add_note": ("patients:add_note", "note"),
    "add_event": ("patients:add_event", "event"),
    "add_task": ("patients:add_task", "task"),
    "edit": ("patients:edit", "details"),
    "pause": ("patients:pause", "time away"),
    "reopen": ("patients:reopen", "coming back"),
    "exit_vision": ("careplans:exit_vision", "good ending"),
    "goal": ("careplans:add_goal", "goal"),
    "care_plan": ("careplans:edit", "care plan"),
    "plan_copy": ("careplans:give_copy", "copy of the plan"),
    "missed_doses": ("prescribing:missed_doses", "missed doses"),
    "test": ("prescribing:add_test", "drug test"),
    "reach_out": ("reviews:reach_out", "try to reach them"),
    "plan": ("reviews:write_plan", "plan to improve treatment"),
    "end": ("reviews:end_episode", "end of treatment"),
    "inherited": ("reviews:inherited", "review held elsewhere"),
    "shared_care": ("reviews:shared_care", "shared care review"),
}
ON_THEIR_PAGES = ("reviews:case", "form on their pages")

OWNERS = {
    Whose.MINE: "your",
    Whose.TEAMS: "your teams’",
    Whose.MEMBER: "their",
    Whose.SERVICE: "the service’s",
}


@dataclass(frozen=True, slots=True)
class GroupOfRows:
    """`rest`: how many more there are than rows shown here, which may be none."""

    group: Group
    title: str
    count_words: str
    rows: Sequence[Row]
    rest: int

    @property
    def key(self) -> str:
        return self.group.name.lower()


@dataclass(frozen=True, slots=True)
class SumLine:
    """components/sum_line.html: who needs somebody, and how everyone else is accounted for."""

    need: str
    urgent: str
    parts: str
    total: str
    hidden: str
    together: str


@dataclass(frozen=True, slots=True)
class SideItem:
    """Somebody at the side: who, what, and a quieter line."""

    patient_id: UUID
    name: str
    what: str
    sub: str
    chip: str = ""
    page: str = "reviews:case"

    @property
    def url(self) -> str:
        return address(self.page, self.patient_id)


@dataclass(frozen=True, slots=True)
class SideList:
    """A list at the side: everybody is counted, `rest` of them on a page of their own."""

    total: int
    first: Sequence[SideItem]
    more: Sequence[SideItem]
    rest: int

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True, slots=True)
class Slot:
    at: datetime
    patient_id: UUID
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    name: str
    what: str
    url: str
    saved_at: datetime
    answered: int
    of_questions: int
    discard_url: str = ""


@dataclass(frozen=True, slots=True)
class Nobody:
    """components/empty_state.html, where nobody needs anybody."""

    title: str
    text: str


def groups(worklist: Worklist, rows: Rows, most: int | None = None) -> list[GroupOfRows]:
    """The groups that need somebody, in their order; empty ones left out.

    Each with how many people stand in it. The rows of a page, `most` or `ROWS`, go to the most
    urgent.
    """
    found = []
    most = ROWS if most is None else most
    left = worklist.needing if worklist.needing <= most + LAST_FEW else most
    for group, entries in worklist.by_group.items():
        if not entries or not group.needs_someone:
            continue
        still = ", still on time" if group is Group.DUE else ""
        found.append(
            GroupOfRows(
                group,
                GROUP_TITLES[group],
                f"{count(len(entries), 'person', 'people')}{still}",
                rows.rows(entries[:left]),
                max(0, len(entries) - left),
            )
        )
        left = max(0, left - len(entries))
    return found


def sum_line(worklist: Worklist) -> SumLine:
    by_group = worklist.by_group
    needing, waits_not = worklist.needing, worklist.cannot_wait
    verb = "needs" if needing == 1 else "need"
    whom = "you" if worklist.whose is Whose.MINE else "somebody"
    parts = [f"{needing:,} {verb} {whom}", f"{len(by_group[Group.DUE_SOON]):,} due in 14 days"]
    parts += [f"{len(by_group[Group.PAUSED]):,} paused"]
    parts += [f"{len(by_group[Group.NOTHING_DUE]):,} with nothing due"]
    hidden = len(worklist.hidden)
    everyone = count(worklist.total, "person", "people")
    owner = OWNERS[worklist.whose]
    return SumLine(
        need=f"{people(needing)} {'needs' if needing < 2 else 'need'} {whom}"
        + (" today." if needing == 0 else "."),
        urgent=f"{waits_not:,} cannot wait until tomorrow." if waits_not else "",
        parts=f"{' + '.join(parts)} = ",
        total=f"{len(worklist.shown):,} shown",
        hidden=f"{hidden:,} hidden by the filter. Together, {owner} " if hidden else "",
        together=f"{everyone}." if hidden else "",
    )


def hides(worklist: Worklist) -> str:
    """Hides 25 people, 2 of them overdue."""
    hidden = len(worklist.hidden)
    if not hidden:
        return ""
    words = (
        f"Hides {count(hidden, 'person', 'people')}, {worklist.hidden_overdue:,} of them overdue"
    )
    if worklist.hidden_safety:
        words += f", {worklist.hidden_safety:,} with a safety event"
    return f"{words}."


def due_soon(worklist: Worklist) -> SideList:
    return _side(worklist, Group.DUE_SOON, lambda entry: _soon(entry, worklist.on), SIDE_ROWS)


def _side(
    worklist: Worklist, group: Group, item: Callable[[Entry], SideItem], first: int
) -> SideList:
    """`first`: how many stand open; the rest of what the page holds opens on request."""
    entries = worklist.by_group[group]
    items = [item(entry) for entry in entries[:SIDE_LIST]]
    return SideList(len(entries), items[:first], items[first:], len(entries) - len(items))


def _soon(entry: Entry, on: date) -> SideItem:
    lead = entry.place.lead
    assert lead is not None and lead.due_on is not None
    booked = entry.around.booking
    if booked is not None and booked.on == lead.due_on:
        when = "Booked that day" if booked.is_mine else f"Sees {booked.with_name} that day"
    else:
        when = booked_words(booked, on)
    return SideItem(
        entry.person.id,
        entry.person.name,
        in_sentence(lead.title),
        f"{nhs_date(lead.due_on)}. {when}",
    )


def paused(worklist: Worklist) -> SideList:
    """With the day the pause ends: nobody is paused for ever."""
    return _side(worklist, Group.PAUSED, lambda entry: _paused(entry, worklist), SIDE_LIST)


def _paused(entry: Entry, worklist: Worklist) -> SideItem:
    pause = entry.outline.pause
    assert pause is not None
    since = f"Since {nhs_date(pause.started_on)}."
    days = worklist.schedule.return_within_days
    back = (
        f" Ends {nhs_date(pause.ends_on)}, then due within {days} days."
        if pause.ends_on
        else " No day is recorded on which we check again."
    )
    reason = PAUSE_WORDS[pause.reason].capitalize()
    return SideItem(entry.person.id, entry.person.name, "", since + back, reason)


def nothing_due(worklist: Worklist) -> SideList:
    return _side(worklist, Group.NOTHING_DUE, _nothing_due, 0)


def _nothing_due(entry: Entry) -> SideItem:
    lead = entry.place.lead
    words = in_sentence(lead.title) if lead else ""
    sub = f"Next: {words}, {nhs_date(lead.due_on)}." if lead and lead.due_on else ""
    return SideItem(entry.person.id, entry.person.name, "", sub)


def nobody(worklist: Worklist) -> Nobody | None:
    """What stands in place of the groups when there is nobody in them; None when there is."""
    if worklist.needing:
        return None
    if not worklist.total:
        who = {
            Whose.MINE: "Nobody in treatment has you as keyworker or prescriber.",
            Whose.TEAMS: "Nobody in treatment belongs to your teams.",
            Whose.MEMBER: "Nobody in treatment has them as keyworker or prescriber.",
            Whose.SERVICE: "Nobody is in treatment at this service.",
        }[worklist.whose]
        return Nobody("Nobody is on this list", f"{who} That is not the same as nobody being due.")
    up_to_date = f"{_all(len(worklist.shown))} up to date or paused."
    coming = worklist.by_group[Group.DUE_SOON] or worklist.by_group[Group.NOTHING_DUE]
    lead = coming[0].place.lead if coming else None
    if lead is not None and lead.due_on is not None:
        up_to_date += (
            f" The next is {coming[0].person.name}, {in_sentence(lead.title)},"
            f" {nhs_date(lead.due_on)}."
        )
    return Nobody("Nobody needs you today", up_to_date)


def _all(shown: int) -> str:
    if shown == 0:
        return "Nobody is shown: everybody is"
    return "The one person shown is" if shown == 1 else f"All {shown:,} people shown are"


def starting(worklist: Worklist) -> list[SideItem]:
    """Who started in the last 12 weeks and has something of the first day left. One query."""
    began = {
        entry.person.id: entry.outline.episode_started_on
        for entry in worklist.shown
        if entry.outline.episode_ended_on is None
        and (worklist.on - entry.outline.episode_started_on).days < day_zero.LISTED_FOR_DAYS
    }
    left = day_zero.left_for(began)
    found = []
    for entry in worklist.shown:
        items = left.get(entry.person.id, ())
        if items:
            words = and_list([item.words for item in items])
            found.append(SideItem(entry.person.id, entry.person.name, "", f"Still to do: {words}."))
    return found


def tasks_to_do(access: Access, on: date) -> list[SideItem]:
    """This member's open tasks that may wait; red ones stand in the first group. One statement."""
    waiting = [task for task in todo.for_me(access, on) if not task.is_red]
    return [
        SideItem(
            task.patient_id,
            task.name,
            task.text,
            f"{'Was to be done by' if task.due_on < on else 'By'} {nhs_date(task.due_on)}.",
            page="patients:tasks",
        )
        for task in waiting[:TASKS_SHOWN]
    ]


def today_and_drafts(access: Access, on: date) -> tuple[list[Slot], list[DraftItem]]:
    """This member's own appointments of the day, and what they began and did not save, newest
    first; of people they may see. Two statements, sent together; nothing is unsealed."""
    given = todo.asked_by(access) | {"on": on, "start": START_FORM}
    meetings, drafts = ask_all([worklist_sql.MEETINGS, worklist_sql.UNFINISHED], given)
    return (
        [
            Slot(at, patient_id, f"{given_name} {family_name}".strip(), about)
            for at, patient_id, given_name, family_name, about in meetings
        ],
        [item for row in drafts if (item := _draft_item(*row))],
    )


def _draft_item(
    patient_id: UUID | None,
    given_name: str | None,
    family_name: str | None,
    form: str,
    draft_id: UUID,
    saved_at: datetime,
    answered: int,
    of_questions: int,
) -> DraftItem | None:
    """A draft of a form about somebody; of one about nobody (None where there is no such form any
    more); of somebody being registered; or what was sent when its author had been signed out, which
    can be thrown away here, because it may stand on no form."""
    name = f"{given_name or ''} {family_name or ''}".strip()
    saved = (saved_at, answered, of_questions)
    if form.startswith(sent_signed_out.PREFIX):
        url = reverse("patients:sent", args=[draft_id])
        until = nhs_date(sent_signed_out.last_day(saved_at))
        what = f"sent when you were signed out, kept until {until}"
        return DraftItem(name or sent_signed_out.called(form), what, url, *saved, url)
    if form.startswith(about_nobody.PREFIX):
        page = about_nobody.page_of(form)
        return DraftItem(page[1], "not saved yet", page[0], *saved) if page else None
    if patient_id is None:
        url = f"{reverse('patients:start')}?continue=yes"
        return DraftItem("Somebody new", "being registered", url, *saved)
    opens, what = DRAFTS.get(form) or OTHER_DRAFTS.get(form, ON_THEIR_PAGES)
    return DraftItem(name, what, address(opens, patient_id), *saved)


def what_moved(worklist: Worklist, night: LastNight) -> SideList:
    """Of the people shown, whose reviews the last check saw move: all counted, the first named. For
    reading only: what is due is worked out afresh. One query, or none after a quiet night.
    """
    if not night.moved or night.finished_at is None or worklist.whose is not Whose.MINE:
        return SideList(0, (), (), 0)
    names = {entry.person.id: entry.person.name for entry in worklist.shown}
    given = {
        "service": worklist.service_id,
        "people": as_array(names),
        "finished_at": night.finished_at,
        "named": MOVED_SHOWN,
    }
    (rows,) = ask_all([worklist_sql.MOVED], given)
    named = [
        SideItem(
            patient_id,
            names[patient_id],
            in_sentence(TITLES[ReviewType(kind)]),
            f"{Transition.Kind(moved).label}. Due {nhs_date(due_on)}.",
        )
        for _, patient_id, kind, moved, due_on in rows
    ]
    moved_in_all = rows[0][0] if rows else 0
    return SideList(moved_in_all, named, (), moved_in_all - len(named))


def team_names(access: Access) -> str:
    """Harbour Street team; "" for somebody whose reach is the whole service. One query."""
    names = Team.objects.filter(pk__in=access.team_ids).order_by("name")
    return and_list(list(names.values_list("name", flat=True)))


def choices(whose: Sequence[Whose]) -> list[tuple[str, str]]:
    words = {
        Whose.MINE: "My people",
        Whose.TEAMS: "Everyone in my teams",
        Whose.STAFF: "By keyworker and prescriber",
        Whose.SERVICE: "Everyone in one list",
    }
    return [(one.value, words[one]) for one in whose]


TREATMENTS = [
    (Treatment.ALL.value, "In any treatment"),
    (Treatment.OST.value, "On opioid substitution treatment"),
]
