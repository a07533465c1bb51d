"""Writes people in bulk and times "Find a person" among them. For bench_find.py.

Names are made up of syllables: a few are very common, most are rare, as names are.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
import psycopg

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Membership, Service, Team, User  # noqa: E402
from patients.models import Patient  # noqa: E402
from rodt import row_security  # noqa: E402

TEAMS, TIMES, LIMIT_MS, AT_ONCE = 40, 40, 100, 5_000
Typed = Callable[[Any, int], str]
BORN_FROM, BORN_DAYS = date(1945, 1, 1), 60 * 365
STARTS, MIDDLES, ENDS = (
    syllables.split()
    for syllables in (
        "Al Ber Car Dav El Fen Gar Hal Is Jo Ken Lew Mar Nor Ow Pen Quin Rhys Sam Tre Win",
        "an be chi da el fa gwen hi la mo na ri so ta",
        "a er den es ford gan ham ian ley man n ne ry son ton well wyn",
    )
)


def names(count: int, luck: random.Random) -> list[str]:
    made: set[str] = set()
    while len(made) < count:
        middle = "".join(luck.choices(MIDDLES, k=luck.randint(0, 2)))
        made.add(luck.choice(STARTS) + middle + luck.choice(ENDS))
    return sorted(made)


def common_first(count: int) -> list[float]:
    return [1 / (rank + 10) for rank in range(count)]


def nhs_number(nine: int) -> str:
    """From the range kept for tests (999…), with its check digit; "" where there is none."""
    digits = f"999{nine:06d}"
    check = 11 - sum(int(d) * (10 - n) for n, d in enumerate(digits)) % 11
    return "" if check == 10 else f"{digits}{check % 11}"


def fill(people: int) -> None:

    luck = random.Random(260)
    family, given = names(20_000, luck), names(1_500, luck)
    luck.shuffle(family)
    luck.shuffle(given)
    service = Service.objects.create(code="BENCH", name="Bench")
    teams = [Team.objects.create(service=service, name=f"Team {n}") for n in range(TEAMS)]
    for role in ("manager", "keyworker"):
        user = User.objects.create_user(email=f"{role}@bench.example", full_name=role)
        membership = Membership.objects.create(user=user, service=service, role=role)
        membership.teams.set(teams[:2])
    last = luck.choices(family, common_first(len(family)), k=people)
    first = luck.choices(given, common_first(len(given)), k=people)
    for begin in range(0, people, AT_ONCE):
        with row_security.scope([service.pk]):
            Patient.objects.bulk_create(
                Patient(
                    service=service,
                    team=teams[n % TEAMS],
                    reference=f"B{n:06d}",
                    given_name=first[n],
                    family_name=last[n],
                    known_as=first[-n] if n % 9 == 0 else "",
                    date_of_birth=BORN_FROM + timedelta(days=luck.randrange(BORN_DAYS)),
                    nhs_number=nhs_number(n),
                )
                for n in range(begin, min(begin + AT_ONCE, people))
            )
        if begin == 0:
            analyse()
    analyse()


def analyse() -> None:
    """As PostgreSQL does by itself, some time after rows were written. The owner may."""
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        owner.execute("ANALYZE patients_patient, patients_searchword, patients_spelling")


def kinds_of_search() -> dict[str, Typed]:
    """What is typed about each person, by what it is called in the table."""

    def slip(name: str, n: int) -> str:
        at = 1 + n % max(1, len(name) - 2)
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    return {
        "full name": lambda p, n: f"{p[0]} {p[1]}",
        "last name": lambda p, n: p[1],
        "first name": lambda p, n: p[0],
        "first three letters": lambda p, n: p[1][:3],
        "a slip of the pen": lambda p, n: f"{p[0]} {slip(p[1], n)}",
        "initials": lambda p, n: f"{p[0][0]} {p[1][0]}",
        "initial and last name": lambda p, n: f"{p[0][0]} {p[1]}",
        "date of birth": lambda p, n: f"{p[2]:%d/%m/%Y}",
        "NHS number": lambda p, n: f"{p[3][:3]} {p[3][3:6]} {p[3][6:]}",
        "reference": lambda p, n: p[4],
    }


def measure(people: int) -> Iterator[dict[str, Any]]:
    settings.DEBUG = False
    began = time.monotonic()
    fill(people)
    yield line(f"Writing {people:,} people", time.monotonic() - began, 300, "s")
    service = Service.objects.get(code="BENCH").pk
    with row_security.scope([service]):
        known = list(
            Patient.objects.exclude(nhs_number="").values_list(
                "given_name", "family_name", "date_of_birth", "nhs_number", "reference"
            )
        )
    chosen = random.Random(100).sample(known, TIMES)
    everything: list[float] = []
    for role in ("manager", "keyworker"):
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(email=f"{role}@bench.example"))
        for name, typed in kinds_of_search().items():
            took = []
            for n, person in enumerate(chosen):
                start = time.perf_counter()
                answer = client.post(reverse("patients:find"), {"words": typed(person, n)})
                took.append((time.perf_counter() - start) * 1000)
                assert answer.status_code == 200
            everything += took
            yield line(f"{role}, {name}: 95 in 100", p95(took), LIMIT_MS, "ms")
    yield line("Every kind of search: 95 in 100", p95(everything), LIMIT_MS, "ms")


def line(what: str, measured: float, limit: float, unit: str) -> dict[str, Any]:
    return {"what": what, "measured": measured, "limit": limit, "unit": unit}


def p95(took: list[float]) -> float:
    return sorted(took)[ceil(len(took) * 0.95) - 1]


if __name__ == "__main__":
    print(json.dumps(list(measure(int(sys.argv[1])))))
