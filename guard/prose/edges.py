"""Which step of a text comes before which: looked up, for a text may have thousands, and each may be asked of each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.model.prose import Step


class Edges:
    """The steps of one text by their names and numbers, and the way from each to those before it."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.named: dict[str, Step] = {}
        self.numbered: dict[int, Step] = {}
        self._at: dict[str, int] = {}
        for at, step in enumerate(steps):
            self._at.setdefault(step.name, at)
            self.named.setdefault(step.name.casefold(), step)
            self.numbered.setdefault(step.number, step)
        self._after = [[self._at[name] for name in step.after if name in self._at] for step in steps]
        # each after the one above it: what headings and numbers tell
        self._in_line = all([after == ([at - 1] if at else []) for at, after in enumerate(self._after)])
        self._reached: dict[int, int] | None = None

    def step(self, name: str) -> Step | None:
        at = self._at.get(name)
        return None if at is None else self.steps[at]

    def before(self, early: str, late: str) -> bool:
        """Whether the one comes before the other; steps that nothing orders come neither before nor after."""
        first, last = self._at.get(early), self._at.get(late)
        if first is None or last is None or first == last:
            return False
        return first < last if self._in_line else bool(self._above(last) >> first & 1)

    def _above(self, at: int) -> int:
        """The places of all that come before a step, as bits of one number."""
        if self._reached is None:
            self._reached = self._walked()
        if at not in self._reached:
            self._reached[at] = self._in_circle(at)
        return self._reached[at]

    def _walked(self) -> dict[int, int]:
        """Of every step that no circle comes before: each is told from those right before it."""
        waits = [len(after) for after in self._after]
        behind: list[list[int]] = [[] for _ in self._after]
        for at, after in enumerate(self._after):
            for one in after:
                behind[one].append(at)
        free = [at for at, many in enumerate(waits) if not many]
        reached: dict[int, int] = {}
        while free:
            at = free.pop()
            told = 0
            for one in self._after[at]:
                told |= reached[one] | 1 << one
            reached[at] = told
            for one in behind[at]:
                waits[one] -= 1
                if not waits[one]:
                    free.append(one)
        return reached

    def _in_circle(self, at: int) -> int:
        seen: set[int] = set()
        rest = list(self._after[at])
        while rest:
            one = rest.pop()
            if one not in seen:
                seen.add(one)
                rest += self._after[one]
        return sum([1 << one for one in seen])

    def next_of(self, marked: Iterable[Step]) -> dict[str, Step]:
        """Of every step the first of these, as the text has them, that it comes before."""
        found: dict[int, Step] = {}
        for step in marked:
            # a step that is told already has told all those before it
            rest = list(self._after[self._at[step.name]])
            while rest:
                one = rest.pop()
                if one not in found:
                    found[one] = step
                    rest += self._after[one]
        return {self.steps[at].name: step for at, step in found.items()}
