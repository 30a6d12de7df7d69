"""`guard install` and `guard uninstall`: the native pre-commit hook, put beside what stood there and taken out again."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import sysconfig

import guard
import guard_hooks
from guard.doors.git.repository import Repository
from guard.doors.git.run import check_version, find_git
from guard.doors.git.setup import hooks_folder, open_for_setup
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.report import write
from guard.trust import INSTALLED, trusted_commit

MARK = "# guard: judges every commit before it is made"
KEPT = ".before-guard"
TEMPLATE = """\
#!/bin/sh
{mark}. Written by `guard install`; `guard uninstall` takes it out again.
if [ -x "$0{kept}" ]; then "$0{kept}" "$@" || exit $?; fi
python={python}
[ -x "$python" ] || {{ echo "guard: STOP, its Python is gone: $python; run guard install again" >&2; exit 5; }}
exec "$python" -I -S {entry} {folders} -- {hook} --git {git} "$@"
"""
DESCRIPTION = """\
Put guard into the pre-commit hook of this repository.

A hook that stands there is kept and runs first (it may change what is staged); core.hooksPath is respected. The trusted
branch is written down once, by its full name, so that no later branch or tag can take its place.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]  # argparse exits here; guard has one way out
        raise UsageError(f"{message} ({self.prog} --help)")


def _options(prog: str, description: str) -> _Parser:
    words = _Parser(prog=prog, description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    return words


def main(argv: list[str]) -> int:
    """`guard install`."""
    words = _options("guard install", DESCRIPTION)
    words.add_argument(
        "--trusted", metavar="REF", help="the trusted branch (default: origin/HEAD, else the only local main or master)"
    )
    words.add_argument(
        "--shared",
        action="store_true",
        help="write into a hooks folder outside this repository, which other repositories may use too",
    )
    asked = words.parse_args(argv)
    git = find_git(asked.git)
    check_version(git)
    with Repository(git) as repository:
        ref = _full_name(repository, trusted_commit(repository, Trigger("staged", trusted=asked.trusted))[0])
        place = repository.place
    folder = hooks_folder(open_for_setup(place.top, git))
    _ours_to_write(folder, place.top, place.common_dir, asked.shared)
    hook = os.path.join(folder, "pre-commit")
    before = _keep_foreign(hook)
    _write_hook(hook, git)
    _write_trusted(place.common_dir, ref)
    write(
        f"guard: installed in {_told(hook)}{before}\nguard: the trusted branch is {shown(ref)}\nnext   you: guard check    judges what is staged now\n"
    )
    return 0


def uninstall(argv: list[str]) -> int:
    """`guard uninstall`: the hook that stood there before stands there again, and guard leaves nothing behind."""
    asked = _options(
        "guard uninstall", "Take guard out of the pre-commit hook; a hook it kept runs again as before."
    ).parse_args(argv)
    git = find_git(asked.git)
    with Repository(git) as repository:
        place = repository.place
    hook = os.path.join(hooks_folder(open_for_setup(place.top, git)), "pre-commit")
    _forget(place.common_dir)
    if not _is_ours(hook):
        other = "another hook stands there and is left as it is" if os.path.lexists(hook) else "there is none"
        write(f"guard: no hook of guard in {_told(hook)}: {other}\n")
        return 0
    os.unlink(hook)
    if os.path.lexists(hook + KEPT):
        os.replace(hook + KEPT, hook)
        write(f"guard: taken out of {_told(hook)}; the hook that stood there before runs again\n")
    else:
        write(f"guard: taken out of {_told(hook)}\n")
    return 0


def _full_name(repository: Repository, ref: str) -> str:
    """refs/remotes/origin/main for origin/main: a short name could later mean something else."""
    for candidate in (ref, f"refs/heads/{ref}", f"refs/remotes/{ref}"):
        if candidate.startswith("refs/") and repository.commits([os.fsencode(candidate)])[os.fsencode(candidate)] is not None:
            return candidate
    mend = "name a branch: --trusted refs/remotes/origin/main"
    raise GuardError("G812", "what is trusted must be a branch, so that it can move on", shown(os.fsencode(ref)), mend)


def _ours_to_write(folder: str, top: str, common_dir: str, shared: bool) -> None:
    inside = any(folder.startswith(os.path.realpath(root) + os.sep) for root in (top, common_dir))
    if not inside and not shared:
        mend = "guard would run in every repository that uses that folder; if that is meant: guard install --shared"
        raise GuardError("G820", "core.hooksPath leads outside this repository", _told(folder), mend)


def _keep_foreign(hook: str) -> str:
    """Put a hook that is not guard's aside; the new one calls it first."""
    if not os.path.lexists(hook) or _is_ours(hook):
        return ""
    if os.path.lexists(hook + KEPT):
        mend = "two hooks cannot both be kept: join them into one, then guard install"
        raise GuardError(
            "G820",
            "a hook that is not guard's stands here, and one that guard kept stands beside it",
            _told(hook),
            mend,
        )
    os.replace(hook, hook + KEPT)
    return f"; the hook that stood there is kept as {os.path.basename(hook)}{KEPT} and runs first"


def _is_ours(hook: str) -> bool:
    try:
        with open(hook, encoding="utf-8", errors="replace") as file:
            return MARK in file.read(4096)
    except OSError:
        return False


def _write_hook(hook: str, git: str) -> None:
    folders = [
        os.path.dirname(os.path.dirname(os.path.abspath(package.__file__ or ""))) for package in (guard, guard_hooks)
    ]
    folders += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    text = TEMPLATE.format(
        mark=MARK,
        kept=KEPT,
        python=shlex.quote(sys.executable),
        entry=shlex.quote(os.path.join(os.path.dirname(os.path.abspath(guard_hooks.__file__ or "")), "entry.py")),
        folders=" ".join(shlex.quote(folder) for folder in dict.fromkeys(folders)),
        hook=os.path.basename(hook),
        git=shlex.quote(git),
    )
    try:
        os.makedirs(os.path.dirname(hook), exist_ok=True)
        partial = f"{hook}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(partial, 0o755)
        os.replace(partial, hook)
    except OSError as error:
        raise GuardError(
            "G820",
            f"the hook could not be written: {error.strerror}",
            _told(hook),
            "mend the permissions of that folder",
        ) from error


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
            _told(path),
            "mend the permissions of that folder",
        ) from error


def _forget(common_dir: str) -> None:
    """Remove guard's own folder: the trusted branch and the cache."""
    import shutil

    shutil.rmtree(os.path.join(common_dir, "guard"), ignore_errors=True)


def _told(path: str) -> str:
    return shown(os.fsencode(path))
