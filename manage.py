#!/usr/bin/env python3
"""Run a command of the product: `./manage.py help` lists them.

Without DATABASE_URL and REDIS_URL it finds the embedded servers of this checkout, or starts them
for as long as the command runs.
"""

import importlib.util
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def use_the_environment() -> None:
    """Start again with the checkout's own interpreter when this one has no Django."""
    if importlib.util.find_spec("django") is not None:
        return
    own = HERE / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.prefix).resolve() == own.parents[1].resolve():
        sys.exit("The environment is not made yet. Run `make setup` first.")
    os.execv(own, [str(own), *sys.argv])


def main() -> int:
    use_the_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rodt.settings")
    from rodt.embedded.last_word import one_sentence

    with one_sentence(show_traceback="--traceback" in sys.argv):
        from rodt.embedded.command import surroundings

        with surroundings(sys.argv):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
