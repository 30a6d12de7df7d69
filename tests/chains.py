"""Logs for the tests of the log's door: entries that nobody signed, written by hand or by guard, walked by git."""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.doors.git.repository import Repository
from guard.doors.log.append import Moved, append
from guard.doors.log.tips import tip
from tests.conftest import EXAMPLES
from tests.repos import GIT, Maker

NAME = b"refs/heads/guard-log"
SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nbm90IHNpZ25lZA==\n-----END SSH SIGNATURE-----\n"
AT = 1_767_323_046


def many(usual: int, fuzz: int, soak: int) -> int:
    """How much of something `make test`, `make fuzz` and `make soak` do; less where less is asked for by hand."""
    if not EXAMPLES:
        return usual
    return soak if EXAMPLES >= 100_000 else max(usual, min(fuzz, EXAMPLES))


def thorough(test: Callable[..., None]) -> Callable[..., None]:
    """A test that only `make fuzz` and `make soak` run: `make test` has others of its kind."""
    marked: Callable[..., None] = pytest.mark.fuzz(pytest.mark.skipif(not EXAMPLES, reason="make fuzz runs it")(test))
    return marked


def algorithm(name: str) -> str:
    """The hash of the objects of a test: one or the other, by its name, the same in every run."""
    return ("sha1", "sha256")[zlib.crc32(name.encode()) & 1]


def payload(number: object) -> bytes:
    return b'{"act":"approval","of":"%s"}' % str(number).encode()


def tree(made: Maker, number: object = 0, signature: bytes = SIGNATURE, record: bytes = b"") -> bytes:
    files = {b"payload.json": payload(number), b"payload.json.sig": signature}
    return made.tree(made.files(files | ({b"record.json": record} if record else {})))


def chain(made: Maker, count: int, above: bytes = b"", name: str = "entry") -> list[bytes]:
    """The commits of so many entries, written by hand; oldest first."""
    commits: list[bytes] = []
    for number in range(count):
        above = made.commit(tree(made, f"{name} {number}"), [above] if above else [], b"an entry\n")
        commits.append(above)
    return commits


def log(made: Maker, count: int, name: bytes = NAME) -> list[bytes]:
    """The same, with the branch on it."""
    commits = chain(made, count)
    made.ref(name, commits[-1])
    return commits


def put(repository: Repository, number: object, record: bytes = b"") -> bytes:
    """Append one entry to the log as it stands, as those do who append: again, where somebody was faster."""
    while True:
        try:
            return append(repository, payload(number), SIGNATURE, record, tip(repository, ""), f"entry {number}", AT)
        except Moved:
            continue


def walked(folder: str | bytes | Path, name: bytes = NAME) -> list[bytes]:
    """The payloads of a log, oldest first, as plain git tells them, once it has made sure that it is one line."""
    rows = _git(folder, "rev-list", "--topo-order", "--reverse", "--parents", os.fsdecode(name)).split(b"\n")[:-1]
    commits = [row.split() for row in rows]
    assert [row[1:] for row in commits] == [[], *[[row[0]] for row in commits[:-1]]], "the log is not one line"
    asked = b"".join([row[0] + b":payload.json\n" for row in commits])
    told = subprocess.run(
        [GIT, "cat-file", "--batch"], cwd=folder, input=asked, stdout=subprocess.PIPE, check=True
    ).stdout
    found = []
    while told:
        head, _, told = told.partition(b"\n")
        size = int(head.split()[2])
        found.append(told[:size])
        told = told[size + 1 :]
    return found


def sound(folder: str | bytes | Path) -> None:
    """git fsck has nothing to say of this repository, but of what nobody names."""
    done = subprocess.run([GIT, "fsck", "--strict", "--no-dangling"], cwd=folder, capture_output=True)
    said = [line for line in (done.stdout + done.stderr).split(b"\n") if line and not line.startswith(b"notice: ")]
    assert (done.returncode, said) == (0, [])


def _git(folder: str | bytes | Path, *words: str) -> bytes:
    return subprocess.run([GIT, *words], cwd=folder, stdout=subprocess.PIPE, check=True).stdout
