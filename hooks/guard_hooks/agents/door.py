"""`guard hook NAME [--on-error allow|deny] [--git PATH]`: a harness asks before its agent acts, and is answered once.

The payload is read from standard input, made a `Call` by the one module that knows its wire format, judged in one place
for all of them, and answered in the words of that harness: one JSON object, or nothing. Exit code 2 means "block" to
most of them, so nothing here ends with it but on purpose. What goes wrong inside guard is told, and `--on-error` says
whether that stops the agent.
"""

from __future__ import annotations

import os
import sys

from guard.errors import GuardError
from guard_hooks.agents.call import Answer, Decision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, Protocol

    from guard_hooks.agents.call import Call, Payload

    OnError = Literal["allow", "deny"]

    class Harness(Protocol):
        """What every module of a harness has."""

        NAME: str

        def read(self, payload: Payload) -> Call: ...

        def answer(self, call: Call, decision: Decision) -> Answer: ...

        def failed(self, words: str, on_error: OnError) -> Answer: ...


# Name -> the module beside this one; loaded when that harness asks.
HARNESSES: dict[str, str] = {
    "claude-code": "claude_code",
    "codex": "codex",
    "cursor": "cursor",
    "gemini": "gemini",
    "copilot": "copilot",
    "kiro": "kiro",
    "opencode": "opencode",
}
MOST = 16 << 20  # bytes of a payload
REST = (
    1 << 30
)  # bytes beyond them that are taken and thrown away: a harness may take a pipe that is closed for a failure
# What an agent does next: its call came through spoilt, or guard is not well.
AGAIN = "make the call once more; where this comes again, end your turn and show this to a person"
YOURS = "end your turn and show this to a person: it is nothing you can mend"
TWICE = (
    "the harness sent JSON that says a key twice, and nobody knows which of the two counts; "
    "make the call once more with each key said once, or end your turn and show this to a person"
)
LARGE = (
    f"the harness sent more than {MOST:,} bytes; guard judges no call as large as that; "
    "do it in smaller parts, or end your turn and show this to a person"
)
CLOSED = f"the harness said nothing: standard input is closed; {YOURS}"
UNREAD = f"the harness sent no JSON that guard can read; {AGAIN}"
NO_OBJECT = f"the harness sent JSON that is no object; {AGAIN}"
LONGEST, EVERY = 45.0, 1.0  # seconds: guard answers before a harness stops waiting, which lets the call pass
BLOCK = 2  # what most harnesses take for "do not"; said on purpose where no answer of theirs can be given
HELP = """\
usage: guard hook {name} [--on-error allow|deny] [--git PATH]

What {name} starts before its agent acts: the tool call on standard input, as JSON; the answer on standard
output, in its own words. guard install --agent {name} writes it into the settings there.

  --on-error    what happens where guard itself cannot judge: deny (default) or allow, and it says so
  --git         the git to use, by absolute path
"""
WRONG = f"guard was started with words it does not know; it takes --on-error allow or deny, and --git PATH; {YOURS}"


class Late(BaseException):
    """It takes longer than a harness waits; no part of guard takes this for an error of its own."""


def main(words: list[str]) -> int:
    """`NAME [--on-error allow|deny]`; whatever happens, the harness gets an answer."""
    name, *rest = words or [""]
    if name in HARNESSES and ("-h" in rest or "--help" in rest):
        sys.stdout.write(HELP.format(name=name))
        sys.stdout.flush()
        return 0
    on_error: OnError = "deny"
    harness: Harness | None = None
    try:
        on_error, git, wrong = options(rest)
        harness = loaded(name)
        _within(LONGEST)
        answer = harness.failed(wrong, "deny") if wrong else _asked(harness, on_error, git)
        _within(0)
        return _deliver(answer, on_error)
    except BaseException as error:  # a signal, no memory, a bug: none of them is an answer
        _within(0)
        told = _told(error)
        return _block(told, on_error) if harness is None else _deliver(harness.failed(told, on_error), on_error)


def _within(seconds: float) -> None:
    """So long it may take, and none of what it waits for longer than that; 0: as long as it wants."""
    try:
        signals = __import__("_signal")  # `signal` would load `enum`
        signals.signal(signals.SIGALRM, _late)
        signals.setitimer(signals.ITIMER_REAL, seconds, EVERY if seconds else 0)
    except (ImportError, AttributeError, ValueError):  # no such clock here, or not the thread that signals reach
        return


