"""What stands in a tree: tables, columns, secrets and the like, as its migrations and settings tell, or gone again.

Three answers, and no guess: what no file of the tree tells of is neither there nor gone, it is unknown.
"""

from __future__ import annotations

from guard.escape import shown
from guard.grammar.resource import holder
from guard.model.migration import home_of, migration_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Literal

    State = Literal["yes", "no", "unknown"]
    Row = tuple[bytes, str]  # a folder of migrations, and the tool that runs them

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
FOREIGN = "migrations of another folder, or of another tool, make its table"
DEFAULT_SCHEMA = "public."  # readers leave it out
NO_ROW = (b"", "")


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

    @property
    def row(self) -> Row:
        """Which folder it is, of which tool; it stays the same while migrations come to it."""
        return (row_of(self.paths[0]) if self.paths else None) or NO_ROW

    def tells(self, resource: str) -> bool:
        """Of the table that this belongs to, or else of the thing itself."""
        name = plain(resource)
        return table_of(name) in self.facts or name in self.facts

    def makes_without(self, resource: str) -> bool:
        """It makes the table that this belongs to, and does not tell of this."""
        table = self.facts.get(table_of(resource))
        return table is not None and table.made and table.state == "yes" and resource not in self.facts


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
    late: Mapping[str, Place] = {}  # told by migrations that settle nothing, as they came in the wrong place since

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
        table = next((home.facts[table_of(name)] for home in self.homes if home.makes_without(name)), None)
        if fact.state == "yes" and table is not None and table.where is not None:
            return Standing("unknown", fact.where, f"{table.where.words()} makes {shown(table_of(name))} without it")
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

    def since(self, before: Inventory) -> Inventory:
        """The same, told only by those who told of it in an earlier tree, where anybody did.

        Whoever brings work may bring a folder of migrations beside it that no database runs. So a folder that came
        since tells nothing where others stood, and one that stood tells nothing new of what only others told of.
        """
        rows = {home.row for home in before.homes}
        tellers: dict[str, set[Row]] = {}
        for home in before.homes:
            for name in home.facts:
                tellers.setdefault(name, set()).add(home.row)
        kept: list[Home] = []
        late: dict[str, Place] = {}
        for home in self.homes:
            stood, facts = not rows or home.row in rows, {}
            for name, fact in home.facts.items():
                told = tellers.get(table_of(name)) or tellers.get(name)
                if stood and (told is None or home.row in told):
                    facts[name] = fact
                elif fact.where is not None:
                    late[name] = fact.where
            kept += [home._replace(facts=facts)] if stood else []
        return self._replace(homes=tuple(kept), late=late)

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
        if name in self.late:
            where = self.late[name]
            why = f"only {where.words()} tells of it, apart from the migrations that stood before"
            return Standing("unknown", where, why)
        return Standing("unknown", None, NEVER_SEEN)


EMPTY = Inventory((), {})


def row_of(path: bytes) -> Row | None:
    """The folder and the tool of a migration; None where the path names none."""
    migration = migration_of(path)
    return None if migration is None else (home_of(path, migration), migration.tool)


def table_of(resource: str) -> str:
    """The table that this is a part of, or else itself."""
    kind, _, name = resource.partition(":")
    table, dot, _ = name.rpartition(".")
    return f"table:{table}" if kind in OF_TABLES and dot else resource


def settled(homes: tuple[Home, ...]) -> tuple[Home, ...]:
    """Homes beside each other: one that alters a table which only others make settles nothing of that table.

    Its database may have another table of that name, or none. What it does still speaks against what others tell.
    """
    makers: dict[str, set[Row]] = {}
    for home in homes:
        for name, fact in home.facts.items():
            if fact.made and table_of(name) == name:
                makers.setdefault(name, set()).add(home.row)
    found = []
    for home in homes:
        foreign = [name for name in home.facts if home.row not in makers.get(table_of(name), (home.row,))]
        doubtful = {name: home.facts[name]._replace(state="unknown", why=FOREIGN, type="") for name in foreign}
        found.append(home._replace(facts={**home.facts, **doubtful}) if doubtful else home)
    return tuple(found)


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
