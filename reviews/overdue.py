"""Write down what became overdue and what no longer is, and tell each keyworker how many.

It asks the same function as the worklist. Twice, or two at once, changes nothing more: each
transition is written once a person, review, due day and effective day, whoever runs the check.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.urls import reverse

from accounts import trail
from accounts.models import Notice, Service, User
from patients.models import Assignment
from reviews import moves, worklist
from reviews.dues import Due
from reviews.transitions import Transition as Moved
from reviews.transitions import TransitionKind
from rodt.words import count, nhs_date


@dataclass
class Counts:
    """How many people were looked at, and how many of their reviews moved."""

    examined: int = 0
    became_overdue: int = 0
    cleared: int = 0

    def look_at(self, moved: Iterable[Moved], *, is_asked_about: bool) -> None:
        """`is_asked_about`: False for somebody who has left and for whom nothing more is due."""
        self.examined += is_asked_about
        for one in moved:
            if one.kind is TransitionKind.OVERDUE:
                self.became_overdue += 1
            else:
                self.cleared += 1

    @property
    def has_moved(self) -> bool:
        return bool(self.became_overdue or self.cleared)


@dataclass
class NightlyResult(Counts):
    """`by_staff`: the same for each member's own people, by the rule of My people; and how many of
    them had something overdue that night. `people`: for how many something became overdue."""

    people: int = 0
    by_staff: dict[UUID, Counts] = field(default_factory=dict)
    overdue_by_staff: dict[UUID, int] = field(default_factory=dict)
    keyworkers: set[UUID] = field(default_factory=set)


def flag_overdue(
    service: Service,
    on: date,
    by: User | None = None,
    *,
    look_first: Callable[[NightlyResult], None] | None = None,
) -> NightlyResult:
    """Called inside a transaction that is open for the service. A second check of the same service
    waits for the first, and then finds nothing left to write. What `look_first` raises comes
    before anything is written or said."""
    _wait_for_others(service)
    dues = worklist.dues_on(service.pk, on)
    moved = moves.since(moves.noted_by(service.pk, on), dues, on)
    result = _counted(dues, moved, _duties(service, on))
    if look_first is not None:
        look_first(result)
    _write(service, moved)
    _give_notice(service, on, result)
    trail.record(
        "checked what is due",
        by=by,
        service_id=service.pk,
        about=f"day {on.isoformat()}",
        examined=result.examined,
        became_overdue=result.became_overdue,
        cleared=result.cleared,
    )
    return result


def look_again(service: Service, patient_ids: Collection[UUID], on: date) -> None:
    """The same for some people, whose record changed under what was written: no notice is given."""
    _wait_for_others(service)
    dues = worklist.dues_on(service.pk, on, patient_ids)
    _write(service, moves.since(moves.noted_by(service.pk, on, patient_ids), dues, on))


def _wait_for_others(service: Service) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"flag_overdue {service.pk}"]
        )


# Columns as arrays: thousands of rows on the first night, in one short statement.
_WRITE = """
    INSERT INTO reviews_transition
        (service_id, patient_id, type, milestone, due_on, kind, effective_on)
    SELECT %s, * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::date[], %s::text[], %s::date[])
    ON CONFLICT DO NOTHING
"""


def _write(service: Service, moved: Mapping[UUID, Iterable[Moved]]) -> None:
    rows = [
        (
            patient_id,
            one.type.value,
            one.milestone,
            one.due_on,
            one.kind.value,
            one.effective_on,
        )
        for patient_id, theirs in moved.items()
        for one in theirs
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [service.pk, *map(list, zip(*rows, strict=True))])


@dataclass(frozen=True, slots=True)
class _Duty:
    staff_id: UUID
    is_keyworker: bool


def _duties(service: Service, on: date) -> dict[UUID, list[_Duty]]:
    """Who is responsible for each person: who has a duty now; of somebody whose treatment has
    ended, who had it last."""
    holds = Q(to_on=None) | Q(to_on__gte=on)
    had_last = Q(episode__ended_on__lte=on, to_on__gte=F("episode__ended_on") - timedelta(days=1))
    rows = (
        Assignment.objects.filter(holds | had_last, service=service, from_on__lte=on)
        .order_by("patient_id")
        .values_list("patient_id", "staff_id", "duty")
    )
    found: dict[UUID, list[_Duty]] = {}
    for patient_id, staff_id, duty in rows:
        is_keyworker = duty == Assignment.Duty.KEYWORKER
        found.setdefault(patient_id, []).append(_Duty(staff_id, is_keyworker))
    return found


def _counted(
    dues: Mapping[UUID, Iterable[Due]],
    moved: Mapping[UUID, Iterable[Moved]],
    duties: Mapping[UUID, Iterable[_Duty]],
) -> NightlyResult:
    result = NightlyResult()
    for patient_id in dues.keys() | moved.keys():
        theirs = moved.get(patient_id, ())
        is_asked_about = any(due.due_on for due in dues.get(patient_id, ()))
        is_overdue = any(due.is_overdue for due in dues.get(patient_id, ()))
        result.look_at(theirs, is_asked_about=is_asked_about)
        result.people += any(one.kind is TransitionKind.OVERDUE for one in theirs)
        for staff_id in {duty.staff_id for duty in duties.get(patient_id, ())}:
            counts = result.by_staff.setdefault(staff_id, Counts())
            counts.look_at(theirs, is_asked_about=is_asked_about)
            overdue = result.overdue_by_staff
            overdue[staff_id] = overdue.get(staff_id, 0) + is_overdue
        result.keyworkers.update(
            duty.staff_id for duty in duties.get(patient_id, ()) if duty.is_keyworker
        )
    return result


def _give_notice(service: Service, on: date, result: NightlyResult) -> None:
    """One a keyworker and day, with counts only. None where nothing moved."""
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=staff_id,
                service=service,
                key=f"overdue:{service.pk}:{on.isoformat()}",
                text=f"Your people on {nhs_date(on)}: {in_words(counts)}.",
                link=reverse("reviews:my_people"),
            )
            for staff_id, counts in result.by_staff.items()
            if staff_id in result.keyworkers and counts.has_moved
        ],
        ignore_conflicts=True,
    )


def in_words(counts: Counts) -> str:
    """3 reviews became overdue, 1 no longer overdue."""
    became = f"{count(counts.became_overdue, 'review')} became overdue"
    cleared = f"{counts.cleared:,} no longer overdue"
    return f"{became}, {cleared}" if counts.cleared else became
