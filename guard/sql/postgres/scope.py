"""The names in a tree of PostgreSQL's grammar, each in its scope: which table a column can be of, and what is made."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Tree = dict[str, Any]
    Told = tuple[str, str, tuple[str, ...], int, bool]  # kind, name, tables, offset, made

_OWN = frozenset(("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid", "*"))


class Scope:
    """Relations by the name they are called by: a table, or "" for what is none."""

    __slots__ = ("aliases", "named", "outer", "relations")

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.relations: dict[str, str] = {}
        self.named: set[str] = set()  # in WITH
        self.aliases: set[str] = set()  # of what is selected


class Queries:
    """Queries and the statements that write, walked through."""

    def __init__(self) -> None:
        self.found: list[Told] = []
        self.made: set[str] = set()

    def tell(self, kind: str, name: str, tables: tuple[str, ...], at: int, makes: bool = False) -> None:
        self.found.append((kind, name, tables, at, makes))

    def node(self, tree: Any, scope: Scope) -> None:
        if isinstance(tree, list):
            for one in tree:
                self.node(one, scope)
        elif isinstance(tree, dict):
            for key, value in tree.items():
                take = getattr(self, f"_{key}", None) if key[:1].isupper() else None
                if isinstance(value, dict) and "relname" in value:
                    self.target(value, scope)
                elif take is not None:
                    take(value, scope)
                elif isinstance(value, dict | list):
                    self.node(value, scope)

    # Queries

    def _query(self, tree: Tree, outer: Scope) -> Scope:
        scope = Scope(outer)
        for one in tree.get("withClause", {}).get("ctes", ()):
            scope.named.add(one["CommonTableExpr"]["ctename"].casefold())
        for one in tree.get("withClause", {}).get("ctes", ()):
            self.node(one["CommonTableExpr"].get("ctequery"), scope)
        return scope

    def _SelectStmt(self, tree: Tree, outer: Scope) -> None:
        scope = self._query(tree, outer)
        self._from(tree.get("fromClause", ()), scope)
        for one in tree.get("targetList", ()):
            name = one.get("ResTarget", {}).get("name")
            if name:
                scope.aliases.add(name.casefold())
        if "intoClause" in tree:
            self.made.add(tree["intoClause"]["rel"]["relname"].casefold())
        for key in ("targetList", "whereClause", "groupClause", "havingClause", "windowClause", "sortClause",
                    "valuesLists", "distinctClause", "limitCount", "limitOffset"):  # fmt: skip
            self.node(tree.get(key), scope)
        for key in ("larg", "rarg"):
            if key in tree:
                self._SelectStmt(tree[key], scope)

    def _InsertStmt(self, tree: Tree, outer: Scope) -> None:
        scope = self._query(tree, outer)
        table = self.target(tree["relation"], scope)
        for one in tree.get("cols", ()):
            self._column_of(table, one["ResTarget"])
        self.node(tree.get("selectStmt"), Scope(_with_names(scope)))
        scope.relations["excluded"] = table
        conflict = tree.get("onConflictClause", {})
        for one in conflict.get("targetList", ()):
            self._column_of(table, one["ResTarget"])
        for one in conflict.get("infer", {}).get("indexElems", ()):
            if "name" in one["IndexElem"]:
                self._column_of(table, one["IndexElem"])
        for one in conflict.get("targetList", ()):
            self.node(one["ResTarget"].get("val"), scope)
        self.node([conflict.get("whereClause"), tree.get("returningList")], scope)

    def _UpdateStmt(self, tree: Tree, outer: Scope) -> None:
        scope = self._query(tree, outer)
        table = self.target(tree["relation"], scope)
        self._from(tree.get("fromClause", ()), scope)
        for one in tree.get("targetList", ()):
            self._column_of(table, one["ResTarget"])
            self.node(one["ResTarget"].get("val"), scope)
        self.node([tree.get("whereClause"), tree.get("returningList")], scope)

    def _DeleteStmt(self, tree: Tree, outer: Scope) -> None:
        scope = self._query(tree, outer)
        self.target(tree["relation"], scope)
        self._from(tree.get("usingClause", ()), scope)
        self.node([tree.get("whereClause"), tree.get("returningList")], scope)

    def _from(self, clause: Any, scope: Scope) -> None:
        for one in clause:
            for kind, value in one.items():
                if kind == "RangeVar":
                    self.target(value, scope)
                elif kind == "JoinExpr":
                    self._from([side for side in (value.get("larg"), value.get("rarg")) if side], scope)
                    self.node(value.get("quals"), scope)
                    if value.get("usingClause"):
                        scope.aliases.update([part["String"]["sval"].casefold() for part in value["usingClause"]])
                    if "alias" in value:
                        scope.relations[value["alias"]["aliasname"].casefold()] = ""
                elif _is_user(value):  # a function of that name; whoever writes it means a table
                    scope.relations[value.get("alias", {}).get("aliasname", "user").casefold()] = "user"
                    self.tell("table", "user", (), 0)
                else:
                    scope.relations[value.get("alias", {}).get("aliasname", f"?{len(scope.relations)}").casefold()] = ""
                    self.node(value, scope)

    def target(self, relation: Tree, scope: Scope) -> str:
        """A relation that is spoken of: its name where it is a table; "" for what is none."""
        name = relation["relname"]
        full = f"{relation['schemaname']}.{name}" if "schemaname" in relation else name
        none = "schemaname" not in relation and (_named(name, scope) or name.casefold() in self.made)
        called = relation.get("alias", {}).get("aliasname", name).casefold()
        columns = relation.get("alias", {}).get("colnames")
        scope.relations[called] = "" if none or columns else full
        if not none:
            self.tell("table", full, (), relation.get("location", 0))
        return "" if none else full

    def _column_of(self, table: str, target: Tree) -> None:
        if table and target.get("name"):
            self.tell("column", target["name"], (table,), target.get("location", 0))

    def _ColumnRef(self, tree: Tree, scope: Scope) -> None:
        fields = [one["String"]["sval"] for one in tree["fields"] if "String" in one]
        if len(fields) < len(tree["fields"]) or not fields or fields[-1].casefold() in _OWN:
            return
        at = tree.get("location", 0)
        if len(fields) == 1:
            tables = _possible(fields[0], scope)
            if tables:
                self.tell("column", fields[0], tables, at)
        elif len(fields) == 2:
            table = _called(fields[0], scope)
            if table:
                self.tell("column", fields[1], (table,), at)
        elif len(fields) == 3:
            self.tell("column", fields[2], (f"{fields[0]}.{fields[1]}",), at)


def _is_user(tree: Tree) -> bool:
    """Whether it is FROM user."""
    return '"SVFOP_USER"' in str(tree.get("functions", "")).replace("'", '"')


def _with_names(scope: Scope) -> Scope:
    """The scope without its relations: what INSERT selects does not see the table it fills."""
    bare = Scope(scope.outer)
    bare.named = scope.named
    return bare


def _named(name: str, scope: Scope | None) -> bool:
    while scope is not None:
        if name.casefold() in scope.named:
            return True
        scope = scope.outer
    return False


def _called(name: str, scope: Scope | None) -> str:
    """The table that is called so here; "" where it is none, or nobody can say."""
    while scope is not None:
        if name.casefold() in scope.relations:
            return scope.relations[name.casefold()]
        scope = scope.outer
    return ""


def _possible(column: str, scope: Scope | None) -> tuple[str, ...]:
    """The tables that a column without one can be of; nothing where some relation is no table."""
    tables: list[str] = []
    while scope is not None:
        if column.casefold() in scope.aliases or "" in scope.relations.values():
            return ()
        tables += scope.relations.values()
        scope = scope.outer
    return tuple(dict.fromkeys(tables))
