"""Handing a verdict over: to standard output or a file, and what is said when guard could not get that far."""

from __future__ import annotations

import os
import sys

from guard import __version__
from guard.errors import GuardError
from guard.escape import shown
from guard.formats import render
from guard.model.verdict import EXIT_CODES, Verdict, not_judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.trigger import Door

INTERRUPTED = 130


def deliver(verdict: Verdict, format: str = "text", output: str | None = None) -> None:  # noqa: A002  the option's name
    """Write the report. A reader that went away changes no verdict; a file that cannot be written is an error."""
    hand_over(render(verdict, format, colour=output is None and format == "text" and _colour()), output)


def hand_over(text: str, output: str | None) -> None:
    """To the file named, else to standard output."""
    if output is None:
        write(text)
    else:
        _to_file(text, output)


def write(text: str) -> None:
    """To standard output; a closed pipe is the reader's choice."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the interpreter's last flush does not complain


def _to_file(text: str, output: str) -> None:
    partial = f"{output}.{os.getpid()}.part"
    try:
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, output)
    except OSError as error:
        raise GuardError(
            "G820",
            f"the report could not be written: {error.strerror}",
            shown(os.fsencode(output)),
            "name a file in a folder you can write to: -o FILE",
        ) from error


def _colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


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
    """A bug of guard: a log file with what is needed to mend it, and an exit code of its own."""
    mend = "report it with that file; nothing was judged, so nothing may pass"
    verdict = not_judged(door, GuardError("G899", f"{type(error).__name__} inside guard", _log(error), mend))
    write(render(verdict, "text", _colour()))
    return EXIT_CODES["bug"]


def _log(error: BaseException) -> str:
    import platform
    import tempfile
    import traceback

    lines = traceback.format_exception(error)
    head = f"guard {__version__}, Python {platform.python_version()}, {platform.platform()}\nargv: {[shown(word) for word in sys.argv]}\n\n"
    try:
        handle, path = tempfile.mkstemp(prefix="guard-bug-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + "".join(lines))
    except OSError as trouble:
        return f"no log file could be written: {trouble.strerror}; {shown(lines[-1].strip())}"
    return path
