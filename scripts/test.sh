#!/bin/sh
# Every test, browser tests included. The servers are made for the run and thrown away.
set -eu
cd "$(dirname "$0")/.."

# Two at a time. A file stays on one worker, so what its tests share is made once.
exec .venv/bin/pytest -n 2 --dist loadfile "$@"
