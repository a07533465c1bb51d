"""Who lives in the town: one function a situation. Read the docstring to know what is true.

Nobody has a review yet: `tests.reviewed_town` adds them.
"""

from datetime import date

from careplans import actions as careplans
from careplans.models import OptionsTalk, Tag
from patients import actions as patients
from patients.models import Patient
from prescribing import actions as prescribing
from prescribing.models import State
from tests.town import World, medicine, synthetic_nhs_number

_METHADONE = "methadone-1mg-ml"


def settle(world: World) -> None:
    situations = (
        gareth_is_overdue_for_his_care_plan,
        leanne_is_up_to_date,
        tomos_is_a_new_starter,
        leon_is_in_custody,
        carl_has_missed_three_doses,
        aoife_has_a_script_that_ends,
        mina_has_a_depot,
        ray_is_long_overdue,
        josie_awaits_the_prescriber,
        dan_has_left_as_planned,
        llinos_is_in_the_other_team,
        bo_is_in_another_service,
    )
    for rank, make in enumerate(situations):
        name = make.__name__.split("_")[0]
        world.people[name] = make(world, rank)
    for name in world.people:
        world.people[name].refresh_from_db()


def _person(
    world: World,
    rank: int,
    given: str,
    family: str,
    born: date,
    started: int,
    *,
    team: str = "north",
    **details: object,
) -> Patient:
    """Somebody whose treatment started so many days ago, with keyworker and prescriber."""
    keyworker = {
        "north": world.keyworker,
        "south": world.south_keyworker,
        "other_team": world.other_keyworker,
    }[team]
    patient = patients.register_patient(
        team=getattr(world, team),
        given_name=given,
        family_name=family,
        date_of_birth=born,
        by=keyworker,
        reference=f"W{rank:03}",
        **{"nhs_number": synthetic_nhs_number(rank)} | details,
    )
    patients.start_episode(
        patient=patient,
        started_on=world.day(started),
        by=keyworker,
        keyworker=keyworker,
        prescriber=None if team == "other_team" else world.prescriber,
    )
    return patient


def _on_methadone(
    world: World, patient: Patient, started: int, mg: int = 60, **more: object
) -> None:
    """Stable: induction for two weeks, then active."""
    episode = world.episode(patient)
    prescription = prescribing.start_prescription(
        patient=patient,
        episode=episode,
        medicine=medicine(_METHADONE),
        started_on=world.day(started),
        dose_mg=mg,
        supervision="daily",
        by=world.prescriber,
        prescriber=world.prescriber,
        pharmacy="Quay Pharmacy",
        **more,
    )
    if started > 14:
        prescribing.change_state(
            prescription=prescription,
            version=prescription.version,
            state=State.ACTIVE,
            on=world.day(started - 14),
            by=world.prescriber,
        )


def _seen(world: World, patient: Patient, ago: int, summary: str = "", words: str = "") -> None:
    patients.record_contact(
        patient=patient,
        on=world.day(ago),
        kind="in_person",
        outcome="attended",
        with_role="keyworker",
        with_staff=world.keyworker,
        content=["drug_use_goals", "harm_reduction"],
        summary=summary,
        their_words=words,
        by=world.keyworker,
    )


def _plan(world: World, patient: Patient, ago: int, *goals: tuple[str, str]) -> None:
    plan = careplans.open_plan(
        episode=world.episode(patient), started_on=world.day(ago), by=world.keyworker
    )
    for words, tag in goals:
        careplans.add_goal(
            plan=plan, words=words, tags=[tag], opened_on=world.day(ago), by=world.keyworker
        )


def gareth_is_overdue_for_his_care_plan(world: World, rank: int) -> Patient:
    """540 days in treatment, last spoken to 14 days ago; four goals, a good ending, one test."""
    patient = _person(
        world,
        rank,
        "Gareth",
        "Penrose",
        date(1974, 8, 21),
        540,
        known_as="Gaz",
        communication_needs="Large print",
        children_at_home="yes",
        children_note="Daughter, 9, stays at weekends",
        locked_box_given_on=world.day(289),
    )
    _on_methadone(world, patient, 540, 50)
    prescription = world.prescription(patient)
    prescribing.change_dose(
        prescription=prescription,
        version=prescription.version,
        dose_mg=55,
        from_on=world.day(164),
        why="Not holding past teatime",
        patient_agreed="yes",
        by=world.prescriber,
    )
    _plan(
        world,
        patient,
        510,
        ("Weekends without gear", Tag.OVERCOMING_DEPENDENCE),
        ("Cut the crack down", Tag.OVERCOMING_DEPENDENCE),
        ("Get my CSCS card back", Tag.HUMAN),
        ("Sort my tooth out", Tag.PHYSICAL),
    )
    goal = patient.goals.get(words="Cut the crack down")
    careplans.record_progress(
        goal=goal,
        on=world.day(105),
        state="stuck",
        next_step="Start 6 sessions with Tom",
        next_step_by="Dee",
        next_step_on=world.day(10),
        by=world.keyworker,
    )
    careplans.record_exit_vision(
        patient=patient,
        on=world.day(540),
        words="Working at the boatyard, Maya every weekend, and not having to plan my day "
        "round the chemist.",
        way_back="If I was using two days running.",
        by=world.keyworker,
    )
    careplans.record_options(
        patient=patient,
        on=world.day(105),
        options=[OptionsTalk.Option.STAY, OptionsTalk.Option.RELAXED],
        preference="Stay on this, collect less often",
        by=world.keyworker,
    )
    prescribing.record_test(
        patient=patient,
        on=world.day(30),
        found=["methadone", "cocaine"],
        not_found=["opiates"],
        by=world.keyworker,
    )
    _seen(
        world,
        patient,
        14,
        "Weekends are hardest when Maya is away.",
        "I'm all right in the week. It's the weekends Maya isn't here that get me.",
    )
    return patient


