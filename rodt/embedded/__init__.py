"""The demo's and the tests' own PostgreSQL and Valkey: found, started, adopted and stopped.

Imports neither Django nor a room, so `manage.py` can use it before settings are read. Nothing in
here is a production path: there, DATABASE_URL and REDIS_URL name real servers.
"""
