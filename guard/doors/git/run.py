"""Starting git: one absolute binary, one fixed argv, one fixed environment, nothing inherited.

A repository under judgement is hostile until shown otherwise: its configuration can name programs to run, its environment can
name another index, another repository or another git. What stands here was tried against such repositories; every option
switches off one way in (docs/adr/0003-git-plumbing-not-gitpython.md).
"""

from __future__ import annotations

import errno
import os
from io import BufferedReader, FileIO

from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MINIMUM = (2, 39, 4)
USUAL_PLACES = (
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/opt/homebrew/bin/git",
    "/opt/local/bin/git",
    "/run/current-system/sw/bin/git",
)
HARDENED = (
    "--no-replace-objects",
    "--literal-pathspecs",
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "core.commitGraph=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "gc.auto=0"),
    *("-c", "advice.graftFileDeprecated=false"),
)


def find_git(given: str | None) -> str:
    """The git to use, by absolute path. PATH is not asked: a folder of the repository may stand first in it."""
    if given is not None:
        if os.path.isabs(given) and os.access(given, os.X_OK):
            return given
        raise GuardError(
            "G810",
            "the git given is not an executable by absolute path",
            shown(os.fsencode(given)),
            "name it as /path/to/git with --git",
        )
    for place in USUAL_PLACES:
        if os.access(place, os.X_OK):
            return place
    raise GuardError(
        "G810",
        "no git found",
        ", ".join(USUAL_PLACES),
        "install git 2.39.4 or newer, or name it with --git /path/to/git",
    )


def check_version(git: str) -> None:
    """Older gits lack options that keep a hostile repository from running code."""
    runner = Runner(git)
    try:
        words = runner.read(("version",)).split()
    finally:
        runner.close()
    version = tuple(int(part) for part in words[2].split(b".")[:3] if part.isdigit()) if len(words) > 2 else ()
    if version < MINIMUM:
        told = shown(b" ".join(words)) or "a git that does not tell its version"
        raise GuardError(
            "G810",
            f"{told} is too old; guard needs {'.'.join(map(str, MINIMUM))}",
            git,
            "install a newer git, or name one with --git /path/to/git",
        )


