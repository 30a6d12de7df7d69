"""A repository to be thrown away, over the objects of another: tried in, with hooks or without, and removed.

It reads those objects where they lie and writes its own beside them; of the other repository nothing else is used, and
nothing is written there. Its files are not checked out, but for one folder.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from guard.doors.git.repository import Repository

WHO = {
    "GIT_AUTHOR_NAME": "agent",
    "GIT_AUTHOR_EMAIL": "agent@example.com",
    "GIT_COMMITTER_NAME": "agent",
    "GIT_COMMITTER_EMAIL": "agent@example.com",
}
NO_HOOKS = ("-c", "core.hooksPath=/dev/null")
LIMIT = 120  # seconds for one git, its hooks included


class Said(NamedTuple):
    """What came of one git, and all that it and its hooks said."""

    code: int
    text: str


class Throwaway:
    """One of them. `folder` is the one folder of the work tree that has files."""

    def __init__(self, other: Repository, folder: str) -> None:
        import tempfile

        self._git, self._at = other.runner.git, tempfile.mkdtemp(prefix="guard-drill-")
        self.top = os.path.join(self._at, "work")
        self.git_dir = os.path.join(self.top, ".git")
        self.hooks = os.path.join(self.git_dir, "hooks")
        os.mkdir(os.path.join(self._at, "home"))
        form = ("--object-format=sha256",) if other.place.width == 64 else ()
        self._init, self._common = ("init", "-q", "--template=", *form), other.place.common_dir
        try:
            self._ran(self._at, (*self._init, self.top))
            self._lend(self.git_dir)
            self.remote = self.bare("remote")
            self._only(folder)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        import shutil

        shutil.rmtree(self._at, ignore_errors=True)

    def bare(self, name: str) -> str:
        """A repository beside it, to push to."""
        place = os.path.join(self._at, name)
        self._ran(self._at, (*self._init, "--bare", place))
        self._lend(place)
        return place

    def _lend(self, git_dir: str) -> None:
        """The objects of the other one; and where its history is cut off, it is cut off here."""
        with open(os.path.join(git_dir, "objects/info/alternates"), "wb") as file:
            file.write(os.fsencode(os.path.join(self._common, "objects")) + b"\n")
        if os.path.exists(os.path.join(self._common, "shallow")):
            import shutil

            shutil.copyfile(os.path.join(self._common, "shallow"), os.path.join(git_dir, "shallow"))

    def _only(self, folder: str) -> None:
        settings = {"gc.auto": "0", "maintenance.auto": "false", "core.sparseCheckout": "true", "core.fileMode": "true"}
        settings |= {"core.hooksPath": self.hooks, "commit.gpgSign": "false", "advice.detachedHead": "false"}
        for name, value in settings.items():
            self.quiet("config", name, value)
        os.makedirs(os.path.join(self.git_dir, "info"), exist_ok=True)
        os.makedirs(self.hooks, exist_ok=True)
        with open(os.path.join(self.git_dir, "info/sparse-checkout"), "w", encoding="utf-8") as file:
            file.write(f"/{folder}/\n")

    def quiet(self, *words: str, stdin: bytes = b"") -> str:
        """A git of guard's own, which must succeed; no hook runs."""
        return self._ran(self.top, (*NO_HOOKS, *words), stdin).strip()

    def tried(self, *words: str, hooked: bool, stdin: bytes = b"") -> Said:
        """A git as whoever works here runs it, whatever comes of it; with `hooked`, its hooks run."""
        return self._run(self.top, words if hooked else (*NO_HOOKS, *words), stdin)

    def write(self, path: str, text: str) -> None:
        """A file of the work tree."""
        place = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)

    def commit(self, parent: str, files: Mapping[str, str], message: str) -> str:
        """A commit on top of another, with these files put in; the work tree is not asked, and no branch moves."""
        index = {"GIT_INDEX_FILE": os.path.join(self._at, "index")}
        self._ran(self.top, (*NO_HOOKS, "read-tree", parent), more=index)
        for path, text in files.items():
            blob = self.quiet("hash-object", "-w", "--stdin", stdin=text.encode())
            words = ("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
            self._ran(self.top, (*NO_HOOKS, *words), more=index)
        tree = self._ran(self.top, (*NO_HOOKS, "write-tree"), more=index).strip()
        return self.quiet("commit-tree", "-p", parent, "-m", message, tree)

    def content(self, commit: str, path: str) -> str:
        """A file as a commit has it."""
        return self._ran(self.top, (*NO_HOOKS, "cat-file", "blob", f"{commit}:{path}"))

    def _ran(
        self, folder: str, words: tuple[str, ...], stdin: bytes = b"", more: Mapping[str, str] | None = None
    ) -> str:
        said = self._run(folder, words, stdin, more)
        if said.code:
            what = f"git {shown(words[-1])} of the drill failed: {shown(said.text.strip()[-200:])}"
            raise GuardError("G820", what, shown(os.fsencode(folder)), "free some space where TMPDIR is, and try again")
        return said.text

    def _run(self, folder: str, words: tuple[str, ...], stdin: bytes, more: Mapping[str, str] | None = None) -> Said:
        environment = {
            "PATH": f"{os.path.dirname(self._git)}:/usr/bin:/bin",
            "HOME": os.path.join(self._at, "home"),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "file",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_EDITOR": "true",
            **WHO,
            **(more or {}),
        }
        import subprocess

        environment |= {"TMPDIR": os.environ["TMPDIR"]} if "TMPDIR" in os.environ else {}
        try:
            done = subprocess.run(
                [self._git, *words], cwd=folder, env=environment, input=stdin, capture_output=True, timeout=LIMIT
            )
        except subprocess.TimeoutExpired as error:
            what = f"git {shown(words[-1])} took longer than {LIMIT} s"
            raise GuardError("G820", what, shown(os.fsencode(folder)), "try again while less runs here") from error
        return Said(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))
