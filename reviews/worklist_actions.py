"""The one thing to do about a person on the worklist, and who may do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission, Role
from reviews.dues import Due
from reviews.order import Group
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import Schedule
from reviews.worklist import Entry
from reviews.worklist_reader import Awaited, Kept
from rodt.addresses import address

CAN_COMPLETE = {
    Role.KEYWORKER: ReviewerRole.KEYWORKER,
    Role.PRESCRIBER: ReviewerRole.PRESCRIBER,
}
DRAFTS = {
    "review": ("reviews:log", "review"),
    "top": ("reviews:log_top", "TOP"),
    "strategic": ("reviews:strategic", "strategic review"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about a person, named for what happens."""

    words: str
    url: str
    is_log: bool = False


class Actions:
    """Finds it for one member of staff. Who may do nothing here can still open the record."""

    def __init__(self, access: Access, schedule: Schedule) -> None:
        self.schedule = schedule
        self.may_record = access.may(Permission.RECORD_CONTACT)
        self.may_log = access.may(Permission.LOG_REVIEW)
        self.may_prescribe = access.may(Permission.RECORD_PRESCRIPTION)
        self.completes = {CAN_COMPLETE[role] for role in access.roles if role in CAN_COMPLETE}

    def next_for(self, entry: Entry) -> Action:
        patient, lead = entry.person.id, entry.place.lead
        if entry.around.undecided:
            if self.may_prescribe:
                run = entry.around.undecided[0]
                return _to("Decide", "prescribing:decide_missed", patient, run.id)
            return self._record_contact(entry)
        if entry.around.red_tasks:
            if self.may_record:
                return _to("Open task", "patients:task", patient, entry.around.red_tasks[0].id)
            return self._look(entry)
        if entry.place.group is Group.SCRIPT_ENDING:
            if self.may_prescribe:
                return _to("Open prescription", "prescribing:prescription", patient)
            return self._book(entry)
        if lead is None:
            return self._record_contact(entry)
        draft = draft_of(entry)
        if draft is not None and self.may_log:
            return _to("Finish draft", DRAFTS[draft.form][0], patient)
        awaited = awaited_for(lead, entry.around.awaited)
        if awaited is not None and awaited.type == ReviewType.STRATEGIC:
            if awaited.awaits in self.completes:
                return self._log("Sign", "reviews:strategic", entry)
            return self._book(entry)
        if awaited is not None and awaited.awaits in self.completes and self.may_log:
            return _to("Sign", "reviews:review", patient, awaited.review_id)
        if lead.type is ReviewType.KEYWORK:
            return self._record_contact(entry)
        if not self._completes(lead):
            return self._book(entry)
        if lead.type is ReviewType.TOP:
            return self._log("Log TOP", "reviews:log_top", entry)
        if lead.type is ReviewType.STRATEGIC:
            return self._log("Log review", "reviews:strategic", entry)
        return self._log("Log review", "reviews:log", entry)

    def reach_url(self, entry: Entry) -> str:
        """Where a try to reach them is written down; "" for who may write down no contact, and
        for somebody who needs nobody."""
        if not self.may_record or not entry.needs_someone:
            return ""
        return address("reviews:reach_out", entry.person.id)

    def _completes(self, due: Due) -> bool:
        rule = self.schedule.rule(due.type)
        return any(roles & self.completes for roles in rule.completed_by)

    def _log(self, words: str, name: str, entry: Entry) -> Action:
        if not self.may_log:
            return self._look(entry)
        return Action(words, address(name, entry.person.id), is_log=True)

    def _record_contact(self, entry: Entry) -> Action:
        if not self.may_record:
            return self._look(entry)
        return _to("Record contact", "patients:add_contact", entry.person.id)

    def _book(self, entry: Entry) -> Action:
        """Somebody else has to do it: a meeting can be booked, unless one is."""
        if not self.may_record or entry.around.booking is not None:
            return self._look(entry)
        return _to("Book meeting", "patients:add_appointment", entry.person.id)

    def _look(self, entry: Entry) -> Action:
        return _to("Open record", "reviews:case", entry.person.id)


def _to(words: str, name: str, *ids: UUID) -> Action:
    return Action(words, address(name, *ids))


def draft_of(entry: Entry) -> Kept | None:
    return next((draft for draft in entry.around.drafts if draft.form in DRAFTS), None)


def awaited_for(lead: Due, awaited: Iterable[Awaited]) -> Awaited | None:
    """The half-signed review that would make this one held, where there is one since."""
    since = lead.anchor_on or date.min
    return next((one for one in awaited if one.type == lead.type and one.held_on > since), None)
