"""Domains of benefit that the TOP speaks to: what was answered, the best of it, what changed."""

from collections.abc import Sequence
from itertools import groupby

from prescribing.opiate_tests import CANNOT_TELL
from reviews.benefit import offered_rating
from reviews.benefit_cells import NO_SECOND_TOP, NOTHING, UNKNOWN, GridFacts, GridRow
from reviews.benefit_domains import Domain, DomainKey
from reviews.models import TopRecord
from reviews.top import NOT_INJECTING, is_not_injecting
from reviews.top_change import Category, Change, change
from reviews.top_items import BY_FIELD, ItemKind, TopItem
from reviews.top_standing import TopStanding, standing
from rodt.words import and_list, count, nhs_date

TESTED_FOR = {DomainKey.OPIATES: "opiates", DomainKey.OTHER_DRUGS: "cocaine"}


def from_top(domain: Domain, facts: GridFacts) -> GridRow:
    start = facts.tops[0] if facts.tops else None
    stands = standing(facts.tops[1:])
    now = stands.top if stands else None
    held = [top for top in facts.tops if facts.last_on and top.on <= facts.last_on]
    then = standing(held[1:] or held)
    changes = [_change(name, start, now) for name in domain.top_fields] if now else []
    known = [item for item in changes if item.category is not Category.UNKNOWN]
    measured = [item for item in known if item.difference is not None or item.words == "same"]
    offered = {offered_rating(item) for item in measured} if not facts.is_top_old else set()
    return GridRow(
        domain=domain,
        start=_values(domain, start),
        last=_values(domain, then.top if then else None),
        now=_said_now(domain, stands) if stands or not start else NO_SECOND_TOP,
        change=_changed(known),
        is_beyond_noise=any(item.is_beyond_noise for item in known),
        status=_status(known),
        offered=(offered.pop() or "") if len(offered) == 1 else "",
        best=_best(domain, facts.tops),
        also=_tested(domain, facts),
    )


def _change(name: str, start: TopRecord | None, now: TopRecord | None) -> Change:
    return change(name, getattr(start, name, None), getattr(now, name, None))


def _changed(known: list[Change]) -> str:
    """crack 2 fewer days; the rest the same."""
    if len(known) == 1:
        return known[0].words
    moved = [item for item in known if item.words != "same"]
    said = [f"{BY_FIELD[item.measure].label.lower()} {item.words}" for item in moved]
    same = ["the rest the same" if moved else "the same"] if len(moved) < len(known) else []
    return "; ".join([*said, *same])


def _status(known: list[Change]) -> str:
    """Of each item that moved, whether that is more than noise, and what stands behind the number;
    where none moved, the number of the first."""
    judged = [item for item in known if item.threshold is not None]
    moved = [item for item in judged if item.words != "same"]
    if moved:
        return "; ".join(_noise(item, is_named=len(known) > 1) for item in moved)
    return f"noise is under {_size(judged[0])}" if judged else ""


def _noise(item: Change, *, is_named: bool) -> str:
    about = f"{BY_FIELD[item.measure].label.lower()} " if is_named else ""
    if item.exceeds_threshold:
        return f"{about}larger than noise: {_size(item)}"
    return f"{about}within noise: under {_size(item)}"


def _size(item: Change) -> str:
    """13 days, not verified."""
    if item.threshold is None:
        return ""
    unit = "point" if BY_FIELD[item.measure].kind is ItemKind.SCALE else "day"
    return f"{count(item.threshold.value, unit)}, {item.threshold.status.words}"


def _best(domain: Domain, tops: Sequence[TopRecord]) -> str:
    """Item by item, with its day where there is one: never one TOP as the best of all."""
    found = []
    for item in (BY_FIELD[name] for name in domain.top_fields):
        answers = [(getattr(top, item.field), top.on) for top in tops]
        known = [(value, on) for value, on in answers if isinstance(value, int)]
        if item.is_better_lower is not None and len(known) > 1:
            pick = min if item.is_better_lower else max
            found.append((item, *pick(known, key=lambda pair: pair[0])))
    if not found:
        return NOTHING
    if len(found) == 1:
        item, value, on = found[0]
        is_over = item.field == "injecting_days" and value == 0
        return f"{NOT_INJECTING if is_over else _said(item, value)}, {nhs_date(on)}"
    return _together([(item.label.lower(), _said(item, value)) for item, value, _ in found])


def _tested(domain: Domain, facts: GridFacts) -> str:
    """The last test that looked for it."""
    name = TESTED_FOR.get(domain.key, "")
    for test in reversed(facts.tests) if name else ():
        for results, words in ((test.found, "found"), (test.not_found, "not found")):
            if any(name in result.lower() for result in results):
                said = f"test of {nhs_date(test.on)}: {name} {words}"
                is_clouded = domain.key == DomainKey.OPIATES and test.pk in facts.clouded
                return f"{said}; {CANNOT_TELL}" if is_clouded else said
    return ""


def _said_now(domain: Domain, stands: TopStanding | None) -> str:
    """With the day of what was answered before the last TOP."""
    if stands is None:
        return UNKNOWN
    days = sorted({stands.older[name] for name in domain.top_fields if name in stands.older})
    said = _values(domain, stands.top)
    return f"{said} (from {and_list([nhs_date(day) for day in days])})" if days else said


def _values(domain: Domain, top: TopRecord | None) -> str:
    """What was said, item by item; only what was asked. "None" is a no to every item."""
    if top is None:
        return UNKNOWN
    if len(domain.top_fields) > 1 and all(getattr(top, name) == "no" for name in domain.top_fields):
        return "none"
    if "shared_works" in domain.top_fields and is_not_injecting(top.injecting_days):
        return NOT_INJECTING
    said: list[tuple[str, str]] = []
    for name in domain.top_fields:
        item, value = BY_FIELD[name], getattr(top, name)
        if item.kind is ItemKind.YES_NO:
            if value in ("yes", "no"):
                said.append((f"{item.label.lower()}:", value))
        elif value is not None:
            label = item.label.lower() if len(domain.top_fields) > 1 else ""
            said.append((label, _said(item, value)))
    return _together(said) or "not asked"


def _together(said: list[tuple[str, str]]) -> str:
    """Crack, cocaine powder and cannabis 0 days, alcohol 28 days: items with one number in a row
    are said at once; a yes or no stands with its own item."""
    parts = []
    for words, of_words in groupby(said, key=lambda one: one[1]):
        labels = [label for label, _ in of_words]
        if labels[0].endswith(":"):
            parts += [f"{label} {words}" for label in labels]
        else:
            parts.append(f"{and_list(labels)} {words}".strip())
    return ", ".join(parts)


def _said(item: TopItem, value: int) -> str:
    return count(value, "day") if item.kind is ItemKind.DAYS else f"{value} of 20"
