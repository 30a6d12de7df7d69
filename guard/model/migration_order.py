"""The order in which the migrations of one home run: by their numbers, or by what each says comes before it."""

from __future__ import annotations

from guard.model.migration import migration_of, order
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Key = tuple[int, tuple[int, ...], int, bytes]

LINKED = ("alembic", "django")  # their files name those before them


class Link(NamedTuple):
    """What a migration calls itself, and those that run before it; None where it does not say."""

    name: str
    after: tuple[str, ...] | None = None


class Placed(NamedTuple):
    """A migration in its row; `known`: whether its place in it is."""

    path: bytes
    known: bool


def in_order(tool: str, links: dict[bytes, Link]) -> list[Placed]:
    """The migrations of one home and tool, as they run. One of which nobody knows when it does, comes first."""
    paths = sorted(links, key=_key)
    if tool not in LINKED:
        numbered = [bool(_version(path)) for path in paths]
        mixed = tool == "sql" and any(numbered)
        return [Placed(path, not mixed or has) for path, has in zip(paths, numbered, strict=True)]
    return _by_links(paths, links, tool)


def _by_links(paths: Sequence[bytes], links: dict[bytes, Link], tool: str) -> list[Placed]:
    """Each behind those it names; of several that could come next, the one with the lowest number."""
    own = [links[path].name for path in paths]
    twice = {name for name in own if own.count(name) > 1} if len(set(own)) < len(own) else set()
    names = dict(zip(own, paths, strict=True))
    before: dict[bytes, set[bytes]] = {}
    loose = []
    for path in paths:
        name, after = links[path]
        if after is None and tool == "django" and _version(path):
            after = ()  # its number says enough
        if after is None or not name or name in twice or (tool == "alembic" and not names.keys() >= set(after)):
            loose.append(path)
        else:
            before[path] = {names[one] for one in after if one in names} - {path}
    row = _row(paths, before, frozenset(loose))
    loose += [path for path in paths if path in before and path not in set(row)]  # these wait for each other
    return [*[Placed(path, False) for path in loose], *[Placed(path, True) for path in row]]


def _row(paths: Sequence[bytes], before: dict[bytes, set[bytes]], done: frozenset[bytes]) -> list[bytes]:
    """Those that wait for nobody, and so on; of several the first in `paths`."""
    import heapq

    at = {path: number for number, path in enumerate(paths)}
    waits = {path: len(above - done) for path, above in before.items()}
    then: dict[bytes, list[bytes]] = {}
    for path, above in before.items():
        for one in above - done:
            then.setdefault(one, []).append(path)
    ready = [at[path] for path in paths if waits.get(path) == 0]
    row: list[bytes] = []
    while ready:
        path = paths[heapq.heappop(ready)]
        row.append(path)
        for one in then.get(path, ()):
            waits[one] -= 1
            if not waits[one]:
                heapq.heappush(ready, at[one])
    return row


def _version(path: bytes) -> str:
    migration = migration_of(path)
    return migration.version if migration is not None else ""


def _key(path: bytes) -> Key:
    """Flyway runs what has no number behind all that has one, and a baseline stands for all up to its number."""
    migration = migration_of(path)
    tool, version = (migration.tool, migration.version) if migration is not None else ("", "")
    last = tool == "flyway" and not version
    base = tool == "flyway" and path.rpartition(b"/")[2][:1] == b"B"
    return int(last), order(version), int(base), path
