"""Which files of a tree are read, by which readers, and as what: by their paths, and by what the policy declares."""

from __future__ import annotations

import importlib

from guard.inventories.reading.readers import READERS
from guard.model.paths import PathSet
from guard.model.policy import mapping, texts
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from guard.trust import Trusted

OWN = b"/.guard/"
GLOSSARY = "glossary"  # the one reader that looks into guard's own folder


class Way(NamedTuple):
    """A file, and what a reader reads it as."""

    path: bytes
    how: str
    oid: str


class Around(NamedTuple):
    """What the policy says of how files are to be read."""

    flags: PathSet | None = None
    dialects: tuple[tuple[PathSet, str], ...] = ()

    def dialect(self, path: bytes) -> str:
        return next((dialect for paths, dialect in self.dialects if paths.matches(path)), "")


class Named(NamedTuple):
    """A path as readers tell by it: all of it, and in small letters its name and what stands behind the last dot."""

    path: bytes
    name: str
    ending: str


def around_of(trusted: Trusted) -> Around:
    data = trusted.policy.data
    flags = texts(mapping(data, "inventories").get("flags"))
    dialects = [(PathSet((pattern,)), str(dialect)) for pattern, dialect in mapping(data, "dialects").items()]
    return Around(PathSet(flags) if flags else None, tuple(dialects))


def ways(files: Iterable[tuple[bytes, str]], readers: Sequence[str], around: Around) -> dict[str, list[Way]]:
    """Of each reader all files that it reads."""
    asked: list[tuple[str, Any]] = [(reader, importlib.import_module(READERS[reader]).how) for reader in readers]
    found: dict[str, list[Way]] = {reader: [] for reader in readers}
    for path, oid in files if asked else ():
        own = OWN in b"/" + path
        name = path.rpartition(b"/")[2].decode("utf-8", "replace").lower()
        one = Named(path, name, name.rpartition(".")[2] if "." in name else "")
        for reader, how in asked:
            told = how(one, around) if not own or reader == GLOSSARY else ""
            if told:
                found[reader].append(Way(path, told, oid))
    return found
