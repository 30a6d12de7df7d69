"""A commit on the trusted branch itself: it lands, and the hook says so; on any other branch nothing is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repos import GIT
from tests.running import PLAN, POLICY, Answer, Place, place, run

LANDS = "guard: HEAD is refs/heads/main, which is what guard trusts: this commit lands, and no door comes after it"
OPEN = "guard: nothing stops what would block the merge"
DRAFT = {".guard/plans/wide.yaml": PLAN.replace("tidy", "wide")}


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    made = place(tmp_path)
    assert made.guard("install").code == 0
    made.git("switch", "--quiet", "main")
    return made


def told(answer: Answer) -> list[bool]:
    return [words in answer.said for words in (LANDS, OPEN)]


def test_what_passes_is_told_to_land(sample: Place) -> None:
    sample.stage({"docs/x": "x\n"})
    answer = sample.commit()
    assert (answer.code, told(answer)) == (0, [True, False]), answer.said


def test_a_plan_that_waits_for_its_owner_is_told_to_be_open(sample: Place) -> None:
    """Who has no key says yes by landing it, so it is not stopped; but nobody lands it unawares."""
    sample.stage(DRAFT)
    answer = sample.commit()
    assert (answer.code, told(answer)) == (0, [True, True]), answer.said
    assert "[G107]" in answer.said


def test_a_merge_by_git_is_told_as_well(sample: Place) -> None:
    sample.git("switch", "--quiet", "--create", "side", "main")
    sample.stage({"docs/x": "x\n"})
    sample.git("commit", "--quiet", "--message=side")
    sample.git("switch", "--quiet", "main")
    answer = run([GIT, "merge", "--quiet", "--no-ff", "--no-edit", "side"], sample.top, sample.environment)
    assert (answer.code, told(answer)) == (0, [True, False]), answer.said


def test_what_breaks_a_rule_is_stopped_and_nothing_is_said_to_land(sample: Place) -> None:
    sample.stage({"other/new": "x\n"})
    answer = sample.commit()
    assert answer.code != 0 and told(answer) == [False, False], answer.said


def test_on_a_branch_or_on_none_nothing_lands(sample: Place) -> None:
    for words in (("--create", "topic"), ("--detach",)):
        sample.git("switch", "--quiet", *words)
        sample.stage({".guard/plans/wide.yaml": f"{DRAFT['.guard/plans/wide.yaml']}# {words}\n"})
        answer = sample.commit()
        assert (answer.code, told(answer)) == (0, [False, False]), answer.said


def test_where_a_branch_of_a_remote_is_trusted_the_local_one_lands_nothing(sample: Place) -> None:
    sample.git("update-ref", "refs/remotes/origin/main", "main")
    assert sample.guard("install", "--trusted", "origin/main").code == 0
    sample.stage(DRAFT)
    answer = sample.commit()
    assert (answer.code, told(answer)) == (0, [False, False]), answer.said


def test_without_a_policy_nothing_is_said(tmp_path: Path) -> None:
    made = place(tmp_path, {"a": "b\n"})
    assert made.guard("install").code == 0
    made.git("switch", "--quiet", "main")
    made.stage({".guard/policy.yaml": POLICY})
    answer = made.commit()
    assert (answer.code, told(answer)) == (0, [False, False]), answer.said
