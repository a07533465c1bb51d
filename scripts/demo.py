"""`make demo` and `make demo-reset`: see rodt/embedded/demo.py for what happens in which order."""

import argparse
import os
import signal
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from rodt.embedded import children, demo, ports
from rodt.embedded.demo import Wishes
from rodt.embedded.last_word import one_sentence
from rodt.embedded.stopping import Stopped, Stopping


def announce(wishes: Wishes, report: str) -> None:
    width = max(len(account.job_title) for account in DEMO_ACCOUNTS)
    lines = ["", f"Case review is ready: {wishes.address}", ""]
    lines += [f"Sign in as (the password of each is {DEMO_PASSWORD})"]
    lines += [
        f"  {account.job_title.ljust(width)}  {account.email}  ({account.full_name})"
        for account in DEMO_ACCOUNTS
    ]
    lines += ["", f"The first audit: {report or 'not made yet'}"]
    lines += [
        "",
        "Every person the demo made is invented.",
        "Ctrl-C stops everything, and the next `make demo` keeps the data.",
    ]
    print("\n".join(lines), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the product with synthetic people.")
    parser.add_argument("--start-over", action="store_true", help="remove what was made before")
    parser.add_argument("--patients", type=int, default=2500, help="how many people to make")
    given = parser.parse_args()
    if os.environ.get("MAKELEVEL"):
        children.end_with_parent(signal.SIGTERM)
    stopping = Stopping()
    stopping.set_up()
    with one_sentence():
        wishes = Wishes(ports.chosen(os.environ), given.patients, given.start_over)
        try:
            demo.run(wishes, stopping, date.today(), announce)
        except Stopped:
            print("Stopped. The data are kept.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
