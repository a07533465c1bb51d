"""Step 2: how use of heroin and crack changed, what is agreed about it, and tests beside TOPs."""

from audits.case_facts import CaseFacts, GoalFact, Record, TestFact, TopFact
from audits.period import AuditDay
from audits.step import Direction, Finding, Indicator, exception, met, not_met, not_recorded
from audits.steps import sources
from audits.steps.examples_02 import CATEGORY, CONCORDANCE, TOWARDS
from reviews.top_change import CATEGORY_WORDS, Category, change
from rodt.dates import days_between
from rodt.words import and_list, nhs_date

DRUGS = {"opiates_days": "Opiates", "crack_days": "Crack"}
# What goals call them: free words.
CALLED = {"opiates_days": ("heroin", "opiate", "opioid"), "crack_days": ("crack",)}
GOOD = (Category.ABSTINENT, Category.RELIABLY_IMPROVED, Category.FEWER)
ALL_CATEGORIES = (
    Category.ABSTINENT,
    Category.FEWER,
    Category.SAME,
    Category.MORE,
    Category.NEW_USE,
    Category.NOT_APPLICABLE,
    Category.UNKNOWN,
)
STOPPED, FEWER_DAYS = "Stopped what they used at the start", "Fewer days, of all they used"
NO_BETTER, NOT_KNOWN = "The same, more days or new use", "Days of use not answered"
USED_NEITHER = "Used neither, then or now"
HAS_STEP, NO_GOAL = "A goal with a next step ahead", "No open goal about it"
NO_DAY, PAST = "A goal, its next step without a day", "A goal, the day of its next step past"
AGREE, TEST_ONLY = "Test and TOP agree", "Found in the test, none told at the TOP"
TOLD_ONLY, TOP_BLANK = "Told at the TOP, not found in the test", "The TOP leaves opiates blank"


def has_two_tops(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on) and _start_and_now(case, day) is not None


def _start_and_now(case: CaseFacts, day: AuditDay) -> tuple[TopFact, TopFact] | None:
    first, now = case.start_top(), case.latest_top(day.on)
    if first is None or now is None or now.on <= first.on:
        return None
    return (first, now) if day.within(now.on, day.rules.status_window_days) else None


def outcome_category(case: CaseFacts, day: AuditDay) -> Finding:
    """Opiates and crack, each by itself, from the start to the latest TOP. Met when neither is the
    same or more, and one at least became less."""
    both = _start_and_now(case, day)
    assert both is not None
    first, now = both
    found = {
        name: change(item, getattr(first, item), getattr(now, item)).category
        for item, name in DRUGS.items()
    }
    evidence = (Record("TOP", first.on, first.id), Record("TOP", now.on, now.id))
    words = and_list([f"{name.lower()} {CATEGORY_WORDS[way]}" for name, way in found.items()])
    reason = f"From {nhs_date(first.on)} to {nhs_date(now.on)}: {words}."
    marks = [mark(name, way) for name, way in found.items()]
    ways = set(found.values())
    if ways - {*GOOD, Category.NOT_APPLICABLE, Category.UNKNOWN}:
        return not_met(reason, NO_BETTER, evidence=evidence, marks=marks)
    if Category.UNKNOWN in ways:
        return not_recorded(
            reason,
            NOT_KNOWN,
            evidence=evidence,
            marks=marks,
            would_change="Ask for days of opiates and of crack at the next TOP. 0 is an answer.",
        )
    if ways == {Category.NOT_APPLICABLE}:
        return exception(reason, USED_NEITHER, evidence=evidence, marks=marks)
    has_stopped = ways <= {Category.ABSTINENT, Category.NOT_APPLICABLE}
    return met(reason, STOPPED if has_stopped else FEWER_DAYS, evidence=evidence, marks=marks)


def mark(name: str, way: Category) -> str:
    return f"{name}: {CATEGORY_WORDS[way]}"


def may_use(case: CaseFacts, day: AuditDay) -> bool:
    """Using at the latest TOP, or nobody knows. How old it may be is asked by 2.1."""
    if not case.on_ost(day.on):
        return False
    now = case.latest_top(day.on)
    return now is None or any(getattr(now, item) != 0 for item in DRUGS)


