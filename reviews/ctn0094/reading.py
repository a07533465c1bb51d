"""Reads the whole folder into participants, and counts what became of each row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reviews.ctn0094.participants import Participant, Visit
from reviews.ctn0094.prescriptions import ARM_MEDICINES, scripts_of
from reviews.ctn0094.profiles import ITEM_OF, in_recall
from reviews.ctn0094.screens import NOT_SCREENED, name_of
from reviews.ctn0094.tables import TABLES, Row, rows
from reviews.ctn0094.tally import NO_DAY, NOT_RECORDED, TWICE, UNKNOWN_PERSON, Tally
from reviews.ctn0094.visits import reason_words, was_attended

NO_PLACE = "the record has no place for it; its day counts towards the end of the episode"
NO_PLACE_AT_ALL = "the record has no place for it"


@dataclass(slots=True)
class Folder:
    """Everything that was read. `screened`: what each trial's urine screens could find."""

    people: dict[str, Participant] = field(default_factory=dict)
    screened: dict[str, set[str]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)


def read_folder(path: Path, tick: Callable[[str], None]) -> Folder:
    """Raises BadFolder with the file and line of whatever cannot be read."""
    folder = Folder(tallies={name: Tally(name) for name in TABLES})
    for name, read in READERS.items():
        tick(f"Reading {name}")
        tally = folder.tallies[name]
        for number, row in enumerate(rows(path, name, tally)):
            read(folder, row, tally)
            if number % 20_000 == 0:
                tick(f"Reading {name}")
        if name == "site_masked":
            _leave_out_who_has_no_site(folder)
        if name == "treatment":
            _count_days_without_a_dose(folder, tally)
    return folder


def _everybody(folder: Folder, row: Row, tally: Tally) -> None:
    who = row.who()
    if who in folder.people:
        return tally.reject(TWICE)
    folder.people[who] = Participant(who, row.text("project"))
    return tally.use()


def _site(folder: Folder, row: Row, tally: Tally) -> None:
    person = folder.people.get(row.who())
    if person is None:
        return tally.reject(UNKNOWN_PERSON)
    if person.site or not row.text("site_masked"):
        return tally.reject(TWICE if person.site else NOT_RECORDED)
    person.site = row.text("site_masked")
    return tally.use()


def _leave_out_who_has_no_site(folder: Folder) -> None:
    tally = folder.tallies["everybody"]
    for who in [person.who for person in folder.people.values() if not person.site]:
        del folder.people[who]
        tally.used -= 1
        tally.reject("no site is recorded for the participant")


def _known(read: Callable[[Participant, Row, Tally, Folder], None]) -> "Reader":
    """For tables about a participant: an unknown one is rejected, a day is remembered."""

    def reader(folder: Folder, row: Row, tally: Tally) -> None:
        day = row.day() if "when" in row.values else None
        person = folder.people.get(row.who())
        if person is None:
            return tally.reject(UNKNOWN_PERSON)
        if day is not None:
            person.saw(day)
        return read(person, row, tally, folder)

    return reader


Reader = Callable[[Folder, Row, Tally], None]


