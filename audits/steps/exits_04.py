"""Step 4, after the start: the good ending talked about again, and people who show recovery."""

from audits.case_facts import CaseFacts, Record
from audits.people import away, contact, methadone, naltrexone, person, vision
from audits.period import AuditDay
from audits.starts import new_start
from audits.step import Direction, Example, Finding, Indicator, Outcome, met, not_met
from audits.steps import sources
from patients.models import Contact
from rodt.dates import add_days
from rodt.words import nhs_date

ALIVE, LONG_AGO = "A good ending talked about within 12 months", "Last talked about before that"
NEVER = "No good ending described"
SHOWS_RECOVERY = frozenset(
    {Contact.With.PEER.value, Contact.With.RECOVERY_WORKER.value, Contact.With.MUTUAL_AID.value}
)
MET_SOMEBODY, MET_LATER = "Met somebody who shows recovery", "Met somebody, but later"
MET_NOBODY, LEFT_FIRST = "Met nobody who shows recovery", "Left before day 84 without"


def on_treatment_a_year(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.exit_alive_after_days)


def alive(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by words within 12 months: said for the first time, said again, or changed."""
    if not case.visions:
        return not_met(
            "What a good ending would look like is not on record.",
            NEVER,
            would_change="Ask what a good ending would look like. No date is needed.",
        )
    last = max(case.visions, key=lambda item: item.on)
    said = f"What a good ending would look like was last talked about on {nhs_date(last.on)}."
    if day.within(last.on, day.rules.exit_alive_window_days):
        return met(said, ALIVE, evidence=last)
    return not_met(said, LONG_AGO, evidence=last, would_change="Ask whether it is still true.")


def started(case: CaseFacts, day: AuditDay) -> bool:
    return new_start(case, day, day.rules.met_recovery_days) is not None


def met_recovery(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by one attended contact with a peer worker, a recovery worker or a mutual aid visitor by
    day 84. Whoever left before counts like everybody: leaving early is a loss."""
    spell = new_start(case, day, day.rules.met_recovery_days)
    assert spell is not None
    by_on = add_days(spell.started_on, day.rules.met_recovery_days)
    found = sorted(
        (item.on, item.id)
        for item in case.contacts
        if item.with_role in SHOWS_RECOVERY and item.on >= spell.started_on
    )
    if found:
        first = Record("contact", *found[0])
        said = f"First met somebody who shows recovery on {nhs_date(first.on)}"
        if first.on <= by_on:
            return met(f"{said}.", MET_SOMEBODY, evidence=first)
        return not_met(
            f"{said}, after day 84 ({nhs_date(by_on)}).",
            MET_LATER,
            evidence=first,
            would_change="Nothing any more: they have met somebody, only later.",
        )
    if spell.ended_on is not None and spell.ended_on < by_on:
        left_on = nhs_date(spell.ended_on)
        return not_met(
            f"Left on {left_on}, having met nobody who shows recovery.",
            LEFT_FIRST,
            would_change="Should they come back: introduce them to somebody early, if they wish.",
        )
    return not_met(
        "No contact with a peer worker, recovery worker or mutual aid visitor is on record since"
        " the start.",
        MET_NOBODY,
        would_change="Introduce them to somebody who has been there, if they wish.",
    )


ALIVE_EXAMPLES = (
    Example("Talked about a month ago", person(visions=(vision(30),)), Outcome.MET, ALIVE),
    Example("365 days ago: still counts", person(visions=(vision(365),)), Outcome.MET, ALIVE),
    Example("366 days ago", person(visions=(vision(366),)), Outcome.NOT_MET, LONG_AGO),
    Example("On the audit's day", person(visions=(vision(0),)), Outcome.MET, ALIVE),
    Example(
        "Described two years ago, and the same words confirmed last spring",
        person(started=900, visions=(vision(800), vision(180))),
        Outcome.MET,
        ALIVE,
    ),
    Example("Never described", person(), Outcome.NOT_MET, NEVER),
    Example("On treatment for 365 days", person(started=365), Outcome.NOT_MET, NEVER),
    Example("On treatment for 364 days", person(started=364), Outcome.NOT_APPLICABLE),
    Example(
        "Back after 40 days without, 200 days ago",
        person(started=900, prescribed=[methadone(900, 240), methadone(200)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Twenty years on treatment, talked about this year: like anybody",
        person(started=7300, visions=(vision(100),)),
        Outcome.MET,
        ALIVE,
    ),
    Example("In custody: counted like everybody", person(pauses=(away(30),)), Outcome.NOT_MET),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)
MET_EXAMPLES = (
    Example(
        "Met a peer worker on day 3",
        person(started=200, contacts=(contact(197, "peer"),)),
        Outcome.MET,
        MET_SOMEBODY,
    ),
    Example(
        "Met a mutual aid visitor",
        person(started=200, contacts=(contact(150, "mutual_aid"),)),
        Outcome.MET,
    ),
    Example(
        "Met a recovery worker on day 84",
        person(started=200, contacts=(contact(116, "recovery_worker"),)),
        Outcome.MET,
    ),
    Example(
        "Met a peer worker on day 85",
        person(started=200, contacts=(contact(115, "peer"),)),
        Outcome.NOT_MET,
        MET_LATER,
    ),
    Example(
        "Met a peer worker the day before the first dose only",
        person(started=201, prescribed=[methadone(200)], contacts=(contact(201, "peer"),)),
        Outcome.NOT_MET,
        MET_NOBODY,
    ),
    Example(
        "Met the keyworker only",
        person(started=200, contacts=(contact(197),)),
        Outcome.NOT_MET,
        MET_NOBODY,
    ),
    Example(
        "Left on day 20 without",
        person(started=200, ended=180, end_reason="left", prescribed=[methadone(200, 180)]),
        Outcome.NOT_MET,
        LEFT_FIRST,
    ),
    Example(
        "Left on day 20, met a peer worker on day 5",
        person(
            started=200,
            ended=180,
            end_reason="left",
            prescribed=[methadone(200, 180)],
            contacts=(contact(195, "peer"),),
        ),
        Outcome.MET,
    ),
    Example("Started 84 days ago", person(started=84), Outcome.NOT_MET, MET_NOBODY),
    Example("Started 83 days ago", person(started=83), Outcome.NOT_APPLICABLE),
    Example("Started on the first day of the period", person(started=364), Outcome.NOT_MET),
    Example("Started the day before the period", person(started=365), Outcome.NOT_APPLICABLE),
)

EXIT_ALIVE = Indicator(
    code="4.2",
    version=1,
    effective_from=sources.FROM,
    title="A good ending talked about again",
    sub="In the person's own words, within 12 months",
    of_whom="People on opioid substitution treatment on the day, for at least 365 days",
    counted="In the last 365 days they were asked what a good ending would look like, and their"
    " words were recorded, confirmed or changed",
    set_apart="Nobody",
    counted_words="have talked about a good ending within 12 months",
    other_words="have not talked about a good ending within 12 months",
    direction=Direction.UP,
    eligible=on_treatment_a_year,
    assess=alive,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="“I want to stay on this” is a full answer, however long somebody has been on it.",
    look_back="365 days",
    examples=ALIVE_EXAMPLES,
    numbers=("exit_alive_after_days", "exit_alive_window_days"),
)
MET_RECOVERY = Indicator(
    code="4.3",
    version=1,
    effective_from=sources.FROM,
    title="Met somebody who shows recovery",
    sub="A peer worker, recovery worker or mutual aid visitor, in the first 12 weeks",
    of_whom="People who newly started opioid substitution treatment in the period, at least 84"
    " days before its end",
    counted="By day 84 they attended a contact with a peer worker, a recovery worker or a mutual"
    " aid visitor",
    set_apart="Nobody",
    counted_words="met somebody who shows recovery in their first 12 weeks",
    other_words="did not, in their first 12 weeks",
    direction=Direction.UP,
    eligible=started,
    assess=met_recovery,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Date and kind of a meeting are counted, never what was said. Whoever left early counts"
    " like everybody.",
    look_back="From the start to day 84",
    examples=MET_EXAMPLES,
    numbers=("met_recovery_days",),
)
