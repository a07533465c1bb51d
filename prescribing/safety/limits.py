"""The numbers that safety checks compare with: the product's defaults, each with its source and
status, and a service's own versions over them (configuration of kind "safety").

Marks as in domain/README.md: S a stored source, S2 second-hand, K known of a named publication and
not verified here, P a default of the product. Only S counts as verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

KIND = "safety"


@dataclass(frozen=True, slots=True)
class Threshold:
    """`unit`: mg, ms, days and so on. `mark`: how well the number is known."""

    name: str
    value: Decimal
    unit: str
    words: str
    mark: str
    source: str

    @property
    def is_verified(self) -> bool:
        return self.mark == "S"


def _of(name: str, value: int, unit: str, words: str, mark: str, source: str) -> Threshold:
    return Threshold(name, Decimal(value), unit, words, mark, source)


_MAYET = "Mayet and others 2011, as it reports the MHRA's criteria"
_NHS = "nhs.uk, How and when to take methadone"
_BORDERS = "NHS Borders protocol for buprenorphine"
_BNF = "BNF and product information, not verified here"
_RCGP = "RCGP guidance, quoted second-hand"
_CPE = "Community Pharmacy England, instalment prescribing"
_OURS = "Default of the product"

DEFAULTS: Mapping[str, Threshold] = MappingProxyType(
    {
        one.name: one
        for one in (
            _of("ecg_above_mg", 100, "mg", "methadone a day above this", "S", _MAYET),
            _of("ecg_every_days", 365, "days", "longest time between ECGs", "P", _OURS),
            _of(
                "ecg_counts_cocaine", 0, "", "cocaine found counts by itself (1 is yes)", "P", _OURS
            ),
            _of("qtc_men_ms", 450, "ms", "prolonged from, men", "S", _MAYET),
            _of("qtc_women_ms", 470, "ms", "prolonged from, women", "S", _MAYET),
            _of("qtc_high_ms", 500, "ms", "high risk above", "S", _MAYET),
            _of("methadone_from_mg", 60, "mg", "usual for most people from", "S", _NHS),
            _of("methadone_to_mg", 120, "mg", "usual for most people up to", "S", _NHS),
            _of("buprenorphine_from_mg", 12, "mg", "usual for most people from", "K", _BNF),
            _of("buprenorphine_to_mg", 24, "mg", "usual for most people up to", "K", _BNF),
            _of("buprenorphine_most_mg", 32, "mg", "the most in product information", "K", _BNF),
            _of("lyophilisate_to_mg", 18, "mg", "conversion bands reach up to", "S", _BORDERS),
            _of("step_mg", 10, "mg", "largest rise in one step", "S2", _RCGP),
            _of("week_mg", 30, "mg", "largest rise within a week", "S2", _RCGP),
            _of("induction_days", 14, "days", "the first weeks, for the weekly rise", "S2", _RCGP),
            _of("rise_shown_days", 14, "days", "a rise is shown for", "P", _OURS),
            _of("script_working_days", 3, "working days", "script ends within", "P", _OURS),
            _of("script_shown_days", 28, "days", "a script that ended is shown for", "P", _OURS),
            _of("brand_shown_days", 28, "days", "a change of brand is shown for", "P", _OURS),
            _of("pregnancy_days", 280, "days", "a pregnancy is shown for", "P", _OURS),
            _of("hepatitis_c_days", 365, "days", "hepatitis C status at most", "K", "Known, §7"),
            _of("heroin_days", 1, "", "days of heroin in 28, at least", "P", _OURS),
            _of("tolerance_days", 28, "days", "tolerance may be lost for", "P", _OURS),
            _of("gap_days", 3, "days", "a gap without the medicine of", "S", "CPE, script wording"),
            _of("stop_shown_days", 28, "days", "a stop is shown for", "P", _OURS),
            _of("far_times", 3, "times", "a dose asks twice above the usual top", "P", _OURS),
            _of("far_without_range_mg", 2000, "mg", "and above this without a range", "P", _OURS),
            _of("jump_times", 3, "times", "or above, or below, the dose before", "P", _OURS),
            _of("fp10mda_days", 14, "days", "an FP10MDA covers at most", "S", _CPE),
        )
    }
)


ON_FORMS = frozenset({"far_times", "far_without_range_mg", "jump_times", "fp10mda_days"})
"""Numbers that forms ask about twice; the others are those of the checks."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers in force. `version` 0: the product's own."""

    values: Mapping[str, Decimal]
    version: int = 0
    is_verified: bool = False

    def __getitem__(self, name: str) -> Decimal:
        return self.values[name]

    def days(self, name: str) -> int:
        return int(self.values[name])


PRODUCT = Limits(MappingProxyType({name: one.value for name, one in DEFAULTS.items()}))


def problems(values: Mapping[str, Any]) -> list[str]:
    """A sentence for each value of a proposed version that cannot be used."""
    found = []
    for name, value in values.items():
        if name not in DEFAULTS:
            found.append(f'"{name}" is not a number that a safety check uses.')
        elif _number(value) is None:
            found.append(f'"{name}" must be a number, 0 or more.')
    return found


def from_values(values: Mapping[str, Any], *, version: int, is_verified: bool) -> Limits:
    """A service's numbers over the product's. Raises ValueError with the sentences of `problems`:
    a check is never left out silently because a number cannot be read."""
    wrong = problems(values)
    if wrong:
        raise ValueError(" ".join(wrong))
    own = {name: Decimal(str(value)) for name, value in values.items()}
    return Limits(MappingProxyType({**PRODUCT.values, **own}), version, is_verified)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
