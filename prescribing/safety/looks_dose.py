"""Checks of the dose, the script and the injection. Pure. They describe; none says what to give.

Source: domain/prescribing.md §7.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from prescribing.doses import depot_window, dose_words
from prescribing.safety.facts import DAILY_BUPRENORPHINE, Facts, Rx
from prescribing.safety.finding import Found, part
from prescribing.safety.limits import Limits
from rodt.dates import add_days, working_days_until
from rodt.words import count, in_days, nhs_date

# limits by group: usual from, usual up to. The lyophilisate has no lower end.
RANGES = {
    "methadone": ("methadone_from_mg", "methadone_to_mg"),
    "buprenorphine": ("buprenorphine_from_mg", "buprenorphine_to_mg"),
    "lyophilisate": ("", "lyophilisate_to_mg"),
}


def outside_usual(facts: Facts, limits: Limits) -> Iterator[Found]:
    """Below the range only once the dose is stable: while it is raised or reduced, it is meant."""
    for rx in facts.of_group(*RANGES):
        mg = rx.dose_on(facts.on)
        if mg is None:
            continue
        low, high = RANGES[rx.group]
        if mg > limits[high]:
            over_most = rx.group == "buprenorphine" and mg > limits["buprenorphine_most_mg"]
            yield Found(
                f"{rx.medicine} {dose_words(mg)} a day. Usual for most people:"
                f" up to {dose_words(limits[high])}."
                + (
                    " It is also above the most that product information gives,"
                    f" {dose_words(limits['buprenorphine_most_mg'])}."
                    if over_most
                    else ""
                ),
                (f"above-{rx.id[-6:]}", *(["most"] if over_most else [])),
                mg,
            )
        elif low and rx.group == "methadone" and rx.state == "active" and mg < limits[low]:
            yield Found(
                f"{rx.medicine} {dose_words(mg)} a day. Usual for most people:"
                f" from {dose_words(limits[low])}. Ask whether it holds.",
                (f"below-{rx.id[-6:]}",),
                -mg,
            )


def rapid_rise(facts: Facts, limits: Limits) -> Iterator[Found]:
    """The last rise of methadone: by its step, and in the first weeks by what it adds to a week."""
    for rx in facts.of_group("methadone"):
        if len(rx.doses) < 2:
            continue
        before, last = rx.doses[-2], rx.doses[-1]
        if last.mg <= before.mg or last.from_on < add_days(
            facts.on, -limits.days("rise_shown_days")
        ):
            continue
        step = last.mg - before.mg
        week = last.mg - _lowest_in_week(rx, last.from_on)
        is_early = (last.from_on - rx.started_on).days < limits["induction_days"]
        said = []
        if step > limits["step_mg"]:
            said.append(f"{dose_words(step)} in one step")
        if is_early and week > limits["week_mg"]:
            said.append(f"{dose_words(week)} within a week")
        if said:
            yield Found(
                f"{rx.medicine} rises by {' and '.join(said)}, to {dose_words(last.mg)} from"
                f" {nhs_date(last.from_on)}. It builds up over days.",
                (part("rise", last.from_on),),
                last.mg,
            )


def _lowest_in_week(rx: Rx, day: date) -> Decimal:
    """The lowest dose in force in the 7 days before."""
    doses = [dose.mg for dose in rx.doses if add_days(day, -7) <= dose.from_on < day]
    held = rx.dose_on(add_days(day, -7))
    return min([*doses, *([held] if held is not None else [])])


def script_ends(facts: Facts, limits: Limits) -> Iterator[Found]:
    for rx in facts.running:
        ends_on = rx.script_to_on
        if not rx.is_taken or ends_on is None:
            continue
        if ends_on < add_days(facts.on, -limits.days("script_shown_days")):
            continue
        if working_days_until(facts.on, ends_on) <= limits["script_working_days"]:
            ends = "ended" if ends_on < facts.on else "ends"
            yield Found(
                f"The script of {rx.medicine} {ends} {in_days((ends_on - facts.on).days)}, on"
                f" {nhs_date(ends_on)}. No next one is recorded.",
                (part("scri", ends_on),),
            )


def same_mg_other_brand(facts: Facts, limits: Limits) -> Iterator[Found]:
    """From tablets or film under the tongue to lyophilisate or back, with the same number of mg."""
    for rx in facts.of_group(*DAILY_BUPRENORPHINE):
        if (facts.on - rx.started_on).days > limits["brand_shown_days"] or not rx.doses:
            continue
        for before in facts.prescriptions:
            is_other = before.group in DAILY_BUPRENORPHINE and before.group != rx.group
            if not is_other or before.started_on > rx.started_on or not before.doses:
                continue
            if before.doses[-1].mg == rx.doses[0].mg:
                yield Found(
                    f"From {before.medicine} to {rx.medicine}, both"
                    f" {dose_words(rx.doses[0].mg)}. They are not interchangeable: the"
                    " lyophilisate is taken up 25% to 30% more.",
                    (f"brand-{rx.id[-6:]}",),
                    rx.doses[0].mg,
                )


def late_depot(facts: Facts, limits: Limits) -> Iterator[Found]:
    for rx in facts.of_group("depot"):
        if not rx.injections:
            continue
        last = rx.injections[-1]
        due_on, _, last_day = depot_window(last.given_on, last.covers_days, last.window_days)
        if facts.on > last_day:
            late = (facts.on - last_day).days
            yield Found(
                f"The injection was due on {nhs_date(due_on)}. Its window closed"
                f" {count(late, 'day')} ago, on {nhs_date(last_day)}.",
                (part("late", last_day),),
            )


def early_depot(facts: Facts, limits: Limits) -> Iterator[Found]:
    for rx in facts.of_group("depot"):
        if len(rx.injections) < 2:
            continue
        before, last = rx.injections[-2:]
        _, first_day, _ = depot_window(before.given_on, before.covers_days, before.window_days)
        if last.given_on < first_day:
            yield Found(
                f"The last injection was given on {nhs_date(last.given_on)}. Its window opened on"
                f" {nhs_date(first_day)}.",
                (part("earl", last.given_on),),
            )


def low_with_heroin(facts: Facts, limits: Limits) -> Iterator[Found]:
    days = facts.told.heroin_days
    if days is None or days < limits["heroin_days"]:
        return
    for rx in facts.of_group("methadone", "buprenorphine"):
        low = limits[RANGES[rx.group][0]]
        mg = rx.dose_on(facts.on)
        if mg is not None and mg < low:
            when = f" on {nhs_date(facts.told.heroin_on)}" if facts.told.heroin_on else ""
            yield Found(
                f"{rx.medicine} {dose_words(mg)} a day, and heroin on {count(days, 'day')} of 28"
                f" as told{when}. Look at the ladder: is the dose, the medicine or the support"
                " what should change?",
                (f"low-{rx.id[-6:]}", part("told", facts.told.heroin_on)),
                -mg,
            )


def stop_with_benefit(facts: Facts, limits: Limits) -> Iterator[Found]:
    if facts.told.conclusion != "clear":
        return
    said = (
        f" The strategic review of {nhs_date(facts.told.conclusion_on)} found clear benefit."
        if facts.told.conclusion_on
        else " The last strategic review found clear benefit."
    )
    for rx in facts.prescriptions:
        if not rx.is_ost:
            continue
        if rx.is_running and rx.state == "reducing" and rx.intent == "to_zero":
            asks = "They do not agree." if rx.agreed == "no" else "Is it what the person wants?"
            yield Found(
                f"{rx.medicine} is reducing to zero.{said} {asks}",
                (part("zero", rx.state_on),),
            )
        elif _stopped_lately(rx, facts, limits):
            yield Found(
                f"{rx.medicine} was stopped on {nhs_date(rx.ended_on or facts.on)}.{said}"
                " A way back should be open.",
                (part("stop", rx.ended_on),),
            )


def _stopped_lately(rx: Rx, facts: Facts, limits: Limits) -> bool:
    if rx.ended_on is None or rx.state != "stopped" or rx.stop_reason == "died" or facts.on_ost:
        return False
    return 0 <= (facts.on - rx.ended_on).days <= limits["stop_shown_days"]
