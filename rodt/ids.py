"""Identifiers: they sort by the time of making, and tell nothing about a person."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
