"""One person of a full service: drawn, then written."""

from datetime import date
from itertools import pairwise
from random import Random

from audits.seed.course import Course, Place
from audits.seed.deciding import decide
from audits.seed.draws import Chance, Evenly
from audits.seed.health import back_from_away, draw_health
from audits.seed.health_rows import write_record
from audits.seed.improving import draw_improving
from audits.seed.improving_rows import write_improving
from audits.seed.leaving_rows import write_leaving
from audits.seed.meetings import draw_bookings, draw_contacts, draw_events, tell_of_missed
from audits.seed.moments import Moments
from audits.seed.outcomes import draw_profiles, draw_tests
from audits.seed.page import Page
from audits.seed.people import draw_leaver, draw_person, draw_present
from audits.seed.person_rows import write_happenings, write_patient, write_treatments
from audits.seed.plan_rows import write_plan, write_talks, write_ties
from audits.seed.planning import draw_plan
from audits.seed.prescribing_rows import write_tests
from audits.seed.rating import rate
from audits.seed.review_rows import write_meetings
from audits.seed.reviewing import draw_meetings
from audits.seed.sheets import Ledger, new_id
from audits.seed.support import draw_support
from audits.seed.support_rows import write_support
from audits.seed.timeliness import Watch
from prescribing.doses import SPELL_GAP_DAYS


def draw_course(chance: Chance, even: Evenly, number: int, on: date, *, is_present: bool) -> Course:
    course = draw_person(chance, number, on)
    (draw_present if is_present else draw_leaver)(chance, even, course, on)
    course.rank = even.rank(chance)
    watch = watch_of(course, on)
    draw_events(chance, course, watch)
    draw_meetings(chance, even, course, watch)
    draw_profiles(chance, even, course, watch)
    draw_tests(chance, course, watch)
    draw_plan(chance, even, course, watch)
    draw_contacts(chance, course, watch)
    draw_bookings(chance, course, watch)
    draw_health(chance, course, watch)
    tell_of_missed(course, on)
    back_from_away(course, on)
    draw_support(chance, course, on)
    draw_improving(chance, course, on)
    return course


def watch_of(course: Course, on: date) -> Watch:
    treatment = course.treatment
    scripts = treatment.scripts
    rx_start_on = scripts[0].started_on if scripts else None
    for before, after in pairwise(scripts):
        if before.ended_on and (after.started_on - before.ended_on).days > SPELL_GAP_DAYS:
            rx_start_on = after.started_on
    return Watch(treatment.started_on, rx_start_on, treatment.ended_on or on, on, course.rank)


def write_course(
    ledger: Ledger, moments: Moments, place: Place, course: Course, ids: Random
) -> str:
    """Everything about one person into the ledger; the person's id."""
    rate(course)
    decide(course)
    page = Page(ledger, moments, place, course, ids, new_id(ids))
    write_patient(page)
    episode_id = write_treatments(page)
    write_plan(page, episode_id)
    write_meetings(page)
    write_talks(page)
    write_tests(page)
    write_happenings(page)
    write_ties(page)
    write_record(page, episode_id)
    write_support(page)
    write_leaving(page)
    write_improving(page)
    return page.patient_id
