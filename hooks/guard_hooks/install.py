"""`guard install` and `guard uninstall`: the native hooks, put before what stood there, and taken out."""

from __future__ import annotations

import os

from guard.doors.git.hooks import hooks_folder
from guard.doors.git.repository import Repository
from guard.doors.git.run import find_git, usable_git
from guard.doors.git.setup import open_for_setup
from guard.errors import GuardError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.report import write
from guard.trust import INSTALLED, trusted_commit
from guard.words import Words
from guard_hooks import shims
from guard_hooks.git_hooks import HOOKS, OF_SERVER
from guard_hooks.shims import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.setup import Repo

BRANCHES = ("refs/heads/", "refs/remotes/")
DESCRIPTION = """\
Put guard into the hooks of this repository: pre-commit judges every commit before it is made;
prepare-commit-msg writes what was taken up (guard next --take) into its message; commit-msg gives a
commit up whose message nobody has written a word of.

A hook that stands there is kept and runs first (it may change what is staged); core.hooksPath is
respected. The trusted branch is written down once, by its full name, so that no later branch or tag
can take its place.

On a server of git, in the repository that is pushed to: guard install --server. A hook that stands
there is another's, and is left alone. guard hook pre-receive --help tells what is judged.
"""
TAKE_OUT = "Take guard out of the hooks; a hook it kept runs again as before."


def _options(prog: str, about: str) -> Words:
    words = Words(prog, about)
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    return words


def _words() -> Words:
    words = _options("guard install", DESCRIPTION)
    words.add_argument(
        "--trusted",
        metavar="REF",
        help="the trusted branch (default: origin/HEAD, else the only local main or master; on a server the branch of"
        " HEAD)",
    )
    words.add_argument(
        "--shared",
        action="store_true",
        help="write into a hooks folder outside this repository, which other repositories may use too",
    )
    words.add_argument(
        "--server", action="store_true", help="this is the repository on a server: judge every push to it"
    )
    words.add_argument(
        "--hook",
        choices=OF_SERVER,
        help="with --server: pre-receive judges a push whole (default), update one ref at a time",
    )
    return words


def main(argv: list[str]) -> int:
    """`guard install`."""
    words = _words()
    asked = words.parse_args(argv)
    if asked.hook and not asked.server:
        words.error("--hook goes with --server")
    if asked.server:
        from guard_hooks.server.install import install

        return install(asked.git, asked.hook or "pre-receive", asked.trusted)
    git = usable_git(asked.git)
    with Repository(git) as repository:
        place = repository.place
        repo = open_for_setup(place.top, git)
        ref = _full_name(repository, repo, trusted_commit(repository, Trigger("staged", trusted=asked.trusted))[0])
        folder = hooks_folder(repository)
    _ours_to_write(folder, place.top, place.common_dir, asked.shared)
    hooks = [os.path.join(folder, name) for name in HOOKS]
    for hook in hooks:
        shims.keepable(hook)
    lines = []
    for hook in hooks:
        lines.append(f"guard: installed in {told(hook)}{shims.keep(hook)}\n")
        shims.write(hook, git)
    _write_trusted(place.common_dir, ref)
    write(
        f"{''.join(lines)}guard: the trusted branch is {shown(ref)}\n"
        f"{_told_of_husky(folder)}next   you: guard check    judges what is staged now\n"
    )
    return 0


def uninstall(argv: list[str]) -> int:
    """`guard uninstall`: the hook that stood there before stands there again, and guard leaves nothing behind."""
    words = _options("guard uninstall", TAKE_OUT)
    words.add_argument("--server", action="store_true", help="take it out of the repository on a server")
    asked = words.parse_args(argv)
    if asked.server:
        from guard_hooks.server.install import uninstall as of_server

        return of_server(asked.git)
    with Repository(find_git(asked.git)) as repository:
        place = repository.place
        folder = hooks_folder(repository)
    lines = [shims.take_out(os.path.join(folder, name)) for name in HOOKS]
    if not any(lines):
        hook = os.path.join(folder, "pre-commit")
        other = "another hook stands there and is left as it is" if os.path.lexists(hook) else "there is none"
        write(f"guard: no hook of guard in {told(hook)}: {other}\n")
        return 0
    _forget(place.common_dir)
    _drop_if_empty(folder, place.common_dir)
    write("".join(lines))
    return 0


def _full_name(repository: Repository, repo: Repo, ref: str) -> str:
    """refs/remotes/origin/main for origin/main or origin/HEAD: another name could later mean something else."""
    for candidate in (ref, f"refs/{ref}", f"refs/heads/{ref}", f"refs/remotes/{ref}"):
        if candidate.startswith(BRANCHES) and not any(sign in candidate for sign in ("~", "^", ":", "@{")):
            full = str(repo.git.symbolic_ref("--quiet", candidate, with_exceptions=False)) or candidate
            if full.startswith(BRANCHES) and repository.commits([os.fsencode(full)])[os.fsencode(full)] is not None:
                return full
    mend = "name a branch: --trusted refs/remotes/origin/main"
    raise GuardError("G812", "what is trusted must be a branch, so that it can move on", shown(os.fsencode(ref)), mend)


def _ours_to_write(folder: str, top: str, common_dir: str, shared: bool) -> None:
    inside = any(folder.startswith(os.path.realpath(root) + os.sep) for root in (top, common_dir))
    if not inside and not shared:
        mend = "guard would run in every repository that uses that folder; if that is meant: guard install --shared"
        raise GuardError("G820", "core.hooksPath leads outside this repository", told(folder), mend)


def _told_of_husky(folder: str) -> str:
    if not shims.is_husky(folder):
        return ""
    return "guard: husky writes that folder anew when it is set up; guard install belongs after it\n"


def _write_trusted(common_dir: str, ref: str) -> None:
    path = os.path.join(common_dir, INSTALLED)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(ref + "\n")
    except OSError as error:
        raise GuardError(
            "G820",
            f"the trusted branch could not be written down: {error.strerror}",
            told(path),
            "mend the permissions of that folder",
        ) from error


def _forget(common_dir: str) -> None:
    """Remove guard's own folder: the trusted branch and the cache."""
    import shutil

    shutil.rmtree(os.path.join(common_dir, "guard"), ignore_errors=True)


def _drop_if_empty(folder: str, common_dir: str) -> None:  # git makes do without a hooks folder
    if os.path.dirname(folder) == os.path.realpath(common_dir) and not os.listdir(folder):
        os.rmdir(folder)
