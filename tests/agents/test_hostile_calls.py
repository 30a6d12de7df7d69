"""Calls that an agent could make to get more than its phase allows, and what each of them is told."""

from __future__ import annotations

import pytest

from tests.harnessed import ask, call, taken_up, work
from tests.running import Place


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = work(tmp_path_factory.mktemp("hostile"))
    taken_up(made, "tidy/only")
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/proc/self/cwd/src/a",
        "//proc/self/cwd/src/a",
        "/proc/thread-self/cwd/src/a",
        "/dev/fd/../../proc/self/cwd/src/a",
    ],
)
def test_a_path_that_each_process_reads_in_its_own_way_is_none(ground: Place, path: str) -> None:
    told = ask(ground, call(ground, "Write", file_path=path, content="b\n"))
    assert told.kind == "deny"
    assert "means two places" in told.words


def test_the_same_file_by_its_plain_path_is_let_through(ground: Place) -> None:
    assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n")).kind == "allow"
