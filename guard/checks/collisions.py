"""Names that are one file on another machine (G113): equal but for case, or for the spelling of an accent."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.operation import join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

WHY = "on macOS and Windows both names are one file: a checkout there silently drops one of them"
NEXT = (Next("you", "keep one spelling: git mv the other, then commit again"),)


def check(case: Case) -> Iterator[Finding]:
    """Only names that are new are told of; a pair that stood before is nobody's doing here."""
    gained = _gained(case) if case.clashes else {}
    for folder, groups in case.clashes.items():
        for group in groups:
            for name in group:
                path = join(folder, name)
                if path in gained:
                    others = ", ".join([shown(other) for other in group if other != name])
                    whose = "" if gained[path] == path else f"  (for {shown(gained[path])})"
                    yield finding("G113", f"{shown(path)} beside {others}{whose}", WHY, NEXT, gained[path])


def _gained(case: Case) -> dict[bytes, bytes]:
    """Every added path and the folders above it, each with the added path it is there for."""
    gained: dict[bytes, bytes] = {}
    added = (change for kind, changes in case.landing.kinds.items() if kind.status == b"A" for change in changes)
    for change in added:
        path = change.path
        while path and path not in gained:
            gained[path] = change.path
            path = path.rpartition(b"/")[0]
    return gained
