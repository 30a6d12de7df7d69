"""The person at the terminal: what they are shown before they sign, what they are asked, and that somebody is there."""

from __future__ import annotations

import sys

from guard.acts import words
from guard.acts.signer import MOST, TELL
from guard.errors import UsageError
from guard.escape import shown
from guard.folding import folded
from guard.report import columns, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.proposal import Proposal


def attended() -> bool:
    """Somebody can read what is shown and type an answer: both go to a terminal."""
    return all([stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)])


def nobody(names: tuple[str, ...], made: Proposal, under: str) -> None:
    """An agent, or a job, is at the other end: it ends its turn."""
    told = " or ".join(names[:MOST])
    lines = [
        "guard: a person answers here, and nobody can: nothing is signed",
        f"what   {made.title}, by {told}",
        "why    standard input and standard output are no terminal; a person reads what is signed, and types",
        f"next   you:   {TELL.format(told)}",
    ]
    write("\n".join([*lines, *[f"       {name}: at a terminal: {made.again}{under}" for name in names[:MOST]]]) + "\n")


def plain(reason: str, command: str) -> str:
    """A reason as it is signed: one line that shows all that is in it."""
    said = words.plain(reason)
    wrong = words.unfit(said)
    if wrong:
        raise UsageError(f"the reason {wrong}: write a sentence, on one line ({command} --help)")
    return said


def why(command: str) -> str:
    """The reason, asked for."""
    return plain(_answer("why, in your own words: "), command)


def show(proposal: Proposal, beware: str) -> None:
    """All that is signed and all that it comes to; and that the signature will prove little, where that is so."""
    lines = words.lines_of(proposal)
    lines += [f"  {'beware'.ljust(words.LABEL)}this key {beware}"] if beware else []
    write("\n".join(["", *[part for line in lines for part in folded(line, columns())], "", ""]))


def agreed(proposal: Proposal, elsewhere: str | None = None) -> bool:
    """They typed the first digits of what they sign, here or on the screen where they read it; anything else is no."""
    digits = words.short(proposal.typed)
    if elsewhere is None:
        typed = _answer(f"to sign it, type the first {words.SHORT} digits of the digest, {digits}: ").strip()
        right = typed == digits
    else:
        typed = elsewhere.strip()
        right = bool(words.named(typed, [proposal.typed]))
    if right:
        return True
    write(f"guard: nothing is signed: '{shown(typed)}' is not {digits}\n")
    return False


def _answer(question: str) -> str:
    write(question)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        write("\n")
    return line
