"""What the figures say, in a plain sentence or two: for the head of a page and of a step. Pure.

Sentences are built from printed figures, so they hold back what the figures hold back.
"""

from collections.abc import Sequence

from audits.printed import NOBODY, Printed
from rodt.words import and_list, count, sentence


def of_indicator(item: Printed) -> str:
    """ "164 of 231 people are not overdue for a care plan review (71%), 10 more in 100 than …"."""
    if item.people == NOBODY:
        return "There was nobody to count."
    counted = str(item.definition["counted_words"])
    if item.lead:
        people = "" if "not shown" in item.people else f" {item.people} people {counted}."
        return f"{item.lead}.{people}"
    if item.percent == "–":
        return f"How many people {counted} is not shown here: it would tell of too few people."
    lead = (
        f"{item.percent} of people {counted}"
        if "not shown" in (item.number, item.of)
        else f"{item.people} people {counted} ({item.percent})"
    )
    if item.change_signed == "–":
        return f"{lead}."
    if item.change == "the same":
        return f"{lead}, the same as in the run before."
    return f"{lead}, {item.change} than in the run before."


def of_step(items: Sequence[Printed], headline: str) -> str:
    """The headline, and the reason most often behind those left out of it. A reason that is not
    shown is smaller than any that is printed as a number, and may be larger than one under 5."""
    first = next(item for item in items if item.code == headline)
    words = of_indicator(first)
    if first.verdict == "insufficient_data":
        return f"Too little is recorded to say: known for {first.known}."
    is_asked = first.definition["direction"] == "up"
    is_hidden = any(reason.people == "not shown" for reason in first.reasons)
    reasons = [
        reason
        for reason in first.reasons
        if (reason.people[:1].isdigit() or not is_hidden)
        and reason.people not in ("not shown", "0")
    ]
    if is_asked and reasons and reasons[0].number == max(r.number for r in first.reasons):
        top = reasons[0]
        words += f" Most often: {top.words[0].lower()}{top.words[1:]} ({top.people})."
    return words


def of_report(items: Sequence[Printed], previous: int | None, alone_because: str) -> str:
    """What moved since the run before, and where too little is known; headlines only.

    `previous`: the number of the run that every change is counted from; None where there is none,
    and `alone_because` says why.
    """
    better = [item for item in items if _moved(item) > 0]
    worse = [item for item in items if _moved(item) < 0]
    parts = []
    if better:
        parts.append(f"{_named(better)} rose since the run before")
    if worse:
        parts.append(f"{_named(worse)} fell")
    said = sentence(f"{'; '.join(parts)}.") if parts else ""
    if not parts:
        has_before = any(item.change_signed != "–" for item in items)
        if has_before:
            said = "Little has moved since the run before."
        elif previous is not None:
            said = f"No figure can be compared with run {previous}."
        else:
            said = alone_because
    return said + _too_little(items)


def of_several(items: Sequence[Printed], services: int) -> str:
    """How many services were added up, and where too little is known; headlines only."""
    return f"{count(services, 'service')} added up." + _too_little(items)


def _too_little(items: Sequence[Printed]) -> str:
    thin = [item for item in items if item.verdict == "insufficient_data"]
    if not thin:
        return ""
    steps = and_list([item.code.split(".")[0] for item in thin])
    if len(thin) > 1:
        return f" For {count(len(thin), 'step')} too little is recorded to say: {steps}."
    return f" For step {steps} too little is recorded to say."


NOTABLE = 5  # in 100: smaller changes are not named in the opening sentence


def _moved(item: Printed) -> int:
    if item.change_signed == "–":
        return 0
    change = int(item.change_signed.replace("−", "-"))
    return change if abs(change) >= NOTABLE else 0


def _named(items: Sequence[Printed]) -> str:
    words = [f"{item.title[0].lower()}{item.title[1:]} ({item.code})" for item in items[:3]]
    if len(items) > 3:
        words.append(f"{len(items) - 3} more")
    return and_list(words)
