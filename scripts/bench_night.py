"""A night and two lists among 260,000 people: `.venv/bin/python scripts/bench_night.py [how many]`.

Makes a database of its own, as `bench.py` does, writes people in services of 5,000 with ten reviews
each, measures, and throws it away. Takes about a quarter of an hour.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "scripts")]

from bench import Line, servers, show  # noqa: E402

PEOPLE = 260_000


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="rodt-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with servers(folder) as environment:
            for part in ("fill", "measure"):
                done = subprocess.run(
                    [sys.executable, CHECKOUT / "scripts" / f"bench_night_{part}.py", str(people)],
                    env=environment,
                    check=True,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                lines += [Line(**row) for row in json.loads(done.stdout.splitlines()[-1])]
    show(lines, people)
    return 0


if __name__ == "__main__":
    sys.exit(main())
