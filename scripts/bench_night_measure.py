"""Times a night among many people, and two lists. For bench_night.py."""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import rodt.wsgi  # noqa: F401 -- the web server's own process, its memory set up the same

# isort: split
from bench_clock import once, settle, wait_for_quiet
from bench_pages import backend_pid, line, page, queries_of, rounds, signed_in
from django.conf import settings
from django.core.signals import request_finished
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from accounts.models import Service
from patients.models import Contact, Episode
from reviews import keeping
from reviews.overdue import flag_overdue
from rodt import row_security

MET_EVERY = 14
"""Somebody is met every so many days: of that share of people the record changes each day."""


def main(people: int, on: date) -> list[dict[str, Any]]:
    settings.DEBUG = False
    request_finished.disconnect(dispatch_uid="rodt.clear_up")
    services = list(Service.objects.order_by("code"))
    pid = backend_pid()
    tomorrow = on + timedelta(days=1)
    lines = []

    first = once(lambda: check(services, on), pid)
    about = "everybody is worked out for the first time"
    lines.append(line("The very first night", 600, first, about, unit="s"))
    settle()
    met = a_day(services, on)
    kept = once(lambda: the_clock(on), pid)
    lines.append(line("Kept by the clock", 60, kept, f"{met:,} records changed in a day", "s"))
    for who, name, address, limit in (
        ("k1.s0", "My people, a keyworker of 80", "reviews:my_people", 80),
        ("m.s0", "Team board of a service of 5,000", "reviews:team_board", 250),
    ):
        one = page(signed_in(f"{who}@bench.example"), reverse(address))
        about = f"{queries_of(one)} queries"
        took = rounds(lambda one=one: [one] * 20)
        lines.append(line(name, limit, took, about))
    kept = once(lambda: the_clock(tomorrow), pid)
    lines.append(line("Kept after midnight", 60, kept, "of whom the day turns something", "s"))
    wait_for_quiet()
    night = once(lambda: check(services, tomorrow), pid)
    lines.append(line("The nightly check", 6, night, f"{found(services)}", unit="s"))
    again = once(lambda: check(services, tomorrow), pid)
    lines.append(line("The same check again", 6, again, "nothing more is written", unit="s"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append({"what": "its memory at the most", "measured": peak, "limit": 512, "unit": "MiB"})
    return lines


SEEN = {"examined": 0, "became_overdue": 0, "cleared": 0}


def check(services: list[Service], on: date) -> None:
    SEEN.update(dict.fromkeys(SEEN, 0))
    for service in services:
        with row_security.scope([service.pk]):
            result = flag_overdue(service, on)
        for name in SEEN:
            SEEN[name] += getattr(result, name)


def found(services: list[Service]) -> str:
    moved = f"{SEEN['became_overdue']:,} reviews became overdue, {SEEN['cleared']:,} cleared"
    return f"{SEEN['examined']:,} people in {len(services)} services, {moved}"


def a_day(services: list[Service], on: date) -> int:
    """A day's work: each keyworker meets some of their people."""
    met = 0
    for service in services:
        with row_security.scope([service.pk]):
            ids = list(Episode.objects.order_by("patient_id").values_list("patient_id", flat=True))
            rows = [
                Contact(
                    service=service,
                    patient_id=patient_id,
                    on=on,
                    kind="in_person",
                    outcome="attended",
                    with_role="keyworker",
                )
                for patient_id in ids[::MET_EVERY]
            ]
            Contact.objects.bulk_create(rows, batch_size=500)
            met += len(rows)
    return met


def the_clock(on: date) -> None:
    """As often as it comes by in the hours before the check."""
    at = datetime.combine(on, time(1), get_current_timezone())
    while keeping.ensure_kept(at):
        pass


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), date.today())))
