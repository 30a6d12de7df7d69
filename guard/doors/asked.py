"""What somebody here has asked: questions of this work tree, kept in its git directory until they are answered."""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.ask import Ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

NAME = "guard/asked.json"
LARGEST = 1 << 20
MOST = 100  # questions of one work tree


def asked(git_dir: str) -> tuple[Ask, ...]:
    """The questions that were asked here, as they were asked."""
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
        rows: Any = load(text.decode().strip())
        return tuple([Ask(*[_text(row, field) for field in Ask._fields]) for row in rows])
    except (ValueError, StopIteration, RecursionError, TypeError, KeyError, AttributeError) as error:
        raise _unread(path, "it does not hold what guard writes there") from error


def keep(git_dir: str, every: Iterable[Ask]) -> None:
    """These and no others."""
    import json

    path = os.path.join(git_dir, NAME)
    partial = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(partial, "w", encoding="utf-8") as file:
            file.write(json.dumps([ask._asdict() for ask in every]) + "\n")
        os.replace(partial, path)
    except OSError as error:
        what = f"the question could not be written down: {error.strerror}"
        raise GuardError("G820", what, shown(os.fsencode(path)), "mend the permissions of that folder") from error


def _text(row: dict[str, object], field: str) -> str:
    value = row[field]
    if not isinstance(value, str):
        raise ValueError(field)
    return value


def _unread(path: str, why: str) -> GuardError:
    mend = "mend its permissions; a file that is damaged is moved aside, and what was open is asked again: guard ask"
    return GuardError("G813", f"what was asked here cannot be read: {why}", shown(os.fsencode(path)), mend)
