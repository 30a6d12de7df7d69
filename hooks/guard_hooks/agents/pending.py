"""What stands in the work tree already and belongs to what is written now: the way forward of a way back.

At the commit both are one change, and what a way back does is no more than what its way forward asks leave for. So
whoever writes it second is not refused for it.
"""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.model.migration import migration_of
from guard.model.operation import join
from guard_hooks.agents.call import Edit
from guard_hooks.agents.paths import Target
from guard_hooks.agents.proposed import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard_hooks.agents.proposed import Proposed


def forward(repository: Proposed, path: bytes) -> Iterator[Target]:
    """The migrations of this folder that a way back leads back from, as they stand in the work tree."""
    back = migration_of(path)
    if back is None or back.direction != "down":
        return
    folder = path.rpartition(b"/")[0]
    place = os.path.join(os.fsencode(repository.place.top), folder)
    try:
        names = sorted(os.listdir(place))
    except OSError:
        return
    for name in names:
        up = migration_of(join(folder, name))
        same = up is not None and (up.tool, up.version) == (back.tool, back.version) and up.direction != "down"
        if same and up is not None and (up.name == back.name or up.tool == "flyway"):
            text = _text(os.path.join(place, name))
            if text is not None:
                yield Target(join(folder, name), Edit(os.fsdecode(name), text))


def _text(path: bytes) -> bytes | None:
    try:
        text = content(os.fsdecode(path), READ + 1)
    except OSError:
        return None
    return text if len(text) <= READ else None
