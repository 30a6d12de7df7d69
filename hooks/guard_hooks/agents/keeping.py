"""Trees that a call has read, kept for the next one: a hint for speed (guard_hooks.agents.proposed)."""

from __future__ import annotations

from guard.doors import cache
from guard_hooks.agents.proposed import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.trees import Entries

MOST = 20_000  # names; of a larger tree nothing is kept
BESIDE = 1_000  # names of trees that this call did not need: every call reads all that is kept


def keep(common_dir: str, kept: dict[bytes, Entries], used: dict[bytes, Entries]) -> None:
    """What this call used, and a little of what was kept before, the newest first."""
    import json

    if sum(map(len, used.values())) > MOST:
        return
    every, room = dict(used), BESIDE
    for tree, entries in kept.items():
        room -= 0 if tree in used else len(entries)
        if room < 0:
            break
        every.setdefault(tree, entries)
    told = {
        tree.decode(): [
            [name.decode("utf-8", "surrogateescape"), mode.decode(), oid.hex()] for name, (mode, oid) in entries.items()
        ]
        for tree, entries in every.items()
    }
    cache.store_file(common_dir, NAME, json.dumps(told))
