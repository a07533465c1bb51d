#!/bin/sh
# Everything that can be checked without running the product. Goes on after a failure, so that one
# run shows them all.
set -u
cd "$(dirname "$0")/.."
BIN=.venv/bin
bad=

check() { # name, command…
  name=$1
  shift
  if output=$("$@" 2>&1); then
    printf '%-12s fine\n' "$name"
  else
    printf '%-12s FAILED\n%s\n' "$name" "$output"
    bad="$bad $name"
  fi
}

templates_of() { git ls-files --cached --others --exclude-standard -- 'templates/*.html'; }

djade_check() { templates_of | xargs $BIN/djade --target-version 5.2 --check; }

check format $BIN/ruff format --check .
check lint $BIN/ruff check .
check types $BIN/mypy
check doors $BIN/lint-imports --no-cache
check templates $BIN/djlint templates --lint --quiet
check templates+ djade_check
check migrations $BIN/python manage.py makemigrations --check --dry-run
check settings scripts/check_settings.sh

if [ -n "$bad" ]; then
  echo "Not in order:$bad. \`make fix\` puts right what a program can." >&2
  exit 1
fi
