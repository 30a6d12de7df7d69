"""PostgreSQL: a text divided into statements, and what each of them does, by the grammar of the server itself."""

from __future__ import annotations

from guard.sql.postgres.pieces import split
from guard.sql.postgres.reading import operations

__all__ = ["operations", "split"]
