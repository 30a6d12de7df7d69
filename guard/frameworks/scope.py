"""The names of a Python file, as far as reading tells: what each was imported as, or the one value it was given."""

from __future__ import annotations

import ast
import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BUILTINS = frozenset(dir(builtins))
DEEPEST = 20  # names that stand for names


class Scope:
    """Names of a module, a class in it, or a function in it. A name that is bound twice is not known."""

    def __init__(self, body: Iterable[ast.stmt], above: Scope | None = None) -> None:
        self.above = above
        self.imported: dict[str, str] = {}
        self.values: dict[str, ast.expr] = {}
        self.stars: list[str] = []
        self.held: dict[str, int] = {}  # what `with` gives a name to, counted as `bound` is
        self.bound: dict[str, int] = {}
        for statement in body:
            self._bind(statement, certain=True)
        for name, times in self.bound.items():
            if times > 1:
                self.imported.pop(name, None)
                self.values.pop(name, None)

    def inside(self, values: Mapping[str, ast.expr]) -> Scope:
        """This scope with names that stand for something for a while, such as the name of a loop."""
        inner = Scope((), self)
        inner.values = dict(values)
        inner.bound = dict.fromkeys(values, 1)
        return inner

    def value_of(self, name: str) -> ast.expr | None:
        """What the name was given, where it was given one thing."""
        scope = self._holding(name)
        return scope.values.get(name) if scope is not None else None

    def dotted(self, node: ast.AST, depth: int = 0) -> str | None:
        """Where something comes from: "django.db.models.CharField"; None where that is not plain to see."""
        if isinstance(node, ast.Attribute):
            before = self.dotted(node.value, depth)
            return f"{before}.{node.attr}" if before else None
        if not isinstance(node, ast.Name) or depth > DEEPEST:
            return None
        scope = self._holding(node.id)
        if scope is None:
            return self._starred(node.id) or (f"builtins.{node.id}" if node.id in BUILTINS else None)
        if node.id in scope.imported:
            return scope.imported[node.id]
        value = scope.values.get(node.id)
        if isinstance(value, ast.Name | ast.Attribute):  # o = op
            return scope.dotted(value, depth + 1)
        if isinstance(value, ast.Call) and scope.dotted(value.func, depth + 1) == "logging.getLogger":
            return "logging.Logger"
        return None

    def is_held(self, name: str) -> bool:
        """Whether a name stands for what a block of `with` gives, and for nothing else."""
        scope = self._holding(name)
        return scope is not None and scope.held.get(name) == scope.bound[name]

    def _holding(self, name: str) -> Scope | None:
        scope: Scope | None = self
        while scope is not None and name not in scope.bound:
            scope = scope.above
        return scope

    def _starred(self, name: str) -> str | None:
        """A name that only a star import can have brought; with several, the one that is known to have it."""
        scope: Scope | None = self
        while scope is not None and not scope.stars:
            scope = scope.above
        if scope is None or name in BUILTINS:
            return None
        known = [module for module in scope.stars if name in STARS.get(module, ())]
        whole = [module for module in scope.stars if not STARS.get(module)]  # modules that may have any name
        return f"{(known or whole or scope.stars)[-1]}.{name}"

    def _bind(self, statement: ast.AST, certain: bool) -> None:
        """Count what a statement binds; in a branch it may not have been bound at all."""
        if isinstance(statement, ast.Import | ast.ImportFrom):
            self._imports(statement, certain)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._count(statement.name, 1 if certain else 2)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            self._assigns(statement.targets[0], statement.value, certain)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assigns(statement.target, statement.value, certain)
        elif isinstance(statement, ast.Global | ast.Nonlocal):
            for name in statement.names:
                self._count(name, 2)
        else:
            self._others(statement)

    def _others(self, statement: ast.AST) -> None:
        """Branches, loops, walruses and the like."""
        for item in statement.items if isinstance(statement, ast.With) else ():
            if isinstance(item.optional_vars, ast.Name):
                name = item.optional_vars.id
                self.held[name] = self.held.get(name, 0) + 2
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                self._bind(child, certain=False)
            elif isinstance(child, ast.ExceptHandler):
                self._count(child.name or "")
                self._others(child)
            elif isinstance(child, ast.match_case):
                self._others(child)
            else:
                self._stored(child)

    def _stored(self, node: ast.AST) -> None:
        for name in ast.walk(node):
            if isinstance(name, ast.Name) and not isinstance(name.ctx, ast.Load):
                self._count(name.id, 2)
            elif isinstance(name, ast.MatchAs | ast.MatchStar):
                self._count(name.name or "", 2)
            elif isinstance(name, ast.MatchMapping):
                self._count(name.rest or "", 2)

    def _assigns(self, target: ast.AST, value: ast.expr, certain: bool) -> None:
        if isinstance(target, ast.Name):
            self._count(target.id, 1 if certain else 2)
            self.values[target.id] = value
        else:
            self._stored(target)
        self._stored(value)

    def _imports(self, statement: ast.Import | ast.ImportFrom, certain: bool) -> None:
        before = "." * statement.level + (statement.module or "") if isinstance(statement, ast.ImportFrom) else ""
        for alias in statement.names:
            if alias.name == "*":
                self.stars.append(before)
                continue
            name = alias.asname or alias.name.partition(".")[0]
            whole = alias.name if alias.asname or before else name
            path = f"{before}.{whole}" if before else whole
            if self.imported.get(name) != path:  # imported twice as the same thing is once
                self._count(name, 1 if certain else 2)
            self.imported[name] = path

    def _count(self, name: str, times: int = 1) -> None:
        self.bound[name] = self.bound.get(name, 0) + times


def listed(words: str) -> frozenset[str]:
    """A set of names, written as one text."""
    return frozenset(words.split())


STARS: Mapping[str, frozenset[str]] = {  # modules that are imported whole, and what of them counts here
    "django.db.migrations": listed(
        "Migration CreateModel DeleteModel RenameModel AlterModelTable AlterModelTableComment AlterModelOptions "
        "AlterModelManagers AlterUniqueTogether AlterIndexTogether AlterOrderWithRespectTo AddField RemoveField "
        "AlterField RenameField AddIndex RemoveIndex RenameIndex AddConstraint RemoveConstraint AlterConstraint RunSQL "
        "RunPython SeparateDatabaseAndState swappable_dependency"
    ),
    "django.db.migrations.operations": frozenset(),
    "django.contrib.postgres.operations": listed(
        "AddIndexConcurrently RemoveIndexConcurrently AddConstraintNotValid ValidateConstraint CreateExtension "
        "BloomExtension BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension HStoreExtension "
        "TrigramExtension UnaccentExtension CreateCollation RemoveCollation"
    ),
    "django.db.models": frozenset(),
    "alembic.op": listed(
        "create_table drop_table rename_table add_column drop_column alter_column create_index drop_index execute "
        "create_foreign_key create_unique_constraint create_check_constraint create_primary_key drop_constraint "
        "create_exclude_constraint batch_alter_table bulk_insert get_bind get_context f create_table_comment "
        "drop_table_comment run_async invoke inline_literal"
    ),
    "alembic": frozenset(("op", "context")),
    "sqlalchemy": frozenset(),
}
