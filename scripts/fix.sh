#!/bin/sh
# Put right what a program can: order, format, the small faults of lint.
set -eu
cd "$(dirname "$0")/.."
BIN=.venv/bin
$BIN/ruff check --fix --quiet . || true
$BIN/ruff format .
git ls-files --cached --others --exclude-standard -- 'templates/*.html' |
  xargs $BIN/djade --target-version 5.2 || true
