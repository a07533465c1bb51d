"""What safety checks look at, as plain values: one person on one day. No database, no clock.

Medicine groups are those of `prescribing.models.Medicine.Group`, kinds of risk those of
`RiskFactor.Kind`, states those of `State`.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from prescribing.doses import CLOSING_STATES, ON_STATES
from rodt.dates import ONE_DAY

DAILY_BUPRENORPHINE = frozenset({"buprenorphine", "lyophilisate"})
ANY_BUPRENORPHINE = DAILY_BUPRENORPHINE | {"depot"}
TAKES_HOME = frozenset({"some_days", "weekly", "none"})
# What somebody moved on to is no gap and no stop of treatment.
MOVED_ON = frozenset({"switched", "transferred", "transferred_custody"})


@dataclass(frozen=True, slots=True)
class Dose:
    from_on: date
    mg: Decimal


@dataclass(frozen=True, slots=True)
class Injection:
    """An injection, and the days of its medicine: it covers so many, give or take the window."""

    given_on: date
    covers_days: int
    window_days: int


@dataclass(frozen=True, slots=True)
class Rx:
    """One prescription on the day. `doses` and `injections` oldest first, doses that begin later
    too. `script_to_on`: the last day that any script recorded for it covers."""

    id: str
    medicine: str
    group: str
    is_ost: bool = True
    started_on: date = date.min
    ended_on: date | None = None
    state: str = "active"
    state_on: date | None = None
    intent: str = ""
    agreed: str = ""
    stop_reason: str = ""
    doses: tuple[Dose, ...] = ()
    supervision: str = ""
    injections: tuple[Injection, ...] = ()
    script_to_on: date | None = None

    @property
    def is_running(self) -> bool:
        return self.ended_on is None and self.state not in CLOSING_STATES

    @property
    def is_taken(self) -> bool:
        return self.is_running and self.state in ON_STATES

    def dose_on(self, day: date) -> Decimal | None:
        held = [dose.mg for dose in self.doses if dose.from_on <= day]
        return held[-1] if held else None

    def with_dose(self, mg: Decimal, from_on: date) -> "Rx":
        """As it would stand with a dose that is about to be recorded."""
        kept = [dose for dose in self.doses if dose.from_on != from_on]
        doses = sorted([*kept, Dose(from_on, mg)], key=lambda dose: dose.from_on)
        return replace(self, doses=tuple(doses))

    @property
    def last_taken_on(self) -> date | None:
        """The last day before it ended."""
        return None if self.ended_on is None else self.ended_on - ONE_DAY


@dataclass(frozen=True, slots=True)
class Ecg:
    on: date
    qtc_ms: int | None


@dataclass(frozen=True, slots=True)
class Risk:
    """Another medicine, substance or condition that goes on on the day."""

    kind: str
    from_on: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class VirusTest:
    on: date
    virus: str
    result: str


@dataclass(frozen=True, slots=True)
class Naloxone:
    on: date
    is_declined: bool = False
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What only higher rooms know, handed down as plain values; None and "" mean not known.

    `heroin_days`: days of heroin in the last 28, from the outcome profile of `heroin_on`.
    `conclusion`: of the last strategic review. `naloxone`: what was last answered in a review
    (yes, no, offer_declined) and when. `tolerance_decided_on`: the last day on which a prescriber
    said what follows from time away.
    """

    heroin_days: int | None = None
    heroin_on: date | None = None
    injects: bool | None = None
    conclusion: str = ""
    conclusion_on: date | None = None
    naloxone: str = ""
    naloxone_on: date | None = None
    tolerance_decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One person on one day. Lists of dated things are oldest first."""

    on: date
    sex: str = "X"
    has_children: bool = False
    locked_box_on: date | None = None
    has_injected: bool = False
    prescriptions: tuple[Rx, ...] = ()
    ecgs: tuple[Ecg, ...] = ()
    liver_test: tuple[date, str] | None = None
    virus_tests: tuple[VirusTest, ...] = ()
    risks: tuple[Risk, ...] = ()
    naloxone: Naloxone | None = None
    advice: dict[str, date] = field(default_factory=dict)
    pregnancy: tuple[date, str] | None = None
    last_test: tuple[date, tuple[str, ...]] | None = None
    returns: tuple[tuple[date, str], ...] = ()
    undecided: tuple[tuple[date, date], ...] = ()
    told: Told = field(default_factory=Told)

    @property
    def running(self) -> tuple[Rx, ...]:
        return tuple(rx for rx in self.prescriptions if rx.is_running)

    @property
    def on_ost(self) -> bool:
        return any(rx.is_ost for rx in self.running)

    def of_group(self, *groups: str) -> tuple[Rx, ...]:
        return tuple(rx for rx in self.running if rx.group in groups)

    def risk_kinds(self, kinds: frozenset[str]) -> tuple[Risk, ...]:
        return tuple(risk for risk in self.risks if risk.kind in kinds)
