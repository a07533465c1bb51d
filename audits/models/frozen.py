"""Triggers that keep what was signed: PostgreSQL itself refuses, whoever writes and however."""

import pgtrigger

WORDS = "A signed report is never changed"
_REFUSE = f"RAISE EXCEPTION '{WORDS}';"


def once_signed(key: str, *, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """No row of a signed report is changed. `key`: the column that names the report."""
    return pgtrigger.Trigger(
        name="frozen_once_signed",
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            IF EXISTS (
                SELECT FROM audits_signature WHERE audit_id IN (NEW.{key}, OLD.{key})
            ) THEN {_REFUSE} END IF;
            RETURN coalesce(NEW, OLD);
        """,
    )


def none_added_once_signed() -> pgtrigger.Trigger:
    """One look a statement: a run adds very many rows at once."""
    return pgtrigger.Trigger(
        name="none_added_once_signed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),
        func=f"""
            IF EXISTS (
                SELECT FROM audits_signature JOIN added USING (audit_id)
            ) THEN {_REFUSE} END IF;
            RETURN NULL;
        """,
    )


def only_added() -> pgtrigger.Trigger:
    """A row that is there stays, as it is."""
    return pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
