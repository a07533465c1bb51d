"""Doses that rise to a steady one, and come down again. Starts and steps are those of
domain/prescribing.md §1, §2 and §7; nothing here is a dose to give."""

from dataclasses import dataclass
from datetime import date

from audits.seed import figures
from audits.seed.course import Script, Step, Turn
from audits.seed.draws import Chance
from prescribing.catalogue import MEDICINES
from rodt.dates import add_days

CATALOGUE = {row["code"]: row for row in MEDICINES}
BUILDING = "Building up to a dose that holds"
AS_BEFORE = "Goes on at the dose of before"
SPECIALIST = "Dose as set by the specialist clinic"

Mark = tuple[date, int, str]
"""From this day this many mg, and why."""


@dataclass(frozen=True, slots=True)
class Rise:
    """First doses on the first day, the largest step, the fewest and most days between steps.
    `highest`: nobody here goes above it."""

    firsts: tuple[int, ...]
    step: int
    fewest_days: int
    most_days: int
    highest: int


RISES = {
    # §1: start 10 to 30mg, 5 to 10mg a step; §7: at most 30mg in a week
    "methadone": Rise((20, 25, 30), 10, 3, 6, 150),
    # §1: 4 to 8mg on the first day; up to 32mg
    "buprenorphine": Rise((4, 8), 4, 1, 3, 32),
    # §1 and §2: 4mg at first, conversion bands up to 18mg
    "lyophilisate": Rise((4,), 4, 1, 3, 18),
    # §1: 25mg, then 50mg
    "naltrexone": Rise((25,), 25, 1, 3, 50),
}


def group_of(medicine: str) -> str:
    return str(CATALOGUE[medicine]["group"])


def small_step(medicine: str) -> int:
    return 5 if group_of(medicine) == "methadone" else 2


def rising(medicine: str, steady: int, from_on: date, chance: Chance | None = None) -> list[Mark]:
    """From a first dose to the steady one. Without `chance`: the usual first dose and four days
    between steps, or the most there are. Where the page has no steps, the steady dose as set
    elsewhere."""
    rise = RISES.get(group_of(medicine))
    if rise is None:
        is_set = group_of(medicine) == "morphine"
        return [(from_on, steady, SPECIALIST if is_set else "")]
    first = chance.pick(rise.firsts) if chance else rise.firsts[-1]
    marks: list[Mark] = [(from_on, min(steady, first), "")]
    while marks[-1][1] < steady:
        after = min(4, rise.most_days)
        if chance:
            after = chance.days(rise.fewest_days, rise.most_days)
        mg = min(steady, marks[-1][1] + rise.step)
        marks.append((add_days(marks[-1][0], after), mg, BUILDING))
    return marks


def set_doses(script: Script, marks: list[Mark]) -> None:
    script.doses = [Step(mg, day, why=why) for day, mg, why in marks]
    for step, following in zip(script.doses, script.doses[1:], strict=False):
        step.to_on = add_days(following.from_on, -1)


def settled_turns(script: Script, last_on: date) -> list[Turn]:
    """Titrating after a week, active once the dose has held for a week and two have passed."""
    rose_on = [step.from_on for step in script.doses if step.why == BUILDING]
    steady_on = rose_on[-1] if rose_on else script.started_on
    active_on = max(add_days(steady_on, 7), add_days(script.started_on, 14))
    days = (("titrating", add_days(script.started_on, 7)), ("active", active_on))
    return [Turn(state, day) for state, day in days if day <= last_on]


STEPS_DOWN = 4


def come_down(script: Script, begins: date, last_on: date, lowest_mg: int = 1) -> None:
    """In equal steps to an eighth, or to `lowest_mg`, over the days there are."""
    held = [step for step in script.doses if step.from_on < begins]
    marks: list[Mark] = [(step.from_on, step.what, step.why) for step in held]
    from_mg = marks[-1][1]
    every = max(7, (last_on - begins).days // STEPS_DOWN)
    for index in range(STEPS_DOWN):
        mg = max(lowest_mg, round(from_mg * (1 - (index + 1) * 0.22)))
        day = add_days(begins, index * every)
        if day <= last_on and mg < marks[-1][1]:
            marks.append((day, mg, "Coming down, as agreed"))
    set_doses(script, marks)


def steady_dose(chance: Chance, medicine: str) -> int:
    group = group_of(medicine)
    if group == "methadone":
        return chance.around(*figures.METHADONE_MG, step=5)
    if group == "lyophilisate":
        return chance.around(*figures.LYOPHILISATE_MG, step=2)
    if group == "morphine":
        return chance.around(*figures.MORPHINE_MG, step=20)
    if group == "naltrexone":
        return 50
    return chance.around(*figures.BUPRENORPHINE_MG, step=2)
