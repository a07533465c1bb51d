"""Every safety check, one line each: what fires it, its numbers, on what it rests, how pressing.

Rows and sources: domain/prescribing.md §7. A check warns and explains; it blocks nothing and works
out no dose. Marks: S a stored source, S2 second-hand, K known of a named publication and not
verified here, P a default of the product.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from prescribing.safety import looks_care, looks_dose, looks_heart
from prescribing.safety.facts import Facts
from prescribing.safety.finding import Found
from prescribing.safety.limits import Limits

Look = Callable[[Facts, Limits], Iterable[Found]]


class Severity(IntEnum):
    """The higher, the sooner it is shown."""

    KNOW = 1
    LOOK = 2
    ACT = 3
    TODAY = 4

    @property
    def words(self) -> str:
        return {1: "To know", 2: "To look at", 3: "To act on", 4: "A prescriber, today"}[self]


@dataclass(frozen=True, slots=True)
class Check:
    """`limits`: the numbers of `limits.DEFAULTS` it compares with. `page`: where it is looked
    after: health, prescription, details, benefit, before_stop. `is_for_prescriber`: nobody else
    answers it; it stands until one has."""

    code: str
    row: str
    title: str
    severity: Severity
    look: Look
    limits: tuple[str, ...]
    basis: str
    mark: str
    page: str = "health"
    is_for_prescriber: bool = False


_K = "Clinical guidelines of 2017, not verified here"
_HEART = "MHRA criteria, as reported by Mayet and others 2011"
_RANGES = (
    "methadone_from_mg",
    "methadone_to_mg",
    "buprenorphine_to_mg",
    "buprenorphine_most_mg",
    "lyophilisate_to_mg",
)
_RISES = ("step_mg", "week_mg", "induction_days", "rise_shown_days")
_TOLERANCE = ("tolerance_days", "gap_days")
T, A, L, N = Severity.TODAY, Severity.ACT, Severity.LOOK, Severity.KNOW
rx, heart, care = looks_dose, looks_heart, looks_care

# Of one severity, the order here is the order on the page.
TABLE: tuple[Check, ...] = (
    Check(
        "qtc_high",
        "QTc result",
        "QTc is very long",
        T,
        heart.high_qtc,
        ("qtc_high_ms",),
        "Mayet and others 2011; Medsafe",
        "S",
        is_for_prescriber=True,
    ),
    Check(
        "pregnancy",
        "Pregnancy",
        "Pregnancy",
        T,
        care.pregnancy,
        ("pregnancy_days",),
        _K,
        "K",
        is_for_prescriber=True,
    ),
    Check(
        "tolerance",
        "Recent release/detox/gap",
        "Tolerance may be lost",
        A,
        care.tolerance,
        _TOLERANCE,
        "NICE CG52 for detoxification; release and gaps known, not verified",
        "S",
        page="prescription",
        is_for_prescriber=True,
    ),
    Check(
        "stop_benefit",
        "Stop with clear benefit",
        "Ending what clearly helps",
        A,
        rx.stop_with_benefit,
        ("stop_shown_days",),
        "The product's own",
        "P",
        page="benefit",
    ),
    Check(
        "depot_late",
        "Depot overdue / early",
        "Injection is late",
        A,
        rx.late_depot,
        (),
        "Product information; the window stands in the medicine catalogue",
        "K",
        page="prescription",
    ),
    Check(
        "script",
        "Rx ending",
        "Script ends, none follows",
        A,
        rx.script_ends,
        ("script_working_days", "script_shown_days"),
        "Default of the product",
        "P",
        page="prescription",
    ),
    Check(
        "rise",
        "Rapid increase",
        "The dose rises fast",
        A,
        rx.rapid_rise,
        _RISES,
        "RCGP guidance, quoted second-hand",
        "S2",
        page="prescription",
    ),
    Check(
        "sedatives",
        "CNS depressants",
        "Other sedatives",
        A,
        care.sedatives,
        (),
        "NICE ES19; MHRA alert of March 2020",
        "S",
    ),
    Check(
        "qtc",
        "QTc result",
        "QTc is prolonged",
        A,
        heart.long_qtc,
        ("qtc_men_ms", "qtc_women_ms", "qtc_high_ms"),
        "Mayet and others 2011; Medsafe",
        "S",
    ),
    Check(
        "naloxone",
        "Naloxone not supplied/expired",
        "Naloxone",
        A,
        care.naloxone,
        (),
        "Services may supply it without a prescription",
        "S",
    ),
    Check(
        "children",
        "Children",
        "Child at home, doses at home",
        A,
        care.children,
        (),
        "nhs.uk: keep away from children; locked box known, not verified",
        "S",
    ),
    Check(
        "brand",
        "Brand switch",
        "Same mg, another brand",
        A,
        rx.same_mg_other_brand,
        ("brand_shown_days",),
        "Product leaflet, emc 2317; NHS Borders",
        "S",
        page="prescription",
    ),
    Check(
        "ecg",
        "ECG",
        "ECG not recorded",
        L,
        heart.no_ecg,
        ("ecg_above_mg", "ecg_counts_cocaine"),
        _HEART,
        "S",
    ),
    Check(
        "ecg_interval",
        "ECG interval",
        "ECG is due again",
        L,
        heart.old_ecg,
        ("ecg_every_days", "ecg_above_mg", "ecg_counts_cocaine"),
        "Default of the product",
        "P",
    ),
    Check(
        "low_heroin",
        "Low dose + ongoing heroin",
        "Low dose, and heroin goes on",
        L,
        rx.low_with_heroin,
        ("methadone_from_mg", "buprenorphine_from_mg", "heroin_days"),
        "The product's own ladder of options",
        "P",
        page="benefit",
    ),
    Check(
        "liver",
        "Liver",
        "Buprenorphine and the liver",
        L,
        care.liver,
        (),
        "Product information",
        "S",
    ),
    Check(
        "hepatitis_c",
        "Hep C",
        "Hepatitis C status",
        L,
        care.hepatitis_c,
        ("hepatitis_c_days",),
        "Known, not verified here",
        "K",
    ),
    Check(
        "depot_early",
        "Depot overdue / early",
        "Injection was early",
        L,
        rx.early_depot,
        (),
        "Product information; the window stands in the medicine catalogue",
        "K",
        page="prescription",
    ),
    Check(
        "dose_range",
        "Dose outside usual range",
        "Outside what is usual",
        N,
        rx.outside_usual,
        _RANGES,
        "nhs.uk for methadone; BNF for buprenorphine, not verified; NHS Borders",
        "S",
        page="prescription",
    ),
    Check(
        "driving",
        "Driving",
        "Driving",
        N,
        care.driving,
        (),
        "DVLA, Assessing fitness to drive, second-hand copy",
        "S2",
    ),
)
BY_CODE = {check.code: check for check in TABLE}


@dataclass(frozen=True, slots=True)
class Warning:
    """A check that fired. Several findings of one check are one warning."""

    check: Check
    found: tuple[Found, ...]

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.found)

    @property
    def triggers(self) -> tuple[str, ...]:
        return tuple(one.trigger for one in self.found)


def fired(facts: Facts, limits: Limits) -> tuple[Warning, ...]:
    """The most serious first."""
    found = [Warning(check, seen) for check in TABLE if (seen := tuple(check.look(facts, limits)))]
    return tuple(sorted(found, key=lambda one: -one.check.severity))
