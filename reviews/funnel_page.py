"""A share by team, or by service, as a page shows it: the funnel, what it means in a sentence, its
table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reviews import funnel
from reviews.funnel import FEWEST, Unit
from rodt.charts import FunnelValues, Point, funnel_chart
from rodt.words import and_list, percent, sentence

WIDTHS = ("wide", "narrow", "small")
TEAM, SERVICE = ("team", "teams"), ("service", "services")


@dataclass(frozen=True, slots=True)
class TeamRow:
    """`url`: who is behind the number; "" where nobody is."""

    name: str
    number: int
    of: int
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TeamsShown:
    """`finding` and `drawings` are empty where there is too little to compare."""

    rows: tuple[TeamRow, ...]
    finding: str = ""
    note: str = ""
    drawings: dict[str, SafeString] | None = None


def share_words(number: int, of: int) -> str:
    """A share, where it is of enough people to say one."""
    if of == 0:
        return "None"
    return percent(number / of) if of >= FEWEST else "Too few to say"


def teams_shown(
    teams: Sequence[tuple[str, Unit]],
    *,
    together: Callable[[str], str],
    people: Callable[[Unit], str],
    noun: tuple[str, str] = TEAM,
) -> TeamsShown:
    """`teams`: names and counts, in the order of the names. `together` makes a sentence of the
    share of all teams; `people`: the address of who is behind a team's number; `noun`: what is
    compared, one and many."""
    rows = tuple(
        TeamRow(
            name,
            unit.number,
            unit.of,
            share_words(unit.number, unit.of),
            people(unit) if unit.of else "",
        )
        for name, unit in teams
    )
    found = funnel.funnel([unit for _, unit in teams])
    if found is None:
        return TeamsShown(rows, note=f"Too few {noun[1]}, or too few people in them, to compare.")
    names = {unit.key: name for name, unit in teams}
    finding = f"{together(percent(found.share))} {_what_differs(found, names, noun)}"
    points = [
        Point(
            names[unit.key],
            unit.of,
            unit.share,
            unit.key in found.differs,
            people(unit) if unit.number else "",
        )
        for unit in found.units
    ]
    curve = [
        (row.of, row.inner_low, row.inner_high, row.outer_low, row.outer_high)
        for row in found.curve
    ]
    shown = FunnelValues(finding, found.share, points, curve)
    left_out = [names[unit.key] for unit in found.left_out]
    note = f"Not drawn, because they are of fewer than {FEWEST}: {and_list(left_out)}."
    return TeamsShown(
        rows,
        finding,
        note if left_out else "",
        {width: funnel_chart(shown, width=width) for width in WIDTHS},
    )


def _what_differs(found: funnel.Funnel, names: dict[str, str], noun: tuple[str, str]) -> str:
    one, many = noun
    if found.is_overdispersed:
        return (
            f"{sentence(many)} differ more than chance alone would have it, all of them: what they"
            f" do or whom they see is not the same, so no single {one} is told apart."
        )
    if not found.differs:
        return f"No {one} differs from the others by more than chance."
    outside = and_list([names[unit.key] for unit in found.units if unit.key in found.differs])
    verb = "differs" if len(found.differs) == 1 else "differ"
    return f"{outside} {verb} from the others by more than chance: ask why."
