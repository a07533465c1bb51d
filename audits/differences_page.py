"""The difference between two runs as a page shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat

from audits.differences import CAUSE_WORDS, Cause, Change, Difference, Figure
from audits.models import Audit, AuditResult
from audits.report_page import OUTCOME_WORDS_BY_VALUE
from audits.step import Outcome
from patients.models import Patient
from rodt.words import count, people, percent

CAUSES = frozenset(map(str, Cause))
NOT_LOOKED_AT, NOT_READ = "Not counted here", "Not in the run"


@dataclass(frozen=True, slots=True)
class CauseShown:
    key: str
    words: str
    people: int
    number: str
    of: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One indicator of which somebody's verdict is another. `before`, `after`: 140 of 320, 44%."""

    code: str
    title: str
    before: str
    after: str
    people: int
    causes: tuple[CauseShown, ...]


@dataclass(frozen=True, slots=True)
class PersonShown:
    patient: Patient
    before: str
    after: str
    why_before: str
    why_after: str


@dataclass(frozen=True, slots=True)
class CausePeople:
    """`people`: those of them on this page; `of`: how many there are."""

    key: str
    words: str
    of: int
    people: tuple[PersonShown, ...]


def rows(found: Iterable[Difference], titles: Mapping[str, str]) -> list[DifferenceRow]:
    """Indicators without any change are left out."""
    return [
        DifferenceRow(
            one.code,
            titles[one.code],
            _figure(one.before),
            _figure(one.after),
            len(one.changes),
            tuple(
                CauseShown(
                    row.cause.value,
                    CAUSE_WORDS[row.cause],
                    row.people,
                    signed(row.number),
                    signed(row.of),
                )
                for row in one.rows
            ),
        )
        for one in found
        if one.changes
    ]


def opening(found: Sequence[Difference], *, is_same: bool) -> str:
    """`is_same`: both runs have one digest."""
    changed = [one for one in found if one.changes]
    if not changed:
        return (
            "Both runs have the same digest: everything is the same."
            if is_same
            else ("Nobody’s verdict is another.")
        )
    who = {change.patient_id for one in changed for change in one.changes}
    return (
        f"{people(len(who))} {'has' if len(who) == 1 else 'have'} another verdict on "
        f"{count(len(changed), 'indicator')} of {len(found)}. Each change has one cause, and the "
        "causes add up to the change of each figure."
    )


def signed(change: int) -> str:
    """+3, −2, or 0; with a minus sign that is as wide as the plus."""
    return f"+{change:,}" if change > 0 else f"\u2212{-change:,}" if change < 0 else "0"


def in_order(one: Difference, chosen: str) -> list[Change]:
    """Cause by cause, by name; of one cause only where one is chosen."""
    changes = [change for change in one.changes if chosen in ("", change.cause)]
    names = dict(
        Patient.objects.filter(pk__in=[change.patient_id for change in changes]).values_list(
            "pk", Concat("family_name", Value(" "), "given_name")
        )
    )
    places = list(Cause)
    return sorted(
        changes, key=lambda change: (places.index(change.cause), names[change.patient_id])
    )


def of_code(
    one: Difference, changes: Sequence[Change], before: Audit, after: Audit
) -> list[CausePeople]:
    """These of one indicator under their cause, with what each run said."""
    ids = [change.patient_id for change in changes]
    patients = Patient.objects.in_bulk(ids)
    said_before, said_after = (_said(run, one.code, ids) for run in (before, after))

    def shown(change: Change) -> PersonShown:
        who = change.patient_id
        return PersonShown(
            patients[who],
            _verdict(change.before, who in said_before),
            _verdict(change.after, who in said_after),
            said_before.get(who, ""),
            said_after.get(who, ""),
        )

    return [
        CausePeople(
            row.cause.value,
            CAUSE_WORDS[row.cause],
            row.people,
            tuple(shown(change) for change in changes if change.cause is row.cause),
        )
        for row in one.rows
        if any(change.cause is row.cause for change in changes)
    ]


def titles(*audits: Audit) -> dict[str, str]:
    return {
        item["code"]: item["title"]
        for audit in audits
        for step in audit.definitions["steps"]
        for item in step["indicators"]
    }


def _said(audit: Audit, code: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of everybody the run read: what it said; "" where the indicator did not look at them."""
    found = AuditResult.objects.filter(audit=audit, patient__in=ids).values_list(
        "patient_id", f"findings__{code}"
    )
    return {pk: _reason(finding) if finding else "" for pk, finding in found}


def _reason(finding: dict[str, Any]) -> str:
    return str(finding["reason"] or finding["group"])


def _verdict(outcome: Outcome | None, is_read: bool) -> str:
    if outcome is not None:
        return OUTCOME_WORDS_BY_VALUE[outcome.value]
    return NOT_LOOKED_AT if is_read else NOT_READ


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return "Not in this run"
    share = percent(figure.number / figure.of) if figure.of else percent(None)
    return f"{figure.number:,} of {figure.of:,}, {share}"
