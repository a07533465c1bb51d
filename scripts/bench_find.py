"""How fast is "Find a person" among 260,000? `.venv/bin/python scripts/bench_find.py [how many]`.

Makes a database of its own, as `bench.py` does, measures, and throws it away.
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
    with tempfile.TemporaryDirectory(prefix="rodt-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with servers(folder) as environment:
            done = subprocess.run(
                [sys.executable, CHECKOUT / "scripts" / "bench_find_pages.py", str(people)],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
    show([Line(**row) for row in json.loads(done.stdout.splitlines()[-1])], people)
    return 0


if __name__ == "__main__":
    sys.exit(main())
