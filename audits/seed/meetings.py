"""Drawing what fills the weeks between reviews: contacts, appointments, things that happen."""

from datetime import date

from audits.seed import figures
from audits.seed.course import Booking, Course, Met
from audits.seed.draws import Chance
from audits.seed.occasions import aftercare
from audits.seed.phrases import REASONS_MISSED, SUMMARIES, WORDS
from audits.seed.timeliness import Watch
from rodt.dates import add_days

CONTENT = (
    ("drug_use_goals",),
    ("drug_use_goals", "health"),
    ("social",),
    ("harm_reduction",),
    ("harm_reduction", "drug_use_goals"),
    ("health",),
    ("social", "drug_use_goals"),
    ("administrative",),
)


def draw_contacts(chance: Chance, course: Course, watch: Watch) -> None:
    """Weekly at first, then about every four weeks, over the last two years."""
    oldest_on = add_days(watch.to_on, -365 * figures.YEARS_OF_CONTACTS)
    day = max(watch.start_on, add_days(oldest_on, chance.days(0, 20)))
    only_collects = not watch.is_kept and chance.happens(figures.SHARE_ONLY_COLLECTS)
    has_stopped = watch.rank > figures.LOST_FROM_RANK and chance.happens(figures.SHARE_LOST)
    last_on = add_days(watch.to_on, -chance.days(60, 140) if has_stopped else -1)
    while day <= last_on:
        met = _draw_contact(chance, course, day, only_collects)
        course.contacts.append(met)
        weeks_in = (day - watch.start_on).days // 7
        every = 7 if weeks_in < 4 else 14 if weeks_in < 12 else 28
        if met.outcome != "attended" or met.kind == "message":
            every = min(every, 7)  # somebody tries again
        day = add_days(day, every + chance.days(-2, 4) - (3 if watch.is_kept else 0))
    if watch.is_kept:
        _see_again(chance, course, watch)
    if chance.happens(figures.SHARE_PEER_CONTACT):
        on = add_days(watch.to_on, -chance.days(3, 178))
        if on > watch.start_on:
            course.contacts.append(
                Met(on, with_role="peer", content=("social",), summary="Went to the breakfast.")
            )
    _meet_early(course, watch)
    for day in aftercare(chance, course, watch):
        summary = "Rang as agreed. Doing well; knows how to come back."
        course.contacts.append(Met(day, "phone", content=("drug_use_goals",), summary=summary))
    course.contacts.sort(key=lambda met: met.on)


SHOW_RECOVERY = (
    ("peer", "Went to the breakfast."),
    ("mutual_aid", "Met a visitor from the group."),
)


def _meet_early(course: Course, watch: Watch) -> None:
    """Two people in five meet somebody who has been there in their first weeks."""
    on = add_days(watch.start_on, 4 + course.number % 50)
    if course.number % 5 in (1, 3) and on < watch.to_on:
        role, summary = SHOW_RECOVERY[course.number % 2]
        course.contacts.append(Met(on, with_role=role, content=("social",), summary=summary))


def _see_again(chance: Chance, course: Course, watch: Watch) -> None:
    """In a kept record the last talk is not long ago: within a week at first, within two later."""
    days_ago = 6 if (watch.to_on - watch.start_on).days < 28 else 13
    seen_from = max(watch.start_on, add_days(watch.to_on, -days_ago))
    if any(_is_talk(met) for met in course.contacts if met.on >= seen_from):
        return
    taken = {met.on for met in course.contacts}
    days = [add_days(seen_from, day) for day in range((watch.to_on - seen_from).days)]
    if free := [day for day in days if day not in taken]:
        content, summary = chance.pick(CONTENT[:-1]), chance.pick(SUMMARIES)
        course.contacts.append(Met(chance.pick(free), content=content, summary=summary))


def _is_talk(met: Met) -> bool:
    is_met = met.outcome == "attended" and met.kind != "message"
    return is_met and met.content != CONTENT[-1] and met.with_role == "keyworker"


def _draw_contact(chance: Chance, course: Course, day: date, only_collects: bool) -> Met:
    met = Met(day)
    met.kind = chance.share(
        ((0.58, "in_person"), (0.30, "phone"), (0.04, "video"), (0.08, "message"))
    )
    if chance.happens(figures.SHARE_LATE):
        met.late_days = chance.days(3, 30)
    if met.kind != "message" and chance.happens(figures.SHARE_DID_NOT_ATTEND):
        met.outcome = "did_not_attend"
        met.reason_missed, met.content = chance.pick(REASONS_MISSED), ()
        return met
    if only_collects and (course.treatment.ended_on is None):
        met.content, met.summary = ("collection",), "Collected the prescription."
        return met
    met.content = chance.pick(CONTENT)
    met.summary = chance.pick(SUMMARIES)
    met.words = chance.pick(WORDS) if chance.happens(0.25) else ""
    met.is_amended = met.kind == "phone" and chance.happens(figures.SHARE_AMENDED * 3)
    return met


def draw_bookings(chance: Chance, course: Course, watch: Watch) -> None:
    if course.treatment.ended_on or course.died_on:
        return
    if chance.happens(0.45):
        on = add_days(watch.to_on, chance.days(0, 27))
        if on.weekday() < 5:
            minute = 9 * 60 + 30 + 30 * chance.days(0, 13)
            course.bookings.append(Booking(on, minute, "Care plan review", ("care_plan",)))
    if chance.happens(0.25):
        on = add_days(watch.to_on, chance.days(1, 40))
        if on.weekday() < 5:
            minute = 10 * 60 + 20 * chance.days(0, 15)
            course.bookings.append(
                Booking(on, minute, "Medical review", ("medical",), by="prescriber")
            )
    for meeting in course.meetings:
        if 0 < (watch.to_on - meeting.on).days < 120 and chance.happens(0.6):
            types = tuple(sorted({kind for kind, _ in meeting.counts}))
            minute = 10 * 60 + 30 * chance.days(0, 10)
            course.bookings.append(Booking(meeting.on, minute, "Review", types, "held", meeting.by))


def tell_of_missed(course: Course, on: date) -> None:
    """The pharmacy rings after three days: a call that somebody wrote down."""
    since = add_days(on, -365)
    for script in course.treatment.scripts:
        for missed in script.missed:
            if missed.days >= 3 and missed.to_on >= since:
                days = {3: "Three", 4: "Four", 5: "Five"}.get(missed.days, str(missed.days))
                course.contacts.append(
                    Met(
                        missed.to_on,
                        "phone",
                        with_role="pharmacist",
                        content=("administrative",),
                        summary=f"The pharmacy rang: {days.lower()} days in a row not collected.",
                    )
                )
    course.contacts.sort(key=lambda met: met.on)


EVENTS = (
    (0.24, ("overdose", "Naloxone given by a friend; went to hospital")),
    (0.22, ("bereavement", "A parent died")),
    (0.20, ("homeless", "Told us the tenancy has ended")),
    (0.14, ("new_sedative", "Pregabalin started by the GP")),
    (0.12, ("asks_to_stop", "Would like to think about coming off")),
    (0.08, ("safeguarding", "School raised a concern; family worker involved")),
)


def draw_events(chance: Chance, course: Course, watch: Watch) -> None:
    days = (watch.to_on - watch.oldest_on).days
    if days > 30 and chance.happens(0.08 * days / 365):
        kind, note = chance.share(EVENTS)
        on = add_days(watch.oldest_on, chance.days(20, days - 1))
        course.events.append((on, kind, note))
