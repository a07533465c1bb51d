"""Step 1: the floor of reducing harm, and what appointments are about."""

from typing import Any

from audits import harm_floor
from audits.case_facts import CaseFacts
from audits.harm_floor import LACKING, UNKNOWN
from audits.health_facts import Done
from audits.people import ago, contact, methadone, naltrexone, person
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, met, not_met, not_recorded
from audits.steps import sources
from patients.models import Contact
from rodt.dates import add_days
from rodt.words import and_list, count, sentence

COMPLETE, NOT_SAID = "Every part in place", "Not recorded whether they inject"
CONTENT = {content.value: str(content.label) for content in Contact.Content}
ASIDE = frozenset({Contact.Content.ADMINISTRATIVE.value, Contact.Content.COLLECTION.value})
ABOUT_MORE, ABOUT_LESS = "About more than administration", "About administration or scripts only"
NOT_CODED = "What it was about is not recorded"


def on_treatment(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def floor(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with every part done, declined or not needed; each part is counted by itself too."""
    found = harm_floor.answers(case, day)
    marks = [harm_floor.mark(part, answer) for part, answer in found.items()]
    lacking = [part for part, answer in found.items() if answer == LACKING]
    if lacking:
        parts = [harm_floor.words(part, LACKING, case) for part in lacking]
        one = f"{harm_floor.PARTS[lacking[0]]} lacking"
        return not_met(
            f"{sentence(and_list(parts))}.",
            one if len(lacking) == 1 else f"{count(len(lacking), 'part')} lacking",
            marks=marks,
            would_change="Offer what is lacking. Declining it is an answer.",
        )
    if UNKNOWN in found.values():
        return not_recorded(
            "Whether they have ever injected is not recorded, and no test for viruses is.",
            NOT_SAID,
            marks=marks,
            would_change="Ask whether they have ever injected.",
        )
    return met("Every part is in place, declined or not needed.", COMPLETE, marks=marks)


def _keywork(case: CaseFacts, day: AuditDay) -> list[frozenset[str]]:
    """What the keyworker's contacts of the period were about, as they were coded."""
    return [
        item.content
        for item in case.contacts
        if item.with_role == Contact.With.KEYWORKER and day.in_period(item.on)
    ]


def met_keyworker(case: CaseFacts, day: AuditDay) -> bool:
    return bool(_keywork(case, day))


def about(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when one was about more than administration or collecting. One that is not coded may
    have been."""
    coded = _keywork(case, day)
    seen = frozenset[str]().union(*coded)
    marks = [words for content, words in CONTENT.items() if content in seen]
    told = and_list([words[0].lower() + words[1:] for words in marks])
    if seen - ASIDE:
        return met(f"Contacts were about: {told}.", ABOUT_MORE, marks=marks)
    if not all(coded):
        return not_recorded(
            "What contacts were about is not recorded.",
            NOT_CODED,
            marks=marks,
            would_change="Tick what a contact was about when it is written down.",
        )
    return not_met(f"Contacts were about: {told}.", ABOUT_LESS, marks=marks)


def _all(**but: Done | None) -> dict[str, Done]:
    """Every part done a month ago, but for those named: differently, or not at all (None)."""
    done: dict[str, Done | None] = dict.fromkeys(harm_floor.PARTS, Done(ago(30)))
    done["naloxone"] = Done(ago(30), good_to=add_days(ago(0), 300))
    return {part: how for part, how in (done | but).items() if how is not None}


def _floor(injected: str = "yes", **but: Done | None) -> CaseFacts:
    return person(has_injected=injected, health=_all(**but))


FLOOR_EXAMPLES = (
    Example("Every part a month ago", _floor(), Outcome.MET, COMPLETE),
    Example(
        "The kit good to the day", _floor(naloxone=Done(ago(400), good_to=ago(0))), Outcome.MET
    ),
    Example(
        "The kit good to the day before",
        _floor(naloxone=Done(ago(30), good_to=ago(1))),
        Outcome.NOT_MET,
        "Naloxone lacking",
    ),
    Example(
        "A kit with no day on record, 365 days ago", _floor(naloxone=Done(ago(365))), Outcome.MET
    ),
    Example(
        "Naloxone offered and declined 365 days ago: an answer",
        _floor(naloxone=Done(None, ago(365))),
        Outcome.MET,
    ),
    Example(
        "Naloxone declined 366 days ago: offer it again",
        _floor(naloxone=Done(None, ago(366))),
        Outcome.NOT_MET,
        "Naloxone lacking",
    ),
    Example(
        "Tested for viruses 366 days ago, has injected",
        _floor(viruses=Done(ago(366))),
        Outcome.NOT_MET,
        "Tests for viruses lacking",
    ),
    Example("Never injected, never tested", _floor("no", viruses=None), Outcome.MET),
    Example(
        "Not asked whether they inject, never tested",
        _floor("not_asked", viruses=None),
        Outcome.NOT_RECORDED,
        NOT_SAID,
    ),
    Example("Not asked whether they inject, tested", _floor("not_asked"), Outcome.MET),
    Example("Vaccinated six years ago", _floor(hepatitis_b=Done(ago(2200))), Outcome.MET),
    Example(
        "Advice about overdose, none about storage, never vaccinated",
        _floor(storage=None, hepatitis_b=None),
        Outcome.NOT_MET,
        "2 parts lacking",
    ),
    Example("Nothing on record", person(), Outcome.NOT_MET, "4 parts lacking"),
    Example(
        "Transferred away yesterday",
        person(ended=1, end_reason="transferred", prescribed=[methadone(400, 1)], health=_all()),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], health=_all()),
        Outcome.NOT_APPLICABLE,
    ),
)


def _met(*contacts: Any) -> CaseFacts:
    return person(contacts=contacts)


ABOUT_EXAMPLES = (
    Example("About health", _met(contact(30, "keyworker", "health")), Outcome.MET, ABOUT_MORE),
    Example(
        "About collecting once, about family once",
        _met(contact(30, "keyworker", "collection"), contact(60, "keyworker", "social")),
        Outcome.MET,
    ),
    Example(
        "About administration only",
        _met(contact(30, "keyworker", "administrative")),
        Outcome.NOT_MET,
        ABOUT_LESS,
    ),
    Example(
        "About collecting a script only",
        _met(contact(30, "keyworker", "collection")),
        Outcome.NOT_MET,
    ),
    Example("Not coded", _met(contact(30, "keyworker")), Outcome.NOT_RECORDED, NOT_CODED),
    Example(
        "One about administration, one not coded",
        _met(contact(30, "keyworker", "administrative"), contact(60, "keyworker")),
        Outcome.NOT_RECORDED,
    ),
    Example(
        "About health, with the nurse", _met(contact(30, "nurse", "health")), Outcome.NOT_APPLICABLE
    ),
    Example(
        "On the first day of the period", _met(contact(364, "keyworker", "health")), Outcome.MET
    ),
    Example(
        "The day before the period",
        _met(contact(365, "keyworker", "health")),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Left since: their contacts count too",
        person(
            ended=10,
            end_reason="left",
            prescribed=[methadone(400, 10)],
            contacts=(contact(30, "keyworker", "harm_reduction"),),
        ),
        Outcome.MET,
    ),
    Example("No contact with the keyworker", person(), Outcome.NOT_APPLICABLE),
)

HARM_FLOOR = Indicator(
    code="1.2",
    version=1,
    effective_from=sources.FROM,
    title="The floor of reducing harm",
    sub="Naloxone, tests for viruses, hepatitis B vaccination and advice",
    of_whom="People on opioid substitution treatment on the day",
    counted="A naloxone kit that is in date; a test for viruses within 365 days where they have"
    " ever injected; a hepatitis B vaccination; advice about overdose and about safe storage within"
    " 365 days. What was offered and declined within 365 days counts as done",
    set_apart="Nobody",
    counted_words="have every part in place",
    other_words="lack at least one part",
    direction=Direction.UP,
    eligible=on_treatment,
    assess=floor,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="All or none hides which part is lacking: read each by itself. A kit with no day on it"
    " counts for 365 days. Any hepatitis B vaccination counts, however many doses.",
    look_back="365 days",
    examples=FLOOR_EXAMPLES,
    numbers=("harm_window_days",),
    signs=harm_floor.possible(),
    signs_head="Each part by itself",
)
APPOINTMENTS = Indicator(
    code="1.3",
    version=1,
    effective_from=sources.FROM,
    title="What keywork is about",
    sub="Contacts with the keyworker in the period",
    of_whom="People who attended a contact with their keyworker in the period",
    counted="At least one was about more than administration or collecting a script",
    set_apart="Nobody",
    counted_words="talked with their keyworker about more than administration",
    other_words="met their keyworker about administration or scripts only",
    direction=Direction.DESCRIPTIVE,
    eligible=met_keyworker,
    assess=about,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="People are counted, not contacts: of each it is said what was talked about at all. It"
    " is as honest as the ticks are.",
    look_back="The period",
    examples=ABOUT_EXAMPLES,
    signs=tuple(CONTENT.values()),
    signs_head="What was talked about, with how many people",
)
