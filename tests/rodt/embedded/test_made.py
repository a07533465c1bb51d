"""What a second start of the demo takes for granted, and what it says of people made otherwise."""

from pathlib import Path

from rodt.embedded import made
from rodt.embedded.made import OLDER_PEOPLE, Made


def test_people_made_by_another_version_are_kept_and_it_is_said(tmp_path: Path) -> None:
    seed = tmp_path / "audits" / "seed"
    seed.mkdir(parents=True)
    (seed / "figures.py").write_text("SHARE = 0.3")
    first = made.people_fingerprint(tmp_path)
    made.write(tmp_path, Made(people=True, people_as=first), is_ours=True)
    kept = made.read(tmp_path)
    assert kept.says_of_people(made.people_fingerprint(tmp_path)) == ""
    (seed / "figures.py").write_text("SHARE = 0.4")
    assert kept.says_of_people(made.people_fingerprint(tmp_path)) == OLDER_PEOPLE


def test_a_folder_of_an_older_checkout_is_read_and_one_without_people_says_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "made.json").write_text('{"tables": "a", "people": true, "report": "x.pdf"}')
    older = made.read(tmp_path)
    assert (older.tables, older.report) == ("a", "x.pdf")
    assert older.says_of_people(made.people_fingerprint()) == OLDER_PEOPLE
    assert Made().says_of_people(made.people_fingerprint()) == ""


def test_both_are_taken_of_this_checkout() -> None:
    assert made.people_fingerprint() != made.tables_fingerprint()
    assert made.people_fingerprint() == made.people_fingerprint()
