"""A port that is taken is named, with another to choose."""

import socket

import pytest

from rodt.embedded import ports
from rodt.embedded.trouble import Trouble


def test_a_port_in_use_is_named_with_the_way_to_choose_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is in use.*make demo PORT={port + 1}"):
            ports.check_free(port)
    ports.check_free(port)


@pytest.mark.parametrize("text", ["http", "80", "99999", "-1"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="PORT is"):
        ports.chosen({"PORT": text})


@pytest.mark.parametrize(
    ("given", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "9001"}, 9001)]
)
def test_the_port_is_chosen_by_PORT(given: dict[str, str], port: int) -> None:
    assert ports.chosen(given) == port
