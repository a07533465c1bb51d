"""Is this port free on this machine, for the address people will type?"""

import socket
from collections.abc import Mapping

from rodt.embedded.trouble import Trouble

USUAL = 8000


def chosen(environment: Mapping[str, str]) -> int:
    """The port from PORT, or the usual one."""
    text = environment.get("PORT", "").strip()
    if not text:
        return USUAL
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise Trouble(f"PORT is {text!r}; it is a number from 1024 to 65535.")
    return int(text)


def check_free(port: int) -> None:
    """Raise Trouble when something answers there, or when it cannot be had.

    `localhost` may mean either loopback address, so both are asked.
    """
    if any(_answers(address, port) for address in ("127.0.0.1", "::1")) or not _can_have(port):
        other = port + 1 if port < 65535 else port - 1
        raise Trouble(
            f"Port {port} is in use by another program. Choose another port, for example: "
            f"make demo PORT={other}"
        )


def _answers(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as asked:
            asked.settimeout(1)
            return asked.connect_ex((address, port)) == 0
    except OSError:
        return False


def _can_have(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
