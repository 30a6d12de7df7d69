"""Trees that a call has read, kept for the next one: a hint for speed (guard_hooks.agents.proposed)."""

from __future__ import annotations

from guard.doors import cache
from guard_hooks.agents.proposed import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.trees import Entries

MOST = 20_000  # names


def keep(common_dir: str, kept: dict[bytes, Entries], used: dict[bytes, Entries]) -> None:
    """What this call used, and as much of what was kept before as there is room for."""
    import json

    every = {**kept, **used}
    if sum(map(len, every.values())) > MOST:
        every = used
    if sum(map(len, every.values())) > MOST:
        return
    told = {
        tree.decode(): [
            [name.decode("utf-8", "surrogateescape"), mode.decode(), oid.hex()] for name, (mode, oid) in entries.items()
        ]
        for tree, entries in every.items()
    }
    cache.store_file(common_dir, NAME, json.dumps(told))
