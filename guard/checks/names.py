"""Path hygiene, each path for itself (G110-G112, G114, G115)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.names import faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.change import FileChange
    from guard.model.finding import Finding

WHY = "a name that people and tools read differently hides what is changed"
RENAME = (Next("you", "give the file a plain name (git mv), then commit again"),)


def check(case: Case) -> Iterator[Finding]:
    """Only names that are new: an aux.c that has long stood there may go on being edited, moved and removed."""
    for judged in case.judged():
        for kind, changes in judged.kinds.items():
            if kind.status == b"A":
                yield from _names(changes, judged.changes.commit)


def _names(changes: list[FileChange], commit: bytes) -> Iterator[Finding]:
    for change in changes:
        for rule, words in faults(change.path):
            yield finding(rule, f"{shown(change.path)}: {words}", WHY, RENAME, change.path, commit=commit)
