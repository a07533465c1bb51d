"""The people behind a figure of a run: who was counted there, with the sentence that says why."""

from typing import TypeVar

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from audits.models import Audit, AuditResult, MonthFinding
from audits.step import Direction, Outcome

Found = TypeVar("Found", AuditResult, MonthFinding)
# A figure is a whole indicator or an outcome; one group of an outcome ("not_met--" and its slug);
# or everybody who shows a sign ("sign--" and its slug).
ALL = "all"
COUNTED, OTHERS, OF = "counted", "others", "of"
UNKNOWN, SET_APART = "unknown", "set-apart"
SIGN = "sign"
BETWEEN = "--"


def of_group(outcome: str, slug: str) -> str:
    return f"{outcome}{BETWEEN}{slug}"


def of_sign(slug: str) -> str:
    return f"{SIGN}{BETWEEN}{slug}"


def outcomes(figure: str, direction: str) -> tuple[Outcome, ...] | None:
    """Which outcomes a figure stands for; None where it is a group or a sign."""
    counted = Outcome.NOT_MET if direction == Direction.DOWN else Outcome.MET
    other = Outcome.MET if counted is Outcome.NOT_MET else Outcome.NOT_MET
    named: dict[str, tuple[Outcome, ...]] = {
        COUNTED: (counted,),
        OTHERS: (other,),
        OF: (Outcome.MET, Outcome.NOT_MET),
        ALL: (Outcome.MET, Outcome.NOT_MET, Outcome.NOT_RECORDED, Outcome.EXCEPTION),
        UNKNOWN: (Outcome.NOT_RECORDED,),
        SET_APART: (Outcome.EXCEPTION,),
        **{outcome.value: (outcome,) for outcome in Outcome},
    }
    return named.get(figure)


def people(audit: Audit, code: str, figure: str, direction: str) -> QuerySet[AuditResult]:
    return behind(AuditResult.objects.filter(audit=audit), code, figure, direction)


def behind(rows: QuerySet[Found], code: str, figure: str, direction: str) -> QuerySet[Found]:
    """Results, or findings of a month, in the order of names, each with `outcome` and `finding` of
    this indicator."""
    found = (
        rows.filter(findings__has_key=code)
        .annotate(
            finding=KeyTransform(code, "findings"),
            outcome=KeyTextTransform("outcome", KeyTransform(code, "findings")),
        )
        .select_related("patient")
        .order_by("patient__family_name", "patient__given_name", "patient__reference")
    )
    which = outcomes(figure, direction)
    if which is not None:
        return found.filter(outcome__in=[outcome.value for outcome in which])
    kind, _, slug = figure.partition(BETWEEN)
    if kind == SIGN:
        return found.filter(**{f"findings__{code}__marks__contains": [slug]})
    return found.filter(outcome=kind, **{f"findings__{code}__slug": slug})
