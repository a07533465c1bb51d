"""What support invented people were offered and what came of it, how home and work stand, and what
they said of passing on their words. All shares are [D]; they say nothing about any service.

Drawn after everything else: nobody's course changes by it.
"""

from datetime import date

from audits.seed.course import Course, Home, Offered
from audits.seed.draws import Chance
from audits.seed.phrases import ASKED_FOR
from rodt.dates import add_days
from support.models import Employment, Housing

EVERYDAY_DAYS = 500
"""Offers before these days were on paper and are not in the record."""
SHARE_ASKED_LATELY, LATELY_DAYS = 0.74, 175
EMPLOYMENT = (
    (0.18, Employment.WORK),
    (0.25, Employment.SEEKING),
    (0.30, Employment.SICK),
    (0.08, Employment.HOME),
    (0.05, Employment.VOLUNTARY),
    (0.04, Employment.STUDENT),
    (0.04, Employment.RETIRED),
    (0.03, Employment.NOT_KNOWN),
    (0.03, Employment.RATHER_NOT_SAY),
)
HELPED = ((0.5, "yes"), (0.12, "no"), (0.03, "declined"), (0.35, "not_asked"))
TALKING = ("motivational", "cbt", "contingency", "family_network", "counselling", "mental_health")
OTHER_TALKING = ("Art therapy group", "Grief group at the hospice", "EMDR")
OTHER_SUPPORT = ("Gardening on Tuesdays", "Boxing gym", "Acupuncture group", "Choir", "Allotment")
LIFE = ("recovery_group", "peer", "complementary", "health", "relapse_prevention", "check_ups")
STEPS = ("relaxed_collection", "relaxed_collection", "depot", "reducing", "residential")
LESS = ("relaxed_collection", "depot")
"""Nothing to offer to somebody who has an injection."""
WORK = ("employment", "education", "volunteering", "work_project")
NOT_TO_BE_HAD = (
    ("residential", ""),
    ("mental_health", ""),
    ("depot", ""),
    ("work_project", ""),
    ("housing", ""),
    ("step_other", "Evening opening"),
)
LIKES = (
    "It gets me out of the house.",
    "I sleep better since.",
    "They get it. They've been there.",
)
DISLIKES = ("Not for me. Too many people.", "I felt worse after.", "It's the wrong time of day.")
OUTSIDE = {
    "housing": "Council housing team",
    "mutual_aid": "Fellowship visitor",
    "employment": "Job centre link worker",
    "education": "Harbour College",
    "volunteering": "Community kitchen",
}


def draw_support(chance: Chance, course: Course, on: date) -> None:
    treatment = course.treatment
    first_on, last_on = treatment.started_on, add_days(treatment.ended_on or on, -1)
    if last_on <= first_on:
        return
    _homes(chance, course, first_on, last_on)
    from_on = max(first_on, add_days(last_on, -EVERYDAY_DAYS))
    wanted = _wanted(chance, course)
    for kind, other_words in wanted:
        _offer(chance, course, kind, other_words, from_on, last_on)
    if chance.happens(0.08):
        wishes = [w for w in NOT_TO_BE_HAD if not (_has_depot(course) and w[0] in LESS)]
        kind, other_words = chance.pick(wishes)
        words = ASKED_FOR[kind][course.number % len(ASKED_FOR[kind])]
        asked_on = chance.day(from_on, last_on)
        course.offers.append(Offered(kind, asked_on, other_words, "not_available", words))
    if chance.happens(0.35):
        agrees = "yes" if chance.happens(0.75) else "no"
        course.consents.append((chance.day(from_on, last_on), "commissioner", agrees))


