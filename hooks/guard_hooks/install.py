"""`guard install` and `guard uninstall`: the native hooks, put before what stood there, and taken out."""

from __future__ import annotations

import os

from guard.doors.git.hooks import hooks_folder
from guard.doors.git.repository import Repository
from guard.doors.git.run import find_git, usable_git
from guard.doors.git.setup import open_for_setup
from guard.errors import GuardError
from guard.escape import shown
from guard.model.runner import FRAMEWORKS
from guard.model.shim import ABOUT, REFS
from guard.model.trigger import Trigger
from guard.report import write
from guard.trust import INSTALLED, trusted_commit
from guard.words import Words
from guard_hooks import once, shims, via
from guard_hooks.agents import settings
from guard_hooks.folder import becomes, drop_if_empty, inside, permitted
from guard_hooks.git_hooks import OF_SERVER
from guard_hooks.shims import told
from guard_hooks.source import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.setup import Repo

BRANCHES = ("refs/heads/", "refs/remotes/")
DESCRIPTION = """\
Put guard into the hooks of this repository: pre-commit judges every commit before it is made, and
pre-merge-commit and pre-applypatch what git commits without asking it; prepare-commit-msg writes
what was taken up (guard next --take) into the message; commit-msg gives a commit up whose message
nobody has written a word of; post-commit and post-rewrite tell of commits that guard did not look
at; pre-push judges every ref of a push.

A hook that stands there is kept and runs first (it may change what is staged); core.hooksPath is
respected. The trusted branch is written down once, by its full name, so that no later branch or tag
can take its place.

Where other software runs the hooks, --via says what stands in its settings then. Where it starts guard
already, guard's own hook is taken out: each hook asks once. --agent writes into the settings of a
harness of agents that what its agent is about to do is shown to guard first.

On a server of git, in the repository that is pushed to: guard install --server. A hook that stands
there is another's, and is left alone. guard hook pre-receive --help tells what is judged.
"""
WHEN = """\
  before a commit   pre-commit, pre-merge-commit, pre-applypatch, prepare-commit-msg, commit-msg
  after it          post-commit, post-rewrite
  before a push     pre-push
"""
WHEN_ASKED = "  at every move     reference-transaction, of the trusted branch\n"
VIA = ("native", "config", "pre-commit", "prek", "lefthook", "husky")
CHECK = "guard check    judges what is staged now"
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
        "--via",
        choices=VIA,
        help="what runs the hooks: git, from its folder of hooks (native, default) or from its settings (config, git"
        " 2.54), or software for it, whose settings are printed",
    )
    words.add_argument("--write", action="store_true", help="with --via: write these settings where none stand")
    repo = "with --via pre-commit or prek: where they fetch guard from, its repository or your copy of it"
    words.add_argument("--repo", metavar="URL", help=repo)
    words.add_argument("--rev", metavar="REV", help="with --repo: a tag or a commit of it")
    words.add_argument(
        "--refs", action="store_true", help="judge as well whatever else would move the trusted branch of this clone"
    )
    words.add_argument(
        "--server", action="store_true", help="this is the repository on a server: judge every push to it"
    )
    words.add_argument(
        "--hook",
        choices=OF_SERVER,
        help="with --server: pre-receive judges a push whole (default), update one ref at a time",
    )
    settings.options(words)
    return words


def main(argv: list[str]) -> int:
    """`guard install`."""
    words = _words()
    asked = words.parse_args(argv)
    if settings.asked_for(asked):
        return settings.install(asked)
    if asked.hook and not asked.server:
        words.error("--hook goes with --server")
    if asked.write and asked.via in (None, "native", "config"):
        words.error("--write goes with --via pre-commit, prek, lefthook or husky")
    source = said(asked.repo, asked.rev)
    if source is not None and asked.via not in FRAMEWORKS:
        words.error("--repo and --rev go with --via pre-commit or prek")
    if asked.refs and (asked.server or asked.via not in (None, "native")):
        words.error("--refs goes with the native hooks")
    if asked.server:
        from guard_hooks.server.install import install

        return install(asked.git, asked.hook or "pre-receive", asked.trusted)
    git = usable_git(asked.git)
    with _opened(git, "install") as repository:
        place = repository.place
        repo = open_for_setup(place.top, git)
        ref = _full_name(repository, repo, trusted_commit(repository, Trigger("staged", trusted=asked.trusted))[0])
        folder = hooks_folder(repository)
        told_of = becomes(repository, folder)
    noted = _noting(place.common_dir)
    if asked.via not in (None, "native"):
        ours = asked.shared or inside(folder, place)
        done = via.put(via.Asked(asked.via, git, place.top, folder, ours, asked.write, source))
    else:
        permitted(folder, place, asked.shared)
        done = via.Done(_native(place.top, folder, git, asked.refs) + told_of, CHECK)
    if not done.code:
        shims.put(noted, ref + "\n", 0o644)
    write(f"{done.said}guard: the trusted branch is {shown(ref)}\nnext   you: {done.then}\n")
    return done.code


