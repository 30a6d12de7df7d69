"""Which known name is near one that is not there: a slip of the hand, or the likeliest that was meant.

Names stand in buckets by their first and last letters and their length, so that a question looks at a few of them only.
"""

from __future__ import annotations

from guard.nearest import LONGEST, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 400  # names that one question looks at
_SHORTEST = 4  # letters; of shorter names every other one is near
_LOOKS = 3_000  # questions whether a name is a slip; by then the text is out of hand
_GUESSES = 300  # questions for the likeliest name of one register; the text is out of hand by then


def folded(name: str) -> str:
    """A name without what slips most easily: case, what parts its words, and whether it is one or many."""
    plain = name.casefold().replace("_", "").replace("-", "").replace(".", "").replace(" ", "").replace("/", "")
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("ses", "xes", "ches", "shes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


class Near:
    """The names of one register."""

    __slots__ = ("_asked", "_ends", "_folded", "_known", "_looked", "_names", "_starts")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._starts: dict[tuple[str, int], list[str]] | None = None
        self._ends: dict[tuple[str, int], list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._asked = self._looked = 0
        self._known: dict[str, str] = {}

    def _sorted_in(self) -> dict[tuple[str, int], list[str]]:
        if self._starts is None:
            self._starts = {}
            for name in self._names:
                lower = name.casefold()
                self._starts.setdefault((lower[:3], len(lower)), []).append(name)
                self._ends.setdefault((lower[-3:], len(lower)), []).append(name)
                self._folded.setdefault(folded(name), []).append(name)
        return self._starts

    def _around(self, name: str, reach: int) -> Iterator[str]:
        starts, lower = self._sorted_in(), name.casefold()
        seen = 0
        for length in sorted(range(len(lower) - reach, len(lower) + reach + 1), key=lambda one: abs(one - len(lower))):
            for bucket in (starts.get((lower[:3], length), ()), self._ends.get((lower[-3:], length), ())):
                for other in bucket:
                    seen += 1
                    if seen > _MOST:
                        return
                    yield other

    def slip(self, name: str) -> str:
        """The name that this one is a slip of: case, one or many, a letter or two; "" for none."""
        if len(name) < _SHORTEST or len(name) > LONGEST:
            return ""
        if name not in self._known:
            self._known[name] = self._slip(name)
        return self._known[name]

    def alike(self, name: str) -> tuple[str, ...]:
        """All names that are the same but for what slips most easily."""
        self._sorted_in()
        return tuple(self._folded.get(folded(name), ()))

    @property
    def tired(self) -> bool:
        """Whether more was asked than is looked for."""
        return self._looked > _LOOKS

    def _slip(self, name: str) -> str:
        self._sorted_in()
        same = [one for one in self._folded.get(folded(name), ()) if one != name]
        if same:
            return same[0]
        self._looked += 1
        if self.tired:
            return ""
        lower = name.casefold()
        allowed = 2 if len(lower) >= 9 else 1
        for other in self._around(name, allowed):
            if other != name and within(lower, other.casefold(), allowed):
                return other
        return ""

    def guess(self, name: str) -> str:
        """The likeliest that was meant, for a message; "" where nothing is near."""
        found = self.slip(name)
        if found:
            return found
        self._asked += 1
        if self._asked > _GUESSES:
            return ""
        if len(self._names) <= _MOST:
            return nearest(name, self._names)
        return nearest(name, self._around(name, max(3, len(name) // 2)))


def within(one: str, other: str, allowed: int) -> bool:
    """Whether so many letters left out, put in, changed or swapped turn one word into the other."""
    one, other = _trimmed(one, other)
    if len(one) + len(other) <= allowed or (len(one) == len(other) == 1 and allowed):
        return True
    if allowed < 1 or abs(len(one) - len(other)) > allowed:
        return False
    swapped = len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]
    if swapped and (len(one) == len(other) == 2 or within(one[2:], other[2:], allowed - 1)):
        return True
    if allowed == 1:
        return False  # both ends differ, and one edit mends one end
    return (
        within(one[1:], other[1:], allowed - 1)
        or within(one[1:], other, allowed - 1)
        or within(one, other[1:], allowed - 1)
    )


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """Without what they begin and end with alike."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
