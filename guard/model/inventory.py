"""What stands in a tree: tables, columns, secrets and the like, as its migrations and settings tell, or gone again.

Three answers, and no guess: what no file of the tree tells of is neither there nor gone, it is unknown.
"""

from __future__ import annotations

from guard.escape import shown
from guard.grammar.resource import holder
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Literal

    State = Literal["yes", "no", "unknown"]

# Kinds of resources that some reader tells of. Of any other kind nothing in a tree can ever say that it stands.
OF_MIGRATIONS = frozenset(
    (
        *("column", "constraint", "event", "extension", "function", "index", "policy", "role", "schema", "sequence"),
        *("table", "trigger", "type", "view"),
    )
)
OF_TABLES = frozenset(("column", "constraint", "index", "policy", "trigger"))  # named after the table they belong to
OF_SETTINGS = frozenset(("flag", "iam", "rbac", "secret", "vault"))
NEVER_SEEN = "no migration and no setting of this tree tells of it"
DEFAULT_SCHEMA = "public."  # readers leave it out


class Place(NamedTuple):
    """A line of a file of the tree."""

    path: bytes
    line: int | None = None

    def words(self) -> str:
        return shown(self.path) if self.line is None else f"{shown(self.path)}:{self.line}"


class Fact(NamedTuple):
    """What the files of one home of migrations come to, for one resource."""

    state: State
    where: Place | None
    why: str
    made: bool = True  # it was seen to be made, here or under another name
    type: str = ""  # of a column, in the words of its file; "" where they cannot be told
    typed: Place | None = None  # where those stand
    via: str = ""  # who told the type: sql, or a framework with words of its own


class Home(NamedTuple):
    """One folder of migrations of one tool, all that it makes folded in the order in which they run."""

    paths: tuple[bytes, ...]
    facts: Mapping[str, Fact]
    unread: tuple[tuple[Place, str], ...] = ()  # what could not be read, and why: it may do anything


class Standing(NamedTuple):
    """Whether a resource stands, the place of what made it or took it away, and why, in words."""

    state: State
    where: Place | None
    why: str


class Typed(NamedTuple):
    """The type of a column as it is written, by whom, and where."""

    words: str
    where: Place
    via: str


class Inventory(NamedTuple):
    """All that the tree of one commit tells."""

    homes: tuple[Home, ...]
    settings: Mapping[str, Place]
    commit: str = ""

    @property
    def unread(self) -> tuple[tuple[Place, str], ...]:
        """What stands in migrations and could not be read; it decides nothing, and a message may say so."""
        return tuple([one for home in self.homes for one in home.unread])

    def stands(self, resource: str, before: Inventory | None = None) -> Standing:
        """Whether it stands. A setting leaves no trace when it goes: `before` tells whether an earlier tree had it.

        Homes that do not agree are no answer: which of them runs where, and when, no file says.
        """
        name = plain(resource)
        if name in self.settings:
            where = self.settings[name]
            return Standing("yes", where, f"{where.words()} has it")
        facts = [home.facts[name] for home in self.homes if name in home.facts]
        if not facts:
            return self._unseen(name, before)
        states = {fact.state for fact in facts}
        if len(states) > 1:
            told = ", ".join([f"{fact.where.words() if fact.where else 'a file'}: {fact.why}" for fact in facts[:2]])
            return Standing("unknown", facts[0].where, f"migrations of several folders do not agree ({told})")
        fact = facts[-1]
        if fact.state == "yes" and holder(name) != name:
            above = self.stands(holder(name))
            if above.state == "no":
                return Standing("unknown", above.where, f"it is made, and {holder(name)} is gone ({above.why})")
        return Standing(fact.state, fact.where, fact.why)

    def type_of(self, resource: str) -> Typed | None:
        """The type of a column; None where none can be told, it is gone, or several homes tell different ones."""
        from guard.grammar.column_type import meaning

        name = plain(resource)
        if self.stands(name).state == "no":
            return None
        facts = [home.facts[name] for home in self.homes if name in home.facts]
        typed = [Typed(fact.type, fact.typed, fact.via) for fact in facts if fact.type and fact.typed]
        if not typed or len(typed) < len(facts) or len({meaning(one.words, one.via) for one in typed}) > 1:
            return None
        return typed[-1]

    def within(self, holds: Callable[[bytes], bool]) -> Inventory:
        """The same with those homes alone that hold a path of some scope; all where none does."""
        kept = tuple([home for home in self.homes if any([holds(path) for path in home.paths])])
        return self._replace(homes=kept) if kept else self

    def named(self) -> tuple[str, ...]:
        """Every resource that it tells of, for a nearest name."""
        return tuple(dict.fromkeys([*[name for home in self.homes for name in home.facts], *self.settings]))

    def _unseen(self, name: str, before: Inventory | None) -> Standing:
        kind = name.partition(":")[0]
        if kind not in OF_MIGRATIONS and kind not in OF_SETTINGS:
            return Standing("unknown", None, f"no file of a repository tells of a {shown(kind)}")
        was = before.settings.get(name) if before is not None else None
        if was is not None:
            return Standing("no", was, f"{was.words()} had it, and no file has it any longer")
        return Standing("unknown", None, NEVER_SEEN)


EMPTY = Inventory((), {})


def plain(resource: str) -> str:
    """A resource as readers tell it: without the schema that everything is in by default."""
    kind, colon, name = resource.partition(":")
    of_table = kind in OF_TABLES and name.count(".") < 2  # then what stands before the dot is a table
    if kind not in OF_MIGRATIONS or kind == "schema" or of_table:
        return resource
    return f"{kind}{colon}{name.removeprefix(DEFAULT_SCHEMA)}"


def settings_from(found: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Each thing that a file of settings has, at the first place that has it."""
    settings: dict[str, Place] = {}
    for resource, where in found:
        settings.setdefault(resource, where)
    return settings
