"""Whether the tests of a detector would notice: one small thing of its code is changed, and they must fail.

    .venv/bin/python -m tests.mutants                      the detectors there are
    .venv/bin/python -m tests.mutants vault --number 80    draw so many of its mutants, tell those that live

A mutant lives in a process of its own, forked off one that has pytest loaded; no file is written. What is never
changed: annotations, docstrings, and texts with blanks in them, which are words for people.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import hypothesis  # noqa: F401  loaded once, for all that are forked off
import pytest

from guard.operations import DETECTORS

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 30  # for all tests of a detector; a mutant that makes them hang is noticed
OWN, TESTS = "guard/operations/{0}.py", "tests/operations/test_{0}.py"
# detector, where there is more to it than OWN | its other modules, as patterns | the tests that must notice
FRAMEWORKS = "tests/frameworks/test_corpus.py"
LARGER: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "alembic": (("frameworks/alembic_*", "frameworks/python_sql"), (FRAMEWORKS, "tests/operations/test_alembic.py")),
    "code": (("syntax/*",), ("tests/operations/test_code.py", "tests/syntax")),
    "dependencies": (
        ("settings/dependencies*",),
        ("tests/operations/test_dependencies.py", "tests/operations/test_dependencies_listed.py"),
    ),
    "deploy": (("settings/deploy_facts", "settings/yaml_templates"), ("tests/operations/test_deploy.py",)),
    "django": (
        ("frameworks/django_*", "frameworks/literals", "frameworks/scope", "frameworks/inert", "frameworks/harmless"),
        (
            *(FRAMEWORKS, "tests/frameworks/test_harmless.py"),
            *("tests/operations/test_django.py", "tests/operations/test_alembic.py"),
        ),
    ),
    "flags": (("settings/texts",), ("tests/operations/test_flags.py",)),
    "log": (
        (
            *("model/listed", "model/signers", "model/order_of_times", "doors/log/index"),
            *("trust/log", "trust/entries", "trust/branch", "schema/fits"),
        ),
        (
            *("tests/model/test_order_of_times.py", "tests/test_fits.py", "tests/doors/log/test_index.py"),
            *("tests/trust/test_log.py", "tests/trust/test_reading.py", "tests/trust/test_log_judged.py"),
        ),
    ),
    "migrations": (
        ("model/migration", "model/undo"),
        ("tests/operations/test_migrations.py", "tests/model/test_migration.py", "tests/model/test_undo.py"),
    ),
    "mysql and sqlite": (
        ("sql/general/*",),
        ("tests/sql/test_general.py", "tests/sql/test_general_differential.py", "tests/operations/test_sql.py"),
    ),
    "owners": (("settings/owner_patterns",), ("tests/operations/test_owners.py",)),
    "postgres": (
        ("sql/postgres/*",),
        ("tests/sql/test_postgres.py", "tests/sql/test_postgres_wrapped.py", "tests/operations/test_sql.py"),
    ),
    "rails": (
        ("frameworks/rails_*", "frameworks/ruby*", "frameworks/embedded", "frameworks/sides"),
        (FRAMEWORKS, "tests/operations/test_rails.py", "tests/operations/test_alembic.py"),
    ),
    "rbac": (
        ("settings/yaml_manifests", "settings/yaml_rbac", "settings/yaml_accounts", "settings/yaml_documents"),
        ("tests/operations/test_rbac.py", "tests/settings/test_yaml.py"),
    ),
    "secrets": (("settings/shapes*",), ("tests/operations/test_secrets.py",)),
    "signatures": (
        ("grammar/sshsig", "grammar/wire", "grammar/key", "doors/signatures/proof"),
        ("tests/grammar/test_key.py", "tests/grammar/test_sshsig.py", "tests/doors/test_signatures.py"),
    ),
    "sql": (("sql/*",), ("tests/sql", "tests/operations/test_sql.py")),
    "terraform": (("settings/hcl*",), ("tests/operations/test_terraform.py", "tests/settings/test_hcl.py")),
    "workflows": (
        ("settings/yaml_jobs", "settings/yaml_rights", "settings/yaml_secrets"),
        ("tests/operations/test_workflows.py", "tests/settings/test_yaml.py"),
    ),
}
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


NAMES = sorted({one.name for one in DETECTORS} | set(LARGER))


class Mutant(NamedTuple):
    """One small change to one module."""

    path: str
    node: int  # the how many-th of ast.walk
    way: int  # which of its ways to be changed
    words: str


def modules(detector: str) -> list[str]:
    """The files of guard that a detector is made of."""
    patterns = LARGER[detector][0] if detector in LARGER else ()
    own = OWN.format(detector)
    found = [path for pattern in patterns for path in sorted(ROOT.glob(f"guard/{pattern}.py"))]
    names = [path.relative_to(ROOT).as_posix() for path in found if path.stem != "__init__" or detector == "code"]
    return ([own] if (ROOT / own).exists() else []) + names


def tests(detector: str) -> tuple[str, ...]:
    """The tests that must notice."""
    return LARGER[detector][1] if detector in LARGER else (TESTS.format(detector),)


def mutants(path: str) -> Iterator[Mutant]:
    """All there are of a module, in order."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    left = _left_alone(tree)
    for at, node in enumerate(ast.walk(tree)):
        if id(node) not in left:
            for way, words in enumerate(_ways(node)):
                yield Mutant(path, at, way, f"{path}:{getattr(node, 'lineno', 0)}: {words}")


