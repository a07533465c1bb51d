"""Health facts and consent of an invented person: kept as they should be, or drawn.

The shares are invented for the demo [D] but for the QTc, which is of domain/population.md §4 [S];
they say nothing about any service. Drawn after everything else: nobody's course changes by it.
"""

from datetime import date
from typing import Any

from audits.seed.course import Answered, Course, Known, Todo
from audits.seed.doses import group_of
from audits.seed.draws import Chance
from audits.seed.timeliness import Watch
from prescribing.safety.finding import part
from rodt.dates import add_days

QTC = (429, 26, 351, 489)
"""Mean, SD, lowest and highest, in milliseconds, of people on methadone."""
KIT_LASTS_DAYS = 730
ECG_FROM_MG = 100
TOPICS = ["overdose", "storage", "driving", "interactions"]
RISKS = (
    (0.30, ("gabapentinoid", "Pregabalin 150mg twice a day")),
    (0.24, ("benzodiazepine", "Diazepam 5mg")),
    (0.16, ("alcohol", "")),
    (0.10, ("antipsychotic", "Quetiapine 50mg")),
    (0.08, ("z_drug", "Zopiclone 7.5mg")),
    (0.07, ("qt_medicine", "Citalopram 20mg")),
    (0.05, ("heart", "")),
)
TOLD_BY = ("GP summary", "The person", "Pharmacy")


def keep_health(course: Course, on: date) -> None:
    """All that is asked for: consent, naloxone, advice, viruses, and an ECG above 100mg."""
    treatment = course.treatment
    start_on, last_on = treatment.started_on, add_days(treatment.ended_on or on, -1)
    for about in ("treatment", "national_data", "gp"):
        course.consents.append((start_on, about, "yes"))
    if not treatment.scripts or last_on <= start_on:
        return
    first_on = min(add_days(start_on, 1), last_on)
    _kit(course, first_on, "nyxoid")
    if (last_on - first_on).days > KIT_LASTS_DAYS - 100:
        _kit(course, add_days(last_on, -200), "prenoxad")
    course.health.append(Known("advice", first_on, {"topics": TOPICS}))
    _viruses(course, max(first_on, add_days(last_on, -150)), {})
    for dose, days in ((1, 7), (2, 37), (3, 187)):
        day = add_days(start_on, days)
        if day <= last_on:
            course.health.append(Known("vaccination", day, _vaccine("hbv", dose)))
    if high_since := _high_since(course):
        ecg(course, min(max(high_since, add_days(last_on, -120)), last_on), 428)


def _kit(course: Course, day: date, product: str) -> None:
    values = {
        "product": product,
        "expires_on": add_days(day, KIT_LASTS_DAYS),
        "was_trained": True,
    }
    course.health.append(Known("naloxone", day, values))


def _vaccine(vaccine: str, dose: int) -> dict[str, Any]:
    return {"vaccine": vaccine, "dose_number": dose}


def _viruses(course: Course, day: date, found: dict[str, str]) -> None:
    for virus in ("hcv_antibody", "hbv", "hiv"):
        values = {"virus": virus, "result": found.get(virus, "negative")}
        course.health.append(Known("virus", day, values))


def ecg(course: Course, day: date, qtc_ms: int | None, note: str = "") -> Known:
    known = Known("ecg", day, {"qtc_ms": qtc_ms, "note": note})
    course.health.append(known)
    return known


def _high_since(course: Course) -> date | None:
    """The first day of methadone above 100mg."""
    days = [
        step.from_on
        for script in course.treatment.scripts
        for step in script.doses
        if group_of(script.medicine) == "methadone" and step.what > ECG_FROM_MG
    ]
    return min(days, default=None)


def draw_health(chance: Chance, course: Course, watch: Watch) -> None:
    treatment = course.treatment
    start_on, last_on = treatment.started_on, add_days(watch.to_on, -1)
    course.consents.append((start_on, "treatment", "yes"))
    said = chance.share(((0.86, "yes"), (0.06, "no"), (0.08, "not_asked")))
    course.consents.append((start_on, "national_data", said))
    injecting = any((profile.items.get("injecting_days") or 0) > 0 for profile in course.profiles)
    course.has_injected = "yes" if injecting or chance.happens(0.32) else "no"
    first_on = add_days(start_on, 1)
    if not treatment.scripts or first_on >= last_on:
        return
    _draw_naloxone(chance, course, watch, first_on, last_on)
    if watch.is_done(chance, 0.88):
        topics = TOPICS if chance.happens(0.85) else [t for t in TOPICS if t != "driving"]
        course.health.append(Known("advice", first_on, {"topics": topics}))
    again_on = add_days(last_on, -(37 * course.number % 350))
    if course.number % 8 < 6 and again_on > first_on:
        course.health.append(Known("advice", again_on, {"topics": ["overdose", "storage"]}))
    _draw_viruses(chance, course, first_on, last_on)
    _draw_heart_and_liver(chance, course, watch, first_on, last_on)
    _draw_risk(chance, course, first_on, last_on)
    if course.sex == "2" and chance.happens(0.02):
        day = chance.day(first_on, last_on)
        values = {"found": "not_pregnant", "note": "Test offered and done"}
        course.health.append(Known("pregnancy", day, values))


