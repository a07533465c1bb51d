"""Drawing one prescription: medicine, doses, states, supervision, injections, missed doses."""

from dataclasses import dataclass
from datetime import date

from audits.seed import figures
from audits.seed.course import Missed, Script, Step, Turn
from audits.seed.doses import (
    AS_BEFORE,
    CATALOGUE,
    RISES,
    Mark,
    come_down,
    group_of,
    rising,
    set_doses,
    settled_turns,
    small_step,
    steady_dose,
)
from audits.seed.draws import Chance
from audits.seed.phrases import DOSE_REASONS
from prescribing.doses import depot_window
from rodt.dates import add_days

WHY_ENDED = {
    "lost_contact": "Not collected for weeks; calls and letters were not answered.",
    "completed_detox": "Came down as agreed.",
    "custody": "Taken into custody; prescribed there.",
    "died": "Died.",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a prescription ends: the state it goes into and why. `tapers`: it comes down first."""

    state: str = "stopped"
    reason: str = "lost_contact"
    tapers: bool = False
    why: str = ""
    agreed: str = "not_asked"
    their_words: str = ""
    has_risk_plan: bool = False
    has_second_clinician: bool = False
    to_service: str = ""


def draw_script(
    chance: Chance,
    medicine: str,
    from_on: date,
    on: date,
    ended_on: date | None = None,
    ending: Ending | None = None,
    *,
    reduces: bool = False,
    is_induced: bool = True,
    steady: int | None = None,
    holds: bool = False,
    down_to: int | None = None,
) -> Script:
    """One prescription up to the day before `on`, or to its end. `steady`: the dose it settles at;
    `holds`: and stays at. `down_to`: it comes down to this before the medicine changes."""
    script = Script(medicine, from_on, ended_on)
    last_on = ended_on or add_days(on, -1)
    is_set_elsewhere = group_of(medicine) not in RISES and not script.is_depot
    is_induced = is_induced and not is_set_elsewhere
    script.turns.append(Turn("induction" if is_induced else "active", from_on, agreed="yes"))
    if script.is_depot:
        _injections(chance, script, last_on, on)
    else:
        mg = steady or steady_dose(chance, medicine)
        marks = rising(medicine, mg, from_on, chance)
        if not is_induced and not is_set_elsewhere:
            marks = [(from_on, mg, AS_BEFORE)]
        set_doses(script, _with_changes(chance, medicine, marks, last_on, holds=holds))
    tapers = bool(ending and ending.tapers)
    if (reduces or tapers) and not script.is_depot:
        _taper(chance, script, last_on, to_zero=tapers or chance.happens(0.3))
    if down_to and script.doses[-1].what > down_to:
        _before_the_other(script, last_on, down_to)
    if is_induced:
        script.turns += settled_turns(script, last_on)
        script.turns.sort(key=lambda turn: turn.on)
    _supervision(chance, script, last_on)
    if ended_on:
        script.doses[-1].to_on = ended_on
        script.supervision[-1].to_on = ended_on
        _close(script, ended_on, ending or Ending())
    else:
        starts = chance.days(1, 9)
        script.script_from_on = max(add_days(on, -starts), from_on)
        script.script_to_on = add_days(script.script_from_on, 13)
    return script


def _close(script: Script, ended_on: date, ending: Ending) -> None:
    script.turns.append(
        Turn(
            ending.state,
            add_days(ended_on, 1),
            stop_reason=ending.reason,
            why=ending.why or WHY_ENDED.get(ending.reason, ""),
            agreed=ending.agreed,
            their_words=ending.their_words,
            has_risk_plan=ending.has_risk_plan,
            has_second_clinician=ending.has_second_clinician,
            to_service=ending.to_service,
        )
    )


def _with_changes(
    chance: Chance, medicine: str, marks: list[Mark], last_on: date, *, holds: bool
) -> list[Mark]:
    """Small steps up and down over the years, as far as the doses of a medicine go."""
    rise = RISES.get(group_of(medicine))
    if rise is not None and not holds:
        step = small_step(medicine)
        day = add_days(marks[-1][0], chance.days(40, 500))
        while day < last_on and len(marks) < 14:
            rises = chance.happens(0.55)
            mg = marks[-1][1] + (step if rises else -step) * chance.pick((1, 1, 2))
            if step <= mg <= rise.highest:
                reasons = DOSE_REASONS[:2] if rises else DOSE_REASONS[2:]
                marks.append((day, mg, chance.pick(reasons)))
            day = add_days(day, chance.days(90, 1200))
    return [mark for mark in marks if mark[0] <= last_on]


def _taper(chance: Chance, script: Script, last_on: date, *, to_zero: bool) -> None:
    """Comes down in equal steps over the last weeks, to half or less of the highest."""
    length = (last_on - script.started_on).days
    if length < 60:
        return
    begins = add_days(last_on, -min(chance.days(50, 160), length // 2))
    come_down(script, begins, last_on)
    intent = "to_zero" if to_zero else "to_lower"
    words = "I want to see how I am on less."
    script.turns.append(Turn("reducing", begins, intent, agreed="yes", their_words=words))


def _before_the_other(script: Script, last_on: date, down_to: int) -> None:
    length = (last_on - script.started_on).days
    begins = add_days(last_on, -min(42, length // 2))
    come_down(script, begins, last_on, down_to)
    script.turns.append(Turn("reducing", begins, "switch", agreed="yes"))


def _injections(chance: Chance, script: Script, last_on: date, on: date) -> None:
    row = CATALOGUE[script.medicine]
    every, window = row["covers_days"], row.get("window_days")
    dose = int(row["strength"].removesuffix("mg")) if row["strength"] else 380
    script.doses = [Step(dose, script.started_on)]
    day = script.started_on
    while day <= last_on and day < on:
        script.injections.append((day, depot_window(day, every, window)[2], dose))
        slack = min(window or 0, 2)
        day = add_days(day, every + chance.days(-slack, slack))
    if script.ended_on and script.injections:
        script.ended_on = max(script.ended_on, script.injections[-1][0])


def _supervision(chance: Chance, script: Script, last_on: date) -> None:
    if script.is_depot:
        script.supervision = [Step("depot", script.started_on)]
        return
    watched = chance.happens(figures.SUPERVISED_EARLY)
    first = "daily" if watched else chance.pick(("some_days", "weekly"))
    why = "" if watched else "Travels for work; keeps the medicine in a locked box"
    script.supervision = [Step(first, script.started_on, why=why)]
    looked_on = add_days(script.started_on, chance.days(84, 130))
    if looked_on < last_on:
        stays = chance.happens(figures.SUPERVISED_LATER)
        later = chance.pick(("daily", "some_days") if stays else ("weekly", "weekly", "none"))
        if later != first:
            script.supervision[0].to_on = add_days(looked_on, -1)
            step = Step(later, looked_on, why="Looked at after 12 weeks, with the person")
            script.supervision.append(step)


def draw_missed(chance: Chance, script: Script, on: date) -> None:
    """Quarter by quarter over the last two years: long runs and short ones."""
    if script.is_depot:
        return
    last_on = script.ended_on or add_days(on, -3)
    day = max(add_days(script.started_on, 10), add_days(on, -728))
    while day < add_days(last_on, -12):
        span = min(91, (last_on - day).days - 8)
        length = 0
        if chance.happens(figures.LONG_MISS_A_QUARTER * span / 91):
            length = chance.days(3, 4)  # after five, treatment would begin anew
        elif chance.happens(figures.SHORT_MISS_A_QUARTER * span / 91):
            length = chance.days(1, 2)
        if length:
            first = add_days(day, chance.days(0, span - 7)) if span > 7 else day
            last = add_days(first, length - 1)
            decided_on = add_days(last, 1) if length >= 3 else None
            script.missed.append(Missed(first, last, decided_on))
        day = add_days(day, 91)
