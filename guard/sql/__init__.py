"""Reading SQL: from text to what each statement does, for PostgreSQL, MySQL and SQLite.

A dialect is "postgres", "mysql" or "sqlite"; "" where nobody says which, "other" where it is one that is not read.
"""

from __future__ import annotations

# The function and not the module of that name: it is bound after the module is loaded, which happens once.
from guard.sql.changed import compare as changed
from guard.sql.reading import read, with_attribute
from guard.sql.typed import typed

__all__ = ["changed", "read", "typed", "with_attribute"]
