"""Checks of what else is taken, of pregnancy, children, liver, viruses, tolerance and naloxone.
Pure. Source: domain/prescribing.md §6 and §7."""

from collections.abc import Iterator
from datetime import date

from prescribing.doses import run_length, waits_for_prescriber
from prescribing.safety.facts import ANY_BUPRENORPHINE, MOVED_ON, TAKES_HOME, Facts
from prescribing.safety.finding import Found, part
from prescribing.safety.limits import Limits
from rodt.dates import Span
from rodt.words import and_list, date_range, nhs_date

SEDATIVES = {
    "benzodiazepine": "a benzodiazepine",
    "gabapentinoid": "pregabalin or gabapentin",
    "alcohol": "alcohol dependence",
    "other_opioid": "another opioid",
    "z_drug": "a sleeping tablet (Z-drug)",
    "antipsychotic": "a sedating antipsychotic",
}


def sedatives(facts: Facts, limits: Limits) -> Iterator[Found]:
    risks = facts.risk_kinds(frozenset(SEDATIVES))
    if risks and facts.on_ost:
        words = [risk.name or SEDATIVES[risk.kind] for risk in risks]
        yield Found(
            f"Recorded beside the prescription: {and_list(words)}. Together they slow breathing.",
            tuple(part(risk.kind, risk.from_on) for risk in risks),
        )


def pregnancy(facts: Facts, limits: Limits) -> Iterator[Found]:
    if facts.pregnancy is None:
        return
    on, found = facts.pregnancy
    if found in ("pregnant", "may_be") and (facts.on - on).days <= limits["pregnancy_days"]:
        said = "Pregnancy" if found == "pregnant" else "A possible pregnancy"
        yield Found(
            f"{said} was recorded on {nhs_date(on)}. A prescriber sees them within 24 hours."
            " Methadone or buprenorphine goes on. No detoxification in the first trimester."
            " The dose may need to rise in the third. A plan for the newborn.",
            (part(found, on),),
        )


def children(facts: Facts, limits: Limits) -> Iterator[Found]:
    takes_home = [rx for rx in facts.running if rx.supervision in TAKES_HOME]
    if not facts.has_children or not takes_home:
        return
    missing = [
        *(["a locked box"] if facts.locked_box_on is None else []),
        *(["advice about safe storage"] if "storage" not in facts.advice else []),
    ]
    if missing:
        yield Found(
            f"A child is at home and doses are taken home. Not recorded: {and_list(missing)}.",
            tuple(word.split()[-1] for word in missing),
        )


def driving(facts: Facts, limits: Limits) -> Iterator[Found]:
    if facts.on_ost and "driving" not in facts.advice:
        yield Found(
            "No advice about driving is recorded. Somebody with opioid dependence must tell DVLA."
            " They may be licensed after one stable year on treatment (three for lorries and"
            " buses), and are looked at each year.",
            ("driving",),
        )


def liver(facts: Facts, limits: Limits) -> Iterator[Found]:
    names = sorted({rx.medicine for rx in facts.of_group(*ANY_BUPRENORPHINE)})
    if not names:
        return
    said: list[str] = []
    parts: list[str] = []
    for risk in facts.risk_kinds(frozenset({"liver"})):
        said.append(risk.name or "liver disease")
        parts.append(part("liver", risk.from_on))
    for virus, name in (("hbv", "hepatitis B"), ("hcv_rna", "hepatitis C")):
        last = [test for test in facts.virus_tests if test.virus == virus and _is_result(test)]
        if last and last[-1].result == "positive":
            said.append(f"{name} found on {nhs_date(last[-1].on)}")
            parts.append(part(virus, last[-1].on))
    if facts.liver_test and facts.liver_test[1] == "raised":
        said.append(f"a raised liver test on {nhs_date(facts.liver_test[0])}")
        parts.append(part("lft", facts.liver_test[0]))
    if said:
        yield Found(f"{and_list(names)}, and {and_list(said)}.", tuple(parts))


