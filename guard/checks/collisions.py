"""Names that are one file on another machine (G113): equal but for case, or for the spelling of an accent."""

from __future__ import annotations

from guard.escape import shown
from guard.model.case import arriving
from guard.model.finding import Next, finding
from guard.model.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

WHY = "on macOS and Windows both names are one file: a checkout there silently drops one of them"
NEXT = (Next("you", "keep one spelling: git mv the other, then commit again"),)


def check(case: Case) -> Iterator[Finding]:
    """Only folders that gain a name are looked at; a pair that stood before is nobody's doing here."""
    gained = _gained(case)
    for folder, names in case.names.items():
        spellings: dict[bytes, list[bytes]] = {}
        for name in sorted(names):
            spellings.setdefault(fold(name), []).append(name)
        for pair in spellings.values():
            for name in pair:
                others = [other for other in pair if other != name]
                path = folder + b"/" + name if folder else name
                if others and path in gained:
                    words = f"{shown(path)} beside {', '.join(shown(other) for other in others)}"
                    yield finding("G113", words, WHY, NEXT, gained[path])


def _gained(case: Case) -> dict[bytes, bytes]:
    """Every added path and the folders above it, each with the added path it is there for."""
    gained: dict[bytes, bytes] = {}
    for change in case.landing.changes.changes:
        if change.status == b"A" and arriving(change):
            path = change.path
            while path and path not in gained:
                gained[path] = change.path
                path = path.rpartition(b"/")[0]
    return gained
