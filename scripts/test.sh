#!/bin/sh
# Every test, browser tests included. The servers are made for the run and thrown away.
set -eu
cd "$(dirname "$0")/.."

# Three at a time, of which one often waits for a worker process or a browser. A file stays on one
# worker, so what its tests share is made once.
exec .venv/bin/pytest -n 3 --dist loadfile --no-loadscope-reorder "$@"
