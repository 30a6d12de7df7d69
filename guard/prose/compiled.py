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

_kept: dict[tuple[str, int], Kept] | None = None
_fresh: dict[tuple[str, int], Kept] = {}


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """As re.compile, and equal to what that gives."""
    found = _read().get((pattern, flags))
    if found is None:
        return _anew(pattern, flags)
    try:
        return _made(found)
    except Exception:  # whatever a spoiled file makes go wrong, the pattern itself is compiled instead
        return _anew(pattern, flags)


def keep() -> None:
    """Write down what was compiled anew; where nobody may write there, nothing is lost but time."""
    if not _fresh or sys.dont_write_bytecode or not _place():
        return
    import marshal

    name = f"{_place()}.{os.getpid()}"
    try:
        with open(name, "wb") as file:
            file.write(marshal.dumps(_stored() | _fresh))
        os.replace(name, _place())
    except OSError:
        return
    _fresh.clear()


def _place() -> str:
    """Where Python keeps this module, in a file for this very build; "" where it keeps none."""
    beside = globals().get("__cached__")
    return f"{beside.removesuffix('.pyc')}.{sys.hexversion:x}.patterns" if isinstance(beside, str) else ""


def _read() -> dict[tuple[str, int], Kept]:
    global _kept
    if _kept is None:
        _kept = _stored()
    return _kept


def _stored() -> dict[tuple[str, int], Kept]:
    import marshal

    try:
        with open(_place(), "rb") as file:
            found = marshal.loads(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


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


def _made(kept: Kept) -> re.Pattern[str]:
    from array import array

    inside: Any = re._compiler._sre  # type: ignore[attr-defined]
    pattern, flags, magic, packed, groups, names, numbers = kept
    if magic != inside.MAGIC:
        raise ValueError(magic)
    code = array("I", packed)
    found: re.Pattern[str] = inside.compile(pattern, flags, code.tolist(), groups, names, numbers)
    return found
