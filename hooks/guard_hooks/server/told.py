"""What a push is told on its client's screen: verdicts one under the other, short where they pass."""

from __future__ import annotations

from guard.formats import render
from guard.model.verdict import EXIT_CODES, WORST_FIRST
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict


class Told(NamedTuple):
    """A verdict and what it is on; or words alone, which refuse nothing."""

    verdict: Verdict | None
    about: str = ""
    words: str = ""

    @property
    def refused(self) -> bool:
        return self.verdict is not None and self.verdict.exit_code != 0

    def text(self) -> str:
        if self.verdict is None:
            return self.words
        report = render(self.verdict, "text")
        return f"guard: {self.about}\n{report}" if self.about else report


def code(told: list[Told]) -> int:
    """The exit code of the worst refusal."""
    refused = {one.verdict.outcome for one in told if one.verdict is not None and one.refused}
    return next((EXIT_CODES[outcome] for outcome in WORST_FIRST if outcome in refused), 0)
