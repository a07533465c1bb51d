"""For every safety check: a person for whom it fires, and one who is a step below its threshold.

`EXAMPLES[code]` is a list of pairs (fires, does not fire). A check without a pair here fails
`test_safety_table.py`; so does a number of `limits.DEFAULTS` that no check names.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from prescribing.safety.facts import (
    Dose,
    Ecg,
    Facts,
    Injection,
    Naloxone,
    Risk,
    Rx,
    Told,
    VirusTest,
)

ON = date(2026, 10, 1)  # a Thursday


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def doses(*said: tuple[int, Any]) -> tuple[Dose, ...]:
    """(days ago, mg), oldest first."""
    return tuple(Dose(ago(days), Decimal(str(mg))) for days, mg in said)


def rx(group: str = "methadone", mg: Any = 60, **more: Any) -> Rx:
    known = {
        "id": f"rx-{group}",
        "medicine": group.capitalize(),
        "group": group,
        "started_on": ago(400),
        "doses": doses((400, mg)),
        "supervision": "daily",
    }
    return Rx(**{**known, **more})


def on(*prescriptions: Rx, **more: Any) -> Facts:
    """Somebody for whom nothing is missing."""
    known: dict[str, Any] = {
        "on": ON,
        "sex": "1",
        "prescriptions": prescriptions,
        "naloxone": Naloxone(ago(30), expires_on=ago(-300)),
        "advice": {"driving": ago(30), "storage": ago(30)},
    }
    return Facts(**{**known, **more})


def risk(kind: str) -> tuple[Risk, ...]:
    return (Risk(kind, ago(20)),)


def ecg(days: int, qtc: int | None = 420) -> tuple[Ecg, ...]:
    return (Ecg(ago(days), qtc),)


def weekly(*given: int, group: str = "depot") -> Rx:
    return rx(group, 16, injections=tuple(Injection(ago(days), 7, 2) for days in given))


def monthly(*given: int) -> Rx:
    return rx("depot", 96, injections=tuple(Injection(ago(days), 28, 7) for days in given))


def ended(days: int, reason: str = "completed_detox", state: str = "stopped") -> Rx:
    return rx(
        id="ended",
        started_on=ago(800),
        ended_on=ago(days),
        state=state,
        state_on=ago(days),
        stop_reason=reason,
    )


def virus(kind: str, result: str, days: int) -> tuple[VirusTest, ...]:
    return (VirusTest(ago(days), kind, result),)


def told(**more: Any) -> Told:
    return Told(**more)


CLEAR = told(conclusion="clear", conclusion_on=ago(50))
PARTIAL = told(conclusion="partial", conclusion_on=ago(50))
WITH_CHILD = {"has_children": True, "locked_box_on": ago(9)}


def _qt(kind: str) -> tuple[Facts, Facts]:
    """The reason holds for methadone alone."""
    return on(rx(), risks=risk(kind)), on(rx("buprenorphine", 16), risks=risk(kind))


def _sedative(kind: str) -> tuple[Facts, Facts]:
    """The risk is there; nothing is prescribed that it adds to."""
    return on(rx(), risks=risk(kind)), on(risks=risk(kind))


def _change(first: str, then: str, mg: Any, after: Any, days: int = 5) -> Facts:
    before = rx(first, mg, id="before", started_on=ago(300), ended_on=ago(days), state="switched")
    now = rx(then, after, id="now", started_on=ago(days), doses=doses((days, after)))
    return on(before, now)


EXAMPLES: dict[str, list[tuple[Facts, Facts]]] = {
    "qtc_high": [(on(rx(), ecgs=ecg(5, 501)), on(rx(), ecgs=ecg(5, 500)))],
    "qtc": [
        (on(rx(), ecgs=ecg(5, 450)), on(rx(), ecgs=ecg(5, 449))),
        (on(rx(), sex="2", ecgs=ecg(5, 470)), on(rx(), sex="2", ecgs=ecg(5, 469))),
        (on(rx(), sex="X", ecgs=ecg(5, 450)), on(rx(), sex="X", ecgs=ecg(5, 449))),
        (on(rx(), ecgs=ecg(5, 500)), on(rx(), ecgs=ecg(5, 501))),
        (on(rx(), ecgs=ecg(9, 460)), on(rx(), ecgs=(*ecg(9, 460), *ecg(2, 430)))),
    ],
    "ecg": [
        (on(rx(mg="100.5")), on(rx(mg=100))),
        (on(rx(mg=105)), on(rx("buprenorphine", 105))),
        (on(rx(mg=105)), on(rx(mg=105), ecgs=ecg(3))),
        *[_qt(kind) for kind in ("heart", "liver", "electrolytes", "cyp3a4", "qt_medicine")],
    ],
    "ecg_interval": [
        (on(rx(mg=110), ecgs=ecg(366)), on(rx(mg=110), ecgs=ecg(365))),
        (on(rx(), risks=risk("heart"), ecgs=ecg(366)), on(rx(), ecgs=ecg(366))),
        (
            on(rx(doses=doses((400, 90), (10, 110))), ecgs=ecg(11)),
            on(rx(doses=doses((400, 90), (10, 110))), ecgs=ecg(10)),
        ),
    ],
    "sedatives": [
        _sedative(kind)
        for kind in (
            "benzodiazepine",
            "gabapentinoid",
            "z_drug",
            "antipsychotic",
            "other_opioid",
            "alcohol",
        )
    ],
    "dose_range": [
        (on(rx(mg="59.5")), on(rx(mg=60))),
        (on(rx(mg="120.5")), on(rx(mg=120))),
        (on(rx(mg=40)), on(rx(mg=40, state="titrating"))),
        (on(rx("buprenorphine", "24.4")), on(rx("buprenorphine", 24))),
        (on(rx("lyophilisate", 20)), on(rx("lyophilisate", 18))),
    ],
    "rise": [
        (on(rx(doses=doses((90, 60), (3, 71)))), on(rx(doses=doses((90, 60), (3, 70))))),
        (on(rx(doses=doses((90, 60), (14, 80)))), on(rx(doses=doses((90, 60), (15, 80))))),
        (
            on(rx(started_on=ago(9), doses=doses((9, 20), (7, 30), (5, 40), (3, 50), (2, 51)))),
            on(rx(started_on=ago(9), doses=doses((9, 20), (7, 30), (5, 40), (3, 49), (2, 50)))),
        ),
        (
            on(rx(started_on=ago(13), doses=doses((6, 20), (5, 30), (4, 40), (2, 50), (0, 51)))),
            on(rx(started_on=ago(14), doses=doses((6, 20), (5, 30), (4, 40), (2, 50), (0, 51)))),
        ),
        (on(rx(doses=doses((90, 60), (3, 90)))), on(rx(doses=doses((90, 90), (3, 60))))),
    ],
    "script": [
        # Three working days after a Thursday: the Tuesday.
        (on(rx(script_to_on=ago(-5))), on(rx(script_to_on=ago(-6)))),
        (on(rx(script_to_on=ago(28))), on(rx(script_to_on=ago(29)))),
        (on(rx(script_to_on=ago(0))), on(rx(script_to_on=ago(0), state="suspended"))),
    ],
    "brand": [
        (
            _change("buprenorphine", "lyophilisate", 8, 8),
            _change("buprenorphine", "lyophilisate", 8, 6),
        ),
        (
            _change("lyophilisate", "buprenorphine", 8, 8),
            _change("buprenorphine", "buprenorphine", 8, 8),
        ),
        (
            _change("buprenorphine", "lyophilisate", 8, 8, days=28),
            _change("buprenorphine", "lyophilisate", 8, 8, days=29),
        ),
    ],
    "depot_late": [
        (on(weekly(10)), on(weekly(9))),
        (on(monthly(36)), on(monthly(35))),
    ],
    "depot_early": [
        (on(weekly(8, 4)), on(weekly(8, 3))),
        (on(monthly(30, 10)), on(monthly(30, 9))),
    ],
    "pregnancy": [
        (on(rx(), pregnancy=(ago(1), "pregnant")), on(rx(), pregnancy=(ago(1), "not_pregnant"))),
        (on(rx(), pregnancy=(ago(1), "may_be")), on(rx(), pregnancy=(ago(1), "ended"))),
        (on(rx(), pregnancy=(ago(280), "pregnant")), on(rx(), pregnancy=(ago(281), "pregnant"))),
    ],
    "children": [
        (
            on(rx(supervision="weekly"), has_children=True),
            on(rx(supervision="weekly"), **WITH_CHILD),
        ),
        (
            on(rx(supervision="none"), **WITH_CHILD, advice={"driving": ON}),
            on(rx(supervision="daily"), **WITH_CHILD, advice={"driving": ON}),
        ),
        (on(rx(supervision="some_days"), has_children=True), on(rx(supervision="some_days"))),
    ],
    "driving": [
        (on(rx(), advice={}), on(rx())),
        (on(rx(), advice={"storage": ON}), on(advice={})),
    ],
    "liver": [
        (
            on(rx("buprenorphine", 16), liver_test=(ago(3), "raised")),
            on(rx("buprenorphine", 16), liver_test=(ago(3), "normal")),
        ),
        (on(weekly(2), risks=risk("liver")), on(rx(), risks=risk("liver"))),
        (
            on(rx("lyophilisate", 8), virus_tests=virus("hcv_rna", "positive", 9)),
            on(rx("lyophilisate", 8), virus_tests=virus("hcv_rna", "negative", 9)),
        ),
        (
            on(rx("buprenorphine", 8), virus_tests=virus("hbv", "positive", 9)),
            on(rx(), virus_tests=virus("hbv", "positive", 9)),
        ),
    ],
    "hepatitis_c": [
        (
            on(rx(), has_injected=True, virus_tests=virus("hcv_antibody", "negative", 366)),
            on(rx(), has_injected=True, virus_tests=virus("hcv_antibody", "negative", 365)),
        ),
        (on(rx(), has_injected=True), on(rx(), has_injected=True, told=told(injects=False))),
        (on(rx(), told=told(injects=True)), on(rx())),
        (
            on(rx(), has_injected=True, virus_tests=virus("hcv_rna", "waiting", 3)),
            on(rx(), has_injected=True, virus_tests=virus("hcv_rna", "declined", 3)),
        ),
    ],
    "low_heroin": [
        (
            on(rx(mg="59.5"), told=told(heroin_days=1)),
            on(rx(mg=60), told=told(heroin_days=1)),
        ),
        (on(rx(mg=40), told=told(heroin_days=1)), on(rx(mg=40), told=told(heroin_days=0))),
        (on(rx(mg=40), told=told(heroin_days=28)), on(rx(mg=40))),
        (
            on(rx("buprenorphine", 11), told=told(heroin_days=4)),
            on(rx("buprenorphine", 12), told=told(heroin_days=4)),
        ),
    ],
    "stop_benefit": [
        (
            on(rx(state="reducing", intent="to_zero", state_on=ago(9)), told=CLEAR),
            on(rx(state="reducing", intent="to_lower", state_on=ago(9)), told=CLEAR),
        ),
        (
            on(rx(state="reducing", intent="to_zero", state_on=ago(9)), told=CLEAR),
            on(rx(state="reducing", intent="to_zero", state_on=ago(9)), told=PARTIAL),
        ),
        (on(ended(28), told=CLEAR), on(ended(29), told=CLEAR)),
        (on(ended(5, "service_decision"), told=CLEAR), on(ended(5, "died"), told=CLEAR)),
    ],
    "tolerance": [
        (on(rx(), returns=((ago(28), "custody"),)), on(rx(), returns=((ago(29), "custody"),))),
        (on(rx(), returns=((ago(3), "hospital"),)), on(rx())),
        (on(rx(), undecided=((ago(5), ago(3)),)), on(rx(), undecided=((ago(4), ago(3)),))),
        (on(ended(28)), on(ended(29))),
        (on(ended(5)), on(ended(5, "switched", "switched"))),
        (
            on(ended(23), rx(id="again", started_on=ago(20))),
            on(ended(22), rx(id="again", started_on=ago(20))),
        ),
        (
            on(ended(90), rx(id="again", started_on=ago(28))),
            on(ended(90), rx(id="again", started_on=ago(29))),
        ),
    ],
    "naloxone": [
        (on(rx(), naloxone=None), on(naloxone=None)),
        (
            on(rx(), naloxone=Naloxone(ago(700), expires_on=ago(1))),
            on(rx(), naloxone=Naloxone(ago(700), expires_on=ON)),
        ),
        (on(rx(), naloxone=None), on(rx(), naloxone=Naloxone(ago(3), is_declined=True))),
        (
            on(rx(), told=told(naloxone="no", naloxone_on=ago(2))),
            on(rx(), told=told(naloxone="no", naloxone_on=ago(31))),
        ),
        (
            on(rx(), naloxone=None, told=told(naloxone="no", naloxone_on=ago(2))),
            on(rx(), naloxone=None, told=told(naloxone="offer_declined", naloxone_on=ago(2))),
        ),
    ],
}

Later = Callable[[Facts], Facts]

# An answer to the first lapses with the second, and holds for the third.
LAPSES: dict[str, tuple[Facts, Facts, Facts]] = {
    "dose_range": (on(rx(mg=130)), on(rx(mg=135)), on(rx(mg=125))),
    "ecg": (on(rx(mg=110)), on(rx(mg=115)), on(rx(mg=105))),
    "sedatives": (
        on(rx(), risks=risk("alcohol")),
        on(rx(), risks=(*risk("alcohol"), *risk("z_drug"))),
        replace(on(rx(), risks=risk("alcohol")), on=ON + timedelta(days=90)),
    ),
    "low_heroin": (
        on(rx(mg=50), told=told(heroin_days=5, heroin_on=ago(9))),
        on(rx(mg=45), told=told(heroin_days=5, heroin_on=ago(9))),
        on(rx(mg=55), told=told(heroin_days=5, heroin_on=ago(9))),
    ),
    "qtc": (
        on(rx(), ecgs=ecg(20, 460)),
        on(rx(), ecgs=(*ecg(20, 460), *ecg(3, 465))),
        on(rx(), ecgs=(*ecg(20, 460), *ecg(3, None))),
    ),
    "naloxone": (
        on(rx(), naloxone=Naloxone(ago(700), expires_on=ago(3))),
        on(rx(), naloxone=Naloxone(ago(600), expires_on=ago(1))),
        replace(on(rx(), naloxone=Naloxone(ago(700), expires_on=ago(3))), has_injected=True),
    ),
}
