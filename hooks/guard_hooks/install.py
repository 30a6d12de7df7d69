"""`guard install` and `guard uninstall`: the native pre-commit hook, put before what stood there, and taken out."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from importlib.util import find_spec

import guard_hooks
from guard.doors.git.repository import Repository
from guard.doors.git.run import check_version, find_git
from guard.doors.git.setup import hooks_folder, open_for_setup
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.report import write
from guard.trust import INSTALLED, trusted_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.setup import Repo

MARK = "# guard: judges every commit before it is made"
KEPT = ".before-guard"
LEGACY = ".legacy"  # where the pre-commit framework puts a hook it finds, and runs it first
TEMPLATE = """\
#!/bin/sh
{mark}. Written by `guard install`; `guard uninstall` takes it out again.
kept="${{0%/*}}/{hook}{kept}"  # not "$0": a hook manager that comes later may run this under another name
if [ -x "$kept" ]; then {call} "$@" || exit $?; fi
gone() {{ printf 'guard: STOP, %s is gone: %s; run guard install again\\n' "$1" "$2" >&2; exit 5; }}
python={python} entry={entry}
[ -x "$python" ] || gone "its Python" "$python"
[ -r "$entry" ] || gone "its code" "$entry"
exec "$python" -I -S "$entry" {folders} -- {hook} --git {git} "$@"
"""
CALL = '"$kept"'
# husky's hooks find the person's script by their own name, so they are read under the name that git gave.
CALL_BY_NAME = """sh -c '. "$1"' "$0" "$kept\""""
BRANCHES = ("refs/heads/", "refs/remotes/")
# The hook runs without `site`: where it imports from is written down, for each of these may lie somewhere else.
IMPORTED = (
    *("guard", "guard_hooks", "ruamel.yaml", "jsonschema", "jsonschema_specifications", "referencing", "rpds"),
    *("attrs", "typing_extensions", "networkx", "tzdata", "markdown_it", "mdurl", "postgast", "sqlglot", "ast_grep_py"),
)
DESCRIPTION = """\
Put guard into the pre-commit hook of this repository.

A hook that stands there is kept and runs first (it may change what is staged); core.hooksPath is respected. The trusted
branch is written down once, by its full name, so that no later branch or tag can take its place.
"""
TAKE_OUT = "Take guard out of the pre-commit hook; a hook it kept runs again as before."


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]  # argparse exits here; guard has one way out
        raise UsageError(f"{message} ({self.prog} --help)")


def _options(prog: str, about: str) -> _Parser:
    words = _Parser(prog=prog, description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
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
        place = repository.place
        repo = open_for_setup(place.top, git)
        ref = _full_name(repository, repo, trusted_commit(repository, Trigger("staged", trusted=asked.trusted))[0])
    folder = hooks_folder(repo)
    _ours_to_write(folder, place.top, place.common_dir, asked.shared)
    hook = os.path.join(folder, "pre-commit")
    before = _keep_foreign(hook)
    _write_hook(hook, git)
    _write_trusted(place.common_dir, ref)
    write(
        f"guard: installed in {_told(hook)}{before}\nguard: the trusted branch is {shown(ref)}\n"
        f"{_told_of_husky(folder)}next   you: guard check    judges what is staged now\n"
    )
    return 0


def uninstall(argv: list[str]) -> int:
    """`guard uninstall`: the hook that stood there before stands there again, and guard leaves nothing behind."""
    asked = _options("guard uninstall", TAKE_OUT).parse_args(argv)
    with Repository(git := find_git(asked.git)) as repository:
        place = repository.place
    hook = os.path.join(hooks_folder(open_for_setup(place.top, git)), "pre-commit")
    ours = [place for place in (hook, hook + LEGACY) if _is_ours(place)]
    if not ours:
        other = "another hook stands there and is left as it is" if os.path.lexists(hook) else "there is none"
        write(f"guard: no hook of guard in {_told(hook)}: {other}\n")
        return 0
    _forget(place.common_dir)
    os.unlink(ours[0])
    if os.path.lexists(hook + KEPT):
        os.replace(hook + KEPT, ours[0])
        write(f"guard: taken out of {_told(ours[0])}; the hook that stood there before runs again\n")
    else:
        write(f"guard: taken out of {_told(ours[0])}\n")
        _drop_if_empty(os.path.dirname(hook), place.common_dir)
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
        raise GuardError("G820", "core.hooksPath leads outside this repository", _told(folder), mend)


def _keep_foreign(hook: str) -> str:
    """Put a hook that is not guard's aside; the new one calls it first."""
    if not os.path.lexists(hook) or _is_ours(hook):
        return ""
    if os.path.lexists(hook + KEPT) and _content(hook) != _content(hook + KEPT):
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


def _content(path: str) -> bytes | None:
    """What a hook does, to tell whether two are one: a hook manager may have written its own again."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _is_husky(folder: str) -> bool:
    return os.path.basename(folder) == "_" and os.path.isfile(os.path.join(folder, "h"))


def _told_of_husky(folder: str) -> str:
    if not _is_husky(folder):
        return ""
    return "guard: husky writes that folder anew when it is set up; guard install belongs after it\n"


def _folders() -> list[str]:
    """The folders that guard and all it stands on are imported from."""
    found = []
    for name in IMPORTED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            folder = os.path.abspath(spec.origin)
            for _ in range(name.count(".") + (2 if spec.submodule_search_locations is not None else 1)):
                folder = os.path.dirname(folder)
            found.append(folder)
    return list(dict.fromkeys(found))


def _write_hook(hook: str, git: str) -> None:
    text = TEMPLATE.format(
        mark=MARK,
        kept=KEPT,
        python=shlex.quote(sys.executable),
        entry=shlex.quote(os.path.join(os.path.dirname(os.path.abspath(guard_hooks.__file__ or "")), "entry.py")),
        call=CALL_BY_NAME if _is_husky(os.path.dirname(hook)) else CALL,
        folders=" ".join(shlex.quote(folder) for folder in _folders()),
        hook=os.path.basename(hook),
        git=shlex.quote(git),
    )
    try:
        os.makedirs(os.path.dirname(hook), exist_ok=True)
        partial = f"{hook}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8", errors="surrogateescape") as file:
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


def _drop_if_empty(folder: str, common_dir: str) -> None:  # git makes do without a hooks folder
    if os.path.dirname(folder) == os.path.realpath(common_dir) and not os.listdir(folder):
        os.rmdir(folder)


def _told(path: str) -> str:
    return shown(os.fsencode(path))
