"""Drawing outcome profiles (TOP) and drug tests."""

from datetime import date
from typing import Any

from audits.seed import figures
from audits.seed.course import Course, Profile
from audits.seed.doses import group_of
from audits.seed.draws import Chance, Evenly
from audits.seed.timeliness import Watch, dates_back, last_age
from rodt.dates import add_days

TEST_NAMES = {"methadone": "methadone", "morphine": "opiates", "naltrexone": ""}
"""What a test finds of a medicine, by its group; of the others, buprenorphine."""
OPTIONAL_WHEN_HURRIED = (
    "shoplifting",
    "drug_selling",
    "other_theft",
    "assault",
    "education_days",
    "cannabis_days",
)


def draw_profiles(chance: Chance, even: Evenly, course: Course, watch: Watch) -> None:
    start = _at_start(chance)
    later = _at_review(chance, start, course.outlook)
    days = (watch.to_on - watch.start_on).days
    is_started = days > 3 and (watch.is_done(chance, figures.SHARE_START_TOP))
    profiles: list[Profile] = []
    if is_started:
        day = min(add_days(watch.start_on, chance.days(0, 12)), add_days(watch.to_on, -1))
        profiles.append(Profile(day, "start", start))
    planned = [m.on for m in course.meetings if ("care_plan", "") in m.counts]
    for on in _review_days(chance, even, watch):
        near = [p for p in planned if abs((p - on).days) <= 10 and p != on]
        snapped = on
        is_last_safe = (watch.to_on - on).days < 150 or (watch.to_on - on).days > 215
        if near and is_last_safe:
            snapped = near[0]
        items = _again(chance, later) if profiles else start
        profile = Profile(snapped, "review", items, at_review=snapped in planned)
        if (snapped - watch.start_on).days > 20 and all(p.on != snapped for p in profiles):
            profiles.append(profile)
    profiles.sort(key=lambda profile: profile.on)
    in_part = (1 - figures.SHARE_TOP_COMPLETE) * len(profiles) / max(1, len(profiles) - 1)
    for profile in profiles:
        if profile is not profiles[-1] and chance.happens(in_part):  # the last one is to count
            blank = {name: None for name in OPTIONAL_WHEN_HURRIED if name.endswith("_days")}
            asked = dict.fromkeys(OPTIONAL_WHEN_HURRIED[:4], "not_asked")
            profile.items = {**profile.items, **blank, **asked}
        if chance.happens(figures.SHARE_LATE):
            profile.late_days = chance.days(2, 30)
        if chance.happens(figures.SHARE_AMENDED):
            swap = profile.items["alcohol_days"], profile.items["opiates_days"]
            corrected = profile.items
            profile.items = {**corrected, "opiates_days": swap[0], "alcohol_days": swap[1]}
            profile.amended_items = corrected
    course.profiles = profiles


def _review_days(chance: Chance, even: Evenly, watch: Watch) -> list[date]:
    days = (watch.to_on - watch.start_on).days
    if days <= 182:
        even.note("top", True)
        midway = add_days(watch.start_on, chance.days(75, 95))
        return [midway] if midway < add_days(watch.to_on, -1) and chance.happens(0.4) else []
    age = last_age(chance, even, "top", watch.start_on, watch)
    if age is None or add_days(watch.to_on, -age) < add_days(watch.start_on, 21):
        return []
    first_on = add_days(watch.start_on, chance.days(80, 175))
    return dates_back(chance, add_days(watch.to_on, -age), watch, 168, first_on)


def _at_start(chance: Chance) -> dict[str, Any]:
    low, high = chance.share([(share, (lo, hi)) for share, lo, hi in figures.OPIATES_AT_START])
    crack = 0
    if chance.happens(figures.SHARE_CRACK_AT_START):
        crack = chance.around(figures.CRACK_MEAN_DAYS, 7, 1, 28)
    injecting = chance.days(4, 28) if chance.happens(figures.SHARE_INJECTING) else 0
    housing = chance.happens(figures.SHARE_HOUSING_PROBLEM)
    return {
        "opiates_days": chance.days(low, high),
        "crack_days": crack,
        "alcohol_days": chance.pick((0, 0, 0, 2, 4, 8, 12, 28)),
        "cocaine_days": chance.pick((0, 0, 0, 0, 0, 2, 4, 8)),
        "amphetamines_days": chance.pick((0,) * 14 + (2, 6)),
        "cannabis_days": chance.pick((0, 0, 0, 4, 10, 28)),
        "tobacco_days": chance.pick((28, 28, 0, 0)),
        "injecting_days": injecting,
        "shared_works": "yes" if injecting and chance.happens(0.2) else "no",
        "shoplifting": "yes" if chance.happens(0.2) else "no",
        "drug_selling": "yes" if chance.happens(0.05) else "no",
        "other_theft": "yes" if chance.happens(0.1) else "no",
        "assault": "yes" if chance.happens(0.05) else "no",
        "psych_health": chance.around(figures.PSYCH[0], figures.SCALE_SD, 0, 20),
        "physical_health": chance.around(figures.PHYSICAL[0], figures.SCALE_SD, 0, 20),
        "quality_of_life": chance.around(figures.QUALITY[0], figures.SCALE_SD, 0, 20),
        "paid_work_days": chance.days(4, 20) if chance.happens(figures.SHARE_IN_WORK) else 0,
        "volunteer_days": chance.days(1, 8) if chance.happens(0.04) else 0,
        "education_days": chance.days(1, 10) if chance.happens(0.03) else 0,
        "acute_housing": "yes" if housing else "no",
        "eviction_risk": "yes" if chance.happens(0.1) else "no",
    }


