"""Opiates used on top beside the dose, by medicine. Pure, over what was read.

The groups of doses are there to read by, nothing more: no dose is a target, and nobody's is judged.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from uuid import UUID

from audits.caseload_figures import Figure, Figures, Why
from audits.caseload_reader import Known
from audits.period import AuditDay
from audits.statistics import wilson
from audits.use_said import Said, cannot_tell, said
from prescribing.formulations import formulation
from prescribing.models import Medicine
from reviews.benefit_list import BenefitList
from rodt import charts
from rodt.words import count, nhs_date, percent, plain_number

SECTION = "Use on top"
USED, NOT_USED, UNKNOWN = "Used opiates", "Used none", "Not known"
PLANNED = "Used, plan to improve since"
NO_DOSE, NO_COVER = "Dose not recorded", "No prescription covers today"
DRAWN_FROM = 5

_G = Medicine.Group
_BANDS = {
    _G.METHADONE: (20, 100),
    _G.BUPRENORPHINE: (8, 24),
    _G.LYOPHILISATE: (8, 24),
}
"""How wide a group of doses is in mg, and where the last one begins; injections stand by theirs."""


class Band(NamedTuple):
    """`from_mg` puts them in order; one without a dose stands last."""

    from_mg: Decimal
    title: str


class _Person(NamedTuple):
    patient_id: UUID
    known: list[Said]
    planned: bool

    @property
    def used(self) -> bool:
        return any(one.is_use for one in self.known)


@dataclass(frozen=True, slots=True)
class UseRow:
    title: str
    people: Figure
    used: Figure
    not_used: Figure
    unknown: Figure
    planned: Figure

    @property
    def answered(self) -> int:
        return self.used.value + self.not_used.value


@dataclass(frozen=True, slots=True)
class UseGroup:
    title: str
    rows: list[UseRow]


@dataclass(frozen=True, slots=True)
class UseOnTop:
    """`finding`: what the drawing shows; without drawings, why there are none."""

    groups: list[UseGroup]
    finding: str
    wide: str = ""
    narrow: str = ""
    small: str = ""


@cache
def band(mg: Decimal | None, group: str) -> Band:
    if mg is None:
        return Band(Decimal("Infinity"), NO_DOSE)
    if group == _G.DEPOT:
        return Band(mg, f"{plain_number(mg)}mg")
    if group not in _BANDS:
        return Band(Decimal(0), "Any dose")
    width, last = _BANDS[_G(group)]
    low = min(int(mg) // width * width, last)
    if low == last:
        return Band(Decimal(low), f"{low}mg and over")
    title = f"{low}mg to under {low + width}mg" if low else f"Under {width}mg"
    return Band(Decimal(low), title)


def use_on_top(figures: Figures, found: BenefitList, known: Known, day: AuditDay) -> UseOnTop:
    groups = _groups(figures, found, known, day)
    rows = [row for group in groups for row in group.rows]
    used, answered = sum(row.used.value for row in rows), sum(row.answered for row in rows)
    unknown = sum(row.unknown.value for row in rows)
    if answered < DRAWN_FROM:
        return UseOnTop(groups, f"{count(answered, 'answer')}: too few to draw.")
    finding = (
        f"{used:,} of {count(answered, 'person', 'people')} used opiates"
        f" ({percent(used / answered)}); of {unknown:,} more it is not known."
    )
    drawing = charts.Shares(finding, USED, UNKNOWN, [_drawn(group) for group in groups])
    drawings = [charts.share_rows(drawing, width=width) for width in charts.SIZES]
    return UseOnTop(groups, finding, *drawings)


def _groups(figures: Figures, found: BenefitList, known: Known, day: AuditDay) -> list[UseGroup]:
    by_medicine: dict[str, dict[Band, list[_Person]]] = defaultdict(lambda: defaultdict(list))
    for who in found.on_ost:
        title, dose = NO_COVER, Band(Decimal(0), "Last TOP or test")
        prescribed = known.prescribed.get(who)
        if prescribed is not None:
            title = formulation(prescribed.name, prescribed.form).title
            dose = band(prescribed.dose_mg, prescribed.group)
        by_medicine[title][dose].append(_person(who, known, day))
    in_order = sorted(by_medicine.items(), key=lambda item: (item[0] == NO_COVER, item[0]))

    def why(who: UUID) -> str:
        tests = known.tests.get(who, ())
        return f"{_why(said(known.tops.get(who), tests, day))}{cannot_tell(tests, day)}"

    return [UseGroup(title, _rows(figures, title, bands, why)) for title, bands in in_order]


def _person(who: UUID, known: Known, day: AuditDay) -> _Person:
    found = said(known.tops.get(who), known.tests.get(who, ()), day)
    since = max((one.record.on for one in found if one.is_use), default=None)
    planned = since is not None and any(plan.on >= since for plan in known.plans.get(who, ()))
    return _Person(who, found, planned)


def _why(found: list[Said]) -> str:
    words = [
        f"{one.record.what} of {nhs_date(one.record.on)}: {'opiates' if one.is_use else 'none'}"
        for one in found
    ]
    if not words:
        return "No TOP and no test of the last 26 weeks says."
    line = "; ".join(words)
    return f"{line[0].upper()}{line[1:]}."


def _rows(
    figures: Figures, medicine: str, bands: Mapping[Band, list[_Person]], why: Why
) -> list[UseRow]:
    made = []
    for one, people in sorted(bands.items()):
        line = f"{medicine}, {one.title}"
        columns = {
            "": people,
            USED: [person for person in people if person.used],
            NOT_USED: [person for person in people if person.known and not person.used],
            UNKNOWN: [person for person in people if not person.known],
            PLANNED: [person for person in people if person.planned],
        }
        counted = (
            figures.add(SECTION, line, column, (person.patient_id for person in which), why)
            for column, which in columns.items()
        )
        made.append(UseRow(one.title, *counted))
    return made


def _drawn(group: UseGroup) -> charts.ShareGroup:
    rows = []
    for row in group.rows:
        interval = wilson(row.used.value, row.answered)
        rows.append(
            charts.ShareRow(
                row.title,
                row.used.value,
                row.answered,
                *(interval or (0.0, 0.0)),
                apart=row.unknown.value,
                url=row.used.url,
                words=f"{group.title}, {row.title}: {row.used.value} of {row.answered} used."
                f" Open the {count(row.used.value, 'person', 'people')}",
            )
        )
    return charts.ShareGroup(group.title, rows)
