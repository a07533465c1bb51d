"""Step 3: Encourage more patients to take opportunities for achieving greater recovery."""

from audits import coming_off
from audits.case_facts import CaseFacts, Record
from audits.people import methadone, naltrexone, options, person
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, Step, met, not_met
from audits.steps import sources
from audits.steps.examples_06_leaving import AGREEMENT as AGREEMENT_EXAMPLES
from audits.steps.step_03_offer_to_the_stable import OFFER_TO_THE_STABLE
from rodt.words import nhs_date

TALKED = "Options talked about, and what they would like written down"
NO_TALK = "No talk about options in 12 months"
NO_PREFERENCE = "Options talked about, what they would like not written down"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost_for(day.on, day.rules.options_after_days)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by one conversation within 12 months that names options and the person's own wish."""
    talks = [
        talk
        for talk in case.options
        if talk.options and day.within(talk.on, day.rules.options_window_days)
    ]
    if not talks:
        return not_met(
            "No talk about options is on record in the last 12 months.",
            NO_TALK,
            would_change="Talk about all options, none better than another, and write down what"
            " they would like.",
        )
    whole = [talk for talk in talks if talk.has_preference]
    last = max(whole or talks, key=lambda talk: talk.on)
    record = Record("talk about options", last.on, last.id)
    if whole:
        return met(
            f"Options and their own wish were talked about on {nhs_date(last.on)}.",
            TALKED,
            evidence=record,
        )
    return not_met(
        f"Options were talked about on {nhs_date(last.on)}; what they would like is not written"
        " down.",
        NO_PREFERENCE,
        evidence=record,
        would_change="Ask what they would like, and write it down in their words.",
    )


EXAMPLES = (
    Example(
        "Options and own wish on record, a month ago",
        person(options=(options(30),)),
        Outcome.MET,
        TALKED,
    ),
    Example("365 days ago: still counts", person(options=(options(365),)), Outcome.MET, TALKED),
    Example(
        "366 days ago: too long ago", person(options=(options(366),)), Outcome.NOT_MET, NO_TALK
    ),
    Example("No talk on record", person(), Outcome.NOT_MET, NO_TALK),
    Example(
        "Options named, wish left blank",
        person(options=(options(30, preference=False),)),
        Outcome.NOT_MET,
        NO_PREFERENCE,
    ),
    Example(
        "An older talk with the wish, a newer one without: the older counts",
        person(options=(options(200), options(30, preference=False))),
        Outcome.MET,
        TALKED,
    ),
    Example(
        "Wish and options in two different talks: neither is whole",
        person(options=(options(200, number=0), options(30, preference=False))),
        Outcome.NOT_MET,
        NO_PREFERENCE,
    ),
    Example("On treatment for 83 days", person(started=83), Outcome.NOT_APPLICABLE),
    Example("On treatment for 84 days", person(started=84), Outcome.NOT_MET, NO_TALK),
    Example(
        "Back after 40 days without: 60 days on treatment since",
        person(started=400, prescribed=[methadone(400, 100), methadone(60)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "Back after 20 days without: the same spell",
        person(started=400, prescribed=[methadone(400, 80), methadone(60)]),
        Outcome.NOT_MET,
        NO_TALK,
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

OPTIONS_CONVERSATION = Indicator(
    code="3.1",
    version=1,
    effective_from=sources.FROM,
    title="Options talked about",
    sub="Options, and what the person would like, on record within 12 months",
    of_whom="People on opioid substitution treatment on the day, for at least 84 days",
    counted="In the last 365 days options were talked about, and what the person would like was"
    " written down",
    set_apart="Nobody",
    counted_words="have talked about their options within 12 months",
    other_words="have no such talk on record",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.KEYWORKER_GUIDE, sources.NICE_QS23),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="It counts what the person would like, whatever that is. Staying as it is counts.",
    look_back="365 days",
    examples=EXAMPLES,
    numbers=("options_after_days", "options_window_days"),
)

AGREEMENT = Indicator(
    code="3.3",
    version=1,
    effective_from=sources.FROM,
    title="Reductions to zero are agreed",
    sub="In the person’s own words",
    of_whom="People whose prescription began a reduction to zero in the period",
    counted="For each of them the person’s agreement is on record, in their words",
    set_apart="A clinician wrote down that going on was unsafe",
    counted_words="who come off agreed to it in their own words",
    other_words="have no such agreement on record",
    direction=Direction.UP,
    eligible=coming_off.began_in_period,
    assess=coming_off.agreed,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="It guards against reductions that nobody asked for. Nobody has to reduce.",
    look_back="The period",
    examples=AGREEMENT_EXAMPLES,
)

STEP = Step(
    number=3,
    title="Encourage more patients to take opportunities for achieving greater recovery",
    short_title="Encourage opportunities for greater recovery",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Help people who are stable to consider further steps, coming off medication among them,"
    " when they themselves are ready.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.KEYWORKER_GUIDE),
    self_assess="How options are presented without implying that one is better; what is on offer;"
    " how wishes are acted on.",
    indicators=(OPTIONS_CONVERSATION, OFFER_TO_THE_STABLE, AGREEMENT),
    headline="3.1",
    guard="Some people need treatment for long, some for life. That is no failure.",
)
