"""Treatment ends with everything that was open, and what should be looked at is shown first."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from patients import actions as patients
from patients.models import Appointment, Pause, SignificantEvent, Task, Transfer
from prescribing.models import Prescription, StateChange
from reviews import leaving, leaving_actions
from reviews.leaving import Said, Standing
from reviews.models import Review, ReviewCredit, StrategicReview
from reviews.worklist import Whose, dues_on, worklist
from rodt.ids import new_id
from tests.world import World, build_world, signed_in, three_boxes

ON = date(2026, 10, 1)
OPEN = Standing(prescriptions=("Methadone",))
CLEAR = Standing(prescriptions=("Methadone",), clear_benefit_on=ON)
WAITS = Standing(transfer_to="Quay Road")


@pytest.mark.parametrize(
    ("standing", "said", "fields"),
    [
        (Standing(), Said("left"), set()),
        (OPEN, Said("left"), {"why"}),
        (OPEN, Said("left", why="Not seen since June"), set()),
        (OPEN, Said("left", why="Not seen", may_prescribe=False), {"reason"}),
        (OPEN, Said("transferred", transfer_confirmed_on=ON, may_prescribe=False), set()),
        (OPEN, Said("transferred"), {"why"}),
        (CLEAR, Said("completed_drug_free", patient_agreed="yes"), {"why"}),
        (CLEAR, Said("completed_drug_free", patient_agreed="no", why="Their plan"), set()),
        (WAITS, Said("left"), {"why"}),
        (WAITS, Said("transferred", transfer_confirmed_on=ON), set()),
        (Standing(), Said("transferred"), {"why"}),
        (Standing(red_tasks=("QTc 512 ms",)), Said("left"), {"why"}),
        (Standing(meetings=("2 October",), pause="In custody"), Said("left"), set()),
        (Standing(), Said("withdrawn"), set()),
        (OPEN, Said("withdrawn", why="Safety"), {"second_clinician", "has_risk_plan"}),
        (
            OPEN,
            Said(
                "withdrawn",
                why="Safety",
                has_risk_plan=True,
                has_second_clinician=True,
                second_is_same_person=True,
            ),
            {"second_clinician"},
        ),
        (
            OPEN,
            Said("withdrawn", why="Safety", has_risk_plan=True, has_second_clinician=True),
            set(),
        ),
    ],
)
def test_what_an_end_must_say(standing: Standing, said: Said, fields: set[str]) -> None:
    assert set(leaving.missing(standing, said)) == fields


def test_each_reason_for_an_end_has_one_for_the_prescription() -> None:
    for reason, stop in leaving.STOPS.items():
        assert leaving.stop_of(reason) == stop
    assert leaving.state_of("transferred") == "transferred"
    assert leaving.state_of("left") == "stopped"


def test_the_gravest_guard_stands_first() -> None:
    standing = Standing(("Methadone",), "Quay Road", None, ON, ("QTc",), ("2 October",), "Away")
    codes = [guard.code for guard in leaving.guards(standing)]
    assert codes == ["benefit", "prescription", "transfer", "task", "pause", "meetings"]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def meeting(world: World, person: str, ahead: int = 3, **more: object) -> Appointment:
    return patients.book_appointment(
        patient=getattr(world, person),
        at=world.moment(-ahead),
        staff=world.keyworker,
        by=world.keyworker,
        **more,  # type: ignore[arg-type]
    )


def leave(world: World, person: str, **more: object) -> None:
    episode = world.episode(getattr(world, person))
    known = {
        "episode": episode,
        "version": episode.version,
        "ended_on": world.on,
        "reason": "left",
        "why": "Nobody has seen them since June",
        "by": world.prescriber,
        "may_prescribe": True,
    }
    leaving_actions.leave_treatment(**(known | more))  # type: ignore[arg-type]


def test_an_end_ends_what_is_open_with_it(world: World) -> None:
    booked, later = meeting(world, "leon"), meeting(world, "leon", 30, review_types=["aftercare"])
    patients.open_task(
        patient=world.leon, kind="other", text="Ring", duty="keyworker", due_on=world.on, by=None
    )
    leave(world, "leon")
    prescription = world.prescription(world.leon)
    assert prescription.ended_on == world.on
    stopped = StateChange.objects.get(prescription=prescription, state="stopped")
    assert (stopped.stop_reason, stopped.why) == (
        "lost_contact",
        "Nobody has seen them since June",
    )
    assert Pause.objects.current().get(patient=world.leon).ended_on == world.on
    assert not world.leon.assignments.filter(to_on=None).exists()
    assert not Task.objects.filter(patient=world.leon, done_on=None).exists()
    booked.refresh_from_db()
    later.refresh_from_db()
    assert (booked.state, later.state) == ("cancelled", "booked"), "aftercare goes on"
    note = world.episode(world.leon).end_note
    assert note.startswith("Nobody has seen them since June (shown before: ")


def test_an_end_that_is_refused_ends_nothing(world: World) -> None:
    booked = meeting(world, "leanne")
    with pytest.raises(ValidationError):
        leave(world, "leanne", why="")
    with pytest.raises(ValidationError):
        leave(world, "leanne", reason="died")
    with pytest.raises(ValidationError):
        leave(world, "leanne", ended_on=world.day(400))
    booked.refresh_from_db()
    assert booked.state == "booked"
    assert world.prescription(world.leanne).ended_on is None
    assert world.episode(world.leanne).ended_on is None


def test_clear_benefit_is_shown_before_an_end(world: World) -> None:
    review = Review.objects.create(
        service=world.service,
        patient=world.leanne,
        held_on=world.day(20),
        seen="in_person",
        held_by=world.prescriber,
        held_by_role="prescriber",
    )
    StrategicReview.objects.create(
        service=world.service, patient=world.leanne, review=review, conclusion="clear"
    )
    ReviewCredit.objects.create(
        service=world.service,
        patient=world.leanne,
        review=review,
        type="strategic",
        held_on=review.held_on,
        is_valid=True,
    )
    osei = signed_in(world.prescriber)
    text = osei.get(reverse("reviews:end_episode", args=[world.leanne.pk])).content.decode()
    assert "The prescription is of clear benefit" in text
    assert "A prescription is open" in text


def test_death_ends_everything_and_clears_the_list(db: None) -> None:
    """Journey 12: the worklist clears, aftercare stops, meetings are cancelled; a review is due."""
    world = build_world(localdate())
    booked = meeting(world, "ray", review_types=["aftercare"])
    osei = signed_in(world.keyworker)
    address = reverse("reviews:record_death", args=[world.ray.pk])
    assert booked.staff.full_name in osei.get(address).content.decode()
    today = localdate()
    typed = {"told_by": "Their sister"}
    typed |= three_boxes("died_on", today) | three_boxes("told_on", today)
    assert osei.post(address, typed).status_code == 302
    world.open()
    booked.refresh_from_db()
    world.ray.refresh_from_db()
    assert (booked.state, world.ray.died_on) == ("cancelled", today)
    assert world.ray.death_told_by == "Their sister"
    assert world.prescription(world.ray).ended_on == today
    assert world.episode(world.ray).end_reason == "died"
    found = worklist(world.access(world.keyworker), today, Whose.MINE)
    assert world.ray.pk not in {entry.person.id for entry in found.shown}
    (task,) = Task.objects.filter(patient=world.ray, done_on=None)
    assert task.text.startswith("Review the death with the team. Told by their sister")
    text = osei.get(reverse("reviews:case", args=[world.ray.pk])).content.decode()
    assert "Nothing is due." in text
    assert "Told by their sister." in osei.get(address).content.decode()
    assert osei.post(address, typed).status_code == 200, "a death is recorded once"


def test_somebody_who_left_may_have_died_since(world: World) -> None:
    known = {"patient": world.dan, "told_by": "A friend", "by": world.keyworker}
    with pytest.raises(ValidationError):
        leaving_actions.record_death(died_on=world.on, told_on=world.day(1), **known)
    leaving_actions.record_death(died_on=world.day(2), told_on=world.on, **known)
    world.dan.refresh_from_db()
    assert world.dan.died_on == world.day(2)
    assert world.episode(world.dan).end_reason == "completed_drug_free"


@pytest.mark.parametrize(
    ("died", "said"),
    [((-1,), "must be today or in the past"), (("1", "1", "0202"), "ear")],
    ids=["tomorrow", "the year 0202"],
)
def test_a_death_tomorrow_or_in_the_year_0202_is_refused(
    world: World, died: tuple, said: str
) -> None:
    today = localdate()
    if len(died) == 1:
        boxes = three_boxes("died_on", date.fromordinal(today.toordinal() + 1))
    else:
        boxes = dict(zip(("died_on_day", "died_on_month", "died_on_year"), died, strict=True))
    typed = {"told_by": "Their sister"} | boxes | three_boxes("told_on", today)
    dee = signed_in(world.keyworker)
    text = dee.post(reverse("reviews:record_death", args=[world.ray.pk]), typed).content.decode()
    assert said in text and "Their sister" in text
    world.open()
    world.ray.refresh_from_db()
    assert world.ray.died_on is None


def asked(world: World, person: str = "leanne", direction: str = "out") -> Transfer:
    return patients.ask_transfer(
        episode=world.episode(getattr(world, person)),
        direction=direction,
        other_service="Quay Road Drug Service",
        asked_on=world.day(9),
        by=world.keyworker,
    )


def test_nothing_ends_before_the_first_pick_up_is_confirmed(world: World) -> None:
    transfer = asked(world)
    with pytest.raises(ValidationError):
        asked(world)
    with pytest.raises(ValidationError):
        leaving_actions.confirm_pick_up(
            transfer=transfer, version=1, picked_up_on=world.on, by=world.keyworker
        )
    accepted = patients.accept_transfer(
        transfer=transfer,
        version=1,
        accepted_on=world.day(4),
        accepted_by="Ola Brand",
        by=world.keyworker,
    )
    assert world.episode(world.leanne).ended_on is None
    assert Prescription.objects.filter(patient=world.leanne, ended_on=None).exists()
    leaving_actions.confirm_pick_up(
        transfer=accepted, version=2, picked_up_on=world.day(1), by=world.keyworker
    )
    episode = world.episode(world.leanne)
    assert (episode.ended_on, episode.end_reason, episode.transfer_confirmed_on) == (
        world.day(1),
        "transferred",
        world.day(1),
    )
    closing = StateChange.objects.get(
        prescription=world.prescription(world.leanne), state="transferred"
    )
    assert "Quay Road" in closing.why
    assert "Quay Road" in closing.to_service
    assert not Task.objects.filter(patient=world.leanne, done_on=None).exists()


def test_a_transfer_that_does_not_happen_leaves_treatment_as_it_is(world: World) -> None:
    transfer = asked(world)
    patients.cancel_transfer(
        transfer=transfer, version=1, cancelled_on=world.on, by=world.keyworker
    )
    assert world.episode(world.leanne).ended_on is None
    assert asked(world).pk != transfer.pk


def test_a_first_pick_up_with_us_ends_nothing(world: World) -> None:
    transfer = asked(world, "tomos", "in")
    accepted = patients.accept_transfer(
        transfer=transfer, version=1, accepted_on=world.day(8), accepted_by="Dee", by=None
    )
    leaving_actions.confirm_pick_up(
        transfer=accepted, version=2, picked_up_on=world.day(7), by=world.keyworker
    )
    assert world.episode(world.tomos).ended_on is None
    event = SignificantEvent.objects.get(patient=world.tomos)
    assert (event.kind, event.on) == ("transfer_in", world.day(7))


def test_reviews_held_elsewhere_count_once_from_their_days(db: None) -> None:
    world = build_world(localdate())
    dee = signed_in(world.keyworker)
    address = reverse("reviews:inherited", args=[world.tomos.pk])
    empty = {"entry_id": str(new_id()), "where": "Quay Road"}
    assert "Enter at least one day" in dee.post(address, empty).content.decode()
    typed = empty | three_boxes("care_plan", world.day(30)) | three_boxes("medical", world.day(30))
    for _ in range(2):
        assert dee.post(address, typed).status_code == 302
    world.open()
    review = Review.objects.get(patient=world.tomos)
    assert (review.is_inherited, review.held_on) == (True, world.day(30))
    assert {credit.type for credit in review.credits.all()} == {"care_plan", "medical"}
    due = dues_on(world.service.pk, world.on, [world.tomos.pk])[world.tomos.pk]
    (plan,) = [one for one in due if one.type == "care_plan"]
    assert plan.anchor_on == world.day(30)


def test_a_transfer_is_seen_through_on_its_pages(db: None) -> None:
    world = build_world(localdate())
    dee = signed_in(world.keyworker)
    transfers = reverse("reviews:transfers", args=[world.leanne.pk])
    typed = {"entry_id": str(new_id()), "direction": "out", "other_service": "Quay Road\x07"}
    for _ in range(2):
        dee.post(transfers, typed | three_boxes("asked_on", world.day(2)))
    world.open()
    transfer = Transfer.objects.get(patient=world.leanne)
    assert transfer.other_service == "Quay Road"
    page = reverse("reviews:transfer", args=[world.leanne.pk, transfer.pk])
    early = {"version": "1", "accepted_by": "Ola"} | three_boxes("accepted_on", world.day(5))
    assert "It was asked for on" in dee.post(page, early).content.decode()
    right = {"version": "1", "accepted_by": "Ola"} | three_boxes("accepted_on", world.day(1))
    assert dee.post(page, right).status_code == 302
    stale = {"version": "1"} | three_boxes("picked_up_on", world.on)
    assert "saved first" in dee.post(page, stale).content.decode()
    assert dee.post(page, stale | {"version": "2"}).status_code == 302
    world.open()
    assert world.episode(world.leanne).end_reason == "transferred"
    text = dee.get(page).content.decode()
    assert "First pick-up" in text and "Confirm the first pick-up" not in text
