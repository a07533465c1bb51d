# Shared by the scripts: say what is going on, and what went wrong, in one sentence.
# Sourced, not run. The caller sets LOG to the file that keeps the whole output.

fail() { # code, sentence
  printf '%s\n' "$2" >&2
  exit "$1"
}

# Run a command with its output in $LOG. What takes over two seconds shows its age; a failure
# shows the end of the output.
run() { # words, command…
  words=$1
  shift
  began=$(date +%s)
  "$@" >>"$LOG" 2>&1 </dev/null &
  child=$!
  trap 'kill "$child" 2>/dev/null; exit 130' INT
  trap 'kill "$child" 2>/dev/null; exit 143' TERM
  shown=0
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.2 2>/dev/null || sleep 1
    age=$(($(date +%s) - began))
    if [ -t 2 ] && [ "$age" -ge 2 ]; then
      printf '\r%s … %s s' "$words" "$age" >&2
    elif [ "$age" -ge $((shown + 10)) ]; then
      printf '%s: still going, %s s\n' "$words" "$age" >&2
      shown=$age
    fi
  done
  code=0
  wait "$child" || code=$?
  trap - INT TERM
  if [ -t 2 ]; then printf '\r' >&2; fi
  if [ "$code" -eq 0 ]; then
    printf '%s … done (%s s)\n' "$words" "$(($(date +%s) - began))" >&2
  else
    printf '%s … failed. The end of %s:\n' "$words" "$LOG" >&2
    tail -n 8 "$LOG" | sed 's/^/  /' >&2
  fi
  return "$code"
}

may_install() { # root, or sudo that asks nothing; and a Debian kind of system
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@"
}

# A fresh machine knows no packages until its list was fetched once.
apt_install() { # packages…
  run "Fetching the list of system packages" _apt update ||
    printf 'The list could not be fetched; trying with the one that is here.\n' >&2
  run "Installing $*" _apt install -y --no-install-recommends "$@"
}
