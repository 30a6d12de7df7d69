"""Reading objects: one `cat-file` for the whole run, asked in rounds, nothing ever read from the work tree."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.run import Runner

ROUND = 24_000  # bytes of requests sent before the answers are read: fits in any pipe, so neither side ever waits for the other


class Header(NamedTuple):
    """What an object is, without its content."""

    oid: bytes
    kind: bytes
    size: int


class Blob(NamedTuple):
    """An object with its content (a tree or a commit as well as a file)."""

    oid: bytes
    kind: bytes
    content: bytes


class Objects:
    """A running `git cat-file --batch-command`."""

    def __init__(self, runner: Runner) -> None:
        self._child = runner.talk(("cat-file", "--batch-command", "--buffer"))

    def headers(self, names: Iterable[bytes]) -> Iterator[Header | None]:
        """Kind and size of each name, in order; None where there is no such object."""
        for _ in self._rounds(b"info ", names):
            yield self._header()

    def contents(self, names: Iterable[bytes]) -> Iterator[Blob | None]:
        """Each object whole, in order; None where there is no such object."""
        for _ in self._rounds(b"contents ", names):
            header = self._header()
            if header is None:
                yield None
                continue
            content = self._child.out.read(header.size + 1)
            if len(content) != header.size + 1:
                raise self._died()
            yield Blob(header.oid, header.kind, content[:-1])

    def content(self, name: bytes, kind: bytes) -> bytes:
        """One object that must be there and of this kind."""
        for blob in self.contents((name,)):
            if blob is not None and blob.kind == kind:
                return blob.content
        raise missing(name)

    def close(self) -> None:
        self._child.finish(tuple(range(-64, 256)))

    def _rounds(self, verb: bytes, names: Iterable[bytes]) -> Iterator[bytes]:
        """Send requests a round at a time; yields once per request, when its answer is due."""
        sent: list[bytes] = []
        size = 0
        for name in names:
            if b"\n" in name or b"\0" in name:
                raise GuardError(
                    "G805",
                    "a revision name with a control character",
                    shown(name),
                    "name the revision by its object id",
                )
            sent.append(name)
            size += len(name) + len(verb) + 1
            if size >= ROUND:
                yield from self._send(verb, sent)
                sent, size = [], 0
        if sent:
            yield from self._send(verb, sent)

    def _send(self, verb: bytes, names: list[bytes]) -> list[bytes]:
        self._child.write(b"".join([verb + name + b"\n" for name in names]) + b"flush\n")
        return names

    def _header(self) -> Header | None:
        line = self._child.out.readline()
        words = line.split(b" ")
        if len(words) == 3 and words[2][:-1].isdigit():
            return Header(words[0], words[1], int(words[2]))
        if line.endswith(b" missing\n"):
            return None
        if line.endswith(b" ambiguous\n"):
            raise GuardError("G806", "this short id means several objects", shown(line[:-11]), "give more digits of it")
        raise self._died()

    def _died(self) -> GuardError:
        self._child.finish(tuple(range(-64, 256)))
        return GuardError(
            "G804",
            f"git stopped while reading objects: {self._child.complaint()}",
            "the object store",
            "run git fsck; fetch what is missing or damaged",
        )


def missing(name: bytes) -> GuardError:
    """The error for an object that guard needs and the repository does not hold."""
    return GuardError(
        "G804",
        "an object that guard needs is not in this repository",
        shown(name),
        "fetch it: git fetch --refetch --no-filter origin in a partial clone; git fsck tells what a damaged one lacks",
    )
