"""What every harness is told alike: one object of JSON, and words that stand where nobody can be asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.call import Decision

NOTHING = "{}"
SILENT = "guard does not let this pass"
NOBODY = "Nobody can be asked here: end your turn, and show this to the person you work for."


def one(**told: object) -> str:
    """One object, on one line, in ASCII: no terminal and no decoder of a harness makes anything else of it."""
    from json import dumps  # only where something is said

    return dumps(told)


def sure(words: str) -> str:
    """Words, never none: some harnesses go on where no reason stands."""
    return words.strip() or SILENT


def reason(decision: Decision, asks: bool) -> str:
    """Why not; and where a question cannot be put to a person, what to do with it."""
    words = sure(decision.words)
    if decision.kind != "ask" or asks:
        return words
    return sure(decision.alone) if decision.alone.strip() else f"{words}\n{NOBODY}"
