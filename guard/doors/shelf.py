"""Several files in one, as tar lays them out: plain files by short names, always the same bytes for the same files.

What is read comes from anywhere. Nothing is unpacked by a name in it: whoever reads says which names there may be, how
large each, and gets where its bytes lie.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader, BufferedWriter

BLOCK = 512
COPIED = 1 << 20
MAGIC = b"ustar\x0000"
MEND = "have it written again: guard log bundle"


class Member(NamedTuple):
    """One file: its name, and where its bytes lie."""

    name: str
    start: int
    size: int


def check(path: str) -> None:
    """That it may be written at all, asked before all the work that goes before it."""
    folder = os.path.dirname(path) or os.curdir
    if os.path.isdir(path) or not os.access(folder, os.W_OK):
        raise _unwritten(path, "it is a folder" if os.path.isdir(path) else "its folder takes no file")


def put(path: str, texts: dict[str, bytes], files: dict[str, str]) -> None:
    """Write contents, and files of this machine, by their names in order; whole or not at all."""
    partial = f"{path}.{os.getpid()}.part"
    try:
        with open(partial, "wb") as out:
            for name in sorted({*texts, *files}):
                if name in texts:
                    out.write(_head(name, len(texts[name])) + texts[name] + _rest(len(texts[name])))
                else:
                    _copy(out, name, files[name])
            out.write(bytes(2 * BLOCK))
        os.replace(partial, path)
    except OSError as error:
        raise _unwritten(path, error.strerror or "") from error
    finally:
        if os.path.lexists(partial):
            os.unlink(partial)


def _unwritten(path: str, why: str) -> GuardError:
    mend = "name a file in a folder you can write to: -o FILE"
    return GuardError("G820", f"the bundle could not be written: {why}", shown(os.fsencode(path)), mend)


def _copy(out: BufferedWriter, name: str, path: str) -> None:
    size = os.path.getsize(path)
    out.write(_head(name, size))
    with open(path, "rb") as file:
        while chunk := file.read(COPIED):
            out.write(chunk)
    out.write(_rest(size))


def _head(name: str, size: int) -> bytes:
    """Nobody's file, of no time: what is in it is all that tells two apart."""
    fields = [name.encode().ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0", b"%011o\0" % size]
    fields += [b"%011o\0" % 0, b" " * 8, b"0", bytes(100), MAGIC]
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _rest(size: int) -> bytes:
    return bytes(-size % BLOCK)


def members(file: BufferedReader, allowed: Callable[[str], int]) -> dict[str, Member]:
    """What is in it. `allowed` says how large a file of a name may be; -1 where there is none of that name."""
    found: dict[str, Member] = {}
    for member in _listed(file):
        most = allowed(member.name)
        if most < 0 or member.name in found:
            raise _odd(file, f"a file in it that no bundle has, or twice: {shown(member.name)}")
        if member.size > most:
            raise _odd(file, f"{shown(member.name)} has {member.size:,} bytes in it, and {most:,} is the most")
        found[member.name] = member
    return found


def _listed(file: BufferedReader) -> Iterator[Member]:
    whole = os.fstat(file.fileno()).st_size
    at = 0
    while True:
        file.seek(at)
        head = file.read(BLOCK)
        if head == bytes(BLOCK):
            return
        name, size = _fields(file, head)
        if at + BLOCK + size > whole:
            raise _odd(file, "it is cut short")
        yield Member(name, at + BLOCK, size)
        at += BLOCK + size + len(_rest(size))


def _fields(file: BufferedReader, head: bytes) -> tuple[str, int]:
    """A header exactly as `put` writes it: everything else is some other kind of file."""
    name, size = head[:100].rstrip(b"\0"), head[124:135]
    try:
        text, number = name.decode("ascii"), int(size, 8)
    except ValueError:
        text, number = "", 0
    if len(head) < BLOCK or not text or head != _head(text, number):
        raise _odd(file, "it is no bundle of guard, or damaged")
    return text, number


def content(file: BufferedReader, member: Member) -> bytes:
    """The bytes of a small one."""
    file.seek(member.start)
    return file.read(member.size)


def lay(file: BufferedReader, member: Member, path: str) -> None:
    """The bytes of a large one, as a new file of this machine."""
    file.seek(member.start)
    left = member.size
    with open(path, "xb") as out:
        while left:
            chunk = file.read(min(left, COPIED))
            if not chunk:
                raise _odd(file, "it is cut short")
            out.write(chunk)
            left -= len(chunk)


def _odd(file: BufferedReader, what: str) -> GuardError:
    return GuardError("G804", f"this bundle cannot be read: {what}", shown(os.fsencode(str(file.name))), MEND)
