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
COLUMNS = 100  # of what is read nobody knows where: a file, a pipe, the log of a job
NARROWEST = 40


def deliver(
    verdict: Verdict,
    format: str = "text",  # noqa: A002  the option's name
    output: str | None = None,
    instead: str = "",
    option: str = "-o FILE",
) -> None:
    """Write the report. A reader that went away changes no verdict; a file that cannot be written is an error."""
    hand_over(
        render(verdict, format, colour=output is None and format == "text" and colour()), output, instead, option=option
    )


def hand_over(text: str, output: str | None, instead: str = "", what: str = "report", option: str = "-o FILE") -> None:
    """To the file named, else to standard output."""
    if output is None or output == "-":
        write(text, instead)
    else:
        _to_file(text, output, what, option)


def columns(output: str | None = None) -> int:
    """How wide a line may be where the report goes: as wide as the terminal, if it goes to one."""
    if output not in (None, "-") or sys.stdout is None or not sys.stdout.isatty():
        return COLUMNS
    import shutil

    return max(shutil.get_terminal_size((COLUMNS, 0)).columns, NARROWEST)


def laid(text: str, width: int) -> str:
    """Words about a command, no line wider: paragraphs are filled, and rows of two columns keep their second one."""
    from textwrap import wrap

    def broken(line: str, below: int) -> list[str]:
        return wrap(line, width, subsequent_indent=" " * below, break_long_words=False, break_on_hyphens=False)

    told: list[str] = []
    paragraph: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line[:1] not in ("", " "):
            paragraph.append(line)
            continue
        told += broken(" ".join(paragraph), 0) if paragraph else []
        paragraph = []
        start = len(line) - len(line.lstrip())
        second = len(line) - len(line[start:].partition("  ")[2].lstrip())
        told += broken(line, second if start < second < width // 2 else start + 4) or [""]
    return "\n".join(told[:-1])


def write(text: str, instead: str = "") -> None:
    """To standard output. A reader that went away is the reader's choice; an output that takes nothing is an error.

    `instead` is how this very command writes to a file, where it does.
    """
    try:
        _print(text)
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        sys.stdout = sys.stderr  # what is said of it must be said somewhere
        mend = "free some space" if error.errno == errno.ENOSPC else "give guard an output that takes what it writes"
        mend += f", or name a file: {instead}" if instead else ""
        what = f"the report could not be written: {error.strerror}"
        raise GuardError("G820", what, "standard output", mend) from error


def aside(text: str) -> None:
    """To standard error, where standard output takes something that is no report. Nobody may read it: that is all."""
    if sys.stderr is not None:
        sys.stderr.write(text)


def _print(text: str) -> None:
    if sys.stdout is None:  # closed before guard began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:  # a terminal of few letters
        sys.stdout.write(_spelled(text, sys.stdout.encoding))
    sys.stdout.flush()


def _spelled(text: str, encoding: str) -> str:
    """Letters that the encoding lacks as \\uNNNN, in two halves where JSON wants two: JSON stays JSON."""
    return "".join([char if _holds(encoding, char) else _halves(char) for char in text])


def _holds(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _halves(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4)])


def _let_go() -> None:
    """Standard output leads nowhere from here on, so that the interpreter's last flush does not complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _to_file(text: str, output: str, named: str, option: str) -> None:
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
        what = f"the {named} could not be written: {error.strerror}"
        mend = f"name a file in a folder you can write to: {option}"
        raise GuardError("G820", what, shown(os.fsencode(output)) or "''", mend) from error
    finally:
        if plain and os.path.lexists(partial):
            os.unlink(partial)


def colour() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody asked for none."""
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def refusal(error: GuardError, door: Door = "commit") -> int:
    """What guard could not establish, in the shape of every other finding."""
    return _said(not_judged(door, error))


def interrupted() -> int:
    """Ctrl-C: nothing was judged, and no exit code says otherwise."""
    sys.stderr.write("guard: interrupted; nothing was judged\n")
    return INTERRUPTED


def failure(error: BaseException, door: Door = "commit") -> int:
    """A bug of guard, told as text."""
    return _said(bug(error, door))


def _said(verdict: Verdict) -> int:
    """On standard output; where it takes nothing, `write` turns to standard error, and the second time is there."""
    for _ in range(2):
        try:
            write(render(verdict, "text", colour()))
            break
        except GuardError:
            pass
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
