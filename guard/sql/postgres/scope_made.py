"""Definitions in a tree of PostgreSQL's grammar: what they make, and what of it has to be there already."""

from __future__ import annotations

from guard.sql.postgres.scope import Queries, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.scope import Tree

_COLUMN_COMMANDS = frozenset(
    (
        *(
            "AT_DropColumn",
            "AT_ColumnDefault",
            "AT_SetNotNull",
            "AT_DropNotNull",
            "AT_AlterColumnType",
            "AT_SetStatistics",
        ),
        *(
            "AT_SetStorage",
            "AT_AddIdentity",
            "AT_DropIdentity",
            "AT_SetIdentity",
            "AT_DropExpression",
            "AT_SetCompression",
        ),
    )
)


class Scopes(Queries):
    """Any statement."""

    def statement(self, tree: Tree) -> None:
        self.node(tree, Scope(None))

    def _AlterTableStmt(self, tree: Tree, scope: Scope) -> None:
        if tree.get("objtype") not in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", None):
            return
        inner = Scope(scope)
        table = self.target(tree["relation"], inner)
        for one in tree.get("cmds", ()):
            command = one["AlterTableCmd"]
            if command["subtype"] == "AT_AddColumn":
                definition = command["def"]["ColumnDef"]
                self.tell("column", definition["colname"], (table,), definition.get("location", 0), True)
                self.node(definition.get("constraints"), inner)
            elif command["subtype"] in _COLUMN_COMMANDS and command.get("name"):
                self.tell("column", command["name"], (table,), tree["relation"].get("location", 0))
                self.node(command.get("def", {}).get("ColumnDef", {}).get("raw_default"), inner)
            elif "def" in command:
                self.node(command["def"], inner)

    def _Constraint(self, tree: Tree, scope: Scope) -> None:
        here = next((one for one in scope.relations.values() if one), "")
        for key in ("keys", "fk_attrs", "including"):
            for one in tree.get(key, ()):
                if here:
                    self.tell("column", one["String"]["sval"], (here,), tree.get("location", 0))
        if "pktable" in tree:
            other = self.target(tree["pktable"], Scope(None))
            for one in tree.get("pk_attrs", ()):
                self.tell("column", one["String"]["sval"], (other,), tree.get("location", 0))
        self.node(tree.get("raw_expr"), scope)

    def _IndexStmt(self, tree: Tree, scope: Scope) -> None:
        inner = Scope(scope)
        table = self.target(tree["relation"], inner)
        for one in [*tree.get("indexParams", ()), *tree.get("indexIncludingParams", ())]:
            if "name" in one["IndexElem"]:
                self.tell("column", one["IndexElem"]["name"], (table,), tree["relation"].get("location", 0))
            self.node(one["IndexElem"].get("expr"), inner)
        self.node(tree.get("whereClause"), inner)

    def _CreateStmt(self, tree: Tree, scope: Scope) -> None:
        inner = Scope(scope)
        name = tree["relation"]["relname"]
        self._makes(tree["relation"])
        inner.relations[name.casefold()] = name
        for one in tree.get("tableElts", ()):
            definition = one.get("ColumnDef")
            if definition is not None:
                self.tell("column", definition["colname"], (name,), definition.get("location", 0), True)
                self.node(definition.get("constraints"), inner)
            elif "Constraint" in one:
                self._Constraint(one["Constraint"], inner)
        for key in ("inhRelations",):
            self.node(tree.get(key), Scope(scope))

    def _makes(self, relation: Tree) -> None:
        self.made.add(relation["relname"].casefold())
        self.tell("table", relation["relname"], (), relation.get("location", 0), True)

    def _CreateTableAsStmt(self, tree: Tree, scope: Scope) -> None:
        self._makes(tree["into"]["rel"])
        self.node(tree.get("query"), scope)

    def _ViewStmt(self, tree: Tree, scope: Scope) -> None:
        self._makes(tree["view"])
        self.node(tree.get("query"), scope)

    def _RenameStmt(self, tree: Tree, scope: Scope) -> None:
        kind = tree.get("renameType")
        if "relation" not in tree or kind not in ("OBJECT_COLUMN", "OBJECT_TABLE"):
            return
        table = self.target(tree["relation"], scope)
        if kind == "OBJECT_COLUMN":
            at = tree["relation"].get("location", 0)
            self.tell("column", tree["subname"], (table,), at)
            self.tell("column", tree["newname"], (table,), at, True)
        else:
            self.tell("table", tree["newname"], (), 0, True)

    def _DropStmt(self, tree: Tree, scope: Scope) -> None:
        if tree.get("removeType") == "OBJECT_TABLE":
            for one in tree.get("objects", ()):
                parts = [part["String"]["sval"] for part in one["List"]["items"] if "String" in part]
                self.tell("table", ".".join(parts), (), 0)

    def _CopyStmt(self, tree: Tree, scope: Scope) -> None:
        if "relation" in tree:
            table = self.target(tree["relation"], scope)
            for one in tree.get("attlist", ()):
                self.tell("column", one["String"]["sval"], (table,), 0)
        self.node(tree.get("query"), scope)

    def _CreateFunctionStmt(self, tree: Tree, scope: Scope) -> None:
        """Its body is text of another language."""

    def _DefineStmt(self, tree: Tree, scope: Scope) -> None:
        """An aggregate, an operator, a type: none of them a table."""
