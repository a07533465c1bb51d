"""Audits of a service: the run, its results, its files, how the service sees itself, and what
became of the report."""

from audits.models.life import PromisedAction, Retirement, Signature, StepComment
from audits.models.months import MonthCount, MonthFinding
from audits.models.rounds import AuditRound, MergedFile, MergedReport, RoundMember
from audits.models.runs import (
    Audit,
    AuditFile,
    AuditResult,
    EvidenceFile,
    PlanReading,
    ReadLater,
    SampledPlan,
    SelfAssessment,
    ServiceAnswer,
)

__all__ = [
    "Audit",
    "AuditFile",
    "AuditResult",
    "AuditRound",
    "EvidenceFile",
    "MergedFile",
    "MergedReport",
    "MonthCount",
    "MonthFinding",
    "PlanReading",
    "PromisedAction",
    "ReadLater",
    "Retirement",
    "RoundMember",
    "SampledPlan",
    "SelfAssessment",
    "ServiceAnswer",
    "Signature",
    "StepComment",
]
