"""What stands above a block of code and leads to it."""

from __future__ import annotations

import re
from bisect import bisect_left

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.prose import Fence, Unit

_BELOW = Cued(
    r"\b(?:statements?|sql|command|commands|script|delete|update|code|snippet) below\b"
    r"|\b(?:run|runs|with|by) (?:the|this|these) (?:following )?(?:statements?|sql|commands?|script)\b",
    re.I,
)


class Above:
    """What stands above a line, looked up: a text may have thousands of blocks of code."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._all = _Last([unit for unit in units if unit.kind != "comment"])
        rows: dict[tuple[str, ...], list[Unit]] = {}
        for unit in units:
            if unit.kind == "row" and _BELOW.search(unit.text):
                rows.setdefault(unit.under, []).append(unit)
        self._rows = {under: _Last(those) for under, those in rows.items()}

    def introduced(self, fence: Fence) -> int:
        """The line of the words that lead to it, right above or in a row that speaks of what stands below; or 0."""
        above = self._all.before(fence.line)
        if above is not None and above.text.endswith(":") and above.under == fence.under:
            return above.line
        row = self._rows[fence.under].before(fence.line) if fence.under in self._rows and not fence.step else None
        return row.line if row is not None else 0


class _Last:
    """The last of some units whose line is above another; fields of a plan have the lines of another document."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = units
        self._least = [unit.line for unit in units]  # of each unit and all behind it
        for at in range(len(units) - 2, -1, -1):
            self._least[at] = min(self._least[at], self._least[at + 1])

    def before(self, line: int) -> Unit | None:
        at = bisect_left(self._least, line)
        return self._units[at - 1] if at else None
