"""Names with dots, such as module.Type.member: asked for in full, or by the last parts of them."""

from __future__ import annotations

from bisect import bisect_left

from guard.model.lookup.near import Near
from guard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_STRICT = (".go", ".rs", ".java", ".kt", ".cs", ".sql", ".proto")  # what has a member says so where it stands
_MOST = 2_000  # members of one type or module that anybody looks at


class Dotted:
    """Every symbol, or every module."""

    __slots__ = ("_by_last", "_heads", "_near", "_sorted", "names")

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self._by_last: dict[str, list[str]] = {}
        for name in names:
            self._by_last.setdefault(name.rpartition(".")[2], []).append(name)
        self._heads: dict[str, list[str]] | None = None  # last part of what has members -> its names in full
        self._sorted: list[str] = []
        self._near: Near | None = None

    def has(self, name: str) -> bool:
        """Whether something is called so, in full, by its last parts, or with parts between left out."""
        if name in self.names:
            return True
        head, _, last = name.rpartition(".")
        found = self._by_last.get(last, ())
        if not head:
            return bool(found)
        ends = f".{name}"
        if any([one.endswith(ends) for one in found]):
            return True
        parts = head.split(".")
        return any([_left_out(parts, one.split(".")[:-1]) for one in found])

    def _holders(self) -> dict[str, list[str]]:
        if self._heads is None:
            self._heads = {}
            heads = {name.rpartition(".")[0] for name in self.names}
            rest = heads
            while rest:
                rest = {head.rpartition(".")[0] for head in rest} - heads
                heads |= rest
            for head in sorted(heads - {""}):
                self._heads.setdefault(head.rpartition(".")[2], []).append(head)
            self._sorted = sorted(self.names)
        return self._heads

    def holders(self, name: str) -> tuple[str, ...]:
        """What has members and is called so, in full or by its last parts."""
        found = self._holders().get(name.rpartition(".")[2], ())
        return tuple(sorted([one for one in found if one == name or one.endswith(f".{name}")]))

    def members(self, holder: str) -> tuple[str, ...]:
        """What stands right below it."""
        self._holders()
        begins = f"{holder}."
        found: dict[str, None] = {}
        for at in range(bisect_left(self._sorted, begins), len(self._sorted)):
            if not self._sorted[at].startswith(begins) or len(found) >= _MOST:
                break
            found[self._sorted[at][len(begins) :].partition(".")[0]] = None
        found.pop("*", None)
        return tuple(found)

    def open(self, name: str) -> bool:
        """Whether something of this name has members that no line of the tree says: `Customer.*` is among the names."""
        return any([f"{holder}.*" in self.names for holder in self.holders(name)])

    def tells_all(self, name: str) -> bool:
        """Whether all that is called so stands in such a language."""
        places = [self.names[one].partition(":")[0] for one in self.places(name.rpartition(".")[2])]
        return all([place.endswith(_STRICT) for place in places])

    def strict(self, holder: str) -> bool:
        """Whether all its members are said where it stands: languages in which nothing is inherited unsaid."""
        for member in self.members(holder):
            place = self.names.get(f"{holder}.{member}", "").partition(":")[0]
            if place:
                return place.endswith(_STRICT)
        return False

    def holder_like(self, name: str) -> str:
        """What has members and is called almost so, or the same in another case; "" for none."""
        return self._near_holders().slip(name.rpartition(".")[2])

    def holders_alike(self, name: str) -> tuple[str, ...]:
        """All that have members and are called so but for case, what parts words, and one or many."""
        return self._near_holders().alike(name.rpartition(".")[2])

    def _near_holders(self) -> Near:
        if self._near is None:
            every = self._holders()  # but for names that code imports from elsewhere: what is near them is no slip
            self._near = Near([last for last, some in every.items() if some != [last] or self.members(last)])
        return self._near

    def places(self, last: str) -> tuple[str, ...]:
        """In full, everything whose last part this is."""
        return tuple(self._by_last.get(last, ()))

    def like(self, name: str, near: Near) -> str:
        """The name somebody may have meant: a member of what it names, then what is called so elsewhere, then any."""
        head, _, last = name.rpartition(".")
        for holder in self.holders(head) if head else ():
            found = nearest(last, self.members(holder))
            if found:
                return f"{head}.{found}"
        elsewhere = self.places(last)
        if elsewhere:
            return nearest(name, elsewhere[:_MOST]) or elsewhere[0]
        guess = near.guess(last)
        found_in = self.places(guess) if guess else ()
        return (nearest(name, found_in[:_MOST]) or found_in[0]) if found_in else ""


def _left_out(parts: list[str], of: list[str]) -> bool:
    """All parts stand in the other list, in this order; what is left out behind the first of them are modules."""
    if parts[0] not in of or not in_order(parts, of):
        return False
    behind = of[of.index(parts[0]) :]
    return all([part in parts or not part[:1].isupper() for part in behind])


def in_order(parts: list[str], of: list[str]) -> bool:
    """All parts stand in the other list, in this order."""
    rest = iter(of)
    return all([part in rest for part in parts])
