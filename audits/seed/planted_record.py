"""Planted people whose record and prescription show one thing each: a heart to look at, a transfer
under way, doses missed, a child at home, a name of before. Invented, like everybody here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from audits.seed.case import Case
from audits.seed.course import (
    Answered,
    Course,
    Known,
    Meeting,
    Met,
    Missed,
    OtherRecord,
    Passage,
    Step,
    Todo,
    Treatment,
    Turn,
)
from audits.seed.doses import come_down, set_doses
from audits.seed.health import add_risk, ecg, tolerance_task
from audits.seed.kept import Kept, keep, steady_script
from audits.seed.planted_treatment import GONE, closed
from prescribing.safety.finding import Found, part
from rodt.dates import add_days, add_working_days

Build = Callable[[Course, date], Course]
Change = Callable[[Course, date], object]
ELSEWHERE = "Riverside Recovery Service"
DEPOT = "buprenorphine-depot-monthly-96mg"


def _kept(*changes: Change, **how: Any) -> Build:
    """A record kept as it should be, and then each change."""

    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept(**how))
        for change in changes:
            change(course, on)
        return course

    return build


def _without(kind: str) -> Change:
    def change(course: Course, on: date) -> None:
        course.health = [known for known in course.health if known.kind != kind]

    return change


def _ecg(days: int, qtc_ms: int | None, note: str = "") -> Change:
    def change(course: Course, on: date) -> None:
        _without("ecg")(course, on)
        ecg(course, add_days(on, -days), qtc_ms, note)

    return change


def _qtc_to_act_on(course: Course, on: date) -> None:
    day = add_days(on, -1)
    ecg(course, day, 512)
    course.tasks.append(
        Todo("qtc", "QTc 512 ms: above 500 ms", "prescriber", day, day, True, f"ecg {day}")
    )


def _qtc_answered(course: Course, on: date) -> None:
    day = add_days(on, -30)
    trigger = Found("", (part("ecg", day),), 481).trigger
    reason = "Talked with cardiology. Citalopram changed by the GP; ECG again in 4 weeks."
    course.answered.append(Answered("qtc", trigger, add_days(day, 2), "acted", reason))


def _ecg_corrected(course: Course, on: date) -> None:
    _ecg(45, 434)(course, on)
    course.health[-1].corrected = {"qtc_ms": 344}


def _pregnant(course: Course, on: date) -> None:
    day = add_days(on, -1)
    values = {"found": "pregnant", "due_on": add_days(on, 205), "note": "Told by the midwife"}
    course.health.append(Known("pregnancy", day, values))
    course.events.append((day, "pregnancy", "Told by the midwife"))
    text = "Pregnancy: a prescriber sees them within 24 hours"
    course.tasks.append(Todo("pregnancy", text, "prescriber", day, on, True, f"pregnancy {day}"))


def _missed(first: int, last: int) -> Change:
    def change(course: Course, on: date) -> None:
        missed = Missed(add_days(on, -first), add_days(on, -last), late_days=0)
        course.treatment.scripts[-1].missed.append(missed)

    return change


def _began_anew(course: Course, on: date) -> None:
    """Five days missed, decided the day after; from 30mg up to 60mg again."""
    script = course.treatment.scripts[-1]
    decided_on = add_days(on, -19)
    missed = Missed(add_days(on, -24), add_days(on, -20), decided_on, late_days=0)
    script.missed.append(missed)
    again = ((19, 30), (15, 40), (11, 50), (7, 60))
    marks = [(step.from_on, step.what, step.why) for step in script.doses]
    marks += [
        (add_days(on, -days), mg, "Begins anew after five days without") for days, mg in again
    ]
    set_doses(script, marks)
    script.turns.append(Turn("suspended", add_days(on, -21), why="Doses missed; to be seen first."))
    script.turns.append(Turn("titrating", decided_on, agreed="yes"))
    key = missed.from_on.isoformat()
    course.meetings.append(Meeting(decided_on, [("event", key), ("risk", "")], "prescriber"))


def _leaves(asked: int, accepted: int | None = None) -> Change:
    def change(course: Course, on: date) -> None:
        passage = Passage("out", ELSEWHERE, add_days(on, -asked))
        if accepted is not None:
            passage.accepted_on = add_days(on, -accepted)
            passage.accepted_by = "J. Marlow, nurse in charge"
        course.transfers.append(passage)

    return change


def _arrived(course: Course, on: date) -> None:
    picked_up_on = add_days(on, -20)
    course.transfers.append(
        Passage("in", ELSEWHERE, add_days(on, -27), add_days(on, -24), "Dr Osei", picked_up_on)
    )
    course.events.append((picked_up_on, "transfer_in", ELSEWHERE))
    key = picked_up_on.isoformat()
    course.meetings.append(Meeting(add_days(on, -17), [("event", key)]))


def _came_back(course: Course, on: date) -> Course:
    """Left 60 days ago, came back two days ago; nothing is prescribed yet."""
    left_on = add_days(on, -60)
    before = Treatment(add_days(on, -430), left_on, "left", add_days(on, -433))
    script = steady_script(Kept(rx_started=428), on)
    script.ended_on = script.doses[-1].to_on = script.supervision[-1].to_on = add_days(left_on, -1)
    script.script_from_on = script.script_to_on = None
    script.turns.append(Turn("stopped", left_on, stop_reason="lost_contact"))
    before.scripts.append(script)
    course.treatments.append(before)
    back_on = add_days(on, -2)
    none: dict[str, Any] = dict.fromkeys(
        ("care_plan", "medical", "strategic", "top", "keywork", "risk")
    )
    keep(course, on, Kept(started=2, rx_started=None, **none))
    text = "First meeting after coming back"
    course.tasks.append(
        Todo("first_appointment", text, "keyworker", back_on, add_working_days(back_on, 1))
    )
    course.tasks.append(tolerance_task("Came back", back_on, "episode", None))
    return course


def _names(course: Course, on: date) -> None:
    told_on = course.treatment.started_on
    course.other_names.append((told_on, "former", "Marta", "Zielinska"))
    course.other_names.append((told_on, "alias", "Maz", ""))


def _reduces(intent: str, agreed: str, words: str) -> Change:
    def change(course: Course, on: date) -> None:
        script = course.treatment.scripts[-1]
        begins = add_days(on, -42)
        come_down(script, begins, add_days(on, -14), lowest_mg=30)
        turn = Turn("reducing", begins, intent, agreed=agreed, their_words=words)
        script.turns.append(turn)

    return change


def _child_no_box(course: Course, on: date) -> None:
    course.children_at_home, course.children_note = "yes", "Son, 6"
    for known in course.health:
        if known.kind == "advice":
            known.values = {"topics": ["overdose", "driving"]}


def _child_and_box(course: Course, on: date) -> None:
    course.children_at_home, course.children_note = "yes", "Two, 4 and 11"
    course.locked_box_given_on = course.treatment.started_on


def _declined(course: Course, on: date) -> None:
    _without("naloxone")(course, on)
    course.health.append(Known("naloxone", add_days(on, -30), {"is_declined": True}))


def _kit_expired(course: Course, on: date) -> None:
    _without("naloxone")(course, on)
    values = {"product": "prenoxad", "expires_on": add_days(on, -60), "was_trained": True}
    course.health.append(Known("naloxone", add_days(on, -760), values))


def _liver(course: Course, on: date) -> None:
    for virus, result, days in (
        ("hcv_antibody", "positive", 100),
        ("hcv_rna", "positive", 100),
        ("hiv", "waiting", 3),
    ):
        values = {"virus": virus, "result": result}
        course.health.append(Known("virus", add_days(on, -days), values))
    course.health.append(Known("liver", add_days(on, -98), {"result": "raised"}))
    course.has_injected = "yes"


def _sedatives(course: Course, on: date) -> None:
    add_risk(course, "benzodiazepine", "Diazepam 5mg", add_days(on, -9), "GP summary")
    add_risk(course, "alcohol", "", add_days(on, -200), "The person")


def _qt_medicine(course: Course, on: date) -> None:
    add_risk(course, "qt_medicine", "Citalopram 40mg", add_days(on, -80), "GP summary")


def _pharmacy_asks(course: Course, on: date) -> None:
    day = add_days(on, -1)
    words = "The pharmacy rang: seemed drowsy at collection yesterday."
    content = ("administrative",)
    course.contacts.append(
        Met(day, "phone", with_role="pharmacist", content=content, summary=words)
    )
    course.tasks.append(
        Todo("pharmacy", "Drowsy at collection: ask and look", "prescriber", day, on, True)
    )
    done_on = add_days(on, -40)
    course.tasks.append(
        Todo(
            "other",
            "Send the care plan copy to the GP",
            "keyworker",
            add_days(on, -47),
            done_on,
            done_on=done_on,
            outcome="Sent with the person's consent.",
        )
    )
    course.tasks.append(
        Todo("other", "Ring the housing link worker", "keyworker", add_days(on, -3), on)
    )


def _two_records(course: Course, on: date) -> None:
    made_on = add_days(on, -300)
    words = "Rang about a first meeting."
    calls = [Met(add_days(on, -days), "phone", summary=words) for days in (300, 292)]
    course.other_record = OtherRecord(
        course.given_name[:3], course.family_name, made_on, add_days(on, -250), calls
    )


def _ends_soon(course: Course, on: date) -> None:
    script = course.treatment.scripts[-1]
    script.supervision = [
        Step("daily", script.started_on, add_days(on, -600)),
        Step("weekly", add_days(on, -599), why="Looked at after 12 weeks, with the person"),
    ]


def _case(
    name: str, sex: str, born: tuple[int, int, int], about: str, build: Build, **answers: str | int
) -> Case:
    said = {key.replace("__", " "): value for key, value in answers.items()}
    return Case(name, about, sex, build, born, said)


M, F = "1", "2"
RECORD_CASES: tuple[Case, ...] = (
    _case(
        "Grace Holloway",
        F,
        (1983, 4, 12),
        "Shares a name; QTc above 500 ms, a red task",
        _kept(_qtc_to_act_on, mg=110),
    ),
    _case(
        "Grace Holloway",
        F,
        (1991, 10, 27),
        "Shares a name; pregnant, a prescriber within 24 hours",
        _kept(_pregnant),
    ),
    _case(
        "Joyce Ambler",
        F,
        (1976, 2, 8),
        "Five doses missed in a row, nobody has decided yet",
        _kept(_missed(5, 1)),
        waiting="missed doses",
    ),
    _case(
        "Reuben Castle",
        M,
        (1980, 9, 3),
        "Five doses missed and decided: began anew",
        _kept(_began_anew, supervision="daily"),
    ),
    _case(
        "Kerry Stanford",
        F,
        (1988, 6, 17),
        "Injection late: its window closed three days ago",
        _kept(medicine=DEPOT, mg=96, injected=38),
    ),
    _case(
        "Owen Prosser",
        M,
        (1973, 11, 30),
        "Injection due today",
        _kept(medicine=DEPOT, mg=96, injected=28),
    ),
    _case(
        "Denise Pountney",
        F,
        (1985, 1, 22),
        "Transfer asked for, not accepted yet",
        _kept(_leaves(4)),
        in__treatment="yes",
    ),
    _case(
        "Lee Hathersage",
        M,
        (1990, 5, 5),
        "Transfer accepted, first pick-up not confirmed",
        _kept(_leaves(12, 6)),
        in__treatment="yes",
    ),
    _case(
        "Amal Yusuf",
        F,
        (1994, 7, 14),
        "Transferred in 20 days ago",
        _kept(
            _arrived,
            started=20,
            rx_started=20,
            care_plan=None,
            medical=16,
            strategic=None,
            top=None,
            risk=17,
            mg=50,
            supervision="daily",
        ),
    ),
    _case(
        "Colm Devlin",
        M,
        (1982, 3, 9),
        "Came back two days ago, 60 days after leaving",
        _came_back,
        in__treatment="yes",
        on__OST="no",
    ),
    _case(
        "Sue Salter",
        F,
        (1977, 3, 19),
        "Stopped by the service, no plan for the risk",
        closed(50, "withdrawn", "service_decision", has_risk_plan=False),
        **GONE,
    ),
    _case(
        "Sol Seddon",
        M,
        (1977, 3, 19),
        "Stopped by the service, with a plan for the risk",
        closed(120, "withdrawn", "service_decision"),
        **GONE,
    ),
    _case("Martin Ellwood", M, (1968, 8, 2), "ECG due again", _kept(_ecg(400, 431), mg=115)),
    _case(
        "Anton Bielski", M, (1979, 12, 19), "Above 100mg, no ECG", _kept(_without("ecg"), mg=105)
    ),
    _case(
        "Sandra Whitlow",
        F,
        (1971, 4, 25),
        "QTc prolonged, looked at and answered",
        _kept(_ecg(30, 481), _qtc_answered, mg=110),
    ),
    _case(
        "Yvonne Tarrant", F, (1984, 10, 1), "An ECG typed wrong, corrected", _kept(_ecg_corrected)
    ),
    _case("Marta Kowal", F, (1987, 2, 13), "A former name and an alias", _kept(_names)),
    _case(
        "Ellen Fairbrother",
        F,
        (1975, 5, 28),
        "Reduces to a lower dose, as she wishes",
        _kept(_reduces("to_lower", "yes", "I want to see how I am on less."), mg=80),
    ),
    _case(
        "Dilip Anand",
        M,
        (1981, 6, 6),
        "Reduces to zero with clear benefit, as he wishes",
        _kept(_reduces("to_zero", "yes", "I would like to be off it by summer."), mg=70),
    ),
    _case("Jonah Stubbs", M, (1992, 9, 21), "Child at home, no locked box", _kept(_child_no_box)),
    _case("Helen Marchant", F, (1986, 1, 4), "Children at home, box given", _kept(_child_and_box)),
    _case("Philippa Crane", F, (1970, 7, 7), "Naloxone declined", _kept(_declined)),
    _case("Wes Hallam", M, (1974, 3, 31), "Naloxone expired", _kept(_kit_expired)),
    _case(
        "Bogdan Ilie",
        M,
        (1989, 8, 12),
        "Buprenorphine and hepatitis C; a result awaited",
        _kept(_liver, medicine="buprenorphine-naloxone-sl-8mg", mg=16),
    ),
    _case("Brian Sedgley", M, (1967, 11, 3), "Diazepam and alcohol beside it", _kept(_sedatives)),
    _case("Irene Maddocks", F, (1969, 5, 16), "A QT medicine, no ECG", _kept(_qt_medicine)),
    _case("Hector Lowe", M, (1983, 2, 2), "The pharmacy has a concern", _kept(_pharmacy_asks)),
    _case(
        "Noreen Attwater",
        F,
        (1978, 12, 12),
        "Script ends in two days, no next one",
        _kept(_ends_soon, script_ends_in=2),
    ),
    _case("Kieran Lomax", M, (1980, 4, 4), "Two records made one", _kept(_two_records)),
)
