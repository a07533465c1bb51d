"""A report that was withdrawn or superseded: every page says so, and nothing uses it any more."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audits import promises_reader, retiring
from audits.models import Audit, Retirement
from audits.urls import urlpatterns
from tests.audits.finished import finished_run
from tests.audits.life import page, sign
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize("broken", ["without_the_other", "itself", "no_reason"])
def test_a_report_is_retired_in_full(world: World, audit: Audit, broken: str) -> None:
    rows: dict[str, dict[str, Any]] = {
        "without_the_other": {"kind": "superseded", "reason": "x"},
        "itself": {"kind": "superseded", "reason": "x", "replaced_by": audit},
        "no_reason": {"kind": "withdrawn", "reason": ""},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Retirement.objects.create(
            service=world.service, audit=audit, recorded_by=world.manager, **rows[broken]
        )


def test_a_withdrawn_run_says_so_everywhere_and_is_no_longer_compared_with(
    world: World, audit: Audit
) -> None:
    retiring.withdraw(audit=audit, reason="The wrong day was asked for", by=world.manager)
    retiring.withdraw(audit=audit, reason="Twice", by=world.manager)
    assert Retirement.objects.count() == 1
    given: dict[str, Any] = {"step": 7, "code": "7.1", "figure": "of", "team_id": world.north.pk}
    for one in urlpatterns:
        asked = one.pattern.converters
        if one.name in NO_PAGE or "audit_id" not in asked:
            continue
        assert one.name
        args = [given[name] for name in asked if name != "audit_id"]
        shown = page(world.manager, one.name, audit.pk, *args)
        assert "is withdrawn</strong> since" in shown, one.name
        assert "because: The wrong day was asked for" in shown, one.name
    assert "Withdrawn." in page(world.manager, "verify", digest=audit.digest)
    assert "Withdrawn" in page(world.manager, "index")
    with pytest.raises(ValidationError, match="This report was withdrawn"):
        sign(audit, world.manager)


NO_PAGE = {
    *("remake", "choose_other", "ask_readers", "differences", "differing_people"),
    *("download", "download_edition", "not_recorded_file", "team_file"),
}


def test_a_run_that_is_not_to_be_used_is_used_nowhere(world: World, audit: Audit) -> None:
    """The one of the latest day that stands is, whichever was made last."""
    finished_run(world.service, world.manager, world.day(400), number=2)
    gone = finished_run(world.service, world.manager, world.on, number=3)
    later = page(world.manager, "verify", digest=audit.digest)
    assert "A later run looks at the same day and period" in later
    retiring.withdraw(audit=gone, reason="The wrong period", by=world.manager)
    assert "Run 1 of" in page(world.keyworker, "find_out")
    assert "The signs are those of the last audit, run 1," in page(
        world.prescriber, "benefit_caseload"
    )
    assert "open run 1" in page(world.manager, "index")
    assert "No later run that is to be used" in page(world.manager, "verify", digest=audit.digest)
    assert "PDF of the withdrawn report" in page(world.manager, "report", gone.pk)
    file = signed_in(world.manager).get(reverse("audits:download", args=[gone.pk, "pdf"]))
    assert 'filename="withdrawn-' in file["Content-Disposition"]
    file = signed_in(world.manager).get(reverse("audits:not_recorded_file", args=[gone.pk]))
    assert "-withdrawn-12-steps-" in file["Content-Disposition"]


def test_a_stale_page_withdraws_nothing_that_was_superseded_since(
    world: World, audit: Audit
) -> None:
    other = finished_run(world.service, world.manager, world.on, number=2)
    client = signed_in(world.manager)
    address = reverse("audits:withdraw", args=[audit.pk])
    typed = {"reason": "Wrong", "seen": client.get(address).context["form"]["seen"].value()}
    retiring.supersede(audit=audit, replaced_by=other, reason="Late tests", by=world.manager)
    asked = client.post(address, typed)
    assert "Nothing is withdrawn yet" in asked.content.decode()
    assert not Retirement.objects.filter(kind="withdrawn").exists()
    client.post(address, typed | {"seen": asked.context["form"]["seen"].value()})
    assert Retirement.objects.filter(kind="withdrawn").count() == 1
    retiring.withdraw(audit=other, reason="Wrong too", by=world.manager)
    assert "</strong>, which is withdrawn itself, on" in page(world.manager, "report", audit.pk)


def test_a_form_is_offered_only_where_it_can_be_saved(world: World, audit: Audit) -> None:
    sign(audit, world.manager)
    refused = page(world.manager, "comment", audit.number, 7)
    assert "This report is signed." in refused and "<textarea" not in refused
    retiring.withdraw(audit=audit, reason="Wrong", by=world.manager)
    refused = page(world.manager, "promise", run="1", code="7.1")
    assert "nothing is written in it any more" in refused and "<textarea" not in refused
    client = signed_in(world.manager)
    for number in ("99999999999999999999", "-1", "²", "2", "one"):
        answer = client.get(reverse("audits:promise"), {"run": number})
        assert answer.status_code == 404, number


def test_what_a_report_was_compared_with_stays_when_that_is_withdrawn(world: World) -> None:
    first = finished_run(world.service, world.manager, world.day(90))
    second = finished_run(world.service, world.manager, world.on, number=2)
    assert promises_reader.whole(second).previous_number == 1
    Retirement.objects.create(
        service=world.service,
        audit=first,
        kind="withdrawn",
        reason="x",
        recorded_by=world.manager,
        recorded_at=second.created_at,
    )
    assert promises_reader.whole(second).previous_number == 1


@pytest.mark.parametrize(("days", "number"), [(1, 2), (0, 0)])
def test_only_a_later_run_of_the_same_day_takes_a_place(
    world: World, audit: Audit, days: int, number: int
) -> None:
    other = finished_run(world.service, world.manager, world.day(days), number=number)
    with pytest.raises(ValidationError):
        retiring.supersede(audit=audit, replaced_by=other, reason="x", by=world.manager)
