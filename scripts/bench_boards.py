"""Times the boards of a whole service, and one person's benefit. For bench.py.

Each page as a manager of everybody sees it, in a process set up as the web server's are.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import rodt.wsgi  # noqa: F401 -- the web server's own process, its memory set up the same

# isort: split
from bench_clock import settle
from bench_long import EVENTS, YEARS, somebody_with_a_long_record
from bench_pages import KEYWORKER, MANAGER, PRESCRIBER, line, page, queries_of, rounds, signed_in
from django.conf import settings
from django.core.signals import request_finished
from django.db import transaction
from django.urls import reverse

from accounts.models import Service, User
from patients.models import Episode
from reviews import keeping
from rodt import row_security

TIMES = 15
BOARD_MS, PERSON_MS = 500, 200
BOARDS = (
    ("Benefit across the caseload", "audits:benefit_caseload", ""),
    ("First 12 weeks", "reviews:first_weeks", ""),
    ("Since the start", "reviews:since_start", ""),
    ("  of everybody who ever started", "reviews:since_start", "?started=all"),
    ("Month by month", "reviews:flows", ""),
    ("  one chart, its teams and groups", "reviews:flow", ""),
    ("Team board", "reviews:team_board", ""),
)


def main(on: date) -> list[dict[str, Any]]:
    settings.DEBUG = False
    # The clock clears up between two requests, as the server does once its answer has gone.
    request_finished.disconnect(dispatch_uid="rodt.clear_up")
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        with transaction.atomic():
            keeping.keep(service.pk, on)
        open_now = Episode.objects.open_on(on).filter(service=service).count()
    settle()
    manager = signed_in(MANAGER)
    lines = []
    for what, name, asked in BOARDS:
        args = ["late"] if name == "reviews:flow" else []
        board = page(manager, reverse(name, args=args) + asked)
        about = f"{queries_of(board)} queries, {open_now:,} people in treatment"
        took = rounds(lambda one=board: [one] * TIMES)
        lines.append(line(what, BOARD_MS, took, about))
    lines.append(benefit_of_one(service, on))
    return lines


def benefit_of_one(service: Service, on: date) -> dict[str, Any]:
    with row_security.scope([service.pk]), transaction.atomic():
        by, prescriber = (User.objects.get(email=email) for email in (KEYWORKER, PRESCRIBER))
        patient = somebody_with_a_long_record(
            service, by, prescriber, on - timedelta(days=1), reference="LONG-2"
        )
    settle()
    one = page(signed_in(PRESCRIBER), reverse("reviews:benefit", args=[patient.pk]))
    about = f"{queries_of(one)} queries, {EVENTS:,} events in {YEARS} years"
    took = rounds(lambda: [one] * TIMES)
    return line("Benefit of one person with a long record", PERSON_MS, took, about)


if __name__ == "__main__":
    print(json.dumps(main(date.fromisoformat(sys.argv[1]))))
