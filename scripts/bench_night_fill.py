"""Writes people with ten reviews each, in bulk, as the owner of the tables. For bench_night.py.

Everybody is different by a rule, so that two runs write the same. History triggers are off: the
check reads what stands, not its history.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
import psycopg
from psycopg import sql

django.setup()

from django.db.models import Model  # noqa: E402

from accounts.models import Membership, Service, Team, User  # noqa: E402
from patients.models import Assignment, Contact, Episode, Patient, Pause  # noqa: E402
from prescribing.models import Prescription, StateChange  # noqa: E402
from reviews.models import Review, ReviewCredit, TopRecord  # noqa: E402

A_SERVICE, CASELOAD, REVIEWS = 5_000, 80, 10
KEYWORKERS = -(-A_SERVICE // CASELOAD)

# Person n: their service and keyworker; treatment since 40 to 3,000 days; their last review 0 to
# 120 days ago and the others 80 days apart, so that about a third have something overdue.
PEOPLE = """
    CREATE TEMP TABLE who AS
    SELECT n, place.service, place.team, staff.id AS keyworker,
        ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
        %(on)s::date - 40 - (n::bigint * 7919 %% 2960)::int AS began,
        (n::bigint * 104729 %% 120)::int AS ago
    FROM generate_series(0, %(people)s - 1) AS n
    JOIN place ON place.number = n / %(size)s
    JOIN staff ON staff.service = place.service AND staff.number = n %% %(size)s / %(caseload)s
"""


def uuid_of(prefix: str, number: str) -> str:
    return f"('{prefix}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def main(people: int, on: date) -> list[dict[str, Any]]:
    began = time.monotonic()
    places, staff = services(people)
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("CREATE TEMP TABLE place (number int, service uuid, team uuid)")
        owner.execute("CREATE TEMP TABLE staff (service uuid, number int, id uuid)")
        with owner.cursor() as cursor:
            cursor.executemany("INSERT INTO place VALUES (%s, %s, %s)", places)
            cursor.executemany("INSERT INTO staff VALUES (%s, %s, %s)", staff)
        sizes = {"people": people, "size": A_SERVICE, "caseload": CASELOAD, "on": on}
        owner.execute(PEOPLE, sizes)
        write(owner, on)
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    took = time.monotonic() - began
    return [{"what": "Writing them", "measured": took, "limit": 1200, "unit": "s"}]


def services(people: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    places, staff = [], []
    for number in range(-(-people // A_SERVICE)):
        service = Service.objects.create(code=f"S{number:02}", name=f"Service {number}")
        team = Team.objects.create(service=service, name="Everybody")
        places.append((number, service.pk, team.pk))
        users = User.objects.bulk_create(
            User(email=f"k{one}.s{number}@bench.example", full_name=f"Keyworker {one}")
            for one in range(KEYWORKERS)
        )
        manager = User.objects.create(email=f"m.s{number}@bench.example", full_name="Manager")
        made = Membership.objects.bulk_create(
            [Membership(user=one, service=service, role="keyworker") for one in users]
            + [Membership(user=manager, service=service, role="manager")]
        )
        through = Membership.teams.through
        through.objects.bulk_create(
            through(membership_id=one.pk, team_id=team.pk) for one in made[:-1]
        )
        staff += [(service.pk, one, user.pk) for one, user in enumerate(users)]
    return places, staff


def write(owner: psycopg.Connection[Any], on: date) -> None:
    day = f"DATE '{on.isoformat()}'"
    known = {"service_id": "who.service", "recorded_at": f"{day}::timestamptz"}
    about = {**known, "patient_id": "who.id"}
    episode, prescription = uuid_of("00000001", "n"), uuid_of("00000002", "n")
    insert(
        owner,
        Patient,
        {
            **known,
            "id": "who.id",
            "team_id": "who.team",
            "reference": "'N' || n",
            "given_name": "'Given' || n % 997",
            "family_name": "'Family' || n % 9973",
            "date_of_birth": "DATE '1985-01-01'",
        },
    )
    insert(owner, Episode, {**about, "id": episode, "started_on": "who.began"})
    duty = {"episode_id": episode, "staff_id": "who.keyworker", "duty": "'keyworker'"}
    duty |= {"id": uuid_of("00000003", "n"), "from_on": "who.began"}
    insert(owner, Assignment, {**about, **duty})
    drug = {"id": prescription, "episode_id": episode, "started_on": "who.began"}
    insert(owner, Prescription, {**about, **drug, "medicine_id": "'methadone-1mg-ml'"})
    state = {"id": uuid_of("00000004", "n"), "prescription_id": prescription, "state": "'active'"}
    insert(owner, StateChange, {**about, **state, '"on"': "who.began"})
    away = {"id": uuid_of("00000005", "n"), "reason": "'custody'", "started_on": f"{day} - 20"}
    away |= {"expected_end_on": f"{day} + n % 90"}
    insert(owner, Pause, {**about, **away}, "who WHERE n % 40 = 0")
    of_ten = f"who CROSS JOIN generate_series(0, {REVIEWS - 1}) AS k"
    held = f"{day} - ago - 80 * k"
    review = uuid_of("00000006", f"(n::bigint * {REVIEWS} + k)")
    meeting = {"id": review, "held_on": held, "seen": "'in_person'", "held_by_role": "'keyworker'"}
    insert(owner, Review, {**about, **meeting}, of_ten)
    for number, kind in enumerate(("care_plan", "risk", "medical", "strategic")):
        credit = {"id": uuid_of(f"0000001{number}", f"(n::bigint * {REVIEWS} + k)")}
        credit |= {"review_id": review, "type": f"'{kind}'", "held_on": held, "is_valid": "true"}
        which = f"{of_ten} WHERE k % 4 = 0" if kind == "strategic" else of_ten
        insert(owner, ReviewCredit, {**about, **credit}, which)
    top = {"id": uuid_of("00000007", "(n::bigint * 3 + k)"), '"on"': f"{day} - ago - 160 * k"}
    top |= {"stage": "'review'", "is_complete": "true"}
    three = "who CROSS JOIN generate_series(0, 2) AS k"
    insert(owner, TopRecord, {**about, **top}, three)
    contact = {
        "id": uuid_of("00000008", "(n::bigint * 3 + k)"),
        '"on"': f"{day} - ago % 40 - 14 * k",
    }
    contact |= {"kind": "'in_person'", "outcome": "'attended'", "with_role": "'keyworker'"}
    insert(owner, Contact, {**about, **contact}, three)


def insert(
    owner: psycopg.Connection[Any],
    model: type[Model],
    given: Mapping[str, str],
    source: str = "who",
) -> None:
    """Rows of a model: columns as expressions, and each other column as Django would fill it."""
    columns: dict[str, sql.Composable] = {
        name.strip('"'): sql.SQL(one) for name, one in given.items()
    }
    for field in model._meta.concrete_fields:
        if field.column not in columns and not field.null:
            value = field.get_db_prep_save(field.get_default(), django.db.connection)
            columns[field.column] = sql.Literal(value)
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(columns.values()),
        sql.SQL(source),
    )
    owner.execute(statement)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), date.today())))
