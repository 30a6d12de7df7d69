"""The house keeps its rules: lists fit the disk, sizes and names hold, pages name what exists, hooks load little."""

from __future__ import annotations

import ast
import importlib
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import guard

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("guard", "hooks/guard_hooks", "tui/guard_tui")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_version_is_one_version() -> None:
    assert PROJECT["project"]["version"] == guard.__version__


# Families: what is on disk is what is listed


def home(member: object) -> str:
    """The module a member of a family lives in: a module, a function, "module:function", a check or a detector."""
    if isinstance(member, str):
        return member.partition(":")[0]
    if type(member).__name__ in ("Ask", "Check", "Detector"):
        return f"{type(member).__module__}.{member.name}"
    return str(getattr(member, "__module__", None) or getattr(member, "__name__", member))


def resolve(entry: str) -> object:
    module, _, function = entry.partition(":")
    return getattr(importlib.import_module(module), function)


def family(where: str, name: str) -> list[object]:
    listed = getattr(importlib.import_module(where), name)
    return list(listed.values() if isinstance(listed, dict) else listed)


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("guard.checks", "CHECKS"),
        ("guard.lint", "LINTS"),
        ("guard.questions", "ASKS"),
        ("guard.operations", "DETECTORS"),
        ("guard.formats", "FORMATS"),
    ],
)
def test_family_on_disk_is_the_family_listed(where: str, name: str) -> None:
    folder = ROOT / where.replace(".", "/")
    on_disk = {f"{where}.{path.stem}" for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert on_disk, f"{where} has no members"
    assert on_disk == {home(member) for member in family(where, name)}


def test_hooks_listed_are_the_hooks_published() -> None:
    hooks = importlib.import_module("guard_hooks.git_hooks").HOOKS
    published = re.findall(r"entry: python -I -m guard_hooks (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text())
    assert set(hooks) == set(published)
    for name, hook in hooks.items():
        assert (home(hook), hook.__name__) == ("guard_hooks.git_hooks", name.replace("-", "_"))


def test_schemas_on_disk_are_the_schemas_listed() -> None:
    on_disk = {path.name for path in (ROOT / "schemas").iterdir()}
    assert on_disk == {f"{name}.schema.json" for name in family("guard.commands.schema", "NAMES")}


def test_every_command_resolves_and_every_command_module_is_listed() -> None:
    commands = importlib.import_module("guard.cli").COMMANDS
    for word, entry in commands.items():
        assert callable(resolve(entry)), word
    folder = ROOT / "guard/commands"
    modules = [*folder.glob("*.py"), *(path.parent for path in folder.glob("*/__init__.py"))]
    on_disk = {f"guard.commands.{path.stem}" for path in modules if path.stem[0] != "_"}
    listed = {home(entry) for entry in commands.values()}
    assert {module for module in listed if module.startswith("guard.commands.")} == on_disk


# The floors: what CONTRIBUTING.md draws is what import-linter holds


def test_floors_are_drawn_as_they_are_held() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    held, faces = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    (drawn,) = re.findall(r"^```\n(guard_hooks \|.*?)^```$", (ROOT / "CONTRIBUTING.md").read_text(), re.M | re.S)
    rooms = [line.partition("   ")[0].split(" | ") for line in drawn.splitlines()]
    wanted = [[f"guard.{room}" for room in layer.split(" | ")] for layer in held if layer != "__main__"]
    assert rooms == [faces[0].split(" | ") + wanted[0], *wanted[1:]]


# Sizes and names

LONG_FUNCTIONS: dict[str, str] = {}  # "guard/module.py:function": why it may be longer than 40 lines
LONG_MODULES: dict[str, str] = {}  # "guard/module.py": why it may be longer than 250 lines
SHORTER = {"guard/cli.py": 200}


def test_functions_are_short() -> None:
    long = {
        f"{named(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in SOURCES
        for node in functions(path)
    }
    long = {name: lines for name, lines in long.items() if lines > 40}
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception nobody needs any more"


def test_modules_are_short() -> None:
    sizes = {named(path): len(path.read_bytes().splitlines()) for path in SOURCES}
    long = {name: lines for name, lines in sizes.items() if lines > SHORTER.get(name, 250)}
    assert {name: lines for name, lines in long.items() if name not in LONG_MODULES} == {}
    assert set(LONG_MODULES) <= set(long), "an exception nobody needs any more"


LAZY = ("guard/prose", "guard/questions")  # to compile all that rules go by takes longer than to read a plan


def compiles(text: str) -> bool:
    """Whether a module has a pattern compiled by itself, and not by guard.prose.cued."""
    return any(
        (isinstance(node, ast.Attribute) and ast.unparse(node) == "re.compile")
        or (isinstance(node, ast.ImportFrom) and node.module == "re")
        for node in ast.walk(ast.parse(text))
    )


def test_rules_of_texts_compile_no_pattern_before_a_text_has_its_words() -> None:
    own = ROOT / "guard/prose/compiled.py"
    assert compiles(own.read_text()), "it is what compiles for all of them"
    others = [path for room in LAZY for path in (ROOT / room).rglob("*.py") if path != own]
    assert [named(path) for path in others if compiles(path.read_text())] == []


SAYS_NOTHING = {"util", "utils", "helper", "helpers", "manager"}


def says_nothing(name: str) -> bool:
    """`common` alone says nothing either; git's own words (common dir, common ancestor) may stand in a longer name."""
    bare = name.strip("_").lower()
    return bool(SAYS_NOTHING & set(bare.split("_"))) or bare == "common" or bare.startswith("process_")


@pytest.mark.parametrize("name", ["utils", "path_utils", "_helpers", "plan_manager", "common", "process_file"])
def test_names_that_say_nothing_are_known(name: str) -> None:
    assert says_nothing(name)


def test_no_name_says_nothing() -> None:
    bad = {named(path) for path in SOURCES if says_nothing(path.stem) or says_nothing(path.parent.name)}
    bad |= {f"{named(path)}:{node.name}" for path in SOURCES for node in functions(path) if says_nothing(node.name)}
    assert bad == set()


def test_every_module_says_what_stands_there() -> None:
    assert [named(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_bytes()))] == []


# Documents name only what exists

PLACES = {".ci", ".github", "action", "bench", "docs", "examples", "guard", "hooks", "schemas", "tests", "tui"}
NAMES = {"LICENSE", "Makefile", "action.yml", "pyproject.toml", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml"}
IN_WHEEL = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].values())
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = sorted([*(ROOT / name for name in TOP), *(ROOT / "docs").rglob("*.md")])


