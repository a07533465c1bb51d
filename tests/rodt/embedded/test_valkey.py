"""The embedded queue: what it has taken, it keeps."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from rodt.embedded.valkey import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="rodt-t-") as name:
        folder = Path(name)
        made = Valkey(folder / "valkey", folder, folder / "valkey.log")
        made.start()
        yield made
        made.stop()


def test_an_acknowledged_message_survives_a_kill(valkey: Valkey) -> None:
    with redis.Redis.from_url(valkey.url()) as client:
        client.lpush("default", "a job")
    assert valkey.child is not None
    valkey.child.popen.send_signal(signal.SIGKILL)
    valkey.child.popen.wait()
    valkey.start()
    with redis.Redis.from_url(valkey.url()) as client:
        assert client.rpop("default") == b"a job"


def test_a_running_one_of_this_folder_is_adopted(valkey: Valkey) -> None:
    second = Valkey(valkey.folder, valkey.sockets, valkey.log)
    second.start()
    assert second.child is None
    assert second.pid() == valkey.pid()


def test_it_listens_on_a_private_socket_only_and_never_forgets(valkey: Valkey) -> None:
    assert valkey.socket.stat().st_mode & 0o077 == 0
    with redis.Redis.from_url(valkey.url()) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
