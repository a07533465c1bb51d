"""The worklist's rows in words: why somebody needs you, what was tried, and the one thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.access import Access
from patients.models import Contact
from reviews.due_words import Chip, chip_of, in_sentence, since_words, soon_words
from reviews.dues import Due
from reviews.order import Group
from reviews.review_types import TITLES, ReviewType
from reviews.schedule import Schedule
from reviews.timeline_words import TRIED
from reviews.worklist import Entry
from reviews.worklist_actions import Action, Actions, awaited_for, draft_of
from reviews.worklist_reader import Awaited, Booking, Kept, MissedRun
from rodt.addresses import address
from rodt.words import and_list, born, in_days, nhs_date, nhs_day, nhs_time, weekday_date


@dataclass(frozen=True, slots=True)
class Row:
    """`strong` and `why` are one sentence, its beginning in bold; `tried` is the quieter line.
    `why_url` opens the rule and the dates it used, `reach_url` writes down a try to reach them."""

    name: str
    born: str
    url: str
    strong: str
    why: str
    tried: str
    chip: Chip
    booked: str
    action: Action
    why_url: str = ""
    reach_url: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    strong: str
    why: str
    tried: str
    chip: Chip


class Rows:
    """Writes rows for one member of staff on one day."""

    def __init__(self, access: Access, on: date, schedule: Schedule) -> None:
        self.on = on
        self.actions = Actions(access, schedule)

    def row(self, entry: Entry) -> Row:
        said = self._said(entry)
        return Row(
            name=entry.person.name,
            born=born(entry.person.born_on, is_estimated=entry.person.is_born_estimated),
            url=address("reviews:case", entry.person.id),
            strong=said.strong,
            why=said.why,
            tried=" ".join(filter(None, (said.tried, tries_words(entry)))),
            chip=said.chip,
            booked=booked_words(entry.around.booking, self.on),
            action=self.actions.next_for(entry),
            why_url=address("reviews:why_due", entry.person.id),
            reach_url=self.actions.reach_url(entry),
        )

    def rows(self, entries: Iterable[Entry]) -> list[Row]:
        return [self.row(entry) for entry in entries]

    def _said(self, entry: Entry) -> _Said:
        group, lead = entry.place.group, entry.place.lead
        if group is Group.SAFETY:
            return self._safety(entry)
        if group is Group.SCRIPT_ENDING:
            return self._script(entry)
        if lead is None:
            return _Said("Nothing is due.", "", "", Chip("not_applicable", "Nothing due"))
        return _Said(
            f"{lead.title}.",
            " ".join(self._why(lead, entry)),
            _tried(lead, entry),
            chip_of(lead),
        )

    def _why(self, lead: Due, entry: Entry) -> list[str]:
        """Why it is due or what it waits for, then what else is due."""
        awaited = awaited_for(lead, entry.around.awaited)
        said = [_awaits(awaited) if awaited else since_words(lead)]
        draft = draft_of(entry)
        if draft is not None:
            said.append(f"A draft from {nhs_date(_local_day(draft))} is waiting for you.")
        return said + self._also(lead, entry)

    def _also(self, lead: Due | None, entry: Entry) -> list[str]:
        others = [due for due in entry.place.also if due is not lead]
        overdue = [in_sentence(due.title) for due in others if due.is_overdue]
        due_now = [in_sentence(due.title) for due in others if due.state.needs_someone]
        due_now = [title for title in due_now if title not in overdue]
        soon = _soonest(entry.soon, lead)
        said = []
        if overdue:
            said.append(f"Also overdue: {and_list(overdue)}.")
        if due_now:
            said.append(f"Also due: {and_list(due_now)}.")
        if soon:
            said.append(f"Soon: {soon}.")
        return said

    def _safety(self, entry: Entry) -> _Said:
        undecided = entry.around.undecided
        lead = entry.place.lead
        also = " ".join(self._also(lead, entry))
        if undecided:
            run = undecided[0]
            reported = f"{run.reported_by} told us. " if run.reported_by else ""
            return _Said(
                f"{run.days} missed doses in a row.",
                entry.place.words.partition(", ")[2],
                f"{reported}{also}".strip(),
                Chip("today", "Today", self._since(run)),
            )
        if entry.around.red_tasks:
            task = entry.around.red_tasks[0]
            others = [one.text for one in entry.around.red_tasks[1:]]
            return _Said(
                f"{task.text}.",
                f"To be done by {nhs_date(task.due_on)}.",
                " ".join([*(f"Also: {words}." for words in others), also]).strip(),
                Chip("today", "Today", nhs_date(task.due_on)),
            )
        if entry.around.depot_ran_out_on is not None and lead is None:
            return _Said(
                "Depot injection not recorded.",
                entry.place.words,
                also,
                Chip("today", "Today", f"Covered to {nhs_date(entry.around.depot_ran_out_on)}"),
            )
        if lead is None:
            return _Said("Needs you today.", entry.place.words, also, Chip("today", "Today"))
        happened_on = lead.anchor_on or lead.on
        chip = chip_of(lead)
        if happened_on == self.on:
            chip = Chip("today", "Today", f"Review due {nhs_date(lead.due_on or self.on)}")
        return _Said(f"{lead.title}.", lead.why, also, chip)

    def _since(self, run: MissedRun) -> str:
        told_at = timezone.localtime(run.recorded_at)
        if told_at.date() == self.on:
            return f"Since {nhs_time(told_at)}"
        return f"Since {nhs_date(run.from_on)}"

    def _script(self, entry: Entry) -> _Said:
        ends_on = entry.around.script_ends_on or self.on
        days = (ends_on - self.on).days
        ends = "ended" if days < 0 else "ends"
        lead = entry.place.lead
        medical = f"{lead.title} was due {nhs_date(lead.due_on)}." if lead and lead.due_on else ""
        also = " ".join(self._also(lead, entry))
        return _Said(
            f"Prescription {ends} {in_days(days)},",
            f"{weekday_date(ends_on)}, and no next one is recorded.",
            f"{medical} {also}".strip(),
            Chip("long_overdue", f"{ends.capitalize()} {in_days(days)}", nhs_date(ends_on), True),
        )


def _local_day(draft: Kept) -> date:
    return timezone.localtime(draft.saved_at).date()


def _awaits(awaited: Awaited) -> str:
    """Two people do their parts of a strategic review; any other is signed as it was held."""
    if awaited.type != ReviewType.STRATEGIC:
        held_on = nhs_date(awaited.held_on)
        return f"The one held on {held_on} waits for the {awaited.awaits}’s signature."
    return (
        f"Waits for the {awaited.awaits}. The other part was done on {nhs_date(awaited.held_on)}."
    )


def _soonest(soon: Iterable[Due], lead: Due | None) -> str:
    """strategic review, in 8 days, and 2 more. Keywork comes round so often that it is left out."""
    coming = [due for due in soon if due is not lead and due.type is not ReviewType.KEYWORK]
    if not coming:
        return ""
    first = min(coming, key=lambda due: due.due_on or due.on)
    more = f", and {len(coming) - 1} more" if len(coming) > 1 else ""
    return f"{soon_words(first)}{more}"


def _tried(lead: Due, entry: Entry) -> str:
    """Did not attend on 24 September 2026. After two missed meetings it suggests outreach."""
    missed = [
        one.on for one in entry.outline.attempts if one.on <= lead.on and one.is_for(lead.type)
    ]
    if not lead.attempts or not missed:
        return ""
    last = nhs_date(max(missed))
    if lead.suggests_outreach:
        return f"{lead.attempts} meetings missed, the last on {last}: consider outreach."
    return f"Did not attend on {last}."


def tries_words(entry: Entry) -> str:
    """Tried twice to reach them, last by phone on 28 September 2026. Next try 3 October 2026."""
    lead = entry.place.lead
    since = lead.anchor_on if lead and lead.anchor_on else date.min
    tries = [one for one in entry.around.tries if one.on >= since]
    if not tries:
        return ""
    last = tries[-1]
    how = f"{TRIED[last.kind]} on {nhs_date(last.on)}"
    following = f" Next try {nhs_date(last.next_on)}." if last.next_on else ""
    if last.outcome == Contact.Outcome.REACHED:
        return f"Reached {how}.{following}"
    without = [one for one in tries if one.outcome == Contact.Outcome.NO_ANSWER]
    if len(without) == 1:
        return f"Tried {how}: no answer.{following}"
    return f"Tried {len(without)} times without an answer, last {how}.{following}"


def booked_words(booking: Booking | None, on: date) -> str:
    """Today, 11am · Booked 8 October · Sees Dr Osei 6 October · Nothing booked."""
    if booking is None:
        return "Nothing booked"
    if booking.on == on:
        when = f"Today, {nhs_time(timezone.localtime(booking.at))}"
        return when if booking.is_mine else f"{when}, {booking.with_name}"
    day = nhs_day(booking.on) if booking.on.year == on.year else nhs_date(booking.on)
    return f"Booked {day}" if booking.is_mine else f"Sees {booking.with_name} {day}"


def what_words(due: Due) -> str:
    """care plan review; for lists at the side."""
    return in_sentence(due.title if due.due_on else TITLES[due.type])