def _demographics(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    age, male, stable = row.age(), row.yes_or_no("is_male"), row.yes_or_no("is_living_stable")
    if age is None and not male and not stable:
        return tally.reject(NOT_RECORDED)
    person.age = age
    person.sex = male
    person.is_housed = person.is_housed or stable
    return tally.use()


def _asi(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    person.has_injected = row.yes_or_no("used_iv")
    return tally.use() if person.has_injected else tally.reject(NOT_RECORDED)


def _qol(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    homeless = row.yes_or_no("is_homeless")
    if not homeless:
        return tally.reject(NOT_RECORDED)
    if person.allocated_day is None:
        return tally.reject("the participant was not allocated, so there is no profile")
    person.is_housed = "no" if homeless == "yes" else "yes"
    return tally.use()


def _randomization(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    day = row.day()
    if row.text("which") != "1":
        return tally.reject("a later allocation: the first one says the medicine")
    if day is None:
        return tally.reject(NO_DAY)
    if row.text("treatment") not in ARM_MEDICINES:
        return tally.reject("the treatment is not one that is known here")
    if person.allocated_day is not None:
        return tally.reject(TWICE)
    person.arm, person.allocated_day = row.text("treatment"), day
    return tally.use()


def _treatment(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    day, amount = row.day(), row.amount()
    if day is None or amount is None:
        return tally.reject(NO_DAY if day is None else "no amount")
    if not person.medicine:
        return tally.reject("the participant was not allocated to a medicine")
    if day in person.doses:
        person.doses[day] = max(person.doses[day], amount)
        return tally.reject("a second amount on the same day: the larger is used")
    person.doses[day] = amount
    return tally.use()


def _count_days_without_a_dose(folder: Folder, tally: Tally) -> None:
    """A 0 inside a prescription is a missed dose. Outside of all, it says nothing."""
    for person in folder.people.values():
        zeros = [day for day, mg in person.doses.items() if mg == 0]
        if zeros:
            runs = [script.days for script in scripts_of(person.doses, person.medicine)]
            for day in zeros:
                if not any(first <= day <= last for first, last in runs):
                    tally.used -= 1
                    tally.reject("no dose on a day outside every prescription")


def _visit(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    day, is_attended = row.day(), was_attended(row.text("what"))
    if day is None:
        return tally.reject(NO_DAY)
    if is_attended is None:
        return tally.reject("does not say whether it was attended")
    reason = "" if is_attended else reason_words(row.text("reason"))
    visit = Visit(day, row.text("visit")[:60], is_attended, reason)
    if any(
        (v.day, v.label, v.is_attended) == (day, visit.label, is_attended) for v in person.visits
    ):
        return tally.reject(TWICE)
    person.visits.append(visit)
    return tally.use()


def _uds(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    day, what = row.day(), row.text("what")
    if day is None or not what:
        return tally.reject(NO_DAY if day is None else NOT_RECORDED)
    found = person.positives.setdefault(day, set())
    if name_of(what) in found:
        return tally.reject(TWICE)
    found.add(name_of(what))
    return tally.use()


def _screened(folder: Folder, row: Row, tally: Tally) -> None:
    trials = [name for name in row.values if name.startswith("CTN-")]
    for trial in trials:
        what = row.text(trial)
        if what and what != NOT_SCREENED:
            project = trial.removeprefix("CTN-").lstrip("0")
            folder.screened.setdefault(project, set()).add(name_of(what))
    tally.use()


def _tlfb(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    day, item = row.day(), ITEM_OF.get(row.text("what"))
    if day is None:
        return tally.reject(NO_DAY)
    if item is None:
        return tally.reject("a substance the profile has no item for")
    if person.allocated_day is None:
        return tally.reject("the participant was not allocated, so there is no profile")
    if not any(in_recall(day, profile_day) for profile_day in person.profile_days):
        return tally.reject("outside the 28 days before every profile")
    person.used_on.setdefault(item, set()).add(day)
    return tally.use()


def _only_its_day(person: Participant, row: Row, tally: Tally, _: Folder) -> None:
    tally.reject(NO_DAY if row.day() is None else NO_PLACE)


def _no_place(folder: Folder, row: Row, tally: Tally) -> None:
    tally.reject(NO_PLACE_AT_ALL)


READERS: dict[str, Reader] = {
    "everybody": _everybody,
    "site_masked": _site,
    "randomization": _known(_randomization),
    "demographics": _known(_demographics),
    "asi": _known(_asi),
    "qol": _known(_qol),
    "treatment": _known(_treatment),
    "visit": _known(_visit),
    "uds": _known(_uds),
    "meta_substance_groups_uds": _screened,
    "tlfb": _known(_tlfb),
    "withdrawal": _known(_only_its_day),
    "detox": _known(_only_its_day),
    "first_survey": _known(_only_its_day),
    "rbs": _no_place,
    "psychiatric": _no_place,
    "meta_study_length": _no_place,
}


def all_add_up(folder: Folder) -> bool:
    return all(tally.adds_up for tally in folder.tallies.values())


def tallies_of(folder: Folder) -> Iterator[Tally]:
    return (tally for tally in folder.tallies.values() if tally.rows)
