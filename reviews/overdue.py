"""Write down what became overdue and what no longer is, and tell each keyworker how many.

It asks the same function as the worklist. Twice, or two at once, changes nothing more: each
transition is written once a person, review, due day and effective day, whoever runs the check.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.urls import reverse

from accounts import trail
from accounts.models import Notice, Service, User
from reviews import keeping, moves, worklist, worklist_sql
from reviews.transitions import Transition as Moved
from reviews.transitions import TransitionKind
from rodt.statements import as_array, ask_all
from rodt.words import count, nhs_date


@dataclass
class Counts:
    """How many people were looked at, and how many of their reviews moved."""

    examined: int = 0
    became_overdue: int = 0
    cleared: int = 0

    def add(self, moved: Iterable[Moved]) -> None:
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
    """`by_staff`: the same for each member's own people, by the rule of My people. `people`: for
    how many something became overdue."""

    people: int = 0
    by_staff: dict[UUID, Counts] = field(default_factory=dict)
    keyworkers: set[UUID] = field(default_factory=set)


def flag_overdue(
    service: Service,
    on: date,
    by: User | None = None,
    *,
    look_first: Callable[[NightlyResult], None] | None = None,
) -> NightlyResult:
    """Called inside a transaction that is open for the service. A second check of the same service
    waits for the first, and then finds nothing left to write. Where `look_first` raises, the whole
    transaction ends, and nothing was written or said."""
    _wait_for_others(service)
    schedule = keeping.keep(service.pk, on)
    result = _examined(service, on)
    for dues in keeping.to_check(service.pk, on, schedule):
        moved = moves.since(moves.noted_by(service.pk, on, dues.keys()), dues, on)
        _count(result, moved, _duties(service, on, moved))
        _write(service, moved)
    if look_first is not None:
        look_first(result)
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


_EXAMINED = """
    SELECT count(*) FROM reviews_duedays WHERE service_id = %(service)s AND has_dues
"""
_BY_STAFF = f"""
    SELECT staff_id, bool_or(is_keyworker), count(*) FILTER (WHERE has_dues)
    FROM ({worklist_sql.DUTIES}) AS duty JOIN reviews_duedays AS kept USING (patient_id)
    WHERE known IS NOT NULL GROUP BY staff_id
"""  # noqa: S608
_OF_SOME = (
    f"SELECT * FROM ({worklist_sql.DUTIES}) AS duty WHERE patient_id = ANY(%(people)s::uuid[])"  # noqa: S608
)


def _examined(service: Service, on: date) -> NightlyResult:
    """Whom the check looks at, of everybody and by staff. What was kept for the day is read."""
    given = {"service": service.pk, "on": on}
    ((examined,),), by_staff = ask_all([_EXAMINED, _BY_STAFF], given)
    return NightlyResult(
        examined=examined,
        by_staff={staff_id: Counts(seen) for staff_id, _, seen in by_staff},
        keyworkers={staff_id for staff_id, is_keyworker, _ in by_staff if is_keyworker},
    )


@dataclass(frozen=True, slots=True)
class _Duty:
    staff_id: UUID
    is_keyworker: bool


def _duties(service: Service, on: date, people: Collection[UUID]) -> dict[UUID, list[_Duty]]:
    found: dict[UUID, list[_Duty]] = {}
    if people:
        given = {"service": service.pk, "on": on, "people": as_array(people)}
        for patient_id, *duty in ask_all([_OF_SOME], given)[0]:
            found.setdefault(patient_id, []).append(_Duty(*duty))
    return found


def _count(
    result: NightlyResult,
    moved: Mapping[UUID, Iterable[Moved]],
    duties: Mapping[UUID, Iterable[_Duty]],
) -> None:
    """Add what moved, of whoever it is: also of somebody for whom nothing more is due."""
    for patient_id, theirs in moved.items():
        result.add(theirs)
        result.people += any(one.kind is TransitionKind.OVERDUE for one in theirs)
        for duty in duties.get(patient_id, ()):
            result.by_staff.setdefault(duty.staff_id, Counts()).add(theirs)
            if duty.is_keyworker:
                result.keyworkers.add(duty.staff_id)


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
