"""The person's page: read once, in the order of the questions before an appointment.

The same queries for everybody, however long the record: none of them is asked of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.access import Access
from patients.models import Answer, Contact, Episode, Patient, Pause, SignificantEvent, Task
from prescribing.models import DrugTest, SupervisionStep
from prescribing.safety import panel
from prescribing.safety.facts import Told
from prescribing.sheet import Sheet
from reviews import (
    case_course,
    case_goals,
    case_rows,
    day_zero,
    facts_reader,
    schedules,
    told,
    worklist_reader,
)
from reviews.case_course import Course
from reviews.case_goals import GoalsNow
from reviews.case_rows import CaseRows
from reviews.case_words import DueRow, Opening, Standing, due_rows, opening
from reviews.day_zero import Item
from reviews.models import Review, TopRecord
from reviews.review_facts import Pause as ReviewPause
from reviews.schedule import Schedule, due
from reviews.sheet import reviewer_role
from reviews.top_now import TopNow, top_now
from reviews.worklist_reader import Around, MissedRun
from reviews.worries import Happened, Known, Worry, worries
from reviews.worries_and_checks import beside_checks
from rodt.dates import add_days
from rodt.words import and_list
from support.models import Circumstances, Offer, OfferStep
from support.sheet import SupportSheet, made_of

# The time over which missed doses are told beside the prescription. [P]
MISSED_OVER_DAYS = 84
TAKEN_HOME = (SupervisionStep.Supervision.WEEKLY, SupervisionStep.Supervision.NONE)
RETURNS = {
    Pause.Reason.CUSTODY: "prison_release",
    Pause.Reason.HOSPITAL: "back_from_hospital",
    Pause.Reason.RESIDENTIAL: "back_from_residential",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The last thing they said that was written down in their own words."""

    text: str
    on: date
    to: str
    how: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """`missed`: days without a dose in the last 12 weeks, oldest first. `ended`: the newest
    prescription that has ended."""

    on: date
    opening: Opening
    worries: tuple[Worry, ...]
    dues: tuple[DueRow, ...]
    more_dues: int
    words: Words | None
    plan: GoalsNow
    course: Course
    running: tuple[Sheet, ...]
    ended: Sheet | None
    missed: tuple[date, ...]
    tests: tuple[DrugTest, ...]
    tests_in_all: int
    top: TopNow | None
    support: SupportSheet
    episode: Episode | None
    undecided: tuple[MissedRun, ...]
    pause: ReviewPause | None
    died_on: date | None
    tasks: tuple[Task, ...] = ()
    starting: tuple[Item, ...] = ()

    @property
    def has_ended(self) -> bool:
        """No treatment is open on this day."""
        if self.episode is None:
            return True
        return self.episode.ended_on is not None and self.episode.ended_on <= self.on

    @property
    def starting_words(self) -> str:
        """What of the first day is still to do."""
        return and_list([item.words for item in self.starting])

    @property
    def may_reopen(self) -> bool:
        return self.has_ended and self.episode is not None and self.died_on is None


