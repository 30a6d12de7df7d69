"""What verification found of each entry, kept beside the log, so that only new ones are verified again.

A hint for speed and nothing more, as the cache is: it says nothing of who is believed, it is never read in CI, and a
file that is not exactly what guard wrote counts as absent. Its columns are long and plain, so that ten thousand entries
are read in a few hundredths of a second.
"""

from __future__ import annotations

import os
import stat
import zlib
from itertools import repeat

from guard import __version__
from guard.doors import cache
from guard.doors.log.seen import FOLDER, WRITE, drop
from guard.doors.scanner import load
from guard.model.listed import Signed
from guard.model.log import ACTS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

NAME = "index.json"
FORM = 2  # of what is kept; grows when what verification looks at changes under one version of guard
LARGEST = 256 << 20
START = 18  # bytes before what the sum is of: {"sum":"12345678",
NUMBERS, OIDS, TEXTS = ("at", "expires", "version"), ("commit", "parent", "branch", "log"), ("accepts", "reading")
WORDS, COUNTS = "phases", "values"  # pairs of words, which are kept as one text, and pairs of a word and a number


class Index(NamedTuple):
    """What is known of the log up to this commit, oldest first."""

    tip: bytes = b""
    entries: tuple[Signed, ...] = ()


def read(common_dir: str) -> Index:
    """What was kept; nothing where there is nothing, where anything in it is odd, and in CI."""
    if not cache.allowed():
        return Index()
    try:
        path = os.path.join(common_dir, FOLDER, NAME)
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            text = file.read(LARGEST) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
        return _index(text) if text[:START] == _sum(text) else Index()
    except Exception:  # a hint: whatever is wrong with it, the log itself is read instead
        return Index()


def write(common_dir: str, tip: bytes, entries: Iterable[Signed]) -> None:
    """Keep it, whole or not at all; where that fails, the next run verifies again."""
    kept = Index(tip, tuple(entries))
    try:
        text = _text(kept)
        if not cache.allowed() or _index(text) != kept:
            return  # something in it that has no form here: better none than another
    except (TypeError, ValueError):
        return
    folder = os.path.join(common_dir, FOLDER)
    partial = os.path.join(folder, f"{NAME}.{os.getpid()}")
    try:
        if os.path.realpath(folder) != os.path.join(os.path.realpath(common_dir), FOLDER):
            return  # a link leads elsewhere, where guard writes nothing
        os.makedirs(folder, exist_ok=True)
        with open(os.open(partial, WRITE, 0o666), "wb") as file:
            file.write(text)
        os.replace(partial, os.path.join(folder, NAME))
    except OSError:
        drop(partial)


def _sum(text: bytes) -> bytes:
    return b'{"sum":"%08x",' % zlib.crc32(memoryview(text)[START:])


def _text(kept: Index) -> bytes:
    """One JSON document, beginning with the sum of all that follows."""
    import json

    keys = {key: at for at, key in enumerate(dict.fromkeys([one.key for one in kept.entries]))}
    names = {kind: name for name, kind in ACTS.items()}
    data: dict[str, object] = {
        **_stamps(),
        "tip": kept.tip.decode(),
        "commits": b" ".join([one.commit for one in kept.entries]).decode(),
        "ids": " ".join([one.id for one in kept.entries]),
        "acts": [names[type(one.act)] for one in kept.entries],
        "repositories": [one.repository for one in kept.entries],
        "keys": list(keys),
        "key": [keys[one.key] for one in kept.entries],
        "presence": [one.presence for one in kept.entries],
        "faults": [[at, one.fault, one.why] for at, one in enumerate(kept.entries) if one.fault],
        "said": {
            name: _columns([one.act for one in kept.entries if type(one.act) is kind]) for name, kind in ACTS.items()
        },
    }
    text = json.dumps(data, separators=(",", ":")).encode()
    whole = bytes(START) + text[1:]
    return _sum(whole) + text[1:]


def _stamps() -> dict[str, object]:
    """What the file must say of itself: whose it is, and the form of all that stands in it."""
    return {"guard": __version__, "form": FORM, "fields": {name: list(kind._fields) for name, kind in ACTS.items()}}


def _columns(acts: list[Any]) -> dict[str, object]:
    fields = acts[0]._fields if acts else ()
    columns: dict[str, Any] = dict(zip(fields, zip(*acts, strict=True), strict=True)) if acts else {}
    if OIDS[0] in columns:
        columns |= {name: b" ".join(columns[name]).decode() for name in OIDS if name in columns}
    if WORDS in columns:
        columns[WORDS] = [" ".join([word for pair in value for word in pair]) for value in columns[WORDS]]
    return columns


def _index(text: bytes) -> Index:
    """The value again; ValueError, or whatever goes wrong first, where the text is not what guard writes."""
    data: Any = load(text.decode())
    _must({name: data[name] for name in _stamps()} == _stamps())
    ids = data["ids"].split(" ") if data["ids"] else []
    faults: dict[int, tuple[str, str]] = {at: (rule, why) for at, rule, why in data["faults"]}
    _of(str, [word for fault in faults.values() for word in fault])
    said: dict[str, Iterator[Any]] = {name: _acts(name, data["said"][name]) for name in ACTS}
    keys = _of(str, data["keys"])
    columns = (
        data["commits"].encode().split(b" ") if data["commits"] else [],
        _of(str, ids),
        [next(said[name]) for name in data["acts"]],
        _of(str, data["repositories"]),
        [keys[at] for at in _of(int, data["key"])],
        _of(str, data["presence"]),
        [faults[at][0] if at in faults else "" for at in range(len(ids))],
        [faults[at][1] if at in faults else "" for at in range(len(ids))],
    )
    entries = tuple(map(tuple.__new__, repeat(Signed), zip(*columns, strict=True)))
    tip: bytes = data["tip"].encode()
    _must(not any([next(rest, None) for rest in said.values()]) and tip == (entries[-1].commit if entries else b""))
    return Index(tip, entries)


def _acts(name: str, columns: dict[str, Any]) -> Iterator[Any]:
    """Acts of one kind, each column at a time: a row at a time would cost as much as all the rest."""
    kind = ACTS[name]
    _must(not columns or tuple(columns) == kind._fields)
    return map(tuple.__new__, repeat(kind), zip(*[_column(*of) for of in columns.items()], strict=True))


def _column(name: str, column: Any) -> list[Any]:
    if name in OIDS:
        return list(column.encode().split(b" "))
    if name in TEXTS:
        return [tuple(_of(str, value)) for value in column]
    if name == WORDS:
        return [tuple(zip(words[::2], words[1::2], strict=True)) for words in map(str.split, _of(str, column))]
    if name == COUNTS:
        return [tuple([_pair(*pair) for pair in value]) for value in column]
    return _of(int if name in NUMBERS else str, column)


def _pair(name: object, value: object) -> tuple[object, object]:
    _must(type(name) is str and type(value) is int)
    return name, value


def _of(kind: type, column: Any) -> list[Any]:
    """A list of values that are all of this kind."""
    _must(type(column) is list and set(map(type, column)) <= {kind})
    found: list[Any] = column
    return found


def _must(so: bool) -> None:
    if not so:
        raise ValueError("not as guard writes it")
