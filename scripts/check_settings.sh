#!/bin/sh
# Django's own list of what a deployment must have, over settings as in production; every warning
# is a failure.
set -eu
cd "$(dirname "$0")/.."
. scripts/made_up_settings.sh
exec .venv/bin/python manage.py check --deploy --fail-level WARNING
