"""What a strategic review decided and which ways to improve treatment it went through, so that the
demo answers "what was tried, what is next". Shares are [D].

The decision is what the record shows to have happened then; nobody's course changes by it.
"""

from datetime import date, timedelta

from audits.seed.course import Course, Meeting, Strategic, Treatment
from audits.seed.draws import Chance
from reviews.strategic import IN_DOUBT

SOON = timedelta(days=28)
IN_DOUBT_RUNGS = (1, 2, 3, 4, 5, 6, 7, 8)
STATUSES = (
    (0.42, "done"),
    (0.20, "action"),
    (0.25, "not_indicated"),
    (0.10, "declined"),
    (0.03, "not_available"),
)
NOTES = {
    (1, "done"): "Side effects and the burden of collecting talked about",
    (2, "done"): "Missed doses gone through, one by one",
    (3, "done"): "Dose talked about",
    (3, "action"): "Look at the dose again in 4 weeks",
    (4, "action"): "Asks for fewer days of collecting",
    (5, "declined"): "Wants to stay with this medicine",
    (5, "not_available"): "No depot clinic in this town",
    (6, "action"): "Sessions for crack use from next month",
    (6, "not_available"): "No couples or family therapy here",
    (7, "action"): "Appointment about sleep and low mood",
    (8, "action"): "Letter to the housing office",
}
SHARE_SAYS_WHY_NO_PLAN = 0.5
NO_PLAN = (
    "Wants to wait until the move is over",
    "Sees the psychiatrist first",
    "To be agreed with the partner present",
)


def decide(course: Course) -> None:
    """Fills in every strategic review of this person, once it is rated."""
    for meeting in course.meetings:
        found = meeting.strategic
        if found is not None:
            chance = Chance(f"decided/{course.number}/{meeting.on.toordinal()}")
            _go_through(chance, found)
            if not found.awaits_prescriber:
                found.decision = _decision(course, meeting)
                lacks_plan = found.conclusion in IN_DOUBT and found.optimised_on is None
                if lacks_plan and chance.happens(SHARE_SAYS_WHY_NO_PLAN):
                    found.no_plan_because = chance.pick(NO_PLAN)


def _go_through(chance: Chance, found: Strategic) -> None:
    """Every way where benefit is in doubt; else the talk, and where to collect."""
    for rung in IN_DOUBT_RUNGS if found.conclusion in IN_DOUBT else (1, 4):
        status = "done" if rung == 1 else chance.share(STATUSES)
        if found.conclusion not in IN_DOUBT and status == "not_available":
            status = "not_indicated"
        found.ladder[str(rung)] = {"status": status, "note": NOTES.get((rung, status), "")}


def _decision(course: Course, meeting: Meeting) -> str:
    """What was changed in the four weeks from that day, or else that it goes on."""
    day, until = meeting.on, meeting.on + SOON
    return next(
        (
            what
            for treatment in course.treatments
            for on, what in sorted(_changes(treatment))
            if day <= on <= until
        ),
        "continue",
    )


def _changes(treatment: Treatment) -> list[tuple[date, str]]:
    found = []
    for place, script in enumerate(treatment.scripts):
        if place and script.medicine != treatment.scripts[place - 1].medicine:
            found.append((script.started_on, "switch"))
        found += [(turn.on, "stop") for turn in script.turns if turn.state == "stopped"]
        for before, after in zip(script.doses, script.doses[1:], strict=False):
            found.append((after.from_on, "increase" if after.what > before.what else "reduce"))
    return found
