"""What a change of a document means: tighter, looser, or for a person to say. Over canonical data (guard.compile).

Tighter is said only of what takes a permission away or asks for more. Whatever differs and is not understood is
unclear, so that a change is never called nothing: all three lists are empty only where nothing but the version differs.
"""

from __future__ import annotations

from guard.model.comparison import plan, policy
from guard.model.comparison.notes import Notes, NotUnderstood
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Outcome = Literal["same", "tighter", "looser", "incomparable"]


class Comparison(NamedTuple):
    """What changes, in words a person understands; the key comes first."""

    tighter: tuple[str, ...]
    looser: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """All of it in one word; what is mixed or unclear is incomparable."""
        if self.unclear or (self.tighter and self.looser):
            return "incomparable"
        if self.looser:
            return "looser"
        return "tighter" if self.tighter else "same"


def compare(kind: str, old: dict[str, object] | None, new: dict[str, object] | None) -> Comparison:
    """From the old document to the new one; None is no document."""
    rules = {"policy": policy, "plan": plan}[kind]
    notes = Notes()
    if old is not None and new is not None:
        notes.each("", rules.RULES, _meaning(old), _meaning(new))
        return Comparison(*notes.told())
    try:
        if old is not None:
            rules.removed(notes, old)
        elif new is not None:
            rules.written(notes, new)
    except NotUnderstood:
        notes.unclear(f"{kind} is not understood")
    return Comparison(*notes.told())


def _meaning(document: dict[str, object]) -> dict[str, object]:
    """Without the version, which changes with every edit."""
    return {key: value for key, value in document.items() if key != "version"}
