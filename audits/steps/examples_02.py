"""Worked examples of step 2: change of use, working towards it, tests beside TOPs."""

from audits.people import away, clouded_test, goal, methadone, naltrexone, person, test, top
from audits.step import Example, Outcome

_NONE = {"opiates_days": 0, "crack_days": 0}


def _use(opiates: int | None, crack: int | None = 0) -> dict[str, int | None]:
    return {"opiates_days": opiates, "crack_days": crack}


def _start(opiates: int | None = 28, crack: int | None = 0):  # type: ignore[no-untyped-def]
    return top(400, stage="start", **_use(opiates, crack))


CATEGORY = (
    Example(
        "Opiates stopped",
        person(tops=(_start(), top(30, **_NONE))),
        Outcome.MET,
        "Stopped what they used at the start",
    ),
    Example(
        "One day fewer",
        person(tops=(_start(28), top(30, **_use(27)))),
        Outcome.MET,
        "Fewer days, of all they used",
    ),
    Example(
        "Opiates stopped, crack on fewer days",
        person(tops=(_start(28, 20), top(30, **_use(0, 10)))),
        Outcome.MET,
        "Fewer days, of all they used",
    ),
    Example(
        "As many days as at the start",
        person(tops=(_start(20), top(30, **_use(20)))),
        Outcome.NOT_MET,
        "The same, more days or new use",
    ),
    Example(
        "Opiates stopped, crack new",
        person(tops=(_start(), top(30, **_use(0, 1)))),
        Outcome.NOT_MET,
        "The same, more days or new use",
    ),
    Example(
        "Neither then nor now",
        person(tops=(_start(0), top(30, **_NONE))),
        Outcome.EXCEPTION,
        "Used neither, then or now",
    ),
    Example(
        "Crack left blank now: not known",
        person(tops=(_start(), top(30, **_use(0, None)))),
        Outcome.NOT_RECORDED,
        "Days of use not answered",
    ),
    Example(
        "Crack left blank, opiates on more days: known enough",
        person(tops=(_start(10), top(30, **_use(20, None)))),
        Outcome.NOT_MET,
    ),
    Example("Latest TOP 182 days ago", person(tops=(_start(), top(182, **_NONE))), Outcome.MET),
    Example(
        "Latest TOP 183 days ago",
        person(tops=(_start(), top(183, **_NONE))),
        Outcome.NOT_APPLICABLE,
    ),
    Example("No TOP at the start", person(tops=(top(30, **_NONE),)), Outcome.NOT_APPLICABLE),
    Example("The TOP at the start only", person(tops=(_start(),)), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], tops=(_start(), top(30, **_NONE))),
        Outcome.NOT_APPLICABLE,
    ),
)


def _using(*goals, opiates: int | None = 10, crack: int | None = 0, days: int = 30):  # type: ignore[no-untyped-def]
    return person(tops=(top(days, **_use(opiates, crack)),), goals=goals)


def _goal(substance: str = "heroin", next_in: int | None = 7, closed: int | None = None):  # type: ignore[no-untyped-def]
    return goal("overcoming_dependence", substance=substance, next_in=next_in, closed=closed)


TOWARDS = (
    Example("A goal, next step next week", _using(_goal()), Outcome.MET),
    Example("Next step due on the day", _using(_goal(next_in=0)), Outcome.MET),
    Example(
        "Next step was for the day before",
        _using(_goal(next_in=-1)),
        Outcome.NOT_MET,
        "A goal, the day of its next step past",
    ),
    Example(
        "Next step without a day",
        _using(_goal(next_in=None)),
        Outcome.NOT_MET,
        "A goal, its next step without a day",
    ),
    Example("No goal", _using(), Outcome.NOT_MET, "No open goal about it"),
    Example(
        "A goal about alcohol only",
        _using(_goal("alcohol")),
        Outcome.NOT_MET,
        "No open goal about it",
    ),
    Example(
        "The goal was closed",
        _using(_goal(closed=3)),
        Outcome.NOT_MET,
        "No open goal about it",
    ),
    Example("Crack used, a goal about Crack", _using(_goal("Crack"), crack=4), Outcome.MET),
    Example(
        "Crack used, a goal about heroin",
        _using(_goal(), opiates=0, crack=4),
        Outcome.NOT_MET,
        "No open goal about it",
    ),
    Example("Uses neither", _using(opiates=0), Outcome.NOT_APPLICABLE),
    Example(
        "Crack left blank, no opiates",
        _using(opiates=0, crack=None),
        Outcome.NOT_RECORDED,
        "Days of use not answered",
    ),
    Example("No TOP", person(), Outcome.NOT_RECORDED, "Days of use not answered"),
    Example("The latest TOP a year ago", _using(_goal(), days=365), Outcome.MET),
    Example(
        "In custody: counted like everybody",
        person(tops=(top(30, **_use(10)),), pauses=(away(20),)),
        Outcome.NOT_MET,
    ),
    Example(
        "Transferred away yesterday",
        person(ended=1, end_reason="transferred", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
)


def _beside(result: bool | None, opiates: int | None, *, tested: int = 30, topped: int = 30):  # type: ignore[no-untyped-def]
    return person(tests=(test(tested, result),), tops=(top(topped, opiates_days=opiates),))


CONCORDANCE = (
    Example("Found, and told", _beside(True, 3), Outcome.MET, "Test and TOP agree"),
    Example("Not found, none told", _beside(False, 0), Outcome.MET, "Test and TOP agree"),
    Example(
        "Found, none told",
        _beside(True, 0),
        Outcome.NOT_MET,
        "Found in the test, none told at the TOP",
    ),
    Example(
        "Not found, told",
        _beside(False, 28),
        Outcome.NOT_MET,
        "Told at the TOP, not found in the test",
    ),
    Example("28 days apart", _beside(True, 3, topped=58), Outcome.MET),
    Example("29 days apart", _beside(True, 3, topped=59), Outcome.NOT_APPLICABLE),
    Example("The TOP after the test", _beside(True, 3, topped=2), Outcome.MET),
    Example(
        "The TOP leaves opiates blank",
        _beside(True, None),
        Outcome.NOT_RECORDED,
        "The TOP leaves opiates blank",
    ),
    Example("Opiates were not looked for", _beside(None, 3), Outcome.NOT_APPLICABLE),
    Example(
        "It finds the medicine prescribed",
        person(tests=(clouded_test(30),), tops=(top(30, opiates_days=0),)),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "The last test looked for other things: the one before counts",
        person(tests=(test(40, True), test(20, None)), tops=(top(30, opiates_days=0),)),
        Outcome.NOT_MET,
    ),
    Example("On the first day of the period", _beside(True, 3, tested=364), Outcome.NOT_APPLICABLE),
    Example(
        "On the first day of the period, the TOP that day",
        _beside(True, 3, tested=364, topped=364),
        Outcome.MET,
    ),
    Example(
        "The day before the period",
        _beside(True, 3, tested=365, topped=365),
        Outcome.NOT_APPLICABLE,
    ),
    Example("Never tested", person(tops=(top(30, **_NONE),)), Outcome.NOT_APPLICABLE),
)
