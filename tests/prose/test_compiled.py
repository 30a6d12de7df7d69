"""What is kept of patterns is what Python compiles of them; what is spoiled is compiled anew."""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path

import pytest

from guard.prose import compiled as room
from guard.prose.compiled import compiled, keep
from tests.prose.cues import every

PATTERN = r"\b(?P<a>probably|(?:\d{1,3}) rows)\b"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own, where nothing is kept yet and Python may keep."""
    monkeypatch.setattr(room, "__cached__", str(tmp_path / "compiled.cpython-3.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    _forget(monkeypatch)
    return tmp_path / f"compiled.cpython-3.{sys.hexversion:x}.patterns"


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_kept", None)
    monkeypatch.setattr(room, "_fresh", {})


def test_each_pattern_of_the_house_comes_back_as_python_compiles_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guard.prose import cued

    every()
    patterns = {(one.pattern, one.flags) for one in cued.EVERY}
    for pattern, flags in patterns:
        compiled(pattern, flags)
    keep()
    assert len(marshal.loads(place.read_bytes())) == len(patterns)
    _forget(monkeypatch)
    anew: list[str] = []
    monkeypatch.setattr(room, "_anew", lambda pattern, flags: anew.append(pattern))
    for pattern, flags in patterns:
        assert compiled(pattern, flags) == re.compile(pattern, flags)
    assert not anew


def test_two_processes_lose_nothing_of_each_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(PATTERN, 0)
    other = {("x", 0): ("x", 0, 0, b"", 0, {}, ())}
    place.write_bytes(marshal.dumps(other))
    keep()
    assert set(marshal.loads(place.read_bytes())) == {("x", 0), (PATTERN, 0)}


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"not this",
        marshal.dumps(["a list"]),
        marshal.dumps({(PATTERN, 0): None}),
        marshal.dumps({(PATTERN, 0): (PATTERN, 32, 0, b"", 0, {}, ())}),
        marshal.dumps({(PATTERN, 0): (PATTERN, 32, re._compiler._sre.MAGIC, b"\xff" * 64, 9, {}, ())}),  # type: ignore[attr-defined]
    ],
)
def test_what_is_spoiled_is_compiled_anew(spoiled: bytes, place: Path) -> None:
    place.write_bytes(spoiled)
    found = compiled(PATTERN, 0)
    assert found == re.compile(PATTERN)
    match = found.search("these are 12 rows")
    assert match is not None
    assert match["a"] == "12 rows"


def test_where_python_keeps_nothing_neither_is_this(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled(PATTERN, 0)
    keep()
    assert not place.exists()


def test_where_nobody_may_write_it_goes_on(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "__cached__", str(place.parent / "nowhere" / "compiled.pyc"))
    assert compiled(PATTERN, 0) == re.compile(PATTERN)
    keep()
    assert not list(place.parent.iterdir())
