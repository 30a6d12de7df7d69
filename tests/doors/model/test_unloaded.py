"""What never loads the SDK of a model: hooks, `guard check` under a policy that asks for readings, the door itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ADOPTED, POLICY, place

ROOT = Path(__file__).resolve().parent.parent.parent.parent
OF_A_MODEL = {"anthropic", "httpx2", "httpcore2", "pydantic", "pydantic_core", "jiter", "anyio"}
ASKED = """\
from guard.doors.model import Settings, ask
from guard.model.inquiry import Inquiry
assert ask([Inquiry("", b"", "")], Settings(), environment={})[0].cause == "no-key"
"""
ASKING = {**ADOPTED, ".guard/policy.yaml": POLICY + "model: {reads: plans, name: claude-sonnet-5-5, max_usd: 0.50}\n"}


def loaded(statement: str, cwd: Path) -> set[str]:
    """Modules of a fresh interpreter after the statement."""
    begin = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'hooks')]!r}"
    end = "print(); print('modules', *[name.partition('.')[0] for name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"{begin}\n{statement}\n{end}"],
        cwd=cwd,
        env={**os.environ, "ANTHROPIC_API_KEY": "sk-none"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.rpartition("\nmodules ")[2].split())


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--staged"], ["plan", "lint"], ["plan", "--help"]], ids=" ".join
)
def test_no_judgement_loads_it(words: list[str], tmp_path: Path) -> None:
    made = place(tmp_path, ASKING)
    found = loaded(f"from guard.cli import main; main({words!r})", Path(str(made.top)))
    assert "guard" in found and found & OF_A_MODEL == set()


def test_no_hook_loads_it(tmp_path: Path) -> None:
    assert loaded("import guard_hooks.git_hooks, guard_hooks.word", tmp_path) & OF_A_MODEL == set()


@pytest.mark.parametrize(
    "statement",
    ["import guard.doors.model", "import guard.opinions.reading, guard.opinions.through, guard.opinions.kept", ASKED],
    ids=["door", "opinions", "asked without a key"],
)
def test_it_is_loaded_where_something_is_sent_and_no_sooner(statement: str, tmp_path: Path) -> None:
    assert loaded(statement, tmp_path) & OF_A_MODEL == set()


@pytest.mark.later
def test_what_must_not_be_loaded_would_be_seen(tmp_path: Path) -> None:
    assert loaded("import guard.doors.model.wire", tmp_path) >= {"anthropic", "httpx2", "pydantic"}