def _left_alone(tree: ast.Module) -> set[int]:
    """Annotations, docstrings, what only a type checker runs, and the words of f-strings."""
    left: set[int] = set()
    for node in ast.walk(tree):
        apart: list[ast.AST | None] = []
        if isinstance(node, ast.arg | ast.AnnAssign):
            apart.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            apart.append(node.returns)
        elif isinstance(node, ast.If | ast.Assign) and "TYPE_CHECKING" in ast.unparse(node).partition("\n")[0]:
            apart.append(node)
        elif isinstance(node, ast.JoinedStr):
            apart += [part for part in node.values if isinstance(part, ast.Constant)]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            apart.append(node)
        left |= {id(inner) for one in apart if one is not None for inner in ast.walk(one)}
    return left


def _ways(node: ast.AST) -> list[str]:
    """How it may be changed; `changed` does it, by the place in this list."""
    said = ast.unparse(node)[:80] if isinstance(node, ast.expr) else ""
    match node:
        case ast.Compare(ops=ops):
            return [f"{said}: {type(op).__name__} the other way" for op in ops if type(op) in SWAPPED]
        case ast.BoolOp():
            return [f"{said}: and for or"]
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return [f"{said}: plus for minus"]
        case ast.UnaryOp(op=ast.Not()):
            return [f"{said}: without the not"]
        case ast.If(test=test) | ast.IfExp(test=test):
            return [f"if {ast.unparse(test)[:80]}: always", f"if {ast.unparse(test)[:80]}: never"]
        case ast.Constant(value=bool() | int()):
            return [f"{said} another"]
        case ast.Constant(value=str() | bytes() as text) if text and not set(" \n") & set(str(text)):
            return [f"{said} another"]
        case _:
            return []


def changed(mutant: Mutant) -> ast.Module:
    """The module with that one change."""
    tree = ast.parse((ROOT / mutant.path).read_text("utf-8"))
    node = next(node for at, node in enumerate(ast.walk(tree)) if at == mutant.node)
    match node:
        case ast.Compare(ops=ops):
            at = [at for at, op in enumerate(ops) if type(op) in SWAPPED][mutant.way]
            ops[at] = SWAPPED[type(ops[at])]()  # type: ignore[call-overload]
        case ast.BoolOp() | ast.BinOp():
            node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(mutant.way == 0)
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.Constant(value=str() as value):
            node.value = value + "X"
        case ast.Constant(value=bytes() as value):
            node.value = value + b"X"
    return ast.fix_missing_locations(tree)


class _Put(MetaPathFinder, Loader):
    """Loads the mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.path = str(ROOT / mutant.path)
        self.name = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self.code = compile(changed(mutant), self.path, "exec")

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        package = self.path.endswith("__init__.py")
        return spec_from_loader(fullname, self, is_package=package) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self.path
        if self.path.endswith("__init__.py"):
            module.__path__ = [str(Path(self.path).parent)]
        exec(self.code, module.__dict__)


def lives(mutant: Mutant | None, asked: Sequence[str]) -> bool:
    """Whether all tests pass with the mutant in place; None: with the code as it is."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _tested(mutant, asked)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _tested(mutant: Mutant | None, asked: Sequence[str]) -> int:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("guard", "guard_hooks", "tests")]:
        del sys.modules[name]  # loaded for the table of detectors, as they are
    if mutant is not None:
        sys.meta_path.insert(0, _Put(mutant))
    only = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--tb=no",
        "-W",
        "ignore:Module already",
        "-m",
        "not fuzz and not soak",
    ]
    return int(pytest.main([*only, *asked]))


def drawn(detector: str, number: int, seed: int) -> list[Mutant]:
    """So many mutants of a detector, the same for the same seed."""
    every = [mutant for path in modules(detector) for mutant in mutants(path)]
    return random.Random(seed).sample(every, min(number, len(every)))


def survivors(detector: str, some: Sequence[Mutant]) -> list[Mutant]:
    """Those that no test notices."""
    if not lives(None, tests(detector)):
        raise AssertionError(f"the tests of {detector} fail with the code as it is")
    return [mutant for mutant in some if lives(mutant, tests(detector))]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("detector", nargs="*", help="which detectors; none: tell which there are")
    parser.add_argument("--number", type=int, default=40, help="mutants drawn of each (default: 40)")
    parser.add_argument("--seed", type=int, default=1, help="which ones are drawn (default: 1)")
    parser.add_argument("--least", type=int, default=90, help="percent that must be noticed (default: 90)")
    words = parser.parse_args()
    if unknown := [name for name in words.detector if name not in NAMES]:
        parser.error(f"no such detector: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if words.number < 1:
        parser.error("--number is at least 1")
    os.chdir(ROOT)
    if not words.detector:
        print("\n".join(NAMES))
        return 0
    poor = 0
    for detector in words.detector:
        some = drawn(detector, words.number, words.seed)
        living = survivors(detector, some)
        noticed = 100 * (len(some) - len(living)) // len(some)
        print("\n".join([*[f"lives: {mutant.words}" for mutant in living], f"{detector}: {noticed} % of {len(some)}"]))
        poor += noticed < words.least
    return 1 if poor else 0


if __name__ == "__main__":
    sys.exit(main())
