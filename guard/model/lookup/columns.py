"""Tables and their columns, as SQL names them: in any case, with or without a schema."""

from __future__ import annotations

from guard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = frozenset(("public", "main", "dbo"))  # schemas that are there where nobody names one


class Columns:
    """Every table and every column."""

    __slots__ = ("_bare", "_columns", "_said", "_with", "tables")

    def __init__(self, tables: Iterable[str], columns: Iterable[str]) -> None:
        self._columns: dict[str, dict[str, str]] = {}  # table -> column -> as it is written
        self._with: dict[str, list[str]] = {}
        self._said: dict[str, str] = {}
        for column in columns:
            table, _, last = column.rpartition(".")
            self._columns.setdefault(table.casefold(), {})[last.casefold()] = last
            self._with.setdefault(last.casefold(), []).append(table)
            self._said.setdefault(table.casefold(), table)
        for table in tables:
            self._said[table.casefold()] = table
        self._said.pop("", None)
        self.tables = tuple(sorted(self._said.values()))
        self._bare: dict[str, list[str]] = {}
        for folded in self._said:
            self._bare.setdefault(folded.rpartition(".")[2], []).append(folded)

    def _found(self, table: str) -> tuple[str, ...]:
        """The keys of the tables that are meant."""
        name = table.casefold().replace('"', "")
        if name in self._said:
            return (name,)
        schema, dot, last = name.rpartition(".")
        several = self._bare.get(last, [])
        if not dot:
            return tuple(several)
        return tuple([one for one in several if one == last and (schema in _USUAL or len(self._bare) == len(self._said))
                      and "." not in one])  # fmt: skip

    def table(self, name: str) -> bool:
        return bool(self._found(name))

    def covered(self, table: str) -> bool:
        """Whether anybody says which columns it has."""
        return any([one in self._columns for one in self._found(table)])

    def has(self, table: str, column: str) -> bool:
        return any([column.casefold() in self._columns.get(one, {}) for one in self._found(table)])

    def tables_with(self, column: str) -> tuple[str, ...]:
        """Every table that has a column of this name."""
        return tuple(dict.fromkeys(self._with.get(column.casefold(), ())))

    def of(self, table: str) -> tuple[str, ...]:
        """The columns of a table, as they are written."""
        return tuple([written for one in self._found(table) for written in self._columns.get(one, {}).values()])

    def like_table(self, name: str) -> str:
        """The table that is nearest, whatever its schema."""
        last = name.rpartition(".")[2]
        bare = {table.rpartition(".")[2]: table for table in reversed(self.tables)}
        return nearest(name, self.tables) or bare.get(nearest(last, bare), "")

    def like_column(self, table: str, column: str) -> str:
        """The column of this table that is nearest."""
        return nearest(column, self.of(table))
