"""One running git: a pipe or a file it prints to, perhaps a pipe to it, and what it said on standard error."""

from __future__ import annotations

import errno
import os
from io import BufferedReader, FileIO

from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    Action = tuple[int, int, int] | tuple[int, int, str, int, int]

SIGINT, SIGKILL = 2, 9  # importing `signal` for them would load `enum`
ANY_CODE = tuple(range(-64, 256))
WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
ABSENCES = (
    *(b"could not read", b"could not fetch", b"unable to read", b"unable to unpack", b"unable to find"),
    *(b"missing", b"bad object", b"bad tree object", b"corrupt", b"not a valid object", b"inflate", b"invalid object"),
    b"revision walk setup failed",
)
MALFORMED = (b"in tree entry", b"too-short tree object", b"malformed mode")


class Child:
    """A git that is started at once.

    `stdin` names a file to read from, or is None for a pipe; `printed` names a file to print to, so that a long answer
    never waits for a reader.
    """

    def __init__(
        self, argv: list[str], environment: dict[str, str], stdin: str | None, said: str, printed: str | None
    ) -> None:
        self.argv = argv
        self.code: int | None = None
        self._said = said
        self._printed = printed
        self._to = self._from = -1
        theirs: list[int] = []
        actions: list[Action] = [(os.POSIX_SPAWN_OPEN, 2, said, WRITE, 0o600)]
        self.out: BufferedReader | None = None
        try:
            if printed is None:
                self._from, out = os.pipe()
                theirs.append(out)
                self.out = BufferedReader(FileIO(self._from), 1 << 16)
                actions.append((os.POSIX_SPAWN_DUP2, out, 1))
            else:
                actions.append((os.POSIX_SPAWN_OPEN, 1, printed, WRITE, 0o600))
            if stdin is None:
                into, self._to = os.pipe()
                theirs.append(into)
                actions.append((os.POSIX_SPAWN_DUP2, into, 0))
            else:
                actions.append((os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0))
            self.pid = os.posix_spawn(argv[0], argv, environment, file_actions=actions)
        except OSError as error:
            self._close()
            what = f"git could not be started: {error.strerror}"
            raise GuardError(
                "G810", what, shown(os.fsencode(argv[0])), "check that this git runs: git version"
            ) from error
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    @property
    def reader(self) -> BufferedReader:
        """What it prints, while it runs."""
        assert self.out is not None, "this child prints to a file"
        return self.out

    def answer(self, accept: tuple[int, ...] = (0,)) -> bytes:
        """All it printed, once it has ended well."""
        if self._printed is None:
            printed = self.reader.read()
            self.finish(accept)
            return printed
        self.finish(accept)
        with open(self._printed, "rb") as file:
            return file.read()

    def widen(self) -> None:
        """Room for a megabyte of its answers, where the system gives it, so that it need not wait for the reader."""
        import fcntl

        try:
            fcntl.fcntl(self._from, fcntl.F_SETPIPE_SZ, 1 << 20)
        except (AttributeError, OSError):
            pass

    def write(self, request: bytes) -> None:
        """Send a request that fits in the pipe; the caller reads the answers before it sends the next."""
        try:
            view = memoryview(request)
            while view:
                view = view[os.write(self._to, view) :]
        except OSError as error:
            if error.errno == errno.EPIPE:
                self.finish(())
            raise

    def hand(self, whole: bytes) -> bytes:
        """Send all there is to send, and return all it printed once it has ended well."""
        self.write(whole)
        os.close(self._to)
        self._to = -1
        return self.answer()

    def finish(self, accept: tuple[int, ...] = (0,)) -> int:
        """Wait for the end; an exit code that is not accepted raises with git's own words."""
        if self.code is None:
            self._close()
            self.code = self._wait()
        if self.code == -SIGINT:  # Ctrl-C reached git first; it means all of us
            raise KeyboardInterrupt
        if self.code not in accept:
            raise self._failed()
        return self.code

    def stop(self) -> None:
        """End it, whatever it is at: nobody waits for its answer any more."""
        if self.code is None:
            self._close()
            os.kill(self.pid, SIGKILL)
            self.code = self._wait()

    def _wait(self) -> int:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:  # waited for already, by a wait that Ctrl-C cut short
            return -SIGKILL

    def complaint(self) -> str:
        """What git said went wrong, on one line, safe to show; hints that follow it are left out."""
        lines = self._words().strip().split(b"\n")
        for sign in (b"fatal:", b"error:", b""):
            for line in lines:
                if line.startswith(sign):
                    return shown(line[:300]) or "it said nothing"
        raise AssertionError("every line starts with nothing")

    def _words(self) -> bytes:
        with open(self._said, "rb") as file:
            return file.read(8192)

    def _close(self) -> None:
        if self._to >= 0:
            os.close(self._to)
            self._to = -1
        if self.out is not None:
            self.out.close()

    def _failed(self) -> GuardError:
        said, words = self.complaint(), self._words().lower()
        if any(sign in words for sign in ABSENCES):
            what = f"an object that guard needs is missing or damaged: {said}"
            return GuardError("G804", what, "the object store", "run git fsck; then git fetch what it names")
        if any(sign in words for sign in MALFORMED):
            mend = "have its author make the commit again with git itself (git fsck --strict names the tree)"
            return GuardError("G811", f"a malformed tree: {said}", "the object store", mend)
        word = next((word for word in self.argv[1:] if word in KNOWN), "git")
        mend = "run git fsck and git status here; mend what they name, then ask guard again"
        return GuardError("G817", f"git {word} ended with {self.code}: {said}", "the repository", mend)


KNOWN = (
    *("rev-parse", "cat-file", "diff-index", "diff-tree", "ls-files", "ls-tree", "rev-list"),
    *("merge-base", "for-each-ref", "symbolic-ref", "version", "unpack-objects", "update-ref"),
    *("index-pack", "worktree"),
)
