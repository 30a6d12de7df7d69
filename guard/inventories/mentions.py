"""Every place where a name stands as a whole word in a text of the tree: for claims such as "no other callers of X".

One pass over the blobs, in bytes: no parser, so no place is missed because a language is not read. Comments and
documents count; whoever asks tells them apart by their paths.
"""

from __future__ import annotations

import re

from guard.doors import cache
from guard.doors.git.trees import tree_of
from guard.escape import shown
from guard.inventories.where import place
from guard.model.change import EXECUTABLE, FILE, SUBMODULE
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.known import Progress

MOST = 32 << 20  # bytes of a file; a larger one is told as not looked into
NAMES = 500  # asked at once
PLACES = 1_000  # of one name
LONGEST = 200  # characters of a name
LARGEST_KEPT = 16 << 20  # bytes
FORM = 1
KEPT = "inventory-mentions.json"
FEW = 24  # names, up to which each is looked for in each file
_WORD = re.compile(rb"\w")
_PARTS = re.compile(rb"[\w\x80-\xff]+")


class Mentions(NamedTuple):
    """Places by name, at most PLACES of each; and the files that were not looked into, each with why."""

    places: dict[str, tuple[str, ...]]
    unread: tuple[str, ...]


def mentions(
    repository: Repository, commit: bytes, names: Iterable[str], hint: bool = False
) -> dict[str, tuple[str, ...]]:
    """Every place of each name, as path:line, in the order of paths. A name that stands nowhere has an empty row."""
    return searched(repository, commit, names, hint).places


def searched(
    repository: Repository, commit: bytes, names: Iterable[str], hint: bool = False, progress: Progress | None = None
) -> Mentions:
    """The same, and what was not looked into. A name that is too long, or beyond the most, has no row."""
    wanted = [name for name in dict.fromkeys(names) if name.strip() and len(name) <= LONGEST and "\n" not in name]
    wanted = wanted[:NAMES]
    tree = tree_of(repository, commit)
    kept = _kept(repository, tree) if hint else None
    if kept is not None and all([name in kept.places for name in wanted]):
        return Mentions({name: kept.places[name] for name in wanted}, kept.unread)
    found = _search(repository, tree, wanted, progress)
    if hint:
        places = {**(kept.places if kept is not None else {}), **found.places}
        _keep(repository, tree, found._replace(places=places))
    return found


def _search(repository: Repository, tree: bytes, names: list[str], progress: Progress | None) -> Mentions:
    paths: dict[bytes, list[bytes]] = {}
    unread: list[str] = []
    for row in repository.listing(tree) if names else ():
        head, _, path = row.partition(b"\t")
        mode, _, oid = head.split(b" ")
        if mode in (FILE, EXECUTABLE):
            paths.setdefault(oid, []).append(path)
        elif mode == SUBMODULE:
            unread.append(f"{shown(path)}: what a submodule holds")
    asked = _Asked(names)
    found: dict[str, dict[bytes, list[int]]] = {name: {} for name in names}
    contents = repository.objects.files(list(paths), MOST)
    for number, (oid, data) in enumerate(zip(paths, contents, strict=True)):
        if progress is not None and not number % 256:
            progress("files", number, len(paths))
        if data is None:
            unread += [f"{shown(path)}: it is larger than {MOST:,} bytes" for path in paths[oid]]
            continue
        data = data.replace(b"\0", b"") if b"\0" in data else data  # UTF-16 is text as well
        for name, word in asked.may_stand_in(data):
            lines = _lines(data, word)
            for path in paths[oid] if lines else ():
                found[name][path] = lines
    if progress is not None:
        progress("files", len(paths), len(paths))
    return Mentions({name: tuple(_places(of)) for name, of in found.items()}, tuple(sorted(unread)))


class _Asked:
    """The names that are looked for, and a quick no for most of them in most files."""

    def __init__(self, names: list[str]) -> None:
        self._names = [(name, name.encode("utf-8", "surrogateescape")) for name in names]
        self._by_part: dict[bytes, list[tuple[str, bytes]]] = {}
        self._others: list[tuple[str, bytes]] = []  # without a letter or a digit in them
        for name, word in self._names:
            parts = _PARTS.findall(word)
            (self._by_part.setdefault(max(parts, key=len), []) if parts else self._others).append((name, word))

    def may_stand_in(self, data: bytes) -> list[tuple[str, bytes]]:
        """Few are looked for one by one; of many the words of the file are told first."""
        if len(self._names) <= FEW:
            return [one for one in self._names if one[1] in data]
        words = set(_PARTS.findall(data))
        found = [one for part, some in self._by_part.items() if part in words for one in some]
        return [one for one in (*found, *self._others) if one[1] in data]


def _lines(data: bytes, word: bytes) -> list[int]:
    """The lines on which it stands as a whole word. What it begins and ends with need be no letter: `$x`, `x?`."""
    lines: list[int] = []
    before, behind = _WORD.match(word[:1]) is not None, _WORD.match(word[-1:]) is not None
    at, line, counted = data.find(word), 1, 0
    while at >= 0 and len(lines) < PLACES:
        end = at + len(word)
        if not (before and _letter(data[at - 1 : at])) and not (behind and _letter(data[end : end + 1])):
            line += data.count(b"\n", counted, at)
            counted = at
            if not lines or lines[-1] != line:
                lines.append(line)
        at = data.find(word, end)
    return lines


def _letter(byte: bytes) -> bool:
    """A letter, a digit or an underscore; a byte of a letter that is not ASCII as well."""
    return bool(byte) and (byte >= b"\x80" or _WORD.match(byte) is not None)


def _places(of: dict[bytes, list[int]]) -> Iterator[str]:
    left = PLACES
    for path in sorted(of):
        for line in of[path][:left]:
            left -= 1
            yield place(path, line)


def _kept(repository: Repository, tree: bytes) -> Mentions | None:
    kept: Any = cache.load_file(repository.place.common_dir, KEPT, LARGEST_KEPT)
    try:
        if kept["stamp"] != _stamp(tree):
            return None
        return Mentions({name: tuple(places) for name, places in kept["places"].items()}, tuple(kept["unread"]))
    except (TypeError, KeyError, AttributeError):
        return None


def _keep(repository: Repository, tree: bytes, found: Mentions) -> None:
    import json

    data = {"stamp": _stamp(tree), "places": found.places, "unread": found.unread}
    cache.store_file(repository.place.common_dir, KEPT, json.dumps(data))


def _stamp(tree: bytes) -> str:
    from guard import __version__

    return f"{__version__} {FORM} {tree.decode()}"
