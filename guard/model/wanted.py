"""Of all that waits what is asked for: of one kind, holding some words; the commands and the desk mean the same."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

KINDS = ("question", "approval", "evidence", "landing", "other")
READ = ("says", "quote", "why", "path", "where", "rule", "kind", "urgency", "id")


def about(row: Mapping[str, Any]) -> str:
    """What a row of the report is about, in a few words."""
    node = "/".join([part for part in (row["plan"], row["phase"]) if part])
    return " ".join([part for part in (node, row["settles"]) if part]) or str(row["where"])


def words(row: Mapping[str, Any], repository: str = "") -> str:
    """All of a row that a search looks through; capital letters do not matter."""
    every = [repository, about(row), *row["who"], *[row[field] or "" for field in READ]]
    return "\n".join(every).casefold()


def holds(row: Mapping[str, Any], kind: str, find: str, repository: str = "") -> bool:
    """Whether it is of this kind ("" for all), and has each of these words somewhere."""
    if kind not in ("", row["kind"]):
        return False
    wanted = find.casefold().split()
    if not wanted:
        return True
    text = words(row, repository)
    return all([word in text for word in wanted])