def quoted_paths(text: str) -> Iterator[str]:
    """What stands in backticks and looks like a path of this repository; `<name>` stands for any one name."""
    for word in re.findall(r"`([^`\s]+)`", re.sub(r"```.*?```", "", text, flags=re.S)):
        path = re.sub(r":[\w:.]+$", "", word)
        in_place = "/" in path and path.split("/")[0] in PLACES
        if in_place or path in NAMES or re.fullmatch(r"[A-Z]+\.md", path):
            yield re.sub(r"<[^>]+>", "*", path)


def linked_paths(text: str) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


def missing(document: Path, text: str) -> set[str]:
    """Paths the text names that do not exist. A place for members still to come ("<name>") needs its folder only."""
    absent = {path for path in linked_paths(text) if not (document.parent / path).exists()}
    for path in quoted_paths(text):
        folder = path.partition("*")[0].rpartition("/")[0] if "*" in path else path
        if not (ROOT / folder).exists() and path.rstrip("/") not in IN_WHEEL:
            absent.add(path)
    return absent


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_document_names_only_what_exists(document: Path) -> None:
    assert missing(document, document.read_text()) == set()


@pytest.mark.parametrize(
    "text",
    [
        "`guard/gone.py`",
        "`examples/gone/<name>.md`",
        "`GONE.md`",
        "[a](gone.md)",
        "[a](docs/gone.md#b)",
        "`.ci/gone:7`",
    ],
)
def test_a_missing_path_is_found(text: str) -> None:
    assert missing(ROOT / "README.md", text)


