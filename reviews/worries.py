"""What stands out about one person: at most three at once, only what the record knows. Pure.

A worry warns and explains; it blocks nothing. An empty record is a worry only where something
should have been recorded.

Beside each stands what it rests on, with the mark of domain/README.md: [S] a stored source, [K]
known of a named publication and not verified here, [P] a default of the product. What the domain
pages do not say is marked "Ours": our own, not verified, and it states facts of the record only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rodt.dates import working_days_until
from rodt.words import count, date_range, in_days, nhs_date

SHOWN = 3  # design/interface.md: at most three
TOLERANCE_DAYS = 28  # domain/prescribing.md §7 [P]
TEST_DAYS = 182  # at least 2 a year, domain/prescribing.md §8 [P]
RECENT_DAYS = 28  # Ours
SEDATIVE_DAYS = 365  # Ours: the record does not say when it was stopped
PREGNANCY_DAYS = 280  # Ours, the same as in the audit (docs/decisions/0010)

RECENTLY = {"overdose": "Overdose", "hospital_discharge": "Left hospital"}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, by the kinds of `patients.models.SignificantEvent`."""

    kind: str
    on: date
    note: str = ""


# Time away after which the old dose may be too much.
BACK = {
    "prison_release": "Released from prison",
    "back_from_hospital": "Left hospital",
    "back_from_residential": "Back from residential care",
    "came_back": "Came back into treatment",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows. `naloxone`: the last answer and its day; "" means never asked.

    `tolerance_decided_on`: the last day on which a prescriber decided about lost tolerance.
    `has_children`: somebody under age at home. `test_on`: the last drug test.
    """

    on: date
    is_on_ost: bool = False
    undecided: tuple[tuple[date, date], ...] = ()
    depot_ran_out_on: date | None = None
    script_ends_on: date | None = None
    script_ending_working_days: int = 3
    happened: tuple[Happened, ...] = ()
    tolerance_decided_on: date | None = None
    has_children: bool = False
    children_note: str = ""
    locked_box_on: date | None = None
    takes_home: bool = False
    naloxone: str = ""
    naloxone_on: date | None = None
    test_on: date | None = None


@dataclass(frozen=True, slots=True)
class Worry:
    """components/worry.html. `about`: which page looks after it. `check`: the safety check that
    says the same; where that one fires, this is not said twice."""

    title: str
    text: str
    about: str = ""
    symbol: str = "warning"
    check: str = ""


def worries(known: Known) -> Sequence[Worry]:
    """The most pressing first; a page shows the first three and links to the rest."""
    return tuple(worry for look in LOOKS for worry in look(known))


def _missed(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §6: three days or more, contact the prescriber, [S] by the
    wording of instalment prescriptions; tolerance and withholding the next dose [K]."""
    for from_on, to_on in known.undecided:
        days = (to_on - from_on).days + 1
        yield Worry(
            f"{days} missed doses in a row",
            f"{date_range(from_on, to_on)}. Tolerance may be lost:"
            " a prescriber decides before the next dose.",
            about="missed",
        )


def _depot(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: a depot past its window [K]."""
    if known.depot_ran_out_on is not None:
        yield Worry(
            "Depot has run out",
            f"It covered to {nhs_date(known.depot_ran_out_on)}. No next injection is recorded.",
            about="prescription",
            check="depot_late",
        )


def _released(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: tolerance is lost with release and gaps [K], shown for 28
    days [P], or until a prescriber decides. That its loss raises the risk of overdose is [S] of
    detoxification (NICE CG52)."""
    found = [_last(known, kind, TOLERANCE_DAYS) for kind in BACK]
    last = max((one for one in found if one is not None), key=lambda one: one.on, default=None)
    if last is None:
        return
    decided_on = known.tolerance_decided_on
    if decided_on is not None and decided_on >= last.on:
        return
    yield Worry(
        f"{BACK[last.kind]} {_ago(known, last)}",
        f"{nhs_date(last.on)}. Tolerance may be lost, and the risk of overdose higher:"
        " a prescriber decides before the next dose.",
        about="tolerance",
        check="tolerance",
    )


def _recent(known: Known) -> Iterator[Worry]:
    """Source: domain/reviews.md §2: events that ask for a review. Ours: that they stand here, and
    for 28 days."""
    for kind, words in RECENTLY.items():
        last = _last(known, kind, RECENT_DAYS)
        if last is not None:
            yield Worry(f"{words} {_ago(known, last)}", f"{nhs_date(last.on)}.{_note(last)}")


def _pregnancy(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: a prescriber within 24 hours [K]. Ours: for how long it
    stands here."""
    last = _last(known, "pregnancy", PREGNANCY_DAYS)
    if last is not None:
        text = f"Recorded {nhs_date(last.on)}.{_note(last)}"
        yield Worry("Pregnancy", text, symbol="person", check="pregnancy")


def _script(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: none recorded 3 working days before the end [P]."""
    ends_on = known.script_ends_on
    if ends_on is None or not known.is_on_ost:
        return
    if working_days_until(known.on, ends_on) <= known.script_ending_working_days:
        ends = "ended" if ends_on < known.on else "ends"
        yield Worry(
            f"Prescription {ends} {in_days((ends_on - known.on).days)}",
            f"{nhs_date(ends_on)}. No next one is recorded.",
            about="prescription",
            check="script",
        )


def _child(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: child in the household and doses taken home, locked box
    recorded [S] (nhs.uk: keep away from children). Ours: also where no dose is recorded as taken
    home, for a single one may be."""
    if known.has_children and known.locked_box_on is None and known.is_on_ost:
        note = f"{known.children_note.rstrip('.')}. " if known.children_note else ""
        home = " Doses are taken home." if known.takes_home else ""
        text = f"{note}No locked box is recorded.{home}"
        yield Worry("Child at home", text, "details", "person", "children")


def _naloxone(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: naloxone not supplied; §1: services may supply it without a
    prescription [S]. A refusal counts as done (domain/twelve-steps.md 1.2): no second offer is
    asked for. Only what was answered: not asked is not the same as none."""
    if known.naloxone == "no" and known.naloxone_on is not None:
        yield Worry(
            "No naloxone at home",
            f"As said on {nhs_date(known.naloxone_on)}. A kit needs no prescription.",
            check="naloxone",
        )
    elif known.naloxone == "offer_declined" and known.naloxone_on is not None:
        yield Worry("Naloxone declined", f"As said on {nhs_date(known.naloxone_on)}.")


def _sedative(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: opioids with sedatives [S] (NICE ES19), other medicines
    that lengthen QT [S]. Ours: for how long it stands here."""
    last = _last(known, "new_sedative", SEDATIVE_DAYS)
    if last is not None:
        yield Worry(
            "New benzodiazepine, gabapentinoid or QT medicine",
            f"Recorded {nhs_date(last.on)}.{_note(last)}",
        )


def _test(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §8: at least 2 a year [P]."""
    if not known.is_on_ost:
        return
    if known.test_on is None:
        yield Worry(
            "No drug test is recorded",
            "That is not the same as a test that found nothing.",
            about="test",
        )
    elif (known.on - known.test_on).days > TEST_DAYS:
        ago = count((known.on - known.test_on).days, "day")
        yield Worry(
            f"Last drug test {ago} ago",
            f"No test is recorded since {nhs_date(known.test_on)}.",
            about="test",
        )


def _box_given(known: Known) -> Iterator[Worry]:
    """Source: domain/prescribing.md §7: the locked box as recorded [S]."""
    if known.has_children and known.locked_box_on is not None:
        note = f"{known.children_note.rstrip('.')}. " if known.children_note else ""
        given = f"Locked box given {nhs_date(known.locked_box_on)}."
        yield Worry("Child at home", f"{note}{given}", symbol="person")


LOOKS = (
    _missed,
    _depot,
    _released,
    _recent,
    _pregnancy,
    _script,
    _child,
    _naloxone,
    _sedative,
    _test,
    _box_given,
)


def _last(known: Known, kind: str, within_days: int) -> Happened | None:
    """The latest of a kind, if no more than so many days have passed."""
    found = [
        event
        for event in known.happened
        if event.kind == kind and 0 <= (known.on - event.on).days <= within_days
    ]
    return max(found, key=lambda event: event.on, default=None)


def _ago(known: Known, event: Happened) -> str:
    return in_days(-(known.on - event.on).days)


def _note(event: Happened) -> str:
    return f" {event.note.rstrip('.')}." if event.note else ""
