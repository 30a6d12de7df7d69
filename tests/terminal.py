"""A terminal with a person at it: a function runs in a process whose terminal it is, and its questions are answered."""

from __future__ import annotations

import os
import pickle
import pty
import select
import signal
import traceback
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from guard.errors import GuardError

T = TypeVar("T")
LIMIT = 60  # seconds for one question; none takes one


class Seen(NamedTuple):
    """What came of it, and all that stood on the screen."""

    result: Any  # what the function returned, or the GuardError it raised
    screen: str


def at_terminal(function: Callable[[], Any], answers: Sequence[tuple[str, str]] = ()) -> Seen:
    """Run it with a terminal of its own. `answers`: part of a question, and what is typed once it stands there."""
    told, tells = os.pipe()
    pid, screen = _forked(pty.fork)
    if pid == 0:
        _told(function, tells)
    os.close(tells)
    try:
        text = _answered(pid, screen, answers)
        with open(told, "rb") as file:
            result = pickle.load(file)
    finally:
        os.close(screen)
        os.waitpid(pid, 0)
    assert not isinstance(result, str), result
    return Seen(GuardError(*result[0]) if isinstance(result, tuple) else result[0], text)


def with_none(function: Callable[[], Any]) -> Any:
    """Run it where there is no terminal at all; what it returned, or the GuardError it raised."""
    told, tells = os.pipe()
    pid = _forked(os.fork)
    if pid == 0:
        os.setsid()
        _told(function, tells)
    os.close(tells)
    with open(told, "rb") as file:
        result = pickle.load(file)
    os.waitpid(pid, 0)
    assert not isinstance(result, str), result
    return GuardError(*result[0]) if isinstance(result, tuple) else result[0]


def _forked(fork: Callable[[], T]) -> T:
    """Later Pythons warn where threads run; the child does nothing that waits for another thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return fork()


def _told(function: Callable[[], Any], tells: int) -> None:
    """In the child: what comes of the function goes into the pipe, a list for a result, a tuple for a GuardError."""
    result: Any
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as it is for whoever sits at a terminal
    try:
        result = [function()]
    except GuardError as error:
        result = ((error.rule, error.what, error.where, error.mend),)
    except BaseException:
        result = traceback.format_exc()
    with open(tells, "wb") as file:
        pickle.dump(result, file)
    os._exit(0)


def _answered(pid: int, screen: int, answers: Sequence[tuple[str, str]]) -> str:
    text, seen, rest = "", 0, list(answers)
    while True:
        if not select.select([screen], [], [], LIMIT)[0]:
            os.kill(pid, signal.SIGKILL)
            raise AssertionError(f"nothing came for {LIMIT} s after: {text!r}")
        try:
            chunk = os.read(screen, 4096)
        except OSError:  # how Linux says that nobody has the other side open any more
            chunk = b""
        if not chunk:
            assert not rest, f"never asked: {rest}, but: {text!r}"
            return text
        text += chunk.decode("utf-8", "replace")
        while rest and rest[0][0] in text[seen:]:
            question, answer = rest.pop(0)
            seen = text.index(question, seen) + len(question)
            os.write(screen, answer.encode())
