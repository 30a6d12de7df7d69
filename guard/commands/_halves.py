"""The rules in several processes, where a page is long and nobody else works in this one: half of the wait.

Those that most texts alone answer begin while git is still asked what the tree knows; one that comes to ask the tree
is asked again once that is known. What another process does not bring back, whatever the reason, is asked here: a rule
is never left out.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys

from guard.model.doubt import Doubt, Paper, Unasked
from guard.prose.compiled import keep
from guard.questions import ASKS, asides, elsewhere, examine, look_through, summed_up, told_by
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NoReturn

    from guard.model.doubt import Examined
    from guard.model.prose import Prose
    from guard.questions import Told

LONG = 120  # units of a page that is worth a process
TEXT = frozenset(("addressed", "before", "counts", "created", "drift", "hedges", "markers", "vague"))
TREE = frozenset(("absence", "assumed", "contradictions", "live", "owning", "references", "reversal"))  # half the rest


class AsksTheTree(Exception):
    """What a rule meets that looks at what the tree knows before anybody does."""


class _Unread:
    """What stands for that until then."""

    def lacks(self, kinds: Iterable[str]) -> str:
        if kinds:
            raise AsksTheTree
        return ""

    def __getattr__(self, name: str) -> NoReturn:
        raise AsksTheTree


class Brought(NamedTuple):
    """What another process has looked up, or as much of it as it was asked for."""

    told: Mapping[str, Told] = {}
    foreign: list[Unasked] | None = None


class Halves:
    """One page, and the processes that are asked about it; none is left behind."""

    def __init__(self) -> None:
        self._text: _Other | None = None
        self._tree: _Other | None = None

    def __enter__(self) -> Halves:
        return self

    def __exit__(self, *_: object) -> None:
        for other in (self._text, self._tree):
            if other is not None:
                other.stop()

    def begin(self, text: Prose) -> None:
        """Ask what the text alone tells."""
        if len(text.units) < LONG or not _may_fork():
            return
        look_through(text)
        unread: Any = _Unread()
        paper = Paper(text, unread)
        self._text = _Other(lambda: Brought(_answered(paper, TEXT), elsewhere(paper)))

    def examine(self, paper: Paper) -> Examined:
        """As `guard.questions.examine`, and the same."""
        if self._text is None:
            return examine(paper)
        self._tree = _Other(lambda: Brought(_asked(paper, TREE)))
        here, unsaid = _asked(paper, frozenset([ask.name for ask in ASKS]) - TEXT - TREE), asides(paper)
        text, tree = self._text.brought(), self._tree.brought()
        told = {**here, **text.told, **tree.told}
        told |= _asked(paper, frozenset([ask.name for ask in ASKS if ask.name not in told]))
        foreign = elsewhere(paper) if text.foreign is None else text.foreign
        return summed_up(paper, told, (foreign, unsaid))


def _asked(paper: Paper, names: frozenset[str]) -> dict[str, Told]:
    return {ask.name: told_by(paper, ask) for ask in ASKS if ask.name in names}


def _answered(paper: Paper, names: frozenset[str]) -> dict[str, Told]:
    """Those of them that the text alone answers."""
    told: dict[str, Told] = {}
    for name in names:
        try:
            told |= _asked(paper, frozenset([name]))
        except AsksTheTree:
            continue
    return told


def _may_fork() -> bool:
    """With a second core, and with no other thread: of threads a copy has but the one."""
    threads = sys.modules.get("threading")
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and (threads is None or threads.active_count() == 1)


class _Other:
    """A copy of this process that looks something up, writes it down and ends."""

    def __init__(self, looks: Callable[[], Brought]) -> None:
        behind, ahead = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(behind)
            _tell(looks, ahead)
        os.close(ahead)
        self._answer = open(behind, "rb")  # noqa: SIM115 (closed by brought or stop)

    def brought(self) -> Brought:
        with self._answer as answer:
            return _heard(answer.read())

    def stop(self) -> None:
        """Wait for its end; for one whose answer nobody heard, it is now."""
        if not self._answer.closed:
            self._answer.close()
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def _tell(looks: Callable[[], Brought], ahead: int) -> None:
    """In the other process: what it was asked, written down; then nothing of what this one would do at its end."""
    try:
        found = looks()
        told = [(name, [_plainly(one) for one in ones]) for name, ones in found.told.items()]
        foreign = None if found.foreign is None else [tuple(one) for one in found.foreign]
        with open(ahead, "wb") as answer:
            answer.write(marshal.dumps((told, foreign)))
        keep()
    finally:
        os._exit(0)


def _plainly(one: Doubt | Unasked) -> tuple[bool, tuple[object, ...]]:
    return isinstance(one, Doubt), tuple(one)


def _heard(answer: bytes) -> Brought:
    """What came; nothing where it is not whole."""
    try:
        told, foreign = marshal.loads(answer)
        rows = {name: tuple([Doubt(*said) if doubt else Unasked(*said) for doubt, said in ones]) for name, ones in told}
        return Brought(rows, None if foreign is None else [Unasked(*said) for said in foreign])
    except (EOFError, ValueError, TypeError):
        return Brought()
