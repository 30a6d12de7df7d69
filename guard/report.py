"""Handing a verdict over: to standard output or a file, and what is said when guard could not get that far."""

from __future__ import annotations

import errno
import os
import sys

from guard import __version__
from guard.errors import GuardError
from guard.escape import shown
from guard.formats import render
from guard.model.verdict import Verdict, not_judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.trigger import Door

INTERRUPTED = 130


def deliver(verdict: Verdict, format: str = "text", output: str | None = None) -> None:  # noqa: A002  the option's name
    """Write the report. A reader that went away changes no verdict; a file that cannot be written is an error."""
    hand_over(render(verdict, format, colour=output is None and format == "text" and _colour()), output)


def hand_over(text: str, output: str | None) -> None:
    """To the file named, else to standard output."""
    if output is None or output == "-":
        write(text)
    else:
        _to_file(text, output)


def write(text: str) -> None:
    """To standard output. A reader that went away is the reader's choice; an output that takes nothing is an error."""
    try:
        _print(text)
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        sys.stdout = sys.stderr  # what is said of it must be said somewhere
        mend = "free some space, or name a file: guard check -o FILE"
        what = f"the report could not be written: {error.strerror}"
        raise GuardError("G820", what, "standard output", mend) from error


def _print(text: str) -> None:
    if sys.stdout is None:  # closed before guard began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:  # a terminal of few letters
        encoding = sys.stdout.encoding
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def _let_go() -> None:
    """Standard output leads nowhere from here on, so that the interpreter's last flush does not complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _to_file(text: str, output: str) -> None:
    """Whole or not at all. What is no plain file (a pipe, a device) is written to; to replace it would take it away."""
    plain = os.path.isfile(output) or not os.path.exists(output)
    target = os.path.realpath(output) if plain else output
    partial = f"{target}.{os.getpid()}.part" if plain else target
    try:
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        if plain:
            os.replace(partial, target)
    except OSError as error:
        what = f"the report could not be written: {error.strerror}"
        mend = "name a file in a folder you can write to: -o FILE"
        raise GuardError("G820", what, shown(os.fsencode(output)) or "''", mend) from error
    finally:
        if plain and os.path.lexists(partial):
            os.unlink(partial)


def _colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def refusal(error: GuardError, door: Door = "commit") -> int:
    """What guard could not establish, in the shape of every other finding."""
    verdict = not_judged(door, error)
    write(render(verdict, "text", _colour()))
    return verdict.exit_code


def interrupted() -> int:
    """Ctrl-C: nothing was judged, and no exit code says otherwise."""
    sys.stderr.write("guard: interrupted; nothing was judged\n")
    return INTERRUPTED


def failure(error: BaseException, door: Door = "commit") -> int:
    """A bug of guard, told as text."""
    verdict = bug(error, door)
    write(render(verdict, "text", _colour()))
    return verdict.exit_code


def bug(error: BaseException, door: Door) -> Verdict:
    """The verdict where guard itself failed: a log file with what is needed to mend it, and an exit code of its own."""
    mend = "report it with that file; nothing was judged, so nothing may pass"
    return not_judged(door, GuardError("G899", f"{type(error).__name__} inside guard", _log(error), mend))


def _log(error: BaseException) -> str:
    import platform
    import tempfile
    import traceback

    lines = traceback.format_exception(error)
    head = (
        f"guard {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"argv: {[shown(word) for word in sys.argv]}\n\n"
    )
    try:
        handle, path = tempfile.mkstemp(prefix="guard-bug-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + "".join(lines))
    except OSError as trouble:
        return f"no log file could be written: {trouble.strerror}; {shown(lines[-1].strip())}"
    return path
