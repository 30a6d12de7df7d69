"""Patterns as Python has compiled them, kept beside the modules as Python keeps those.

To compile the patterns that one plan needs takes longer than all else that is done with it. What is kept holds for one
build of Python alone, and a pattern for its very letters; where anything is otherwise, it is compiled as always.
"""

from __future__ import annotations

import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Kept = tuple[str, int, int, bytes, int, dict[str, int], tuple[str | None, ...]]
    Key = tuple[str, int]

LARGEST = 8 << 20  # bytes of them all; what is there and nobody uses any more goes with the rest
_kept: Stored | None = None
_fresh: dict[Key, Kept] = {}


class Stored:
    """The file of them: what stands where, then each of them. Of a few thousand a page needs some dozens."""

    def __init__(self, path: str) -> None:
        self._file = -1
        self._index: dict[Key, tuple[int, int]] = {}
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self._begin = 4 + int.from_bytes(os.pread(self._file, 4, 0), "big")
            found = _loaded(os.pread(self._file, min(self._begin, LARGEST) - 4, 4))
        except (OSError, ValueError):
            return
        self._index = found if isinstance(found, dict) else {}

    def get(self, key: Key) -> Kept | None:
        """What was kept of it; whoever makes a pattern of that has to see whether it can be one."""
        return _loaded(self.raw(key)) if key in self._index else None

    def raw(self, key: Key) -> bytes:
        """Where somebody spoiled the file, anything."""
        try:
            at, size = self._index[key]
            return os.pread(self._file, min(size, LARGEST), self._begin + at)
        except (OSError, ValueError, TypeError, OverflowError):
            return b""

    def every(self) -> dict[Key, bytes]:
        return {key: raw for key in self._index if (raw := self.raw(key))}

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)


def _loaded(data: bytes) -> Any:
    import marshal

    try:
        return marshal.loads(data)
    except (EOFError, ValueError, TypeError):
        return None


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """As re.compile, and equal to what that gives."""
    found = _read().get((pattern, flags))
    if found is None:
        return _anew(pattern, flags)
    try:
        return _made(pattern, found)
    except Exception:  # whatever a spoiled file makes go wrong, the pattern itself is compiled instead
        return _anew(pattern, flags)


def keep() -> None:
    """Write down what was compiled anew; where nobody may write there, nothing is lost but time."""
    if not _fresh or sys.dont_write_bytecode or not _place():
        return
    import marshal

    before = Stored(_place())
    rows = before.every() | {key: marshal.dumps(one) for key, one in _fresh.items()}
    before.close()
    if sum(map(len, rows.values())) > LARGEST:
        rows = {key: rows[key] for key in _fresh}
    index, at = {}, 0
    for key, row in rows.items():
        index[key] = (at, len(row))
        at += len(row)
    head = marshal.dumps(index)
    name = f"{_place()}.{os.getpid()}"
    try:
        with open(name, "wb") as file:
            file.write(b"".join([len(head).to_bytes(4, "big"), head, *rows.values()]))
        os.replace(name, _place())
    except OSError:
        return
    _fresh.clear()


def _place() -> str:
    """Where Python keeps this module, in a file for this very build; "" where it keeps none."""
    beside = globals().get("__cached__")
    return f"{beside.removesuffix('.pyc')}.{sys.hexversion:x}.patterns" if isinstance(beside, str) else ""


def _read() -> Stored:
    global _kept
    if _kept is None:
        _kept = Stored(_place())
    return _kept


def _anew(pattern: str, flags: int) -> re.Pattern[str]:
    found = re.compile(pattern, flags)
    taken = _taken_apart(pattern, flags)
    if taken is not None:
        _fresh[pattern, flags] = taken
    return found


def _taken_apart(pattern: str, flags: int) -> Kept | None:
    """What Python's compiler makes of it; None where this Python does not say."""
    if sys.dont_write_bytecode:
        return None
    try:
        compiler: Any = re._compiler  # type: ignore[attr-defined]
        parsed = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]
        code = compiler._code(parsed, flags)
        names = dict(parsed.state.groupdict)
        groups: list[str | None] = [None] * parsed.state.groups
        for name, number in names.items():
            groups[number] = name
        size = compiler._sre.CODESIZE
        packed = b"".join([one.to_bytes(size, sys.byteorder) for one in code])
        return (
            pattern,
            flags | parsed.state.flags,
            compiler._sre.MAGIC,
            packed,
            parsed.state.groups - 1,
            names,
            tuple(groups),
        )
    except Exception:  # this Python is made otherwise inside
        return None


def _made(wanted: str, kept: Kept) -> re.Pattern[str]:
    inside: Any = re._compiler._sre  # type: ignore[attr-defined]
    pattern, flags, magic, packed, groups, names, numbers = kept
    if (pattern, magic) != (wanted, inside.MAGIC):
        raise ValueError(pattern)
    code = memoryview(packed).cast("I").tolist()
    found: re.Pattern[str] = inside.compile(pattern, flags, code, groups, names, numbers)
    return found