def working_towards(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by an open goal on a drug that is used, with a next step whose day is not past."""
    now = case.latest_top(day.on)
    used = [item for item in DRUGS if now is not None and getattr(now, item)]
    if now is None or not used:
        return not_recorded(
            "No TOP of this treatment says whether opiates or crack are used.",
            NOT_KNOWN,
            would_change="Ask for days of opiates and of crack at the next TOP.",
        )
    record = Record("TOP", now.on, now.id)
    told = and_list([f"{DRUGS[item].lower()} on {getattr(now, item)} of 28 days" for item in used])
    said = f"At the TOP of {nhs_date(now.on)}: {told}"
    goals = [g for g in case.goals if g.is_open_on(day.on) and _is_about(g, used)]
    if not goals:
        would = "Ask what they would like to change. Fewer days is a goal."
        reason = f"{said}. No open goal is about it."
        return not_met(reason, NO_GOAL, evidence=record, would_change=would)
    steps = [g.next_on for g in goals if g.next_on is not None]
    if not steps:
        reason = f"{said}. A goal is about it; its next step has no day."
        return not_met(reason, NO_DAY, evidence=record, would_change="Agree by when.")
    if max(steps) < day.on:
        reason = f"{said}. The next step was for {nhs_date(max(steps))}."
        return not_met(reason, PAST, evidence=record, would_change="Agree the next step.")
    return met(f"{said}. The next step is for {nhs_date(max(steps))}.", HAS_STEP, evidence=record)


def _is_about(goal: GoalFact, used: list[str]) -> bool:
    called = goal.substance.lower()
    return any(word in called for item in used for word in CALLED[item])


def _pair(case: CaseFacts, day: AuditDay) -> tuple[TestFact, TopFact] | None:
    """The last test of the period that looked for opiates, with the nearest TOP within 28 days."""
    for test in reversed(case.tests):
        if test.opiates is None or not day.in_period(test.on):
            continue
        near = [(abs(days_between(top.on, test.on)), top.on, top) for top in case.tops]
        near = [item for item in near if item[0] <= day.rules.test_and_top_days]
        if near:
            return test, min(near, key=lambda item: item[:2])[2]
    return None


def has_pair(case: CaseFacts, day: AuditDay) -> bool:
    return _pair(case, day) is not None


def concordance(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when a test and the TOP beside it say the same of opiates."""
    pair = _pair(case, day)
    assert pair is not None
    test, top = pair
    evidence = (Record("drug test", test.on, test.id), Record("TOP", top.on, top.id))
    if top.opiates_days is None:
        return not_recorded(
            f"The TOP of {nhs_date(top.on)} leaves days of opiates blank.",
            TOP_BLANK,
            evidence=evidence,
            would_change="Ask for days of opiates at the next TOP.",
        )
    result = "found" if test.opiates else "not found"
    reason = (
        f"Test of {nhs_date(test.on)}: opiates {result}."
        f" TOP of {nhs_date(top.on)}: {top.opiates_days} of 28 days."
    )
    if test.opiates == (top.opiates_days > 0):
        return met(reason, AGREE, evidence=evidence)
    return not_met(
        reason,
        TEST_ONLY if test.opiates else TOLD_ONLY,
        evidence=evidence,
        would_change="Talk about both with them, and do a TOP at the next review.",
    )


OUTCOME_CATEGORY = Indicator(
    code="2.2",
    version=1,
    effective_from=sources.FROM,
    title="Use of opiates and crack since the start",
    sub="Each by itself, from the TOP at the start to the latest",
    of_whom="People on opioid substitution treatment on the day with a TOP at the start and a later"
    " one within 182 days",
    counted="Of opiates and crack, nothing is used on the same or more days than at the start, and"
    " one at least was stopped or is used on fewer days",
    set_apart="Used neither, at the start or at the latest TOP",
    counted_words="stopped, or use on fewer days than at the start",
    other_words="use on the same or more days, or something new",
    direction=Direction.DESCRIPTIVE,
    eligible=has_two_tops,
    assess=outcome_category,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Told by the person. How many days fewer are more than chance is not verified for"
    " opiates or crack, so none are called reliable. Being on treatment is never counted as"
    " using.",
    look_back="From the start to the latest TOP",
    examples=CATEGORY,
    numbers=("status_window_days",),
    signs=tuple(mark(name, way) for name in DRUGS.values() for way in ALL_CATEGORIES),
    signs_head="Each drug by itself",
)
WORKING_TOWARDS = Indicator(
    code="2.3",
    version=1,
    effective_from=sources.FROM,
    title="Working towards a change of use",
    sub="An open goal about it, with a next step ahead",
    of_whom="People on opioid substitution treatment on the day who use opiates or crack at the"
    " latest TOP, and those of whom that is not known",
    counted="An open goal is about a drug they use, and the day of its next step is not past",
    set_apart="Nobody",
    counted_words="have a goal about their use with a next step ahead",
    other_words="have no such goal, or no next step ahead",
    direction=Direction.UP,
    eligible=may_use,
    assess=working_towards,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Fewer days is a goal like any other. A goal says what it is about in free words:"
    " heroin, opiates, opioids or crack are looked for.",
    look_back="On the day",
    examples=TOWARDS,
)
TEST_CONCORDANCE = Indicator(
    code="2.4",
    version=1,
    effective_from=sources.FROM,
    title="Tests beside TOPs",
    sub="The last test of the period, and the TOP within 28 days of it",
    of_whom="People with a test of the period that looked for opiates, and a TOP within 28 days of"
    " it",
    counted="Both say that opiates were used, or both that they were not",
    set_apart="Nobody",
    counted_words="have a test and a TOP that say the same of opiates",
    other_words="have a test and a TOP that differ",
    direction=Direction.DESCRIPTIVE,
    eligible=has_pair,
    assess=concordance,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A test looks back a few days, a TOP 28. Where they differ it is a reason to talk, never"
    " to punish. A test cannot tell on a day with morphine, diamorphine or dihydrocodeine"
    " prescribed (known, not verified here): it is set aside.",
    look_back="The period",
    examples=CONCORDANCE,
    numbers=("test_and_top_days",),
)
