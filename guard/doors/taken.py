"""What somebody here has taken up: one phase of one plan, kept in the git directory of the work tree."""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim

NAME = "guard/taken.json"
LARGEST = 4096


def taken(git_dir: str) -> tuple[Claim, ...]:
    """The claim of the next commit; none where nothing is taken up."""
    path = os.path.join(git_dir, NAME)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            text = file.read(LARGEST)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unread(path, error.strerror or "") from error
    from guard.doors.scanner import load

    try:
        said = load(text.decode().strip())
    except (ValueError, StopIteration, RecursionError) as error:
        raise _unread(path, "it is no JSON") from error
    if not isinstance(said, dict) or not isinstance(said.get("plan"), str) or not isinstance(said.get("phase"), str):
        raise _unread(path, "it names no plan and no phase")
    return (Claim(said["plan"], said["phase"]),)


def take(git_dir: str, claim: Claim) -> None:
    """Take up a phase; what was taken up before is let go."""
    import json

    path = os.path.join(git_dir, NAME)
    partial = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(partial, "w", encoding="utf-8") as file:
            file.write(json.dumps({"plan": claim.plan, "phase": claim.phase}) + "\n")
        os.replace(partial, path)
    except OSError as error:
        raise _unwritten(path, error) from error


def drop(git_dir: str) -> bool:
    """Let go of it; False where nothing was taken up."""
    path = os.path.join(git_dir, NAME)
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritten(path, error) from error
    return True


def _unread(path: str, why: str) -> GuardError:
    mend = "let go of it, and take a phase up again: guard next --drop, then guard next --take PHASE"
    return GuardError("G813", f"what was taken up cannot be read: {why}", shown(os.fsencode(path)), mend)


def _unwritten(path: str, error: OSError) -> GuardError:
    what = f"what is taken up could not be written down: {error.strerror}"
    return GuardError("G820", what, shown(os.fsencode(path)), "mend the permissions of that folder")
