"""Starting git: one absolute binary, one fixed argv, one fixed environment, nothing inherited.

A repository under judgement is hostile until shown otherwise: its configuration can name programs to run, its
environment can name another index, another repository or another git. What stands here was tried against such
repositories; every option switches off one way in (docs/adr/0003-git-plumbing-not-gitpython.md).
"""

from __future__ import annotations

import os

from guard.doors.git.child import Child
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
        what = "the git given is not an executable by absolute path"
        raise GuardError("G810", what, shown(os.fsencode(given)), "name it as /path/to/git with --git")
    for place in USUAL_PLACES:
        if os.access(place, os.X_OK):
            return place
    mend = "install git 2.39.4 or newer, or name it with --git /path/to/git"
    raise GuardError("G810", "no git found", ", ".join(USUAL_PLACES), mend)


def usable_git(given: str | None) -> str:
    """The git to use, once it is known to be new enough."""
    with AskedGit(given) as asked:
        return asked.usable()


class AskedGit:
    """A git that is asked for its version, perhaps while something else is done; none is run elsewhere before it told.

    Older gits lack options that keep a hostile repository from running code.
    """

    def __init__(self, given: str | None) -> None:
        self._git = find_git(given)
        self._runner = Runner(self._git)
        try:
            self._version = self._runner.start(("version",))
        except BaseException:
            self._runner.close()
            raise

    def __enter__(self) -> AskedGit:
        return self

    def __exit__(self, *_: object) -> None:
        self._version.stop()
        self._runner.close()

    def usable(self) -> str:
        """Where it is; an error where it is too old, or none."""
        words = self._version.answer().split()
        version = tuple(int(part) for part in words[2].split(b".")[:3] if part.isdigit()) if len(words) > 2 else ()
        if version < MINIMUM:
            told = shown(b" ".join(words)) or "a git that does not tell its version"
            what = f"{told} is too old; guard needs {'.'.join(map(str, MINIMUM))}"
            mend = "install a newer git, or name one with --git /path/to/git"
            raise GuardError("G810", what, shown(os.fsencode(self._git)), mend)
        return self._git


class Runner:
    """Starts git children for one repository and remembers how many; owns the private folder they may see."""

    def __init__(self, git: str) -> None:
        self.git = git
        self.where: tuple[str, ...] = ()  # --git-dir=... once the repository is located
        self.started = 0
        self.quarantine: dict[str, str] = {}  # where a push lies until a hook of the server has judged it
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
            **self.quarantine,
        }
        if index is not None:
            kept["GIT_INDEX_FILE"] = index
        return kept

    def start(
        self, words: Sequence[str], *, index: str | None = None, stdin: str | None = None, printed: str | None = None
    ) -> Child:
        """Start `git <words>`; `stdin` names a file to read from, `printed` one to print to."""
        argv = [self.git, *HARDENED, *self.where, *words]
        return self._child(argv, self.environment(index), stdin or "/dev/null", printed)

    def talk(self, words: Sequence[str]) -> Child:
        """Start `git <words>` with a pipe to write requests to."""
        return self._child([self.git, *HARDENED, *self.where, *words], self.environment(), None)

    def probe(self, git_dir: str, words: Sequence[str]) -> Child:
        """Start `git <words>` in a repository of guard's own, with transports open, to see whether it would use one."""
        environment = self.environment()
        del environment["GIT_ALLOW_PROTOCOL"]
        argv = [self.git, *HARDENED, "-c", "protocol.ext.allow=always", f"--git-dir={git_dir}", *words]
        return self._child(argv, environment, "/dev/null")

    def read(self, words: Sequence[str], *, index: str | None = None, accept: tuple[int, ...] = (0,)) -> bytes:
        """Run to the end and return what it printed; a code not in `accept` is an error, never an empty answer."""
        return self.start(words, index=index).answer(accept)

    def path(self, name: str) -> str:
        """A place in the private folder, for a child to read or write."""
        return os.path.join(self.private, name)

    def _child(
        self, argv: list[str], environment: dict[str, str], stdin: str | None, printed: str | None = None
    ) -> Child:
        self.started += 1
        return Child(argv, environment, stdin, self.path(f"stderr-{self.started}"), printed)

    def close(self) -> None:
        """Remove the private folder and all in it."""
        _remove(self.private)


def _remove(folder: str) -> None:
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        try:
            os.unlink(path)
        except OSError:
            _remove(path)
    os.rmdir(folder)


def _private_folder() -> str:
    parent = os.environ.get("TMPDIR") or "/tmp"
    trouble = "every name is taken"
    for _ in range(16):
        folder = os.path.join(parent, "guard-" + os.urandom(8).hex())
        try:
            os.mkdir(folder, 0o700)
            return folder
        except FileExistsError:
            continue
        except OSError as error:
            trouble = str(error.strerror)
            break
    what = f"no private folder could be made: {trouble}"
    raise GuardError("G820", what, shown(os.fsencode(parent)), "make TMPDIR name a folder you can write to")
