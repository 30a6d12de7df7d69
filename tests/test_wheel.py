"""The wheel as users get it: it needs no index, brings schemas and rules, and no repository can stand in for it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import guard
from guard.commands.plan.new import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.xdist_group("wheel")  # one worker, so that it is built once

HOSTILE = "print('HOSTILE'); raise SystemExit(0)\n"


def output(*words: str | Path, cwd: Path) -> str:
    run = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert list((ROOT / "build/wheels").glob("hatchling-*.whl")), "no wheels: run the tests with `make test`"
    folder = tmp_path_factory.mktemp("wheel")
    output(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("changeset_guard-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin directory of a fresh environment that holds the wheel and what it declares, nothing else."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    output(sys.executable, "-m", "venv", "--without-pip", venv, cwd=ROOT)
    output(sys.executable, "-m", "pip", "--python", venv, "install", "--quiet", wheel, cwd=venv)
    return venv / "bin"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A repository with packages of our names at its root."""
    for package in ("guard", "guard_hooks", "hooks", "schemas", "tui"):
        (tmp_path / package).mkdir()
        for module in ("__init__", "__main__", "cli"):
            (tmp_path / package / f"{module}.py").write_text(HOSTILE)
    return tmp_path


def test_wheel_holds_the_packages_the_schemas_and_the_rules(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
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
