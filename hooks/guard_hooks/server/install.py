"""`guard install --server`: a hook in the repository that is pushed to, and which branch of it is trusted."""

from __future__ import annotations

import os
import sys

from guard.doors.git.bare import open_bare
from guard.doors.git.hooks import hooks_folder
from guard.doors.git.run import find_git, usable_git
from guard.doors.log.faults import BRANCH
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.report import write
from guard_hooks import shims
from guard_hooks.git_hooks import OF_SERVER
from guard_hooks.server import ground as grounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

HERE = "go to the repository that is pushed to, such as cd /srv/git/shop.git, then: guard install --server"


def install(git: str | None, hook: str, trusted: str | None) -> int:
    """Write the hook, and the trusted branch into the repository's own configuration."""
    found = usable_git(git)
    with _opened(found) as repository:
        path = os.path.join(_folder(repository), hook)
        _free(path, hook)
        if trusted is not None:
            _write(repository, trusted)
        said = grounds.setting(repository)
        if trusted is None:
            _write(repository, os.fsdecode(said.trusted))
        born, _ = grounds.stood(repository, said)
        lacks = _lacks(repository, said, born)
    shims.write_of_server(path, found)
    lines = [f"guard: installed in {shims.told(path)}", f"guard: the trusted branch is {shown(said.trusted)}", *lacks]
    write("\n".join([*lines, "next   you: git push    from a clone: what lands is judged here from now on"]) + "\n")
    return 0


def _lacks(repository: Repository, said: grounds.Setting, born: bytes) -> list[str]:
    """What stands in the way of landing anything."""
    if not grounds.adopted(repository, born):
        return ["guard: there is no policy on it yet; the first push that brings one, .guard/policy.yaml, adopts guard"]
    try:
        policy = grounds.documents(grounds.Ground(repository, said, born, b"", born, b""), born)[1].policy
    except GuardError as error:
        return [f"guard: its documents cannot be read, so nothing can land: {error.what} ({error.where})"]
    if policy.shadow or any([person.key for person in policy.people.values()]):
        return []
    return ["guard: nobody in its policy has a key: what asks for a yes cannot land (guard explain G647)"]


def uninstall(git: str | None) -> int:
    """Take guard's hooks out; what the configuration says of the trusted branch goes with them."""
    with _opened(find_git(git)) as repository:
        folder = _folder(repository)
        lines = [shims.take_out(os.path.join(folder, name)) for name in OF_SERVER]
        if any(lines):
            repository.runner.read(("config", "--unset-all", "guard.trusted"), accept=(0, 5))
    write("".join(lines) or f"guard: no hook of guard in {shims.told(folder)}\n")
    return 0


def _opened(git: str) -> Repository:
    try:
        return open_bare(git, os.getcwd())
    except GuardError as error:
        if error.rule != "G801":
            raise
        what = "this is not the repository on a server that is pushed to"
        raise GuardError("G801", what, shims.told(os.getcwd()), HERE) from error


def _folder(repository: Repository) -> str:
    folder = hooks_folder(repository)
    if not folder.startswith(os.path.realpath(repository.place.common_dir) + os.sep):
        mend = "who runs this server lets core.hooksPath lead into this repository, or lets its own hooks call guard"
        raise GuardError("G820", "core.hooksPath leads outside this repository", shims.told(folder), mend)
    return folder


def _free(path: str, hook: str) -> None:
    if os.path.lexists(path) and not shims.is_ours(path):
        call = " ".join([shell_word(os.fsencode(word)) for word in (sys.executable, "-I", "-m", "guard", "hook", hook)])
        mend = f'let that hook end with what git tells it handed on, words and standard input: exec {call} "$@"'
        raise GuardError("G820", "a hook that is not guard's stands here, and is left as it is", shims.told(path), mend)


def _write(repository: Repository, trusted: str) -> None:
    name = trusted if trusted.startswith("refs/") else f"refs/heads/{trusted}"
    well = repository.runner.start(("check-ref-format", name)).finish((0, 1)) == 0
    if not well or not name.startswith("refs/heads/") or os.fsencode(name) == BRANCH:
        mend = "name a branch of this server: guard install --server --trusted refs/heads/main"
        raise GuardError("G812", "what is trusted must be a branch", shown(os.fsencode(trusted)), mend)
    repository.runner.read(("config", "--replace-all", "guard.trusted", name))