def _at_review(chance: Chance, start: dict[str, Any], outlook: str) -> dict[str, Any]:
    """Where the person has got to. How far, in which share of people: see `figures`."""
    later = dict(start)
    opiates = figures.OPIATES_BY_OUTLOOK.get(outlook, figures.OPIATES_AT_REVIEW)
    later["opiates_days"] = _changed(chance, start["opiates_days"], opiates, 13)
    gains = figures.SCALES_BY_OUTLOOK.get(outlook, 0)
    later["crack_days"] = _changed(chance, start["crack_days"], figures.CRACK_AT_REVIEW, 9)
    if start["injecting_days"] and chance.happens(0.6):
        later["injecting_days"], later["shared_works"] = 0, "no"
    for name, (before, after) in (
        ("psych_health", figures.PSYCH),
        ("physical_health", figures.PHYSICAL),
        ("quality_of_life", figures.QUALITY),
    ):
        later[name] = max(0, min(20, start[name] + after - before + gains + chance.days(-2, 2)))
    if chance.happens(0.5):
        later["acute_housing"] = "no"
    if chance.happens(0.08) and not start["paid_work_days"]:
        later["paid_work_days"] = chance.days(4, 16)
    if chance.happens(0.12):
        later["volunteer_days"] = chance.days(2, 8)
    if chance.happens(0.06):
        later["education_days"] = chance.days(2, 12)
    return later


def _changed(
    chance: Chance, start: int, shares: tuple[float, float, float, float], much: int
) -> int:
    if start == 0:
        return chance.days(1, 6) if chance.happens(0.03) else 0
    kind = chance.share(list(zip(shares, ("none", "fewer", "same", "more"), strict=True)))
    if kind == "none":
        return 0
    if kind == "fewer" and start > much:
        return max(1, start - chance.days(much, start))
    if kind == "more":
        return min(28, start + chance.days(much, 28))
    return max(1, min(28, start + chance.days(-2, 1)))


def _again(chance: Chance, later: dict[str, Any]) -> dict[str, Any]:
    """About the same as at the other reviews: a slip now and then, a better month."""
    items = dict(later)
    if later["opiates_days"] == 0 and chance.happens(0.1):
        items["opiates_days"] = chance.days(1, 5)
    elif later["opiates_days"]:
        items["opiates_days"] = max(0, min(28, later["opiates_days"] + chance.days(-3, 3)))
    for name in ("psych_health", "physical_health", "quality_of_life"):
        items[name] = max(0, min(20, later[name] + chance.days(-1, 1)))
    return items


def draw_tests(chance: Chance, course: Course, watch: Watch) -> None:
    """Two to four a year over three years, in keeping with the profile before each."""
    day = add_days(watch.oldest_on, chance.days(0, 20))
    while day < watch.to_on:
        before = [profile for profile in course.profiles if profile.on <= day]
        items = before[-1].items if before else {"opiates_days": 20, "crack_days": 5}
        found: list[str] = []
        not_found: list[str] = []
        medicine = _medicine_on(course, day)
        if medicine != "opiates":
            is_there = bool(medicine) and chance.happens(0.97)
            (found if is_there else not_found).append(medicine or "methadone")
        for substance, item, share in (
            ("opiates", "opiates_days", 0.9),
            ("cocaine", "crack_days", 0.85),
            ("benzodiazepines", None, 0.12),
        ):
            used = (items.get(item) or 0) if item else 1
            if substance == medicine == "opiates":
                used, share = 1, 1.0  # morphine is one
            (found if used and chance.happens(share) else not_found).append(substance)
        late_days = chance.days(2, 12) if chance.happens(figures.SHARE_LATE * 2) else 0
        course.tests.append((day, tuple(found), tuple(not_found), late_days))
        day = add_days(day, chance.days(80, 190))


def _medicine_on(course: Course, day: date) -> str:
    for script in course.treatment.scripts:
        if script.started_on <= day and (script.ended_on is None or day <= script.ended_on):
            return TEST_NAMES.get(group_of(script.medicine), "buprenorphine")
    return ""
