"""Checks of the heart: who needs an ECG, how old it is, what it showed. Pure.

Source: domain/prescribing.md §7.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from prescribing.doses import dose_words
from prescribing.safety.facts import Ecg, Facts
from prescribing.safety.finding import Found, part
from prescribing.safety.limits import Limits
from rodt.words import and_list, count, nhs_date

QT_RISKS = frozenset({"heart", "liver", "electrolytes", "cyp3a4", "qt_medicine"})
WORDS = {
    "heart": "heart disease",
    "liver": "liver disease",
    "electrolytes": "an electrolyte disturbance",
    "cyp3a4": "a CYP3A4 inhibitor",
    "qt_medicine": "another medicine that lengthens QT",
}


def why_ecg(facts: Facts, limits: Limits) -> tuple[list[str], list[str], Decimal | None]:
    """Why somebody on methadone needs ECGs: words, parts of the trigger, and the dose if that is
    above the limit. No words: no reason is on record."""
    words: list[str] = []
    parts: list[str] = []
    level: Decimal | None = None
    methadone = facts.of_group("methadone")
    if not methadone:
        return words, parts, level
    above = [mg for rx in methadone if (mg := rx.dose_on(facts.on)) is not None]
    most = max(above, default=Decimal(0))
    if most > limits["ecg_above_mg"]:
        words.append(f"methadone {dose_words(most)} a day")
        parts.append("dose")
        level = most
    for risk in facts.risk_kinds(QT_RISKS):
        words.append(risk.name or WORDS[risk.kind])
        parts.append(part(risk.kind, risk.from_on))
    if limits["ecg_counts_cocaine"] and _cocaine(facts):
        words.append("cocaine in the last test")
        parts.append("coca")
    return words, parts, level


def _cocaine(facts: Facts) -> bool:
    return facts.last_test is not None and "cocaine" in facts.last_test[1]


def _consider(facts: Facts, limits: Limits) -> str:
    if _cocaine(facts) and not limits["ecg_counts_cocaine"]:
        return " Cocaine was in the last test: consider it too."
    return ""


def last_ecg(facts: Facts) -> Ecg | None:
    return facts.ecgs[-1] if facts.ecgs else None


def high_dose_since(facts: Facts, limits: Limits) -> date | None:
    """The first day of the present run of methadone above the limit."""
    since: date | None = None
    for rx in facts.of_group("methadone"):
        for dose in rx.doses:
            if dose.from_on > facts.on:
                break
            is_above = dose.mg > limits["ecg_above_mg"]
            since = (since or dose.from_on) if is_above else None
    return since


def no_ecg(facts: Facts, limits: Limits) -> Iterator[Found]:
    words, parts, level = why_ecg(facts, limits)
    if words and last_ecg(facts) is None:
        yield Found(
            f"No ECG is recorded. A reason for one: {and_list(words)}.{_consider(facts, limits)}",
            tuple(parts),
            level,
        )


def old_ecg(facts: Facts, limits: Limits) -> Iterator[Found]:
    words, parts, _level = why_ecg(facts, limits)
    last = last_ecg(facts)
    if not words or last is None:
        return
    age = (facts.on - last.on).days
    since = high_dose_since(facts, limits)
    when = part("ecg", last.on)
    if since is not None and last.on < since:
        yield Found(
            f"The last ECG was on {nhs_date(last.on)}, before the dose went above"
            f" {dose_words(limits['ecg_above_mg'])} on {nhs_date(since)}.",
            (when, part("high", since)),
        )
    elif age > limits["ecg_every_days"]:
        yield Found(
            f"The last ECG was {count(age, 'day')} ago, on {nhs_date(last.on)}."
            f" A reason for one: {and_list(words)}.{_consider(facts, limits)}",
            (when, *parts),
        )


def qtc_from(facts: Facts, limits: Limits) -> Decimal:
    """From how many milliseconds a QTc is prolonged; the lower number where the sex is not known
    to be female."""
    return limits["qtc_women_ms"] if facts.sex == "2" else limits["qtc_men_ms"]


def long_qtc(facts: Facts, limits: Limits) -> Iterator[Found]:
    last = _read_ecg(facts)
    if last is not None and qtc_from(facts, limits) <= last[1] <= limits["qtc_high_ms"]:
        yield Found(
            f"QTc {last[1]} ms on {nhs_date(last[0])}. Prolonged is"
            f" {qtc_from(facts, limits)} ms or more for this person.",
            (part("ecg", last[0]),),
            last[1],
        )


def high_qtc(facts: Facts, limits: Limits) -> Iterator[Found]:
    last = _read_ecg(facts)
    if last is not None and last[1] > limits["qtc_high_ms"]:
        yield Found(
            f"QTc {last[1]} ms on {nhs_date(last[0])}. Above {limits['qtc_high_ms']} ms the risk"
            " is high: a prescriber decides today.",
            (part("ecg", last[0]),),
            last[1],
        )


def _read_ecg(facts: Facts) -> tuple[date, int] | None:
    """The last ECG that was read."""
    read = [(ecg.on, ecg.qtc_ms) for ecg in facts.ecgs if ecg.qtc_ms is not None]
    return read[-1] if read else None
