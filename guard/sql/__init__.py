"""Reading SQL: from text to what each statement does, for PostgreSQL, MySQL and SQLite."""

from __future__ import annotations
