"""Health facts, consent, other names, tasks, transfers, answers to checks, and a second record made
one with the first, as rows."""

from typing import Any

from audits.seed.course import Course, Known, Todo
from audits.seed.page import Page
from audits.seed.sheets import Then, new_id
from patients.models import Consent, Contact, OtherName, Patient, RecordMove, Task, Transfer
from prescribing.health.kinds import KINDS
from prescribing.models import SafetyAnswer
from rodt.dates import add_days, add_working_days
from rodt.words import nhs_date

MINUTE = 11 * 60
PRESCRIBERS = ("ecg", "liver", "risk")


def write_record(page: Page, episode_id: str) -> None:
    course = page.course
    for known in course.health:
        _write_known(page, known)
    for on, about, answer in course.consents:
        page.add(Consent, page.at(on, MINUTE), about=about, answer=answer, on=on)
    for on, kind, given_name, family_name in course.other_names:
        names: dict[str, Any] = {"given_name": given_name, "family_name": family_name}
        page.add(OtherName, page.at(on, MINUTE + 1), kind=kind, **names)
    for passage in course.transfers:
        _write_passage(page, episode_id, passage)
    for task in course.tasks:
        write_task(page, task, page.marks.get(task.source) or page.marks.get("episode"))
    for answer_ in course.answered:
        page.add(
            SafetyAnswer,
            page.at(answer_.on, MINUTE + 5),
            page.place.prescriber,
            check_code=answer_.check,
            trigger=answer_.trigger,
            on=answer_.on,
            outcome=answer_.outcome,
            reason=answer_.reason,
        )
    if course.other_record:
        _write_other_record(page, course)


def _write_known(page: Page, known: Known) -> None:
    kind = KINDS[known.kind]
    by = page.place.prescriber if known.kind in PRESCRIBERS else None
    values = {kind.day: known.on, **known.values}
    at = page.at(known.on, MINUTE)
    if known.corrected:
        before = {**values, **known.corrected}
        corrected_at = page.at(add_days(known.on, 1), MINUTE)
        page.amend(
            kind.model, at, corrected_at, "Two digits were swapped.", before, known.values, by
        )
        return
    page.marks[f"{known.kind} {known.on}"] = page.add(kind.model, at, by, **values)


def _write_passage(page: Page, episode_id: str, passage: Any) -> None:
    then: list[Then] = []
    if passage.accepted_on:
        accepted = {"accepted_on": passage.accepted_on, "accepted_by": passage.accepted_by}
        then.append((page.at(passage.accepted_on, MINUTE), accepted))
    if passage.picked_up_on:
        picked_up = {"picked_up_on": passage.picked_up_on}
        then.append((page.at(passage.picked_up_on, MINUTE + 1), picked_up))
    transfer_id = page.add(
        Transfer,
        page.at(passage.asked_on, MINUTE),
        then=tuple(then),
        episode_id=episode_id,
        direction=passage.direction,
        other_service=passage.other_service,
        asked_on=passage.asked_on,
    )
    way = "from" if passage.direction == "in" else "to"
    picked_up_on = passage.picked_up_on
    task = Todo(
        "transfer",
        f"See the transfer {way} {passage.other_service} through",
        "keyworker",
        passage.asked_on,
        add_working_days(passage.asked_on, 5),
        done_on=picked_up_on,
        outcome=f"First pick-up on {nhs_date(picked_up_on)}" if picked_up_on else "",
    )
    write_task(page, task, transfer_id)


def write_task(page: Page, task: Todo, source_id: str | None) -> None:
    by = page.role(task.duty)
    text = task.text
    if task.kind == Task.Kind.TOLERANCE:
        since = nhs_date(task.opened_on)
        text = f"{text} {since}. Tolerance may be lost: decide before the next dose"
    then: tuple[Then, ...] = ()
    if task.done_on:
        done = {"done_on": task.done_on, "done_by_id": by.id, "outcome": task.outcome}
        then = ((page.at(task.done_on, 16 * 60), done),)
    page.add(
        Task,
        page.at(task.opened_on, MINUTE + 2),
        then=then,
        kind=task.kind,
        text=text,
        duty=task.duty,
        due_on=task.due_on,
        is_red=task.is_red,
        source_id=source_id,
    )


def _write_other_record(page: Page, course: Course) -> None:
    """The other record leads to this one; what was written in it stands here since."""
    other = course.other_record
    assert other is not None
    merged_at = page.at(other.merged_on, 15 * 60)
    other_id = new_id(page.ids)
    page.ledger[Patient].add(
        page.at(other.made_on, MINUTE),
        [(merged_at, {"merged_into_id": page.patient_id})],
        id=other_id,
        service_id=page.place.service_id,
        team_id=page.place.team_id,
        recorded_by_id=page.place.keyworker.id,
        reference=f"SYN-{course.number:05}-2",
        given_name=other.given_name,
        family_name=other.family_name,
        date_of_birth=course.born_on,
        sex=course.sex,
    )
    rows = []
    for met in other.contacts:
        key = new_id(page.ids)
        page.ledger[Contact].add(
            page.at(met.on, MINUTE + 3),
            [(merged_at, {"patient_id": page.patient_id})],
            id=key,
            service_id=page.place.service_id,
            patient_id=other_id,
            recorded_by_id=page.place.keyworker.id,
            on=met.on,
            kind=met.kind,
            outcome=met.outcome,
            with_role=met.with_role,
            content=list(met.content),
            summary=met.summary,
        )
        rows.append(["patients.contact", _with_dashes(key)])
    page.add(
        RecordMove,
        merged_at,
        kind=RecordMove.Kind.MERGE.value,
        from_patient_id=other_id,
        reason="Same date of birth, and the person says both are theirs.",
        rows=rows,
    )


def _with_dashes(key: str) -> str:
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
