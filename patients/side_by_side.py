"""Two records beside each other, before they are made one."""

from dataclasses import dataclass
from typing import Any

from patients import moving
from patients.models import Patient
from rodt.words import nhs_date, nhs_number

_DETAILS = {
    "reference": "Reference",
    "known_as": "Likes to be called",
    "phone": "Phone",
    "email": "E-mail",
    "address": "Address",
    "communication_needs": "Communication",
}


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def compare(one: Patient, other: Patient) -> list[Line]:
    """Who they are, then how much stands in each."""
    pair = (one, other)
    lines = [
        _line("Name", *(p.name for p in pair)),
        _line("Born", *(_day(p.date_of_birth) for p in pair)),
        _line("Sex", *(p.get_sex_display() for p in pair)),
        _line("Ethnicity", *(p.get_ethnicity_display() for p in pair)),
        _line("Deprivation decile", *(p.deprivation_decile or "" for p in pair)),
        _line("NHS number", *(nhs_number(p.nhs_number) for p in pair)),
        _line("Team", *(p.team.name for p in pair)),
        _line("Died", *(_day(p.died_on) for p in pair)),
    ]
    lines += [_line(label, *(getattr(p, name) for p in pair)) for name, label in _DETAILS.items()]
    for table in moving.tables():
        counts = [table._default_manager.filter(patient=p).count() for p in pair]
        if any(counts):
            lines.append(_line(str(table._meta.verbose_name_plural), *counts))
    return lines


def _line(label: str, one: Any, other: Any) -> Line:
    return Line(label[:1].upper() + label[1:], str(one), str(other))


def _day(day: Any) -> str:
    return nhs_date(day) if day else ""
