"""The kinds of health fact: table, form, words. One line of `KINDS` is all that a new kind needs.

The words are those of the page, of its history and of the person's timeline. Pure, over a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from patients.models import Answer, Fact
from prescribing.forms import health as forms
from prescribing.models import (
    Advice,
    DrugTest,
    Ecg,
    LiverTest,
    NaloxoneSupply,
    Pregnancy,
    RiskFactor,
    Vaccination,
    VirusTest,
)
from rodt.words import and_list, nhs_date, sentence, told_by_words

NEVER_A_SANCTION = "Something unexpected is a reason to talk, never a sanction by itself."


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` stands in the address. `missing`: what the page says where none is recorded. `also`:
    what its words need of other tables. `after`: what is said when one was saved."""

    code: str
    title: str
    model: type[Fact]
    form: type[Any]
    words: Callable[[Any], str]
    record: str
    missing: str
    day: str = "on"
    also: tuple[str, ...] = ()
    after: str = ""

    def day_of(self, row: Any) -> Any:
        return getattr(row, self.day)


def _note(row: Any) -> str:
    return f" {row.note.rstrip('.')}." if row.note else ""


def ecg_words(row: Ecg) -> str:
    if row.is_declined:
        return f"Offered and declined.{_note(row)}"
    read = f"QTc {row.qtc_ms} ms." if row.qtc_ms is not None else "Not read yet."
    return f"{read}{_note(row)}"


def liver_words(row: LiverTest) -> str:
    return f"{row.get_result_display()}.{_note(row)}"


def virus_words(row: VirusTest) -> str:
    said = row.get_result_display()
    return f"{row.get_virus_display()}: {said[:1].lower()}{said[1:]}."


def vaccine_words(row: Vaccination) -> str:
    name = row.get_vaccine_display()
    if row.is_declined:
        return f"{name}: offered and declined."
    return f"{name}, dose {row.dose_number}." if row.dose_number else f"{name}."


def naloxone_words(row: NaloxoneSupply) -> str:
    if row.is_declined:
        return "Offered and declined."
    expires = f", expires {nhs_date(row.expires_on)}" if row.expires_on else ""
    shown = "Shown how to use it." if row.was_trained else "Showing how is not recorded."
    return f"{row.get_product_display()}{expires}. {shown}"


def advice_words(row: Advice) -> str:
    labels = dict(Advice.Topic.choices)
    topics = [str(labels.get(topic, topic)) for topic in row.topics]
    said = "; ".join(topic[:1].lower() + topic[1:] for topic in topics)
    return f"{sentence(said)}.{_note(row)}"


def pregnancy_words(row: Pregnancy) -> str:
    due = f" Expected {nhs_date(row.due_on)}." if row.due_on else ""
    return f"{row.get_found_display()}.{due}{_note(row)}"


def risk_words(row: RiskFactor) -> str:
    kind = row.get_kind_display()
    name = f"{kind}: {row.name}" if row.name else kind
    until = f" Until {nhs_date(row.to_on)}." if row.to_on else " Goes on."
    by = f" {told_by_words(row.told_by.rstrip('.'))}." if row.told_by else ""
    return f"{name}.{until}{by}"


def test_words(row: DrugTest) -> str:
    said = [f"{and_list(row.found)} found"] if row.found else []
    said += [f"{and_list(row.not_found)} not found"] if row.not_found else []
    return f"{how_tested(row)}. {sentence('; '.join(said)) or 'No result'}."


def how_tested(row: DrugTest) -> str:
    """Urine, laboratory (Harbour Lab). Agreed to the test: yes. Taken by Dee Marsh."""
    read = row.device
    if row.method:
        read = row.get_method_display().lower() + (f" ({row.device})" if row.device else "")
    parts = [f"{row.matrix.capitalize()}{f', {read}' if read else ''}"]
    if row.consent != Answer.NOT_ASKED:
        parts.append(f"Agreed to the test: {row.get_consent_display().lower()}")
    if row.taken_by is not None:
        parts.append(f"Taken by {row.taken_by.full_name}")
    if row.confirmed:
        parts.append(row.get_confirmed_display())
    return ". ".join(parts)


test_words.__test__ = False  # type: ignore[attr-defined]  # not a test of ours, for pytest

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "naloxone",
            "Naloxone",
            NaloxoneSupply,
            forms.NaloxoneForm,
            naloxone_words,
            "Record naloxone",
            "No supply or refusal is recorded",
        ),
        Kind(
            "risk",
            "Other medicines and conditions",
            RiskFactor,
            forms.RiskForm,
            risk_words,
            "Record a medicine or condition",
            "None is recorded",
            day="from_on",
        ),
        Kind("ecg", "ECG", Ecg, forms.EcgForm, ecg_words, "Record an ECG", "None is recorded"),
        Kind(
            "virus",
            "Virus tests",
            VirusTest,
            forms.VirusForm,
            virus_words,
            "Record a virus test",
            "None is recorded",
        ),
        Kind(
            "vaccination",
            "Vaccinations",
            Vaccination,
            forms.VaccineForm,
            vaccine_words,
            "Record a vaccination",
            "None is recorded",
        ),
        Kind(
            "liver",
            "Liver test",
            LiverTest,
            forms.LiverForm,
            liver_words,
            "Record a liver test",
            "None is recorded",
        ),
        Kind(
            "pregnancy",
            "Pregnancy",
            Pregnancy,
            forms.PregnancyForm,
            pregnancy_words,
            "Record a pregnancy",
            "Nothing is recorded",
        ),
        Kind(
            "advice",
            "Advice given",
            Advice,
            forms.AdviceForm,
            advice_words,
            "Record advice",
            "None is recorded",
        ),
        Kind(
            "test",
            "Drug tests",
            DrugTest,
            forms.TestFactForm,
            test_words,
            "Record a drug test",
            "None is recorded",
            also=("taken_by",),
            after=f" {NEVER_A_SANCTION}",
        ),
    )
}
