"""Whether somebody uses opiates on top, by TOP and drug test: for 9.1 and the caseload. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from audits.case_facts import Record, TestFact, TopFact
from audits.period import AuditDay
from prescribing.opiate_tests import CANNOT_TELL
from rodt.words import nhs_date


class Said(NamedTuple):
    record: Record
    is_use: bool


def said(top: TopFact | None, tests: Iterable[TestFact], day: AuditDay) -> list[Said]:
    """What the latest TOP and the latest test say of opiates, each where it lies in the window."""
    window, found = day.rules.use_window_days, []
    if top is not None and day.within(top.on, window) and top.opiates_days is not None:
        found.append(Said(Record("TOP", top.on, top.id), top.opiates_days > 0))
    asked = [t for t in tests if t.opiates is not None and day.within(t.on, window)]
    if asked:
        last = max(asked, key=lambda item: (item.on, bool(item.opiates)))
        found.append(Said(Record("drug test", last.on, last.id), bool(last.opiates)))
    return found


def cannot_tell(tests: Iterable[TestFact], day: AuditDay) -> str:
    """A sentence about the last test of the window that was set aside, to stand after another."""
    window = day.rules.use_window_days
    days = [test.on for test in tests if test.is_clouded and day.within(test.on, window)]
    return f" Opiates test of {nhs_date(max(days))}: {CANNOT_TELL}." if days else ""
