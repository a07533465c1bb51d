"""Reads what safety checks look at: two statements, for one person or for many."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration
from prescribing.safety import limits as safety_limits
from prescribing.safety import reader_sql
from prescribing.safety.facts import (
    Dose,
    Ecg,
    Facts,
    Injection,
    Naloxone,
    Risk,
    Rx,
    Told,
    VirusTest,
)
from prescribing.safety.limits import Limits
from rodt.statements import ask_all

Rows = Mapping[str, list[list[Any]]]
NOTHING_TOLD = Told()


def limits_in_force(service_id: UUID, on: date) -> Limits:
    """The service's newest version, or the product's own. One query."""
    stored = configuration.in_force(service_id, safety_limits.KIND, on)
    if not stored.version:
        return safety_limits.PRODUCT
    return safety_limits.from_values(
        stored.values,
        version=stored.version,
        is_verified=stored.status == Configuration.Status.VERIFIED,
    )


def read(
    patient_ids: Collection[UUID], on: date, told: Mapping[UUID, Told] | None = None
) -> dict[UUID, Facts]:
    """`told`: what higher rooms know of them, by person."""
    given: dict[str, Any] = {"people": list(patient_ids), "on": on}
    people, facts = ask_all([reader_sql.PEOPLE, reader_sql.FACTS], given)
    found: dict[UUID, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for patient_id, kind, said in facts:
        found[patient_id][kind] = json.loads(said)
    known = told or {}
    return {
        patient_id: _facts(on, person, found[patient_id], known.get(patient_id, NOTHING_TOLD))
        for patient_id, *person in people
    }


def _facts(on: date, person: list[Any], rows: Rows, told: Told) -> Facts:
    sex, has_children, locked_box_on, has_injected = person
    tests = rows["test"]
    supplied = rows["naloxone"]
    liver = rows["liver"]
    return Facts(
        on=on,
        sex=sex,
        has_children=has_children,
        locked_box_on=locked_box_on,
        has_injected=has_injected,
        prescriptions=tuple(_prescriptions(rows)),
        ecgs=tuple(Ecg(_day(day), qtc) for day, qtc in rows["ecg"]),
        liver_test=(_day(liver[-1][0]), liver[-1][1]) if liver else None,
        virus_tests=tuple(
            VirusTest(_day(day), virus, result) for day, virus, result in rows["virus"]
        ),
        risks=tuple(Risk(kind, _day(day), name) for kind, day, name in rows["risk"]),
        naloxone=_naloxone(supplied[-1]) if supplied else None,
        advice={topic: _day(day) for day, topics in rows["advice"] for topic in topics},
        pregnancy=_pregnancy(rows),
        last_test=(_day(tests[-1][0]), tuple(tests[-1][1])) if tests else None,
        returns=tuple(_returns(rows)),
        undecided=tuple((_day(first), _day(last)) for first, last in rows["missed"]),
        told=told,
    )


def _prescriptions(rows: Rows) -> Iterable[Rx]:
    by: dict[str, dict[str, list[list[Any]]]] = {
        kind: defaultdict(list) for kind in ("state", "dose", "supervision", "depot", "script")
    }
    for kind, of in by.items():
        for prescription_id, *said in rows[kind]:
            of[prescription_id].append(said)
    for rx_id, name, form, group, is_ost, started, ended, covers, window in rows["rx"]:
        states = by["state"][rx_id]
        last: list[Any] = states[-1] if states else [None, "", "", "", ""]
        watched = by["supervision"][rx_id]
        scripts = by["script"][rx_id]
        ended_on = _day(ended) if ended else None
        yield Rx(
            id=rx_id,
            medicine=f"{name} {form}".strip(),
            group=group,
            is_ost=is_ost,
            started_on=_day(started),
            ended_on=ended_on,
            state=last[1],
            state_on=_day(last[0]) if last[0] else None,
            intent=last[2],
            stop_reason=last[3],
            agreed=last[4],
            doses=tuple(Dose(_day(day), Decimal(mg)) for day, mg in by["dose"][rx_id]),
            supervision=watched[-1][0] if watched else "",
            injections=tuple(
                Injection(_day(day), covers or 0, window or 0) for (day,) in by["depot"][rx_id]
            ),
            script_to_on=max((_day(to) for (to,) in scripts), default=None),
        )


def _naloxone(said: list[Any]) -> Naloxone:
    on, is_declined, expires = said
    return Naloxone(_day(on), is_declined, _day(expires) if expires else None)


def _pregnancy(rows: Rows) -> tuple[date, str] | None:
    """The last finding; an event written down without one counts as a finding of its day."""
    events = [(_day(day), "pregnant") for day, kind in rows["event"] if kind == "pregnancy"]
    found = [(_day(day), found) for day, found in rows["pregnancy"]]
    last = max(found, key=lambda one: one[0], default=None)
    event = max(events, default=None)
    if event is None or (last is not None and last[0] >= event[0]):
        return last
    return event


def _returns(rows: Rows) -> Iterable[tuple[date, str]]:
    """Out of custody or hospital: the end of a pause, or an event."""
    for day, reason in rows["return"]:
        yield _day(day), reason
    words = {"prison_release": "custody", "hospital_discharge": "hospital"}
    paused = {(_day(day), reason) for day, reason in rows["return"]}
    for day, kind in rows["event"]:
        if kind in words and (_day(day), words[kind]) not in paused:
            yield _day(day), words[kind]


def _day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)
