"""A way back that is written is read beside its way forth: a file by itself would only take away."""

from __future__ import annotations

import os

from guard.doors.files import content
from guard_hooks.agents.call import Edit
from guard_hooks.agents.paths import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard_hooks.agents.proposed import Proposed

MOST = 1 << 20  # bytes of a migration that is read for it


def with_forth(repository: Proposed, targets: Iterable[Target]) -> tuple[Target, ...]:
    """The same, and of each down migration the up file, as the work tree has it and no commit does yet."""
    every = tuple(targets)
    return (*every, *_ups(repository, every))


def _ups(repository: Proposed, targets: tuple[Target, ...]) -> Iterator[Target]:
    from guard.operations.migrations import up_of

    given = {one.path for one in targets}
    for one in targets:
        up = up_of(one.path) if one.edit.content is not None and not one.folder else b""
        folder, _, name = up.rpartition(b"/")
        tree = repository.tree(repository.head)
        if not up or up in given or name in repository.folders(tree, [folder]).get(folder, {}):
            continue
        try:
            text = content(os.path.join(repository.place.top, os.fsdecode(up)), MOST + 1)
        except OSError:
            continue
        if len(text) <= MOST:
            given.add(up)
            yield Target(up, Edit(os.fsdecode(up), text))
