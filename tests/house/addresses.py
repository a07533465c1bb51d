"""Every address of the product, and for each parameter in one an example that exists."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Notice, Proposal, User
from accounts.roles import Permission
from audits import said_actions
from audits.models import EvidenceFile, MonthCount, SampledPlan
from careplans import plan_actions
from jobs.models import Job
from patients import actions as patients
from patients.models import Contact, RecordMove
from prescribing import actions as prescribing
from prescribing.actions.health import record_health
from prescribing.models import Ecg, MissedDoses
from reviews import flow_actions
from reviews.flows import LATE
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Review, TopRecord
from reviews.night_jobs import key_of
from rodt.dates import add_months
from rodt.ids import new_id
from support import place_actions, skill_actions
from support.actions import add_offer
from tests.audits.finished import finished_run, merged_round
from tests.town import World

OPEN = frozenset({"healthz", "readyz", "gallery", "accounts:help", "accounts:accessibility"})
"""No sign-in is asked for: no record is read, nothing is written."""
SIGN_IN = "account_"
"""Addresses of the library that signs people in and out; it guards its own."""
OF_A_SERVICE = frozenset(
    {
        "job_id",
        "audit_id",
        "round_number",
        "run_number",
        "team_id",
        "user_id",
        "proposal_id",
        "wording_proposal_id",
        "copy_language_proposal_id",
        "quarterly_proposal_id",
        "place_id",
        "change_id",
        "skill_id",
        "file_id",
        "promised_id",
        "month",
    }
)
"""Examples that belong to Harbour Street: for staff of another service there is no such thing."""


@dataclass(frozen=True)
class Address:
    name: str
    parameters: tuple[str, ...]
    view: Callable[..., HttpResponse]

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view, "permission", None)

    @property
    def is_of_a_patient(self) -> bool:
        return "patient_id" in self.parameters

    @property
    def is_patient_page(self) -> bool:
        return getattr(self.view, "is_patient_page", False)

    @property
    def is_member_page(self) -> bool:
        return getattr(self.view, "is_member_page", False)

    @property
    def is_open(self) -> bool:
        return self.name in OPEN or self.name.startswith(SIGN_IN)

    def path(self, examples: dict[str, Any]) -> str:
        missing = [name for name in self.parameters if name not in examples]
        assert not missing, f"{self.name}: give an example of {missing} in {__name__}"
        return reverse(self.name, kwargs={name: examples[name] for name in self.parameters})


def every() -> list[Address]:
    return list(_within(get_resolver(), ""))


def guarded() -> list[Address]:
    return [address for address in every() if not address.is_open]


def _within(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from _within(found, inner)
        else:
            assert isinstance(found, URLPattern)
            assert found.name, f"{found.pattern} has no name"
            yield Address(
                f"{namespace}{found.name}", tuple(found.pattern.converters), found.callback
            )


def examples(world: World, actor: User | None) -> dict[str, Any]:
    """One of each, about Gareth of Harbour Street's north team; notice and promise are the actor's
    own."""
    patient, keyworker = world.gareth, world.keyworker
    missed = prescribing.record_missed_doses(
        prescription=world.prescription(patient),
        from_on=world.day(9),
        to_on=world.day(7),
        reported_by="Quay Pharmacy",
        by=keyworker,
    )
    assert isinstance(missed, MissedDoses)
    script = prescribing.record_script(
        prescription=world.prescription(patient),
        from_on=world.day(3),
        to_on=world.day(-10),
        by=world.prescriber,
    )
    review = Review.objects.create(
        service=world.service,
        patient=patient,
        held_on=world.day(200),
        seen=Review.Seen.IN_PERSON,
        held_by=keyworker,
        held_by_role="keyworker",
        recorded_by=keyworker,
        next_review_on=world.day(200) + timedelta(days=84),
    )
    profile = TopRecord.objects.create(
        service=world.service,
        patient=patient,
        on=world.day(200),
        stage=TopRecord.Stage.REVIEW,
        is_complete=False,
        opiates_days=3,
        recorded_by=keyworker,
    )
    job = Job.objects.create(
        kind="flag_overdue",
        key=key_of(world.service, world.on),
        service=world.service,
        arguments={"on": world.on.isoformat()},
        state=Job.State.FAILED,
        reason="Held for a look.",
        result={"is_held": True, "examined": 14, "became_overdue": 9},
    )
    notice = Notice.objects.create(
        user=actor or keyworker, service=world.service, key="an example", text="Two moved."
    )
    an_ecg = record_health(
        model=Ecg, patient=patient, today=world.on, by=keyworker, on=world.day(9), qtc_ms=420
    )
    meeting = patients.book_appointment(
        patient=patient, at=world.moment(1), staff=keyworker, by=keyworker
    )
    transfer = patients.ask_transfer(
        episode=world.episode(patient),
        direction="out",
        other_service="Quay Road Drug Service",
        asked_on=world.day(3),
        by=keyworker,
    )
    task = patients.open_task(
        patient=patient,
        kind="other",
        text="Ring the dentist",
        duty="keyworker",
        due_on=world.on,
        by=keyworker,
    )
    move = RecordMove.objects.create(
        service=world.service,
        kind=RecordMove.Kind.WRONG_PERSON,
        from_patient=world.mina,
        patient=patient,
        reason="Two of one name.",
        recorded_by=keyworker,
        rows=[["patients.contact", str(Contact.objects.get(patient=patient).pk)]],
    )
    proposal = Proposal.objects.create(
        service=world.service,
        kind="schedule",
        values=DEFAULT_SCHEDULE.to_values(),
        status="unverified",
        reason="As agreed",
        effective_from=world.on,
        proposed_by=world.manager,
    )
    wording = Proposal.objects.create(
        service=world.service,
        kind="top_wording",
        values={"crack_days": "Crack cocaine"},
        status="unverified",
        reason="As licensed",
        effective_from=world.on,
        proposed_by=world.manager,
    )
    language = Proposal.objects.create(
        service=world.service,
        kind="copy_languages",
        values={},
        status="unverified",
        reason="Asked for",
        effective_from=world.on,
        proposed_by=world.manager,
    )
    each_quarter = Proposal.objects.create(
        service=world.service,
        kind="audit_schedule",
        values={"quarterly": False},
        status="unverified",
        reason="We choose the day ourselves",
        effective_from=world.on,
        proposed_by=world.manager,
    )
    supporter = plan_actions.add_supporter(
        patient=patient, on=world.on, name="Their sister", kind="supporter", by=keyworker
    )
    place = place_actions.add_place(
        service=world.service, on=world.on, by=keyworker, name="Bike workshop", kind="work_project"
    )
    offer = add_offer(patient=patient, on=world.on, kind="peer", by=keyworker)
    skill = skill_actions.record_supervision(
        service=world.service, staff=keyworker, on=world.on, kind="clinical", by=world.manager
    )
    audit = finished_run(world.service, world.manager, world.on)
    sampled = SampledPlan.objects.create(
        service=world.service, audit=audit, patient=patient, place=1
    )
    content = b"%PDF-"
    file = EvidenceFile.objects.create(
        service=world.service,
        name="minutes.pdf",
        kind="pdf",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    promised = said_actions.promise(
        audit=audit,
        code="5.1",
        what="Two slots a week for second signatures",
        owner=actor or keyworker,
        due_on=world.on,
        expected="Fewer strategic reviews overdue",
        by=None,
    )
    change = flow_actions.begin_anew(
        service=world.service,
        flow=LATE,
        month=world.on.replace(day=1),
        reason="Evening clinic",
        by=world.manager,
    )
    counted = a_month(world)
    return {
        "flow_code": "late",
        "month": f"{counted.month:%Y-%m}",
        "file_id": file.pk,
        "stream": "process",
        "change_id": change.pk,
        "promised_id": promised.pk,
        "edition": 1,
        "other_number": audit.number,
        "sampled_id": sampled.pk,
        "place_id": place.pk,
        "skill_kind": "supervision",
        "skill_id": skill.pk,
        "offer_id": offer.pk,
        "supporter_id": supporter.pk,
        "part_kind": "relapse_plan",
        "wording_proposal_id": wording.pk,
        "copy_language_proposal_id": language.pk,
        "quarterly_proposal_id": each_quarter.pk,
        "proposal_id": proposal.pk,
        "patient_id": patient.pk,
        "draft_id": new_id(),
        "entry_kind": "contact",
        "entry_id": Contact.objects.get(patient=patient).pk,
        "move_id": move.pk,
        "task_id": task.pk,
        "appointment_id": meeting.pk,
        "transfer_id": transfer.pk,
        "contact_id": Contact.objects.get(patient=patient).pk,
        "prescription_id": world.prescription(patient).pk,
        "missed_id": missed.pk,
        "part": "script",
        "part_id": script.pk,
        "script_id": script.pk,
        "goal_id": patient.goals.first().pk,
        "progress_id": patient.goals.first().progress.first().pk,
        "review_id": review.pk,
        "top_id": profile.pk,
        "user_id": keyworker.pk,
        "notice_id": notice.pk,
        "job_id": job.pk,
        "audit_id": audit.pk,
        "run_number": audit.number,
        "team_id": world.north.pk,
        "round_number": merged_round([audit], world.manager).pk,
        "figure": "counted",
        "check_code": "naloxone",
        "fact": "ecg",
        "fact_id": an_ecg.pk,
        "form": "review",
        "own_form": "own-staff",
        "step": 5,
        "code": "5.1",
        "kind": "pdf",
    }


def a_month(world: World) -> MonthCount:
    """The last whole month, counted, with nobody in it."""
    known_at = timezone.now()
    nobody = {"met": 0, "not_met": 0, "set_apart": 0, "unknown": 0}
    return MonthCount.objects.create(
        service=world.service,
        month=add_months(world.on.replace(day=1), -1),
        asked_at=known_at,
        known_at=known_at,
        is_wanted=False,
        people_read=0,
        counts={"5.1": {"version": 1, "made_with": {}} | nobody},
    )
