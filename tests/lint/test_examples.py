"""Every example of this repository lints clean, its policy and its plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.compile import Read, read_document
from guard.grammar.way import anchors, split
from guard.lint import lint
from guard.model.draft import Draft
from guard.model.plan import plan_from
from guard.model.policy import policy_from

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OTHERS = {"broker", "corpus", "github", "gitlab"}  # programs, jobs and pages: no documents of guard
FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir() and path.name not in OTHERS)
NOW = 1_772_000_000  # a day in 2026


def documents(folder: Path) -> Path:
    return folder / ".guard" if (folder / ".guard").is_dir() else folder


def read(kind: str, path: Path) -> Read:
    found = read_document(kind, path.name, path.read_bytes())
    assert found.faults == ()
    return found


def draft_of(folder: Path, plan: Path | None) -> Draft:
    """The draft as it stands on the disk, the pages that ways back name included."""
    found = read("policy", documents(folder) / "policy.yaml")
    assert found.data is not None
    policy = policy_from(found.data, found.name, found.lines)
    plans = {}
    for path in (documents(folder) / "plans").glob("*.yaml"):
        told = read("plan", path)
        assert told.data is not None
        plans[path.stem] = plan_from(told.data, told.name, told.lines)
    ways = [
        way
        for of in plans.values()
        for phase in of.phases
        for way in (phase.irreversible, phase.rollback.by if phase.rollback else None)
        if way is not None
    ]
    pages = {split(way)[0]: folder / split(way)[0].decode() for way in ways}
    said = {path: anchors(page.read_text()) if page.is_file() else None for path, page in pages.items()}
    mine = None if plan is None else plans.pop(plan.stem)
    return Draft(policy, mine, plans, said, NOW)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_policy_of_an_example_is_clean(folder: Path) -> None:
    assert lint(draft_of(folder, None)) == ()


@pytest.mark.parametrize(
    ("folder", "plan"),
    [(folder, plan) for folder in FOLDERS for plan in sorted((documents(folder) / "plans").glob("*.yaml"))],
    ids=lambda path: path.name,
)
def test_the_plan_of_an_example_is_clean(folder: Path, plan: Path) -> None:
    assert lint(draft_of(folder, plan)) == ()


def test_every_example_has_a_plan() -> None:
    assert FOLDERS
    assert [folder for folder in FOLDERS if not list((documents(folder) / "plans").glob("*.yaml"))] == []