def _lately(chance: Chance, first_on: date, last_on: date, days: int) -> date:
    return chance.day(max(first_on, add_days(last_on, -days)), last_on)


def _draw_naloxone(
    chance: Chance, course: Course, watch: Watch, first_on: date, last_on: date
) -> None:
    kind = chance.share(((0.86, "kit"), (0.07, "declined"), (0.07, "none")))
    if kind == "declined":
        day = chance.day(first_on, last_on)
        course.health.append(Known("naloxone", day, {"is_declined": True}))
    elif kind == "kit" or watch.is_kept:
        within = 600 if watch.is_kept else 800
        product = chance.pick(("nyxoid", "prenoxad"))
        _kit(course, _lately(chance, first_on, last_on, within), product)


def _draw_viruses(chance: Chance, course: Course, first_on: date, last_on: date) -> None:
    if chance.happens(0.08):
        values = {"virus": "hcv_antibody", "result": "declined"}
        course.health.append(Known("virus", chance.day(first_on, last_on), values))
        return
    day = _lately(chance, first_on, last_on, 420)
    has_antibody = course.has_injected == "yes" and chance.happens(0.4)
    _viruses(course, day, {"hcv_antibody": "positive"} if has_antibody else {})
    if has_antibody:
        has_virus = chance.happens(0.2)
        values = {"virus": "hcv_rna", "result": "positive" if has_virus else "negative"}
        course.health.append(Known("virus", day, values))
        later = add_days(day, 140)
        if has_virus and later <= last_on:
            values = {"virus": "hcv_rna", "result": "negative"}
            course.health.append(Known("virus", later, values))
    if chance.happens(0.1):
        declined: dict[str, Any] = {"vaccine": "hbv", "is_declined": True}
        course.health.append(Known("vaccination", day, declined))
    elif chance.happens(0.75):
        for dose, days in ((1, 0), (2, 30), (3, 180)):
            if add_days(day, days) <= last_on:
                when = add_days(day, days)
                course.health.append(Known("vaccination", when, _vaccine("hbv", dose)))


def _draw_heart_and_liver(
    chance: Chance, course: Course, watch: Watch, first_on: date, last_on: date
) -> None:
    group = group_of(treatment_medicine(course))
    high_since = _high_since(course)
    if group == "methadone" and (
        watch.is_done(chance, 0.7) if high_since else chance.happens(0.12)
    ):
        day = _lately(chance, max(first_on, high_since or first_on), last_on, 430)
        ecg(course, day, chance.around(*QTC))
    if group in ("buprenorphine", "lyophilisate", "depot") and chance.happens(0.5):
        day = _lately(chance, first_on, last_on, 420)
        result = "raised" if chance.happens(0.07) else "normal"
        course.health.append(Known("liver", day, {"result": result}))


def treatment_medicine(course: Course) -> str:
    return course.treatment.scripts[-1].medicine


def _draw_risk(chance: Chance, course: Course, first_on: date, last_on: date) -> None:
    """Another sedative or a QT medicine: what an event told of, or drawn for a few. Never in the
    first weeks: starts are lower then, and nobody here is drawn so."""
    from_on = add_days(first_on, 45)
    told = [(on, note) for on, kind, note in course.events if kind == "new_sedative"]
    if told:
        add_risk(course, "gabapentinoid", "Pregabalin", told[-1][0], "The person")
    elif from_on < last_on and chance.happens(0.09):
        kind, name = chance.share(RISKS)
        day = chance.day(from_on, last_on)
        add_risk(course, kind, name, day, chance.pick(TOLD_BY))
        if kind in ("gabapentinoid", "benzodiazepine") and chance.happens(0.6):
            answered_on = min(add_days(day, chance.days(0, 14)), last_on)
            answer_sedative(course, kind, day, answered_on)


def add_risk(course: Course, kind: str, name: str, day: date, told_by: str) -> None:
    values = {"kind": kind, "name": name, "told_by": told_by}
    course.health.append(Known("risk", day, values))


def answer_sedative(course: Course, kind: str, from_on: date, on: date) -> None:
    reason = "Talked through with the person and the GP. Naloxone is at home."
    course.answered.append(Answered("sedatives", part(kind, from_on), on, "accepted", reason))


def back_from_away(course: Course, on: date) -> None:
    """Whoever comes back is asked about before the next dose: a red task, done the next day."""
    for away in course.pauses:
        if away.ended_on is None or away.ended_on >= on:
            continue
        done_on = add_days(away.ended_on, 1)
        where = {"custody": "Released", "hospital": "Left hospital"}.get(away.reason, "Came back")
        is_done = done_on < on
        course.tasks.append(
            tolerance_task(
                f"{where}",
                away.ended_on,
                f"pause {away.started_on}",
                done_on if is_done else None,
            )
        )


def tolerance_task(why: str, since: date, source: str, done_on: date | None) -> Todo:
    outcome = "Seen. Tolerance looked at; the next dose was taken in front of us."
    return Todo(
        "tolerance",
        why,
        "prescriber",
        since,
        since,
        is_red=True,
        source=source,
        done_on=done_on,
        outcome=outcome if done_on else "",
    )