def _homes(chance: Chance, course: Course, first_on: date, last_on: date) -> None:
    """At the start, and lately for most; between them the answers change a little."""
    days = []
    if chance.happens(0.9):
        days.append(min(add_days(first_on, chance.days(0, 20)), last_on))
    if chance.happens(SHARE_ASKED_LATELY):
        days.append(add_days(last_on, -chance.days(0, LATELY_DAYS)))
    employment = chance.share(EMPLOYMENT)
    for day in sorted({max(day, first_on) for day in days}):
        employment = employment if chance.happens(0.8) else chance.share(EMPLOYMENT)
        wants = chance.share(((0.33, "yes"), (0.42, "no"), (0.02, "declined"), (0.23, "not_asked")))
        course.homes.append(Home(day, _housing(chance, course, day), employment, wants))


def _housing(chance: Chance, course: Course, day: date) -> Housing:
    """Mostly as the last TOP before that day has it."""
    said = [p.items.get("acute_housing") for p in course.profiles if p.on <= day]
    if chance.happens(0.02):
        return Housing.RATHER_NOT_SAY
    if said and said[-1] == "yes":
        return Housing.URGENT if chance.happens(0.4) else Housing.PROBLEM
    return Housing.PROBLEM if chance.happens(0.08) else Housing.NONE


def _wanted(chance: Chance, course: Course) -> list[tuple[str, str]]:
    """Kinds, with what it is where it is another."""
    found = []
    last = course.homes[-1] if course.homes else None
    if last and last.housing in Housing.problems() and chance.happens(0.8):
        found.append("housing")
    if last and last.wants_work == "yes" and chance.happens(0.7):
        found.append(chance.pick(WORK))
    if chance.happens(0.62):
        found.append("mutual_aid")
    if chance.happens(0.55):
        found.append(chance.pick(TALKING))
    if chance.happens(0.35):
        found.append(chance.pick(LIFE))
    if chance.happens(0.5):
        found.append(chance.pick([s for s in STEPS if not (_has_depot(course) and s in LESS)]))
    if course.plan is not None and course.number % 8 == 0:  # whose supporter may be told: plan_rows
        found += [kind for kind in ("carer_needs", "carer_review") if chance.happens(0.75)]
    if course.children_at_home == "yes" and chance.happens(0.3):
        found.append(chance.pick(("parenting", "family_support")))
    others = []
    if chance.happens(0.05):
        others.append(("recovery_other", chance.pick(OTHER_SUPPORT)))
    if chance.happens(0.03):
        others.append(("psychosocial_other", chance.pick(OTHER_TALKING)))
    return [*((kind, "") for kind in found), *others]


def _has_depot(course: Course) -> bool:
    scripts = course.treatment.scripts
    return bool(scripts) and "depot" in scripts[-1].medicine


def _offer(
    chance: Chance, course: Course, kind: str, other_words: str, from_on: date, last_on: date
) -> None:
    how = "asked" if chance.happens(0.2) else "offered"
    offered = Offered(kind, chance.day(from_on, last_on), other_words, how)
    offered.has_place = chance.happens(0.7)
    course.offers.append(offered)
    path = chance.share(
        (
            (0.22, ("declined",)),
            (0.13, ()),
            (0.15, ("referred",)),
            (0.30, ("referred", "started")),
            (0.20, ("referred", "started", "ended")),
        )
    )
    if kind == "mutual_aid":
        path = chance.share(
            (
                (0.20, ("declined",)),
                (0.25, ()),
                (0.20, ("introduced",)),
                (0.15, ("introduced", "went_once")),
                (0.20, ("introduced", "went_once", "started")),
            )
        )
    day = offered.on
    for state in path:
        day = add_days(day, 0 if state == "declined" else chance.days(3, 40))
        if day > last_on:
            return
        helped = chance.share(HELPED) if state in ("started", "ended") else "not_asked"
        words = ""
        if helped in ("yes", "no") and chance.happens(0.6):
            words = chance.pick(LIKES if helped == "yes" else DISLIKES)
        if state == "declined" and chance.happens(0.5):
            words = chance.pick(DISLIKES)
        offered.steps.append((day, state, helped, words))