def test_a_path_that_is_no_path_of_ours_is_left_alone() -> None:
    text = "`/docs/**` `.guard/policy.yaml` `guard/schemas` `guard.cli` `go.mod` [x](https://example.org/docs/a.md)"
    assert missing(ROOT / "README.md", text) == set()


# Rules: registered, raised in code, explained on a page

PAGES = sorted((ROOT / "docs/rules").glob("G*.md"))
OUTCOMES = {"violation", "needs-person", "stale", "cannot-establish", "bug"}
BLOCKS = {"commit", "merge", "run", "nothing"}
LISTED_RULES = ("guard/model/rule.py", "guard/model/rules_of_texts.py", "guard/model/families.py")


def mentioned(paths: Iterable[Path]) -> set[str]:
    return {rule for path in paths for rule in re.findall(r"\bG\d{3}\b", path.read_text())}


def test_rules_code_and_pages_are_the_same_set() -> None:
    rules = importlib.import_module("guard.model.rule").RULES
    raised = mentioned(path for path in SOURCES if named(path) not in LISTED_RULES)
    assert {page.stem for page in PAGES} == set(rules)
    assert raised == set(rules)


def test_the_table_of_rules_is_the_table_of_the_code() -> None:
    table = (ROOT / "docs/rules/README.md").read_text(encoding="utf-8")
    rows = [
        tuple(cell.strip() for cell in line.split("|")[1:5]) for line in table.split("\n") if line.startswith("| [G")
    ]
    rules = importlib.import_module("guard.model.rule").RULES
    wanted = [(f"[{rule.id}]({rule.id}.md)", rule.title, rule.outcome, rule.blocks) for rule in rules.values()]
    assert rows == sorted(wanted)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_rule_page_agrees_with_the_rule(page: Path) -> None:
    rule = importlib.import_module("guard.model.rule").RULES[page.stem]
    heading, facts, *rest = page.read_text().split("\n\n")
    words = set(re.findall(r"[a-z-]+", facts))
    assert heading == f"# {rule.id}: {rule.title}"
    assert (words & OUTCOMES, words & BLOCKS) == ({rule.outcome}, {rule.blocks})
    assert rest, "the page explains nothing"


# The hook path: a static graph cannot see deferral, a fresh process can

HEAVY = {
    "anthropic", "ast_grep_py", "git", "jsonschema", "networkx", "postgast", "pyromark", "ruamel", "sqlglot",
    "textual",
}  # fmt: skip
SLOW = {
    "argparse", "dataclasses", "datetime", "enum", "functools", "hashlib", "json", "logging", "pathlib", "re", "shutil",
    "subprocess", "tempfile", "typing",
}  # fmt: skip


def loaded(statement: str) -> set[str]:
    """Modules in a fresh interpreter, started as a hook starts it, after the statement."""
    code = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'hooks')]!r}; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_a_text_is_read_without_what_takes_long_to_load() -> None:
    modules = loaded("import guard.prose.reading")
    assert "guard.prose.reading" in modules
    assert modules & (HEAVY | {"dataclasses", "inspect", "logging", "pathlib", "typing", "markdown_it"}) == set()


def test_hook_path_loads_next_to_nothing() -> None:
    modules = loaded("import guard_hooks.git_hooks")
    assert "guard_hooks.git_hooks" in modules
    assert modules & (HEAVY | SLOW) == set()
    assert len(modules) < 60


def test_what_the_hook_path_must_not_load_would_be_seen() -> None:
    assert {"re", "json", "enum"} <= loaded("import json") & SLOW


# What others read from us


@pytest.mark.parametrize(
    "words", [("validate-config", ".pre-commit-config.yaml"), ("validate-manifest", ".pre-commit-hooks.yaml")]
)
def test_pre_commit_accepts_our_files(words: tuple[str, str]) -> None:
    run = subprocess.run([sys.executable, "-m", "pre_commit", *words], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")


def test_tests_have_no_network() -> None:
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError, match="tests have no network"):
        probe.connect(("192.0.2.1", 443))
    with pytest.raises(ConnectionRefusedError, match="tests have no network"):
        socket.getaddrinfo("example.org", 443)