def _opened(git: str, command: str) -> Repository:
    """This clone; who stands in the repository of a server may have meant that."""
    try:
        return Repository(git)
    except GuardError as error:
        if error.rule != "G802":
            raise
        mend = f"{error.mend}; on a server: guard {command} --server"
        raise GuardError(error.rule, error.what, error.where, mend) from error


def _native(top: str, folder: str, git: str, refs: bool) -> str:
    """Write every hook that nobody else runs guard at; in words, where they are, and what was kept of others."""
    others = once.leave(top, folder)
    hooks = [os.path.join(folder, name) for name in (*once.missing(top, folder), *([REFS] if refs else []))]
    for hook in hooks:
        shims.keepable(hook)
    kept = ""
    for hook in hooks:
        shims.from_aside(hook)
        kept += shims.spare(hook) + shims.keep(hook)
        shims.write(hook, git)
    when = WHEN if not others else f"  {', '.join([os.path.basename(hook) for hook in hooks])}\n"
    when += WHEN_ASKED if refs and not others else ""
    return f"{others}guard: installed in {told(folder)}\n{when}{kept}{'' if others else via.found(top)}"


def uninstall(argv: list[str]) -> int:
    """`guard uninstall`: the hook that stood there before stands there again, and guard leaves nothing behind."""
    words = _options("guard uninstall", TAKE_OUT)
    words.add_argument("--server", action="store_true", help="take it out of the repository on a server")
    settings.options(words, taken_out=True)
    asked = words.parse_args(argv)
    if settings.asked_for(asked):
        return settings.uninstall(asked)
    if asked.server:
        from guard_hooks.server.install import uninstall as of_server

        return of_server(asked.git)
    with _opened(find_git(asked.git), "uninstall") as repository:
        place = repository.place
        folder = hooks_folder(repository)
    folders = dict.fromkeys([folder, os.path.join(os.path.realpath(place.common_dir), "hooks")])
    lines = [shims.take_out(os.path.join(one, name)) for one in folders for name in ABOUT]
    lines += via.taken_out(asked.git, place.top) + settings.taken_out(place)
    if any(lines):
        drop_if_empty(place.common_dir)
    else:
        hook = os.path.join(folder, "pre-commit")
        other = "another hook stands there and is left as it is" if os.path.lexists(hook) else "there is none"
        lines = [f"guard: no hook of guard in {told(hook)}: {other}\n", *_still_there(place.common_dir)]
    if lines[1:]:  # a hook, settings, or what an install wrote down
        _forget(place.common_dir)
    write("".join([*lines, *via.still(place.top)]))
    return 0


def _still_there(common_dir: str) -> list[str]:
    """In words, what is left of an install where no hook is."""
    named = os.path.lexists(os.path.join(common_dir, INSTALLED))
    return ["guard: the trusted branch that was written down here is forgotten\n"] if named else []


def _full_name(repository: Repository, repo: Repo, ref: str) -> str:
    """refs/remotes/origin/main for origin/main or origin/HEAD: another name could later mean something else."""
    for candidate in (ref, f"refs/{ref}", f"refs/heads/{ref}", f"refs/remotes/{ref}"):
        if candidate.startswith(BRANCHES) and not any(sign in candidate for sign in ("~", "^", ":", "@{")):
            full = str(repo.git.symbolic_ref("--quiet", candidate, with_exceptions=False)) or candidate
            if full.startswith(BRANCHES) and repository.commits([os.fsencode(full)])[os.fsencode(full)] is not None:
                return full
    mend = "name a branch: --trusted refs/remotes/origin/main"
    raise GuardError("G812", "what is trusted must be a branch, so that it can move on", shown(os.fsencode(ref)), mend)


def _noting(common_dir: str) -> str:
    """Where the trusted branch is written down; that it can be is known before any hook stands."""
    path = os.path.join(common_dir, INSTALLED)
    folder = os.path.dirname(path)
    there = folder if os.path.lexists(folder) else common_dir
    if not (os.path.isdir(there) and os.access(there, os.W_OK)):
        what = "the trusted branch could not be written down: nothing can be written there"
        raise GuardError("G820", what, told(path), "mend the permissions of that folder")
    return path


def _forget(common_dir: str) -> None:
    """Remove guard's own folder, of each work tree: the trusted branch, the cache, what is taken up there."""
    import shutil

    linked = os.path.join(common_dir, "worktrees")
    trees = [os.path.join(linked, name) for name in os.listdir(linked)] if os.path.isdir(linked) else []
    for folder in (common_dir, *trees):
        shutil.rmtree(os.path.join(folder, "guard"), ignore_errors=True)
