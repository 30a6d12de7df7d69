"""What is written: shown as a diff, then put there whole or not at all; what stands there is never written over."""

from __future__ import annotations

import difflib
import os

from guard.drafts import plain
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Edit(NamedTuple):
    """One file: as it stands, None where nothing does, and as it is to stand."""

    path: bytes
    old: bytes | None
    new: bytes


def diff(edits: tuple[Edit, ...]) -> Iterator[str]:
    """As people read it; lines of the repository are shown with nothing hidden in them."""
    for edit in edits:
        before = [] if edit.old is None else _lines(edit.old)
        name = shown(edit.path)
        source = "/dev/null" if edit.old is None else f"a/{name}"
        yield from difflib.unified_diff(before, _lines(edit.new), source, f"b/{name}", n=2, lineterm="")


def _lines(text: bytes) -> list[str]:
    return [shown(line) for line in text.removesuffix(b"\n").split(b"\n")]


def write(root: str, edits: tuple[Edit, ...]) -> None:
    """All of them; where one cannot be written, those before it that are new are taken away again."""
    done: list[bytes] = []
    for edit in edits:
        try:
            if edit.old is None:
                plain.create(root, edit.path, edit.new)
                done.append(edit.path)
            else:
                _replace(root, edit)
        except OSError as error:
            for path in done:
                plain.remove(root, path)
            what = f"it could not be written: {error.strerror}"
            raise GuardError("G820", what, shown(edit.path), "make its folder one you can write to") from error


def _replace(root: str, edit: Edit) -> None:
    """A file at the top that was read a moment ago: it is still the same, and it keeps its mode."""
    if plain.contents(root, edit.path, len(edit.old or b"")) != edit.old:
        raise GuardError("G820", "it has changed since it was read", shown(edit.path), "ask again")
    partial = b".%s.%d" % (edit.path, os.getpid())
    there = os.path.join(os.fsencode(root), edit.path)
    plain.create(root, partial, edit.new)
    made = os.path.join(os.fsencode(root), partial)
    os.chmod(made, os.stat(there).st_mode & 0o7777)
    os.replace(made, there)
