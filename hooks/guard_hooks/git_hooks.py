"""git hooks: a hook's name becomes a trigger, its verdict an exit code. Every commit waits for this path."""

from __future__ import annotations

import os
import sys

from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def _load() -> None:
    """What takes as long to load as git takes to find the repository."""
    import guard.doors.git.repository
    import guard.model.policy  # noqa: F401  both for their own sake


def pre_commit(git: str | None, given: list[str]) -> int:
    """Judge what this commit would take. Compiled documents may come from the cache: CI judges again without it."""
    del given
    from guard.doors.git.opening import open_staged

    opened = open_staged(git, _load)  # git looks and compares while the rest of guard is loaded
    from guard.doors.cache import allowed
    from guard.model.trigger import Trigger
    from guard.pipeline import judge
    from guard.report import deliver

    verdict = judge(Trigger("staged", git=git, cache=allowed()), opened)
    deliver(verdict)
    return verdict.exit_code


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


def _file(given: list[str]) -> str:
    if not given:
        mend = "let git or the pre-commit framework start this hook: guard install"
        raise GuardError("G820", "no message was named to this hook", "its first argument", mend)
    return given[0]


HOOKS: dict[str, Callable[[str | None, list[str]], int]] = {
    "pre-commit": pre_commit,
    "prepare-commit-msg": prepare_commit_msg,
    "commit-msg": commit_msg,
}
OF_SERVER = ("pre-receive", "update")  # which no commit waits for: guard_hooks.server is loaded when one is asked


def _hook(name: str) -> Callable[[str | None, list[str]], int] | None:
    if name not in OF_SERVER:
        return HOOKS.get(name)
    from guard_hooks import server

    return server.HOOKS[name]


def named_git(words: list[str]) -> str | None:
    """The git that `--git PATH` behind the hook's name gives."""
    return words[2] if words[1:2] == ["--git"] and len(words) > 2 else None


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
            sys.stderr.write(f"guard: no hook of this name; there are {', '.join((*HOOKS, *OF_SERVER))}\n")
            return 2
        return hook(git, words[1:] if git is None else words[3:])
    except GuardError as error:
        from guard.report import refusal

        return refusal(error)
    except Exception as error:
        from guard.report import failure

        return failure(error)
