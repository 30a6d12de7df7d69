"""The wheel as users get it: it needs no index, brings schemas and rules, and no repository can stand in for it."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

import guard
from guard.commands.plan.new import TEMPLATES
from tests.framework import installed_once

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.xdist_group("framework")  # one worker, so that no other waits for its environment

HOSTILE = "print('HOSTILE'); raise SystemExit(0)\n"


def output(*words: str | Path, cwd: Path) -> str:
    run = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin directory of an environment into which pip has put guard, from its source, and what it declares."""
    _, home = installed_once(tmp_path_factory)
    (python,) = home.glob("repo*/py_env-*/bin/python")
    return python.parent


@pytest.fixture(scope="module")
def names(installed: Path) -> set[str]:
    """What the wheel held, as pip has written it down."""
    (record,) = installed.parent.glob("lib/python*/site-packages/changeset_guard-*.dist-info/RECORD")
    with open(record, encoding="utf-8", newline="") as rows:
        return {row[0] for row in csv.reader(rows) if not row[0].startswith("../")}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A repository with packages of our names at its root."""
    for package in ("guard", "guard_hooks", "hooks", "schemas", "tui"):
        (tmp_path / package).mkdir()
        for module in ("__init__", "__main__", "cli"):
            (tmp_path / package / f"{module}.py").write_text(HOSTILE)
    return tmp_path


def test_wheel_holds_the_packages_the_schemas_and_the_rules(names: set[str]) -> None:
    assert {f"guard/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")} <= names
    assert {f"guard/rules/{path.name}" for path in (ROOT / "docs/rules").glob("*.md")} <= names
    assert {f"guard/vocabulary/{path.name}" for path in (ROOT / "docs/operations").glob("*.md")} <= names
    assert {f"guard/templates/{template}{end}" for template in TEMPLATES for end in (".yaml", ".md")} <= names
    sample = [path for path in (ROOT / "examples/monolith").rglob("*") if path.is_file()]
    assert {f"guard/sample/{path.relative_to(ROOT / 'examples/monolith').as_posix()}" for path in sample} <= names
    assert {"guard/py.typed", "guard_hooks/py.typed", "guard_tui/py.typed", "guard/cli.py"} <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"guard", "guard_hooks", "guard_tui", f"changeset_guard-{guard.__version__}.dist-info"}


def test_ours_runs_in_a_hostile_repository(installed: Path, hostile: Path) -> None:
    for words in ([installed / "guard"], [installed / "python", "-I", "-m", "guard"]):
        said = output(*words, "--version", cwd=hostile)
        assert guard.__version__ in said
        assert "HOSTILE" not in said


def test_the_hostile_repository_would_be_noticed(installed: Path, hostile: Path) -> None:
    assert "HOSTILE" in output(installed / "python", "-m", "guard", "--version", cwd=hostile)


def test_installed_guard_begins_a_plan_from_its_templates(installed: Path, tmp_path: Path) -> None:
    (tmp_path / ".guard").mkdir()
    (tmp_path / ".guard/policy.yaml").write_text("id: 5f0c2b7e\nversion: 1\npeople: {dana: {teams: [a]}}\n")
    assert "guard plan lint" in output(installed / "guard", "plan", "new", "it", "--from", "flag-removal", cwd=tmp_path)
    assert (tmp_path / ".guard/plans/it.yaml").is_file()


def test_installed_guard_explains_a_rule_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs/rules/G101.md").read_text()
    assert page.splitlines()[0].lstrip("# ") in output(installed / "guard", "explain", "G101", cwd=tmp_path)
