"""git hooks: a hook's name becomes a trigger, its verdict an exit code. Every commit waits for this path."""

from __future__ import annotations

import os
import sys

from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.doors.git.repository import Repository
    from guard.model.change import FileChange

LOOKED = "guard/looked"  # in the git directory of this work tree: a commit, and what was staged on it


def _load() -> None:
    """What takes as long to load as git takes to find the repository."""
    import guard.doors.git.repository
    import guard.model.policy  # noqa: F401  both for their own sake


def pre_commit(git: str | None, given: list[str]) -> int:
    """Judge what this commit would take. Compiled documents may come from the cache: CI judges again without it."""
    del given
    return _staged(git)


def pre_merge_commit(git: str | None, given: list[str]) -> int:
    """The same of a merge that git made by itself, before it is committed: for that git asks no pre-commit."""
    del given
    return _staged(git)


def pre_applypatch(git: str | None, given: list[str]) -> int:
    """The same of a patch that git am has laid into the index: for that git asks no pre-commit either."""
    del given
    return _staged(git)


def _staged(git: str | None) -> int:
    from guard.doors.git.opening import open_staged

    opened = open_staged(git, _load)  # git looks and compares while the rest of guard is loaded
    from guard.doors.cache import allowed
    from guard.model.trigger import Trigger
    from guard.pipeline import judge
    from guard.report import deliver

    verdict = judge(Trigger("staged", git=git, cache=allowed()), opened)
    deliver(verdict)
    if not verdict.exit_code and not isinstance(opened, GuardError):
        if verdict.adopted and verdict.basis.trusted_ref.startswith("refs/heads/"):
            from guard_hooks.landing import told

            told(opened, verdict)
        _looked(opened)
    return verdict.exit_code


def _looked(repository: Repository) -> None:
    """Write down what was looked at, for the hook after the commit. Where that cannot be, the commit is told of."""
    path = os.path.join(repository.place.git_dir, LOOKED)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb", opener=itself) as file:
            file.write(staged_on(repository.head or b"0" * repository.place.width, repository.compared))
    except OSError:
        pass


def itself(path: str, flags: int) -> int:
    """The file of that name and no other: whatever a link there leads to is not written over."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def staged_on(commit: bytes, changes: Iterable[FileChange]) -> bytes:
    """A commit, and what a change makes of its files: which, with what mode, and what is in them."""
    columns = list(zip(*changes, strict=True)) or [()] * 6
    return commit + b"\n" + b"\0\0".join([b"\0".join(columns[at]) for at in (0, 3, 5)])


def prepare_commit_msg(git: str | None, given: list[str]) -> int:
    """Write what is taken up into the message: FILE [SOURCE [COMMIT]]. Most commits come here for nothing."""
    del git
    from guard_hooks.message import prepare

    framework = os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")  # the pre-commit framework hands on the file alone
    return prepare(_file(given), given[1] if len(given) > 1 else framework)


def commit_msg(git: str | None, given: list[str]) -> int:
    """A message that nobody has written a word of is no message: FILE."""
    del git
    from guard_hooks.message import written

    return written(_file(given))


def post_commit(git: str | None, given: list[str]) -> int:
    """A commit that guard did not look at before it was made is told."""
    del given
    from guard_hooks.noting import committed

    return committed(git)


def post_rewrite(git: str | None, given: list[str]) -> int:
    """Commits that a rebase made anew are told, once for all: COMMAND, and on standard input a line for each."""
    del git
    from guard_hooks.noting import rewritten

    return rewritten(given, heard())


def pre_push(git: str | None, given: list[str]) -> int:
    """Judge every ref of a push: REMOTE URL, and on standard input a line for each."""
    from guard_hooks.pushing import pushed

    return pushed(git, given)


def reference_transaction(git: str | None, given: list[str]) -> int:
    """Judge what would move the trusted branch of this clone: STATE, and on standard input a line for each ref."""
    from guard_hooks.moving import moved

    return moved(git, given, heard())


def heard() -> bytes:
    """What git tells on standard input."""
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _file(given: list[str]) -> str:
    if not given:
        mend = "let git or the pre-commit framework start this hook: guard install"
        raise GuardError("G820", "no message was named to this hook", "its first argument", mend)
    return given[0]


HOOKS: dict[str, Callable[[str | None, list[str]], int]] = {
    "pre-commit": pre_commit,
    "pre-merge-commit": pre_merge_commit,
    "prepare-commit-msg": prepare_commit_msg,
    "commit-msg": commit_msg,
    "post-commit": post_commit,
    "post-rewrite": post_rewrite,
    "pre-push": pre_push,
}
NATIVE = {"pre-applypatch": pre_applypatch, "reference-transaction": reference_transaction}  # which no framework has
OF_MESSAGES = ("prepare-commit-msg", "commit-msg", "post-rewrite")
OF_SERVER = ("pre-receive", "update")  # which no commit waits for: guard_hooks.server is loaded when one is asked


def _hook(name: str) -> Callable[[str | None, list[str]], int] | None:
    if name not in OF_SERVER:
        return HOOKS.get(name) or NATIVE.get(name)
    from guard_hooks import server

    return server.HOOKS[name]


def named_git(words: list[str]) -> str | None:
    """The git that `--git PATH` behind the hook's name gives."""
    return words[2] if words[1:2] == ["--git"] and len(words) > 2 else None


def checked(words: list[str]) -> int:
    """The hook, once git is known to be new enough: where nothing was written down at an installation."""
    from guard.doors.git.run import usable_git

    try:
        if words and words[0] not in OF_MESSAGES:  # which start no git
            usable_git(named_git(words))
    except GuardError as error:
        from guard.report import refusal

        return refusal(error)
    return main(words)


def main(words: list[str]) -> int:
    """`HOOK [--git PATH] [arguments git gave the hook]`; an unknown hook is refused, never passed over."""
    try:
        return _answered(words)
    except KeyboardInterrupt:  # also one that comes while something else is told
        from guard.report import interrupted

        return interrupted()


def _answered(words: list[str]) -> int:
    try:
        git = named_git(words)
        hook = _hook(words[0]) if words else None
        if hook is None:
            sys.stderr.write(f"guard: no hook of this name; there are {', '.join((*HOOKS, *NATIVE, *OF_SERVER))}\n")
            return 2
        return hook(git, words[1:] if git is None else words[3:])
    except GuardError as error:
        from guard.report import refusal

        return refusal(error, "merge")  # nothing was judged: what only holds up a merge elsewhere passes no hook
    except Exception as error:
        from guard.report import failure

        return failure(error)