def _is_result(test: object) -> bool:
    return getattr(test, "result", "") in ("positive", "negative")


def hepatitis_c(facts: Facts, limits: Limits) -> Iterator[Found]:
    """Injecting now, as last told; where that was not asked, ever having injected. A refusal
    counts as asked."""
    injects = facts.told.injects if facts.told.injects is not None else facts.has_injected
    if not injects:
        return
    known = [
        test.on
        for test in facts.virus_tests
        if test.virus in ("hcv_antibody", "hcv_rna") and test.result != "waiting"
    ]
    if not known:
        yield Found("They inject, and no hepatitis C test is recorded.", ("none",))
    elif (facts.on - known[-1]).days > limits["hepatitis_c_days"]:
        yield Found(
            f"They inject, and the last hepatitis C test was on {nhs_date(known[-1])}.",
            (part("hcv", known[-1]),),
        )


def tolerance(facts: Facts, limits: Limits) -> Iterator[Found]:
    """Each reason why tolerance may be lost, as one finding: release, leaving hospital, a stop,
    missed days nobody has decided about, a restart after a gap. It stands until a prescriber has
    decided, on that day or later."""
    said: list[str] = []
    parts: list[str] = []
    days = limits["tolerance_days"]
    decided_on = facts.told.tolerance_decided_on

    def stands(on: date) -> bool:
        is_decided = decided_on is not None and decided_on >= on
        return 0 <= (facts.on - on).days <= days and not is_decided

    for on, kind in facts.returns:
        if stands(on):
            where = "prison" if kind == "custody" else "hospital"
            said.append(f"Left {where} on {nhs_date(on)}.")
            parts.append(part("back", on))
    for first, last in facts.undecided:
        if waits_for_prescriber(run_length(Span(first, last)), in_a_row=limits.days("gap_days")):
            said.append(f"Doses missed {date_range(first, last)}.")
            parts.append(part("miss", last))
    for rx in facts.prescriptions:
        ended = rx.ended_on
        if ended is None or not rx.is_ost or rx.stop_reason in (*MOVED_ON, "died"):
            continue
        later = [
            after.started_on
            for after in facts.running
            if after.is_ost and after.started_on >= ended
        ]
        if later:
            gap = (min(later) - ended).days
            if gap >= limits["gap_days"] and stands(min(later)):
                said.append(f"Started again on {nhs_date(min(later))}, {gap} days after the last.")
                parts.append(part("gap", min(later)))
        elif not facts.on_ost and stands(ended):
            said.append(f"{rx.medicine} ended on {nhs_date(ended)}.")
            parts.append(part("end", ended))
    if said:
        yield Found(f"{' '.join(said)} Tolerance may be lost.", tuple(parts))


def naloxone(facts: Facts, limits: Limits) -> Iterator[Found]:
    """A refusal counts as offered. What was said in a review counts when it is later than the last
    supply."""
    if not facts.on_ost:
        return
    told, last = facts.told, facts.naloxone
    is_told_later = told.naloxone_on is not None and (last is None or told.naloxone_on > last.on)
    if is_told_later and told.naloxone_on is not None:
        if told.naloxone == "no":
            yield Found(
                f"No naloxone at home, as said on {nhs_date(told.naloxone_on)}."
                " A kit needs no prescription.",
                (part("said", told.naloxone_on),),
            )
        if told.naloxone in ("no", "yes", "offer_declined"):
            return
    if last is None:
        yield Found(
            "No naloxone is recorded as supplied or declined. A kit needs no prescription.",
            ("none",),
        )
    elif not last.is_declined and last.expires_on is not None and last.expires_on < facts.on:
        yield Found(
            f"The naloxone supplied on {nhs_date(last.on)} expired on"
            f" {nhs_date(last.expires_on)}. A kit needs no prescription.",
            (part("expi", last.expires_on),),
        )
