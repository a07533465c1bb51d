"""The optimisation ladder: what to try when benefit is in doubt, before anything is concluded.

The order is a prompt, not a gate. Source: domain/reviews.md §8.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FOLLOW_UP_DAYS = (28, 84)


class RungStatus(StrEnum):
    """`not_available` feeds the list of unmet requests. A rung nobody looked at has no status."""

    DONE = "done"
    DISCUSS = "discuss"
    ACTION = "action"
    NOT_INDICATED = "not_indicated"
    DECLINED = "declined"
    NOT_AVAILABLE = "not_available"


STATUS_WORDS = {
    RungStatus.DONE: "Done",
    RungStatus.DISCUSS: "Discuss today",
    RungStatus.ACTION: "Action agreed",
    RungStatus.NOT_INDICATED: "Not indicated",
    RungStatus.DECLINED: "Declined",
    RungStatus.NOT_AVAILABLE: "Not available here",
}
NOT_LOOKED_AT = "Not looked at"
NO_STATUS = "No status given"


@dataclass(frozen=True, slots=True)
class Rung:
    """`is_listed` False: stopping stands apart, behind its own page."""

    number: int
    title: str
    prompt: str
    is_listed: bool = True


LADDER = (
    Rung(
        1,
        "Talk and check",
        "What do they want? Side effects, stigma, burden of collecting, pressure to pass doses on,"
        " trauma, pain.",
    ),
    Rung(2, "Doses taken as agreed", "Missed doses, timing, vomiting, reaching the pharmacy."),
    Rung(
        3,
        "Dose right for them",
        "Is it in the range that works for this person? Increase before concluding.",
    ),
    Rung(4, "Supervision and collection", "More support, or less burden: flexible pick-up."),
    Rung(
        5,
        "Another medicine or form",
        "Methadone or buprenorphine, lyophilisate, depot; specialist options by referral.",
    ),
    Rung(
        6,
        "Talking therapy",
        "Add or change: motivational, relapse prevention, contingency management, couples or"
        " family. Raise the layer.",
    ),
    Rung(
        7,
        "Other health",
        "Alcohol, benzodiazepines, crack, mental health, pain, hepatitis C, sleep.",
    ),
    Rung(8, "Home, money, children, work", "Housing, debt, violence, children, work."),
    Rung(
        9,
        "More intensive setting",
        "Day programme, stabilisation as an in-patient, residential treatment.",
    ),
    Rung(
        10,
        "Second opinion",
        "A meeting of several disciplines; shared care or a specialist.",
    ),
    Rung(11, "Detoxification, if they choose", "Chosen and prepared, with the support around it."),
    Rung(
        12,
        "Continue, with safety as the goal",
        "A harm-reduction goal, looked at again in 12 weeks. This is legitimate.",
    ),
    Rung(
        13,
        "Stop prescribing",
        "Last. Needs risk and benefit in writing, the person told and offered alternatives, a taper"
        " unless unsafe, naloxone, a way back, a prescriber's decision and a second clinician."
        " Never for duration, a target or a positive test alone.",
        is_listed=False,
    ),
)
BY_NUMBER = {rung.number: rung for rung in LADDER}


def not_looked_at(statuses: Mapping[int, str]) -> tuple[Rung, ...]:
    """Listed rungs without a status, in order."""
    known = set(RungStatus)
    return tuple(
        rung for rung in LADDER if rung.is_listed and statuses.get(rung.number) not in known
    )


def status_words(status: str | None) -> str:
    return STATUS_WORDS[RungStatus(status)] if status in set(RungStatus) else NOT_LOOKED_AT


@dataclass(frozen=True, slots=True)
class RungLine:
    """One step that somebody looked at, as it is read."""

    number: int
    title: str
    note: str
    status: str


def rung_lines(ladder: Mapping[str, Mapping[str, str]]) -> tuple[RungLine, ...]:
    """The steps looked at, in the ladder's order. `ladder`: {number: {"status": …, "note": …}}; a
    step with a note alone was looked at."""
    return tuple(
        RungLine(
            rung.number,
            rung.title,
            found.get("note", ""),
            status_words(found["status"]) if found.get("status") else NO_STATUS,
        )
        for rung in LADDER
        if (found := ladder.get(str(rung.number))) is not None
    )


def so_far(
    said: Iterable[tuple[date, Mapping[str, Mapping[str, str]]]],
) -> tuple[tuple[RungLine, date], ...]:
    """Of each step the last that was said of it and since which day, in the ladder's order. `said`:
    the day and the ladder of each review and plan."""
    found: dict[int, tuple[RungLine, date]] = {}
    for on, ladder in sorted(said, key=lambda one: one[0]):
        for line in rung_lines(ladder):
            if line.number not in found or found[line.number][0] != line:
                found[line.number] = (line, on)
    return tuple(found[number] for number in sorted(found))
