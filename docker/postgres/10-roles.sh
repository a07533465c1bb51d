#!/bin/bash
# Runs once, when the database is first made: the two roles, and the database they share.
# `owner` makes and owns the tables; `app` runs the product, owns nothing, and meets row-level
# security. A password that stands in an example is refused.
set -euo pipefail

for name in POSTGRES_PASSWORD OWNER_PASSWORD APP_PASSWORD; do
  value=${!name:-}
  if [ "${#value}" -lt 12 ] || [[ $value == *change-me* ]]; then
    echo "$name is empty, short, or still its example value. See .env.example." >&2
    exit 1
  fi
done

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE owner LOGIN NOSUPERUSER PASSWORD :'owner_password';
CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE rodt OWNER owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT, TEMPORARY ON DATABASE rodt FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE rodt TO app;
\connect rodt
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO app;
SQL