def _late(*_: object) -> None:
    raise Late


def options(words: list[str]) -> tuple[OnError, str | None, str]:
    """What is said about failing, the git to use, and what is wrong with the words. Wrong ones never open anything."""
    on_error: OnError = "deny"
    git: str | None = None
    rest = [part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while rest:
        word, said = rest.pop(0), rest.pop(0) if rest else ""
        if word == "--on-error" and said in ("allow", "deny"):
            on_error = "allow" if said == "allow" else "deny"
        elif word == "--git" and said:
            git = said
        else:
            return "deny", None, WRONG
    return on_error, git, ""


def loaded(name: str) -> Harness:
    """The module of a harness."""
    if name not in HARNESSES:
        from guard.escape import shown

        known = ", ".join(HARNESSES)
        mend = f"one of: {known}"
        raise GuardError("G820", "no answer is known to a harness of this name", shown(name) or "no name", mend)
    found: Harness = __import__(f"guard_hooks.agents.{HARNESSES[name]}", fromlist=("read",))
    return found


def _asked(harness: Harness, on_error: OnError, git: str | None) -> Answer:
    """One call, read, judged and answered."""
    payload = read_payload()
    if isinstance(payload, str):  # what has two meanings is a call that was sent, and no failure of guard
        return harness.failed(payload, "deny" if payload == TWICE else on_error)
    _stand()
    call = harness.read(payload)
    from guard_hooks.agents.judging import judged

    return harness.answer(call, judged(call, on_error, git))


def _stand() -> None:
    """Where the folder guard was started in is gone, it stands elsewhere: what looks around comes back to it."""
    try:
        os.getcwd()
    except OSError:
        os.chdir(os.sep)


def read_payload() -> Payload | str:
    """What stands on standard input; a text says why it is no payload."""
    from guard.doors.scanner import Twice, load

    if sys.stdin is None:
        return CLOSED
    text = sys.stdin.buffer.read(MOST + 1)
    if len(text) > MOST:
        left = REST
        while left > 0 and (more := sys.stdin.buffer.read(1 << 20)):
            left -= len(more)
        return LARGE
    try:
        found = load(text.decode().removeprefix("\ufeff").strip(), strict=True)  # on Windows some put a mark in front
    except Twice:
        return TWICE
    except (ValueError, StopIteration, RecursionError):
        return UNREAD
    return found if isinstance(found, dict) else NO_OBJECT


def _deliver(answer: Answer, on_error: OnError) -> int:
    """One JSON object or nothing, and words for a log; an answer that cannot be given stops the agent."""
    if answer.err and sys.stderr is not None:
        sys.stderr.write(answer.err.rstrip("\n") + "\n")
    if answer.out:
        try:
            sys.stdout.buffer.write(answer.out.encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.buffer.flush()
        except (OSError, AttributeError, ValueError):
            return _block(f"guard: its answer could not be written to standard output; {AGAIN}", on_error)
    return answer.code


def _block(words: str, on_error: OnError) -> int:
    """Where no answer can be given in the harness's own words."""
    if sys.stderr is not None:
        sys.stderr.write(words + "\n")
    return 0 if on_error == "allow" else BLOCK


def _told(error: BaseException) -> str:
    """What went wrong, for the agent and for whoever mends it."""
    if isinstance(error, GuardError):
        from guard_hooks.agents.failing import refused

        return refused(error)
    if isinstance(error, Late):
        return f"guard: it took longer than {LONGEST:.0f} seconds, and nothing was judged; {AGAIN}"
    if isinstance(error, KeyboardInterrupt):
        return f"guard: interrupted; nothing was judged; {AGAIN}"
    try:
        from guard.report import bug

        found = bug(error, "commit").findings[0]
        return f"guard: {found.what}; nothing was judged  ({found.why}); {AGAIN}"
    except BaseException:  # what tells of a failure fails as well
        return f"guard: it failed, and nothing was judged; {AGAIN}"


def _way(name: str) -> Callable[[list[str]], int]:
    return lambda words: main([name, *words])


# What `guard hook NAME` calls (guard_hooks.word): each takes the words after the name.
claude_code, codex, cursor, gemini, copilot, kiro, opencode = [_way(name) for name in HARNESSES]
