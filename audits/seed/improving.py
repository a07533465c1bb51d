"""What was looked at where somebody uses on top, and ECGs that were declined. All shares are [D].

Drawn after everything else, and written last: nobody's course changes by it.
"""

from datetime import date

from audits.seed.course import Course, Known
from audits.seed.doses import group_of
from audits.seed.draws import Chance
from rodt.dates import add_days

EVERY_RUNG = (1, 3, 4, 5, 6, 7)
SHARE_LOOKED_AT, SHARE_WHOLE, SHARE_DECLINED = 0.62, 0.7, 0.3
LATELY_DAYS, WITHIN_DAYS = 400, 33
STATUSES = (
    (0.35, "done"),
    (0.25, "action"),
    (0.25, "not_indicated"),
    (0.1, "declined"),
    (0.05, "not_available"),
)


def draw_improving(chance: Chance, course: Course, on: date) -> None:
    treatment = course.treatment
    if treatment.ended_on is not None or not treatment.scripts:
        return
    used = [p.on for p in course.profiles if (p.items.get("opiates_days") or 0) > 0]
    if used and (on - used[-1]).days <= LATELY_DAYS and chance.happens(SHARE_LOOKED_AT):
        day = min(add_days(used[-1], chance.days(0, WITHIN_DAYS)), add_days(on, -1))
        rungs = EVERY_RUNG if chance.happens(SHARE_WHOLE) else (3, 6)
        checks = {str(rung): chance.share(STATUSES) for rung in rungs}
        course.improved.append((max(day, used[-1]), checks))
    is_high = any(step.what > 100 for step in treatment.scripts[-1].doses)
    has_ecg = any(known.kind == "ecg" for known in course.health)
    is_methadone = group_of(treatment.scripts[-1].medicine) == "methadone"
    if is_high and is_methadone and not has_ecg and chance.happens(SHARE_DECLINED):
        day = max(add_days(on, -chance.days(5, 200)), treatment.started_on)
        values = {"is_declined": True, "note": "Would rather not, for now"}
        course.declined_ecgs.append(Known("ecg", day, values))
