"""The state folder: found by the checkout, private, never another one's, removed with care."""

import os
from pathlib import Path

import pytest

from rodt.embedded.state import SOCKET_PATH_LIMIT, State, private_folder
from rodt.embedded.trouble import Trouble


def test_two_checkouts_never_share_a_folder_and_one_keeps_its_own() -> None:
    one, two = Path("/srv/a/review"), Path("/srv/b/review")
    environment = {"XDG_STATE_HOME": "/home/someone/.state"}
    assert State.of_checkout(environment, one) == State.of_checkout(environment, one)
    assert State.of_checkout(environment, one) != State.of_checkout(environment, two)


def test_the_folder_can_be_chosen(tmp_path: Path) -> None:
    chosen = State.of_checkout({"RODT_STATE_DIR": str(tmp_path)})
    assert chosen.folder == tmp_path


def test_a_folder_too_deep_for_a_socket_gets_a_short_one_elsewhere(tmp_path: Path) -> None:
    deep = State(tmp_path / ("d" * 120))
    assert len(str(deep.sockets / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
    assert deep.sockets != State(tmp_path / ("e" * 120)).sockets


def test_everything_below_the_folder_is_closed_to_others(tmp_path: Path) -> None:
    state = State(tmp_path / "new" / "state")
    state.prepare()
    for folder in (state.logs, state.reports, state.valkey):
        assert folder.stat().st_mode & 0o077 == 0
    assert state.folder.stat().st_mode & 0o066 == 0


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("keep me")
    state = State(tmp_path)
    with pytest.raises(Trouble, match="holds other things"):
        state.prepare()
    with pytest.raises(Trouble, match="was not made by the demo"):
        state.wipe()
    assert letter.read_text() == "keep me"


def test_starting_over_removes_what_the_demo_made_and_nothing_else(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    state.prepare()
    (state.reports / "audit.pdf").touch()
    (state.folder / "notes.txt").touch()
    state.wipe()
    assert not state.reports.exists()
    assert (state.folder / "notes.txt").exists()


def test_a_disk_without_room_is_said_in_a_sentence(tmp_path: Path) -> None:
    state = State(tmp_path / "not" / "yet" / "there")
    state.check_space(1)
    with pytest.raises(Trouble, match=r"MB free and the demo needs .*RODT_STATE_DIR"):
        state.check_space(10**9)


def test_a_private_folder_is_never_a_link_that_somebody_else_laid(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(Trouble, match="belongs to somebody else"):
        private_folder(tmp_path / "link", os.getuid(), os.getgid())
    private_folder(tmp_path / "mine", os.getuid(), os.getgid())
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o700