class Runner:
    """Starts git children for one repository and remembers how many; owns the private folder they may see."""

    def __init__(self, git: str) -> None:
        self.git = git
        self.where: tuple[str, ...] = ()  # --git-dir=... once the repository is located
        self.started = 0
        self.private = _private_folder()

    def environment(self, index: str | None = None) -> dict[str, str]:
        kept = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "HOME": self.private,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_GRAFT_FILE": "/dev/null",
            "GIT_TERMINAL_PROMPT": "0",
        }
        if index is not None:
            kept["GIT_INDEX_FILE"] = index
        return kept

    def start(self, words: Sequence[str], *, index: str | None = None, stdin: str | None = None) -> Child:
        """Start `git <words>`; `stdin` names a file to read from, else nothing can be read unless `talk` is used."""
        return Child(self, [self.git, *HARDENED, *self.where, *words], self.environment(index), stdin or "/dev/null")

    def talk(self, words: Sequence[str]) -> Child:
        """Start `git <words>` with a pipe to write requests to."""
        return Child(self, [self.git, *HARDENED, *self.where, *words], self.environment(), None)

    def probe(self, git_dir: str, words: Sequence[str]) -> Child:
        """Start `git <words>` in a repository of guard's own, with transports open, to see whether it would use one."""
        environment = self.environment()
        del environment["GIT_ALLOW_PROTOCOL"]
        argv = [self.git, *HARDENED, "-c", "protocol.ext.allow=always", f"--git-dir={git_dir}", *words]
        return Child(self, argv, environment, "/dev/null")

    def read(
        self,
        words: Sequence[str],
        *,
        index: str | None = None,
        stdin: str | None = None,
        accept: tuple[int, ...] = (0,),
    ) -> bytes:
        """Run to the end and return what it printed; any exit code not in `accept` is an error, never an empty answer."""
        child = self.start(words, index=index, stdin=stdin)
        printed = child.out.read()
        child.finish(accept)
        return printed

    def scratch(self, name: str, content: bytes) -> str:
        """A file in the private folder, for a child to read."""
        path = os.path.join(self.private, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def close(self) -> None:
        for folder, folders, files in os.walk(self.private, topdown=False):
            for name in files:
                os.unlink(os.path.join(folder, name))
            for name in folders:
                os.rmdir(os.path.join(folder, name))
        os.rmdir(self.private)


class Child:
    """One running git: a pipe from it, perhaps a pipe to it, and what it said on standard error."""

    def __init__(self, runner: Runner, argv: list[str], environment: dict[str, str], stdin: str | None) -> None:
        runner.started += 1
        self.argv = argv
        self.said = os.path.join(runner.private, f"stderr-{runner.started}")
        from_child, child_out = os.pipe()
        actions: list[tuple[int, int, int] | tuple[int, int, str, int, int]] = [
            (os.POSIX_SPAWN_DUP2, child_out, 1),
            (os.POSIX_SPAWN_OPEN, 2, self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ]
        to_child = child_in = -1
        if stdin is None:
            child_in, to_child = os.pipe()
            actions.append((os.POSIX_SPAWN_DUP2, child_in, 0))
        else:
            actions.append((os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0))
        try:
            self.pid = os.posix_spawn(runner.git, argv, environment, file_actions=actions)
        except OSError as error:
            os.close(from_child)
            if to_child >= 0:
                os.close(to_child)
            raise GuardError(
                "G810",
                f"git could not be started: {error.strerror}",
                runner.git,
                "check that this git runs: git version",
            ) from error
        finally:
            os.close(child_out)
            if child_in >= 0:
                os.close(child_in)
        self.code: int | None = None
        self.out: BufferedReader = BufferedReader(FileIO(from_child), 1 << 16)
        self._to = to_child

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

    def finish(self, accept: tuple[int, ...] = (0,)) -> int:
        """Wait for the end; an exit code that is not accepted raises with git's own words."""
        if self.code is None:
            if self._to >= 0:
                os.close(self._to)
                self._to = -1
            self.out.close()
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if self.code not in accept:
            raise self._failed()
        return self.code

    def _failed(self) -> GuardError:
        said = self.complaint()
        for sign in ABSENCES:
            if sign in said:
                return GuardError(
                    "G804",
                    f"an object that guard needs is missing or damaged: {said}",
                    "the object store",
                    "run git fsck; then git fetch what it names",
                )
        if any(sign in said for sign in MALFORMED):
            return GuardError(
                "G811",
                f"a malformed tree: {said}",
                "the object store",
                "have its author make the commit again with git itself (git fsck --strict names the tree)",
            )
        return GuardError("G817", f"git {self._word()} ended with {self.code}: {said}", "the repository", _ADVICE)

    def _word(self) -> str:
        fixed = 1 + len(HARDENED)
        return next(word for word in self.argv[fixed:] if not word.startswith("-"))

    def complaint(self) -> str:
        """The last thing git said, on one line, safe to show."""
        with open(self.said, "rb") as file:
            lines = file.read(8192).strip().split(b"\n")
        return shown(lines[-1][:300]) or "it said nothing"


MALFORMED = ("in tree entry", "too-short tree object", "malformed mode")
ABSENCES = (
    "revision walk setup failed",
    "unable to read tree",
    "unable to read sha1 file",
    "bad object",
    "could not fetch",
    "missing",
    "bad tree object",
    "is corrupt",
    "unable to unpack",
    "not a valid object",
)
_ADVICE = "run git fsck and git status here; mend what they name, then ask guard again"


def _private_folder() -> str:
    parent = os.environ.get("TMPDIR") or "/tmp"
    for _ in range(16):
        folder = os.path.join(parent, "guard-" + os.urandom(8).hex())
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            continue
        except OSError as error:
            raise GuardError(
                "G817",
                f"no private folder could be made: {error.strerror}",
                parent,
                "make TMPDIR name a folder you can write to",
            ) from error
        return folder
    raise GuardError("G817", "no private folder could be made", parent, "make TMPDIR name a folder you can write to")
