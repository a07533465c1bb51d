#!/bin/sh
# Make the environment (.venv) from a lock file, and fetch what the machine lacks.
#   scripts/setup.sh        what the product needs
#   scripts/setup.sh dev    and what its tests need
# Quick when nothing has changed. Asks nothing, and fetches no interpreter.
set -eu
cd "$(dirname "$0")/.."
umask 022
. scripts/say.sh

KIND=${1:-product}
STAMP=.venv/.made-from
UV_PYTHON_DOWNLOADS=never
export UV_PYTHON_DOWNLOADS
NO_PYTHON=69
PYTHON_PACKAGES="python3 python3-venv"
PDF_PACKAGES="libpangoft2-1.0-0 libharfbuzz-subset0"

mkdir -p .rodt
LOG=.rodt/setup.log
: >"$LOG"

checksum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi |
    cut -c1-32
}

# --- an interpreter ---------------------------------------------------------------------------
fits() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

makes_venvs() {
  command -v uv >/dev/null 2>&1 || "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
  for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    found=$(command -v "$name" 2>/dev/null) || continue
    if fits "$found" && makes_venvs "$found"; then
      printf '%s' "$found"
      return 0
    fi
  done
  return 1
}

need_python() {
  PYTHON=$(find_python) && return 0
  if may_install && apt_install $PYTHON_PACKAGES && PYTHON=$(find_python); then
    return 0
  fi
  case $(uname -s) in
  Darwin) line="brew install python@3.13" ;;
  *) line="sudo apt-get update && sudo apt-get install -y $PYTHON_PACKAGES" ;;
  esac
  fail $NO_PYTHON "Python 3.11, 3.12 or 3.13 with venv is needed. Install it with: $line"
}

# --- the environment --------------------------------------------------------------------------
product_sum=$(checksum requirements.lock)
dev_sum=$(checksum requirements-dev.lock)

# The environment of the tests holds all that the product needs, so it serves for both.
is_made() {
  [ -x .venv/bin/python ] && [ -f "$STAMP" ] && .venv/bin/python -c '' 2>/dev/null || return 1
  case "$KIND $(cat "$STAMP")" in
  "product product $product_sum" | *" dev $product_sum $dev_sum") return 0 ;;
  *) return 1 ;;
  esac
}

need_space() {
  free_kb=$(df -Pk . | awk 'NR == 2 { print $4 }')
  if [ "$free_kb" -lt 1200000 ]; then
    fail 74 "There is not enough room here: $((free_kb / 1024)) MB are free, and 1,200 MB are needed."
  fi
}

make_environment() {
  need_space
  need_python
  if [ "$KIND" = dev ]; then lock=requirements-dev.lock; else lock=requirements.lock; fi
  rm -f "$STAMP"
  if ! .venv/bin/python -c '' 2>/dev/null; then rm -rf .venv; fi
  if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || run "Making the environment" uv venv --python "$PYTHON" .venv
    run "Installing packages from $lock" \
      uv pip sync --python .venv/bin/python --require-hashes "$lock"
  else
    .venv/bin/python -m pip --version >/dev/null 2>&1 ||
      run "Making the environment" "$PYTHON" -m venv --clear .venv
    run "Installing packages from $lock" .venv/bin/python -m pip install \
      --require-hashes --no-input --disable-pip-version-check -r "$lock"
  fi || fail 1 "The environment could not be made. Is the package index reachable?"
  if [ "$KIND" = dev ]; then
    echo "dev $product_sum $dev_sum" >"$STAMP"
  else
    echo "product $product_sum" >"$STAMP"
  fi
}

# --- what WeasyPrint needs of the system ------------------------------------------------------
makes_pdf() {
  .venv/bin/python -c 'from weasyprint.text import ffi' >/dev/null 2>&1 &&
    { [ "$(uname -s)" != Linux ] ||
      .venv/bin/python -c 'import ctypes; ctypes.CDLL("libharfbuzz-subset.so.0")' 2>/dev/null; }
}

need_pdf_libraries() {
  if [ -f .venv/.makes-pdf ] || makes_pdf; then
    touch .venv/.makes-pdf
    return 0
  fi
  if may_install && apt_install $PDF_PACKAGES && makes_pdf; then
    touch .venv/.makes-pdf
    return 0
  fi
  case $(uname -s) in
  Darwin) line="brew install pango" ;;
  *) line="sudo apt-get update && sudo apt-get install -y $PDF_PACKAGES" ;;
  esac
  echo "PDF reports cannot be made on this machine yet; all else works. To have them, run: $line" >&2
}

# --- what the tests need of the system --------------------------------------------------------
need_program() { # package, names…
  package=$1
  shift
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  MISSING="$MISSING $package"
}

# The headless shell draws the same pages in three quarters of the time; any Chromium will do.
need_browser() {
  if command -v chromium-headless-shell >/dev/null 2>&1; then return 0; fi
  if may_install && apt_install chromium-headless-shell; then return 0; fi
  need_program chromium chromium chromium-browser google-chrome google-chrome-stable
}

need_test_programs() {
  MISSING=
  need_browser
  need_program poppler-utils pdffonts
  need_program qpdf qpdf
  docker compose version >/dev/null 2>&1 || need_program docker-compose docker-compose
  [ -n "$MISSING" ] || return 0
  if may_install && apt_install $MISSING; then return 0; fi
  fail 69 "The tests need$MISSING. Install with: sudo apt-get update && sudo apt-get install -y$MISSING"
}

is_made || make_environment
need_pdf_libraries
if [ "$KIND" = dev ]; then need_test_programs; fi
