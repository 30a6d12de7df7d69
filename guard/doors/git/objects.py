"""Reading objects: one `cat-file` for the whole run, asked in rounds, nothing ever read from the work tree."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.run import Runner

ROUND = 24_000  # bytes of requests sent before the answers are read: fits in any pipe, so neither side waits for ever


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
        self._round = 0
        self._due = 0  # answers of the last round that nobody has read yet
        self._whole = False  # whether those come with content

    def headers(self, names: Iterable[bytes]) -> Iterator[Header | None]:
        """Kind and size of each name, in order; None where there is no such object."""
        for _ in self._rounds(names, whole=False):
            yield self._header()

    def contents(self, names: Iterable[bytes]) -> Iterator[Blob | None]:
        """Each object whole, in order; None where there is no such object."""
        for _ in self._rounds(names, whole=True):
            yield self._blob()

    def files(self, names: Iterable[bytes], most: int) -> Iterator[bytes | None]:
        """Each file whole, in order; None for one that is larger than `most`, of which nothing is held."""
        for name in self._rounds(names, whole=True):
            words = self._first_line()
            if words is None:
                raise missing(name)
            if words[1] != b"blob":
                raise not_a_file(name, words[1])
            left = int(words[2]) + 1
            if left <= most:
                content = self._child.reader.read(left)
                if len(content) != left:
                    raise self._died()
                yield content[:-1]
                continue
            self._pass(left)
            yield None

    def small(self, names: list[bytes], most: int) -> Iterator[tuple[bytes, int, bytes]]:
        """Kind, size and content of many small objects, in order; no kind (b"") for one that is not here.

        Of one that is larger than `most` nothing is held. git works on the next round while this one is read and looked
        at: so ten thousand entries of a log take little longer than git needs for them.
        """
        self._child.widen()
        rounds = [names[at : at + ROUND // 80] for at in range(0, len(names), ROUND // 80)]
        for at, asked in enumerate(rounds):
            if at == 0:
                self._ask(asked)
            self._ask(rounds[at + 1] if at + 1 < len(rounds) else [], self._due)
            mine = self._round
            found = []
            for _ in asked:
                found.append(self._small(most))
                self._due -= 1
            yield from found
            if mine != self._round:
                raise RuntimeError("a question was put to git before the answers to the one before were read")

    def _ask(self, names: list[bytes], ahead: int = 0) -> None:
        """Ask for contents, while `ahead` answers of the round before are still to be read."""
        self._runs()
        while self._due > ahead:
            self._blob() if self._whole else self._header()
        self._round += 1
        self._due, self._whole = self._due + len(names), True
        if names:
            self._child.write(b"".join([b"contents " + name + b"\n" for name in names]) + b"flush\n")

    def _small(self, most: int) -> tuple[bytes, int, bytes]:
        line = self._child.reader.readline()
        words = line.split(b" ")
        if len(words) != 3 or not words[2][:-1].isdigit():
            if len(words) == 2 and words[1] == b"missing\n":
                return b"", 0, b""
            raise self._died()
        size = int(words[2])
        if size > most:
            self._pass(size + 1)
            return words[1], size, b""
        content = self._child.reader.read(size + 1)
        if len(content) != size + 1:
            raise self._died()
        return words[1], size, content[:-1]

    def _pass(self, left: int) -> None:
        """Read over what nobody needs, and hold none of it."""
        while left:
            passed = self._child.reader.read(min(left, 1 << 20))
            if not passed:
                raise self._died()
            left -= len(passed)

    def content(self, name: bytes, kind: bytes) -> bytes:
        """One object that must be there and of this kind."""
        for blob in self.contents((name,)):
            if blob is not None and blob.kind == kind:
                return blob.content
        raise missing(name)

    def close(self) -> None:
        self._child.stop()

    def _rounds(self, names: Iterable[bytes], whole: bool) -> Iterator[bytes]:
        """Send requests a round at a time; yields once per request, when its answer is due."""
        sent: list[bytes] = []
        size = 0
        for name in names:
            if b"\n" in name or b"\0" in name:
                mend = "name the revision by its object id"
                raise GuardError("G805", "a revision name with a control character", shown(name), mend)
            sent.append(name)
            size += len(name) + 10
            if size >= ROUND:
                yield from self._send(sent, whole)
                sent, size = [], 0
        if sent:
            yield from self._send(sent, whole)

    def _send(self, names: list[bytes], whole: bool) -> Iterator[bytes]:
        """One round. What an earlier one left unread is read first, or its answers would be taken for ours."""
        self._runs()
        while self._due:
            self._blob() if self._whole else self._header()
        self._round += 1
        self._due, self._whole, mine = len(names), whole, self._round
        verb = b"contents " if whole else b"info "
        self._child.write(b"".join([verb + name + b"\n" for name in names]) + b"flush\n")
        for name in names:
            if mine != self._round:
                raise RuntimeError("a question was put to git before the answers to the one before were read")
            yield name

    def _blob(self) -> Blob | None:
        header = self._header()
        if header is None:
            return None
        content = self._child.reader.read(header.size + 1)
        if len(content) != header.size + 1:
            raise self._died()
        return Blob(header.oid, header.kind, content[:-1])

    def _header(self) -> Header | None:
        words = self._first_line()
        return None if words is None else Header(words[0], words[1], int(words[2]))

    def _first_line(self) -> list[bytes] | None:
        """What an answer begins with: id, kind and size; None where there is no such object."""
        self._due -= 1
        line = self._child.reader.readline()
        words = line.split(b" ")
        if len(words) == 3 and words[2][:-1].isdigit():
            return words
        if line.endswith(b" missing\n"):
            return None
        if line.endswith(b" ambiguous\n"):
            raise GuardError("G806", "this short id means several objects", shown(line[:-11]), "give more digits of it")
        raise self._died()

    def _runs(self) -> None:
        """A git that died is not asked again, however often that is tried."""
        if self._child.code is not None:
            raise self._died()

    def _died(self) -> GuardError:
        from guard.doors.git.child import ANY_CODE  # an agent's edit has no git running, and no need of it

        self._due = 0
        self._child.finish(ANY_CODE)
        what = f"git stopped while reading objects: {self._child.complaint()}"
        return GuardError("G804", what, "the object store", "run git fsck; fetch what is missing or damaged")


def missing(name: bytes) -> GuardError:
    """The error for an object that guard needs and the repository does not hold."""
    mend = (
        "fetch it: git fetch --refetch --no-filter origin in a partial clone; git fsck tells what a damaged one lacks"
    )
    return GuardError("G804", "an object that guard needs is not in this repository", shown(name), mend)


def not_a_file(oid: bytes, kind: bytes) -> GuardError:
    """The error for an entry that says it is a file, of an object that is none."""
    mend = "no checkout of this can work; have its author add the file itself: git add"
    return GuardError("G811", f"an entry for a file names a {shown(kind)}", shown(oid), mend)
