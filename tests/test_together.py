"""The rows of a table as one test: none is left out, none that fails passed over, what needs more stays as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLES = """
import pytest

ROWS = [(1, 1), (1, 2), pytest.param(3, 3, id="three"), (4, 5)]

@pytest.mark.parametrize(("one", "two"), ROWS, ids=str)
def test_pure(one, two):
    assert one == two

@pytest.mark.parametrize("one", [1, 2])
def test_skips(one):
    pytest.skip("no")

@pytest.mark.parametrize("one", [1, 2])
def test_with_a_fixture(one, tmp_path):
    pass

@pytest.mark.parametrize("two", [1, 2])
@pytest.mark.parametrize("one", [1, 2])
def test_two_tables(one, two):
    pass

@pytest.mark.parametrize("one", [1, 2, 3])
def test_what_is_printed(capsys, one):
    print(one)
    if one == 2:
        raise AssertionError
    assert capsys.readouterr().out == f"{one}\\n"

@pytest.mark.parametrize("one", [1, pytest.param(2, marks=pytest.mark.skip)])
def test_marked(one):
    pass

@pytest.mark.skip
@pytest.mark.parametrize("one", [1, 2])
def test_marked_whole(one):
    raise AssertionError
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param((), "3 failed, 11 passed, 5 skipped", marks=pytest.mark.later),
        (("--together",), "2 failed, 5 passed, 2 skipped"),
    ],
    ids=["apart", "together"],
)
def test_rows(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    (tmp_path / "test_tables.py").write_text(TABLES, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.together", "-p", "no:cacheprovider", *words]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and told in done.stdout
    if words:
        assert "2 of 4 rows fail" in done.stdout and "(1, 2)" in done.stdout and "(4, 5)" in done.stdout
        assert "1 of 3 rows fail" in done.stdout and "(2,)" in done.stdout
