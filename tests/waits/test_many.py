"""Very much that waits: what is loaded, how often git is started, how much is done for twice as much."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir
from types import FrameType
from typing import Any

import pytest

from guard import standing
from guard.commands import _waiting
from guard.waiting import parts
from guard.waiting.asked import look_of
from guard.waiting.data import part
from tests.repos import Maker, new_repository
from tests.waits.many import ASSUMPTIONS, PLANS, many

NOW = ("--now", "2026-12-01T08:00:00Z")
HEAVY = ("networkx", "anthropic", "textual", "git")


def ahead(made: Maker, number: int) -> None:
    """So many branches that are to land, each with a file that no plan covers, and as many that have."""
    tip = made.git("rev-parse", "main").strip()
    for at in range(number):
        flat = dict(
            [
                line.split(b"\t")[::-1] for line in made.git("ls-tree", "-r", "main").splitlines()
            ]  # path -> "mode blob id"
        )
        files = {path: (word.split()[0], word.split()[2]) for path, word in flat.items()}
        files[b"other/%d.py" % at] = (b"100644", made.blob(b"b = %d\n" % at))
        made.ref(b"refs/heads/work/%d" % at, made.commit(made.tree(files), [tip], b"work %d\n" % at))
        made.ref(b"refs/heads/old/%d" % at, tip)


def started(made: Maker, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """How often git was started, and the rows."""
    asked = _waiting.parser().parse_args([*words, *NOW])
    with chdir(made.top), standing.looking(asked, "guard") as stands:
        found = list(parts(stands.ground, look_of(asked)))
        rows: list[Any] = [row for one in found for row in part(one)["rows"]]  # type: ignore[attr-defined]
        return stands.repository.processes, rows


def test_nothing_heavy_is_loaded() -> None:
    """Where no circle has to be drawn, and no model is asked."""
    with new_repository() as made:
        many(made, 2, 2)
        ahead(made, 1)
        code = (
            "import sys\nfrom guard.cli import main\n"
            f"code = main(['questions', '--waiting', '--format', 'json', *{NOW!r}])\n"
            f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=os.fsdecode(made.top), capture_output=True, text=True)
        assert done.stderr == "3 []\n"
        assert json.loads(done.stdout)["rows"]


def test_git_is_started_as_often_for_many_plans() -> None:
    counts = set()
    for plans in (2, 12):
        with new_repository() as made:
            many(made, plans, 3)
            number, rows = started(made, "--no-branches")
            counts.add(number)
            assert len([row for row in rows if row["kind"] == "question"]) == 3 * plans
    (number,) = counts
    assert number <= 6


def test_a_branch_costs_a_few_starts_of_git_and_one_that_has_landed_none() -> None:
    counts = []
    for branches in (1, 4):
        with new_repository() as made:
            many(made, 5, 2)
            ahead(made, branches)
            number, rows = started(made)
            counts.append(number)
            assert len({row["where"] for row in rows if row["lands"]}) == branches
    assert counts[1] - counts[0] <= 4 * 3


def test_branches_judged_together_are_judged_as_each_alone() -> None:
    with new_repository() as made:
        many(made, 4, 2)
        ahead(made, 3)
        _, together = started(made)
        for at in range(3):
            _, alone = started(made, "--branch", f"work/{at}")
            mine = [row for row in alone if row["lands"]]
            assert [row for row in together if row["where"] == f"work/{at}"] == mine != []


def calls(plans: int, branches: int) -> int:
    """How many functions are called once the documents are read."""
    with new_repository() as made:
        many(made, plans, 10)
        ahead(made, branches)
        asked = _waiting.parser().parse_args([*NOW])
        counted = 0

        def count(_: FrameType, event: str, __: object) -> None:
            nonlocal counted
            counted += event == "call"

        with chdir(made.top), standing.looking(asked, "guard") as stands:
            sys.setprofile(count)
            try:
                list(parts(stands.ground, look_of(asked)))
            finally:
                sys.setprofile(None)
        return counted


def test_twice_as_much_takes_twice_as_much() -> None:
    few, more = calls(10, 0), calls(20, 0)
    assert few < more < 2.2 * few


def test_a_branch_more_does_not_replay_all_of_it_once_more() -> None:
    none, one, three = calls(20, 0), calls(20, 1), calls(20, 3)
    assert (three - one) / 2 < (one - none) / 2


@pytest.mark.later
def test_three_thousand_rows() -> None:
    with new_repository() as made:
        many(made)
        number, rows = started(made, "--no-branches")
        assert number <= 6
        assert len([row for row in rows if row["kind"] == "question"]) == PLANS * ASSUMPTIONS
        assert len({row["id"] for row in rows}) == len(rows)
        assert [row["order"] for row in rows] == sorted([row["order"] for row in rows])
