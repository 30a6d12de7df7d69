"""git hooks: a hook's name becomes a trigger, its verdict an exit code. Every commit waits for this path."""

from __future__ import annotations

import sys

from guard.doors.git.opening import open_staged
from guard.errors import GuardError


def _load() -> None:
    """What takes as long to load as git takes to find the repository."""
    import guard.doors.git.repository
    import guard.model.policy  # noqa: F401  both for their own sake


def pre_commit(git: str | None) -> int:
    """Judge what this commit would take. Compiled documents may come from the cache: CI judges again without it."""
    opened = open_staged(git, _load)  # git looks and compares while the rest of guard is loaded
    from guard.doors.cache import allowed
    from guard.model.trigger import Trigger
    from guard.pipeline import judge
    from guard.report import deliver

    verdict = judge(Trigger("staged", git=git, cache=allowed()), opened)
    deliver(verdict)
    return verdict.exit_code


HOOKS = {"pre-commit": pre_commit}


def named_git(words: list[str]) -> str | None:
    """The git that `--git PATH` behind the hook's name gives."""
    return words[2] if words[1:2] == ["--git"] and len(words) > 2 else None


def main(words: list[str]) -> int:
    """`HOOK [--git PATH] [arguments git gave the hook]`; an unknown hook is refused, never passed over."""
    try:
        git = named_git(words)
        hook = HOOKS.get(words[0]) if words else None
        if hook is None:
            sys.stderr.write(f"guard: no hook of this name; there are {', '.join(HOOKS)}\n")
            return 2
        return hook(git)
    except KeyboardInterrupt:
        from guard.report import interrupted

        return interrupted()
    except GuardError as error:
        from guard.report import refusal

        return refusal(error)
    except Exception as error:
        from guard.report import failure

        return failure(error)
