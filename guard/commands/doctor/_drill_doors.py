"""The doors of a drill, as they stand here: hooks that guard wrote, what others run of it, the server it is pushed to.

Only guard's own files are run. Where other software runs guard, guard's own hooks stand in for it; where the remote is
a repository on this machine in which guard judges pushes, a throwaway one with the same hook stands in for that.
"""

from __future__ import annotations

import os
import sys

from guard.commands.doctor import _hooks
from guard.doors.git.hooks import hooks_folder
from guard.doors.log.tips import REMOTES, remote_of
from guard.doors.runners import LEGACY
from guard.errors import GuardError
from guard.escape import shown
from guard.model.shim import ABOUT, MARK, NAMES, read
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.doors.git.throwaway import Throwaway

LARGEST = 1 << 16
LOG = "refs/heads/guard-log"
PRE_RECEIVE = "hooks/pre-receive"
LACKS = "it is not asked at "  # as the look at hooks says it


class Hooks(NamedTuple):
    """What stands where git runs hooks from."""

    texts: dict[str, tuple[str, int]]  # of guard: text and mode
    left: tuple[str, ...]  # of others, which are not run
    by: str  # who else runs guard here, in words; "" for nobody

    def put(self) -> list[str]:
        """The names of guard's that git would run."""
        return [name for name, (_, mode) in self.texts.items() if mode & 0o100]


def hooks(repository: Repository) -> Hooks:
    """Each hook that guard knows of, by what its file says."""
    folder = hooks_folder(repository)
    texts, left = {}, []
    for name in sorted(ABOUT):
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            continue
        # The pre-commit framework puts aside what it finds, and runs it first.
        aside = path + LEGACY
        own = next((one for one in (path, aside) if read(name, _content(one)) is not None), "")
        if own:
            texts[name] = _content(own), os.stat(path).st_mode & 0o777
        else:
            left.append(name)
    by = _hooks.by_others(repository)
    others = by.what if by is not None and by.state == "ok" else ""
    return Hooks(texts, () if others else tuple(left), others)


def stand(at: Throwaway, here: Hooks, git: str, ref: str) -> list[str]:
    """The same hooks there; the names of those that git will run."""
    if here.by:
        _installed(at.top, ("--git", git, "--trusted", ref))
        lacks = here.by.partition(LACKS)[2].split(", ")
        runs = NAMES if here.by.startswith(_hooks.CONFIGURED) else _hooks.DOORS
        for name in os.listdir(at.hooks):
            if name not in runs or name in lacks:
                os.unlink(os.path.join(at.hooks, name))
        _written(at, here)  # guard's own, which stand beside it
        return sorted(os.listdir(at.hooks))
    _written(at, here)
    return here.put()


def _written(at: Throwaway, here: Hooks) -> None:
    for name, (text, mode) in here.texts.items():
        path = os.path.join(at.hooks, name)
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os.chmod(path, mode)


def served(repository: Repository, ref: str) -> bool:
    """The remote is a repository on this machine, and guard judges what is pushed to it."""
    words = ("config", "--get", f"remote.{remote_of(ref)}.url")
    url = repository.runner.read(words, accept=(0, 1)).decode("utf-8", "surrogateescape").strip()
    place = os.path.join(repository.place.top, url.removeprefix("file://"))
    return bool(url) and any([MARK in _content(os.path.join(place, of, PRE_RECEIVE)) for of in ("", ".git")])


def serving(at: Throwaway, repository: Repository, git: str, ref: str) -> tuple[str, str]:
    """A server to be thrown away, as that one judges: where it is, and the full name of its trusted branch."""
    there = at.bare("server")
    name = ref
    if ref.startswith(REMOTES):
        leads = repository.runner.read(("symbolic-ref", "--quiet", ref), accept=(0, 1)).decode().strip() or ref
        name = "refs/heads/" + leads.removeprefix(f"{REMOTES}{remote_of(ref)}/")
    at.quiet("push", "-q", there, f"{ref}:{name}")
    for log in (f"{REMOTES}{remote_of(ref)}/guard-log", LOG):
        if at.tried("rev-parse", "--quiet", "--verify", log, hooked=False).code == 0:
            at.quiet("push", "-q", "--force", there, f"{log}:{LOG}")
    _installed(there, ("--server", "--git", git, "--trusted", name))
    return there, name


def _installed(folder: str, words: tuple[str, ...]) -> None:
    """guard install, as its user would say it there, by this interpreter."""
    import subprocess

    command = [sys.executable, "-I", "-m", "guard", "install", *words]
    done = subprocess.run(command, cwd=folder, env={"PATH": "/usr/bin:/bin"}, stdin=-3, capture_output=True)
    if done.returncode:
        what = f"guard could not be installed for the drill: {shown((done.stdout + done.stderr).strip()[-300:])}"
        raise GuardError("G820", what, shown(os.fsencode(folder)), "mend what it names: guard doctor")


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(LARGEST)
    except OSError:
        return ""
