"""Path hygiene, each path for itself (G110-G112, G114, G115) and modes git would not write (G123)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.case import arriving
from guard.model.change import MODES
from guard.model.finding import Next, finding
from guard.model.names import faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

RENAME = (Next("you", "give the file a plain name (git mv), then commit again"),)
REWRITE = (Next("you", "make the commit again with git itself: git rm --cached and git add the file"),)


def check(case: Case) -> Iterator[Finding]:
    """A path that leaves is no fault: removing a bad name is the mend."""
    seen: set[tuple[bytes, bytes]] = set()
    for changes, change in case.all_changes():
        if (change.path, change.new_mode) in seen:
            continue
        seen.add((change.path, change.new_mode))
        if change.new_mode not in MODES:
            words = f"{shown(change.path)} has mode {shown(change.new_mode)}"
            yield finding("G123", words, "git writes 100644, 100755, 120000 and 160000, nothing else", REWRITE, change.path, commit=changes.commit)
        if arriving(change):
            for rule, words in faults(change.path):
                yield finding(rule, f"{shown(change.path)}: {words}", "a name that people and tools read differently hides what is changed", RENAME, change.path, commit=changes.commit)
