# Sourced, not run: settings as in production, made up for as long as one command lasts. For what
# needs the settings but serves nobody: gathering static files, and the check of the settings.
_python=$(command -v .venv/bin/python || command -v python)
SECRET_KEY=$("$_python" -c 'import secrets; print(secrets.token_urlsafe(60))')
RODT_DRAFT_KEYS=$("$_python" -c \
  'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')
_password=$("$_python" -c 'import secrets; print(secrets.token_hex(16))')
DEBUG=0
ALLOWED_HOSTS=review.example.org
DATABASE_URL=postgresql://app:$_password@db.example.org/rodt
MIGRATE_DATABASE_URL=postgresql://owner:$_password@db.example.org/rodt
REDIS_URL=redis://:$_password@queue.example.org:6379/0
export SECRET_KEY RODT_DRAFT_KEYS DEBUG ALLOWED_HOSTS DATABASE_URL MIGRATE_DATABASE_URL REDIS_URL
