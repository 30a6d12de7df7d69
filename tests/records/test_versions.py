"""The digest of guard's own rules: any change of its code or schemas is another set of rules, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import guard
from guard.records.versions import PARSERS, rules, versions

HERE = Path(guard.__file__).parent


def sources(top: Path) -> Path:
    """A small guard: the package with some of its code, the schemas beside it as in a clone."""
    for name in ("pipeline.py", "checks/scope.py", "model/rule.py", "records/plain.py"):
        (top / "guard" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, top / "guard" / name)
    shutil.copytree(HERE.parent / "schemas", top / "schemas")
    return top / "guard"


def append(name: str) -> Callable[[Path], object]:
    return lambda package: (package / name).write_bytes((package / name).read_bytes() + b"# \n")


OTHER: dict[str, Callable[[Path], object]] = {
    "a rule": append("checks/scope.py"),
    "a comment in a table": append("model/rule.py"),
    "a schema": append("../schemas/plan.schema.json"),
    "a file more": lambda package: (package / "checks/more.py").write_bytes(b""),
    "a file less": lambda package: (package / "checks/scope.py").unlink(),
    "a file under another name": lambda package: (package / "pipeline.py").rename(package / "pipeline2.py"),
    "two files whose contents change places": lambda package: (
        (package / "pipeline.py").rename(package / "was"),
        (package / "checks/scope.py").rename(package / "pipeline.py"),
        (package / "was").rename(package / "checks/scope.py"),
    ),
}
SAME: dict[str, Callable[[Path], object]] = {
    "what was compiled": lambda package: (package / "pipeline.pyc").write_bytes(b"x"),
    "a sample of somebody's code": lambda package: (
        (package / "sample").mkdir(),
        (package / "sample/a.py").write_bytes(b""),
    ),
    "a page": lambda package: (package / "page.md").write_bytes(b"x"),
    "the schemas within, as they are installed": lambda package: shutil.move(package.parent / "schemas", package),
}


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_another_set_of_rules(change: Callable[[Path], object], tmp_path: Path) -> None:
    package = sources(tmp_path)
    before = rules(package)
    change(package)
    assert rules(package) != before


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_the_same_set_of_rules(change: Callable[[Path], object], tmp_path: Path) -> None:
    package = sources(tmp_path)
    before = rules(package)
    change(package)
    assert rules(package) == before


def test_every_parser_is_there_and_has_a_version() -> None:
    told = versions()
    assert told["guard"] == guard.__version__
    assert str(told["rules"]).startswith("sha256:")
    parsers = told["parsers"]
    assert isinstance(parsers, dict)
    assert set(parsers) == set(PARSERS) and all(version[0].isdigit() for version in parsers.values())
