"""A bundle laid out again: a repository in a private folder, with its branch and its log, and nothing else."""

from __future__ import annotations

import json
import os
import re
from contextlib import chdir, contextmanager
from tempfile import TemporaryDirectory

from guard.doors import shelf
from guard.doors.files import opened
from guard.doors.git.pack import take
from guard.errors import GuardError
from guard.escape import shown
from guard.schema import validate_data
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from typing import Any

    from guard.doors.shelf import Member

CONTENTS, PACK, DECISIONS = "bundle.json", "objects.pack", "decisions.md"
LARGEST = {CONTENTS: 16 << 20, PACK: 1 << 40, DECISIONS: 1 << 30}
OF_LOG = re.compile(r"log/[0-9]{6,}-[0-9a-f]{8}\.(payload|record)\.json(\.sig)?")
LARGEST_OF_LOG = 4 << 20
LOG = "refs/heads/guard-log"


class Unpacked(NamedTuple):
    """A bundle while it is open: its trusted branch, what it says of itself, and its other texts."""

    where: str  # the file, for people
    ref: str
    contents: dict[str, Any]
    members: dict[str, Member]
    file: BufferedReader

    def part(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """The bytes of one text, or some of them."""
        member = self.members[name]
        size = member.size if end is None else min(end, member.size)
        return shelf.content(self.file, member._replace(start=member.start + start, size=max(size - start, 0)))


@contextmanager
def unpacked(path: str, git: str | None) -> Iterator[Unpacked]:
    """Be in the repository of a bundle for a while; its trusted branch is what comes with it."""
    where = shown(os.fsencode(path))
    try:
        file = opened(path)  # closed below
    except OSError as error:
        mend = "name the file that guard log bundle wrote"
        raise GuardError("G804", f"the bundle cannot be read: {error.strerror}", where, mend) from error
    with file, TemporaryDirectory(prefix="guard-") as folder:
        members = shelf.members(file, _most)
        contents = _contents(file, members, where)
        pack = os.path.join(folder, PACK)
        shelf.lay(file, members[PACK], pack)
        top = os.path.join(folder, "repository")
        os.mkdir(top, 0o700)
        branch, log = contents["trusted"], contents["log"]
        refs = {branch["ref"]: branch["commit"]} | ({LOG: log["tip"]} if log["tip"] else {})
        take(git, top, pack, refs, len(branch["commit"]) == 64)
        with chdir(top):
            yield Unpacked(where, branch["ref"], contents, members, file)


def _most(name: str) -> int:
    if OF_LOG.fullmatch(name):
        return LARGEST_OF_LOG
    return LARGEST.get(name, -1)


def _contents(file: BufferedReader, found: dict[str, Member], where: str) -> dict[str, Any]:
    """What a bundle says of itself, valid by its schema."""
    if CONTENTS not in found or PACK not in found:
        raise GuardError(
            "G804", "this bundle cannot be read: its contents or its objects are missing", where, shelf.MEND
        )
    try:
        data: dict[str, Any] = json.loads(shelf.content(file, found[CONTENTS]))
        faults = validate_data("bundle", data)
    except (ValueError, RecursionError):
        data, faults = {}, ("its contents are not JSON",)
    if faults:
        raise GuardError("G804", f"this bundle cannot be read: {faults[0]}", where, shelf.MEND)
    return data
