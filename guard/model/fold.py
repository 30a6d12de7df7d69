"""One home of migrations at work: what stands after those that ran so far, fact by fact."""

from __future__ import annotations

from guard.escape import shown
from guard.model.inventory import Fact, Home, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation

UNORDERED = "the order in which its migrations run cannot be told"


class Fold:
    """One home at work. Facts are replaced, never changed."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self.parts: dict[str, dict[str, None]] = {}  # table -> resources that go where it goes
        self.paths: list[bytes] = []
        self.unread: list[tuple[Place, str]] = []
        self.touched: dict[str, set[bytes]] = {}
        self.forms: dict[str, set[str]] = {}  # function -> the arguments it stands with
        self.loose: set[bytes] = set()  # paths whose place in the order is not known
        self.here = Place(b"")
        self.via = self.doubt = ""

    def home(self) -> Home:
        """What it came to. What a migration without a place touches beside another one may have come out otherwise."""
        for resource, paths in self.touched.items():
            if len(paths) > 1 and not paths.isdisjoint(self.loose):
                fact = self.facts[resource]
                self.facts[resource] = fact._replace(state="unknown", why=UNORDERED, type="", typed=None)
        return Home(tuple(self.paths), self.facts, tuple(self.unread))

    def make(self, resource: str, kept: bool = False) -> bool:
        """It stands from here on; `kept`: only where it does not stand already. Whether it is new."""
        held = self.facts.get(resource)
        if held is not None and held.state == "yes" and (kept or self.doubt):
            self._set(resource, held)
            return False
        self._set(resource, Fact("unknown" if self.doubt else "yes", self.here, self.doubt or "made here"))
        return True

    def drop(self, resource: str, why: str = "dropped here") -> None:
        """It is gone from here on. That it was ever there is said only where something was seen to make it."""
        held = self.facts.get(resource)
        if held is None or not held.made:
            why = f"{why}, and no migration of this folder makes it"
            self._set(resource, Fact("unknown", self.here, self.doubt or why, False))
        else:
            self._set(resource, Fact("unknown" if self.doubt else "no", self.here, self.doubt or why))

    def move(self, old: str, new: str) -> None:
        """It has another name from here on, and keeps all else."""
        if old == new:
            return
        held = self.facts.get(old)
        why = self.doubt or f"until here it was {shown(old)}"
        fact = (held or Fact("yes", None, ""))._replace(where=self.here, why=why, made=True)
        fact = fact._replace(state="unknown") if self.doubt else fact._replace(state="yes")
        if held is not None and held.state == "unknown":
            fact = fact._replace(state="unknown", why=held.why, made=held.made)
        self.drop(old, f"renamed here to {shown(new)}")
        self._set(new, fact)

    def types(self, one: Operation, table: str) -> None:
        """The types of columns that the statement of a new table gives."""
        for row in one.attribute("types").split("\n"):
            column, tab, words = row.partition("\t")
            resource = f"column:{table}.{column}"
            if tab and words and resource in self.facts:
                self.type(resource, words)

    def type(self, resource: str, words: str) -> None:
        """A column is of this type from here on."""
        held = self.facts.get(resource) or Fact("unknown", self.here, "its type is set, and nothing makes it", False)
        self._set(resource, held._replace(type="" if self.doubt else words, typed=self.here, via=self.via))

    def part(self, table: str, resource: str) -> str:
        self.parts.setdefault(table, {})[resource] = None
        return resource

    def of_table(self, table: str) -> list[str]:
        """What is known of a table's parts."""
        return [of for of in self.parts.get(table, ()) if of in self.facts]

    def lose(self, why: str) -> None:
        """Of all that is known, nobody can tell from here on whether it stands."""
        for resource, fact in list(self.facts.items()):
            self._set(resource, fact._replace(state="unknown", where=self.here, why=why))

    def _set(self, resource: str, fact: Fact) -> None:
        self.facts[resource] = fact
        self.touched.setdefault(resource, set()).add(self.here.path)