def read(access: Access, patient: Patient, on: date) -> CasePage:
    schedule = schedules.in_force(patient.service_id, on)
    facts = facts_reader.read(on=on, patient_ids=[patient.pk]).get(patient.pk)
    around = worklist_reader.around(access, on, [patient.pk])[patient.pk]
    rows = case_rows.read(patient, on)
    episode = rows.first(Episode)
    course = case_course.course_of(rows, on)
    sheets = course.sheets
    running = tuple(one for one in sheets if one.is_running)
    dues = due(facts, on, schedule) if facts else ()
    shown_dues = due_rows(dues)
    standing = Standing(
        on=on,
        name=patient.name,
        died_on=patient.died_on,
        started_on=episode.started_on if episode else None,
        ended_on=episode.ended_on if episode else None,
        end_words=episode.get_end_reason_display() if episode and episode.end_reason else "",
        dues=dues,
        pause=facts.paused_on(on) if facts else None,
        undecided=around.undecided,
        booking=around.booking,
        role=reviewer_role(access),
        schedule=schedule,
    )
    is_on_ost = facts is not None and facts.on_ost(on)
    began_on = episode.started_on if episode else on
    starting = day_zero.left_for({patient.pk: began_on}).get(patient.pk, ())
    said = told.read([patient.pk], on).get(patient.pk, Told())
    known = _known(patient, around, running, is_on_ost, on, schedule, rows, said)
    checks = panel.read(patient, on, said)
    return CasePage(
        on=on,
        opening=opening(standing),
        worries=beside_checks(worries(known), checks) if standing.is_open else (),
        dues=tuple(shown_dues),
        more_dues=sum(1 for one in dues if one.due_on) - sum(row.stands_for for row in shown_dues),
        words=_last_words(rows),
        plan=case_goals.goals_of(rows, on),
        course=course,
        running=running,
        ended=next((one for one in sheets if not one.is_running), None),
        missed=tuple(course.missed_days(add_days(on, -MISSED_OVER_DAYS))),
        tests=tuple(rows.of(DrugTest)),
        tests_in_all=rows.tests_in_all,
        support=made_of(rows.of(Offer), rows.of(OfferStep), rows.of(Circumstances)),
        top=top_now(rows.of(TopRecord), episode.started_on if episode else None),
        episode=episode,
        undecided=around.undecided,
        pause=standing.pause,
        died_on=patient.died_on,
        tasks=tuple(rows.of(Task)),
        starting=starting if standing.is_open else (),
    )


def _last_words(rows: CaseRows) -> Words | None:
    """From contacts and reviews, the latest; of one day the contact's, which says how."""
    contact, review = rows.first(Contact), rows.first(Review)
    if review is not None and (contact is None or review.held_on > contact.on):
        to = review.held_by.full_name if review.held_by else ""
        return Words(review.their_words, review.held_on, to, review.get_seen_display().lower())
    if contact is None:
        return None
    to = contact.with_staff.full_name if contact.with_staff else ""
    return Words(contact.their_words, contact.on, to, contact.get_kind_display().lower())


def _known(
    patient: Patient,
    around: Around,
    running: Sequence[Sheet],
    is_on_ost: bool,
    on: date,
    schedule: Schedule,
    rows: CaseRows,
    said: Told,
) -> Known:
    """What worries are found from."""
    tests = rows.of(DrugTest)
    events = [Happened(event.kind, event.on, event.note) for event in rows.of(SignificantEvent)]
    returns = [
        Happened(RETURNS[Pause.Reason(pause.reason)], pause.ended_on)
        for pause in rows.of(Pause)
        if pause.reason in RETURNS and pause.ended_on is not None
    ]
    return Known(
        on=on,
        is_on_ost=is_on_ost,
        undecided=tuple((run.from_on, run.to_on) for run in around.undecided),
        depot_ran_out_on=around.depot_ran_out_on,
        script_ends_on=around.script_ends_on,
        script_ending_working_days=schedule.script_ending_working_days,
        happened=(*events, *returns, *_came_back(rows.of(Episode))),
        tolerance_decided_on=said.tolerance_decided_on,
        has_children=patient.children_at_home == Answer.YES,
        children_note=patient.children_note,
        locked_box_on=patient.locked_box_given_on,
        takes_home=any(
            sheet.supervision is not None and sheet.supervision.supervision in TAKEN_HOME
            for sheet in running
        ),
        naloxone=said.naloxone,
        naloxone_on=said.naloxone_on,
        test_on=tests[0].on if tests else None,
    )


def _came_back(episodes: Sequence[Episode]) -> list[Happened]:
    """A treatment that began after an earlier one had ended."""
    starts = sorted(episode.started_on for episode in episodes)
    return [Happened("came_back", day) for day in starts[1:]]