def leanne_is_up_to_date(world: World, rank: int) -> Patient:
    """A year in treatment, methadone 60mg, seen last week."""
    patient = _person(world, rank, "Leanne", "Osgood", date(1985, 3, 2), 365)
    _on_methadone(world, patient, 365)
    _plan(world, patient, 340, ("Keep my flat", Tag.PHYSICAL))
    _seen(world, patient, 7)
    return patient


def tomos_is_a_new_starter(world: World, rank: int) -> Patient:
    """Ten days in treatment, still in induction."""
    patient = _person(world, rank, "Tomos", "Ellis", date(1996, 2, 29), 10)
    _on_methadone(world, patient, 10, 30)
    _seen(world, patient, 8)
    return patient


def leon_is_in_custody(world: World, rank: int) -> Patient:
    """Away for 30 days, looked at again in 19."""
    patient = _person(world, rank, "Leon", "Abara", date(1990, 11, 5), 400)
    _on_methadone(world, patient, 400)
    patients.pause_reviews(
        patient=patient,
        reason="custody",
        started_on=world.day(30),
        expected_end_on=world.day(-19),
        agreed_by="Dee Marsh",
        by=world.keyworker,
    )
    return patient


def carl_has_missed_three_doses(world: World, rank: int) -> Patient:
    """No dose in the three days up to today; nobody has decided yet."""
    patient = _person(world, rank, "Carl", "Whitlock", date(1981, 6, 14), 200)
    _on_methadone(world, patient, 200, 70)
    prescribing.record_missed_doses(
        prescription=world.prescription(patient),
        from_on=world.day(2),
        to_on=world.day(0),
        reported_by="Quay Pharmacy",
        by=world.keyworker,
    )
    return patient


def aoife_has_a_script_that_ends(world: World, rank: int) -> Patient:
    """The current script ends in two days; no next one is recorded."""
    patient = _person(world, rank, "Aoife", "Brennan", date(1979, 12, 30), 250)
    _on_methadone(world, patient, 250, script_from_on=world.day(12), script_to_on=world.day(-2))
    _seen(world, patient, 12)
    return patient


def mina_has_a_depot(world: World, rank: int) -> Patient:
    """A weekly injection, the last five days ago."""
    patient = _person(world, rank, "Mina", "Farrow", date(1988, 4, 17), 60)
    depot = medicine("buprenorphine-depot-weekly-16mg")
    prescription = prescribing.start_prescription(
        patient=patient,
        episode=world.episode(patient),
        medicine=depot,
        started_on=world.day(40),
        dose_mg=16,
        supervision="depot",
        state=State.ACTIVE,
        by=world.prescriber,
        prescriber=world.prescriber,
    )
    for ago in range(40, 4, -7):
        prescribing.record_depot(
            prescription=prescription, given_on=world.day(ago), dose_mg=16, by=world.prescriber
        )
    return patient


def ray_is_long_overdue(world: World, rank: int) -> Patient:
    """Nine years in treatment. Nobody has reviewed anything; he collects."""
    patient = _person(world, rank, "Ray", "Tolland", date(1966, 1, 9), 3300)
    _on_methadone(world, patient, 3300, 80)
    patients.record_contact(
        patient=patient,
        on=world.day(20),
        kind="in_person",
        outcome="attended",
        with_role="pharmacist",
        content=["collection"],
        by=world.keyworker,
    )
    return patient


def josie_awaits_the_prescriber(world: World, rank: int) -> Patient:
    """Twelve weeks in, with the keyworker's part of her strategic review to be recorded."""
    patient = _person(world, rank, "Josie", "Marlow", date(1992, 9, 23), 88)
    _on_methadone(world, patient, 88, 65)
    _plan(world, patient, 60, ("Feel well enough to work", Tag.HUMAN))
    _seen(world, patient, 4)
    return patient


def dan_has_left_as_planned(world: World, rank: int) -> Patient:
    """Finished drug-free 40 days ago, after 300 days."""
    patient = _person(world, rank, "Dan", "Okafor", date(1983, 7, 7), 340)
    _on_methadone(world, patient, 340, 40)
    prescription = world.prescription(patient)
    prescribing.change_state(
        prescription=prescription,
        version=prescription.version,
        state=State.STOPPED,
        stop_reason="completed_detox",
        why="His own choice, over four months",
        patient_agreed="yes",
        on=world.day(45),
        by=world.prescriber,
    )
    episode = world.episode(patient)
    patients.end_episode(
        episode=episode,
        version=episode.version,
        ended_on=world.day(40),
        reason="completed_drug_free",
        by=world.keyworker,
    )
    return patient


def llinos_is_in_the_other_team(world: World, rank: int) -> Patient:
    """South team; a long Welsh name, no NHS number."""
    patient = _person(
        world,
        rank,
        "Llinos Angharad",
        "Gwenllïan-Ŵyn Llanfihangel Featherstonehaugh",
        date(1971, 5, 19),
        150,
        team="south",
        nhs_number="",
    )
    _on_methadone(world, patient, 150)
    return patient


def bo_is_in_another_service(world: World, rank: int) -> Patient:
    """Quay Road: not to be seen from Harbour Street."""
    return _person(world, rank, "Bo", "Sandys", date(1994, 10, 10), 100, team="other_team")
