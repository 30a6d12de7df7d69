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


def headed(index: object, rows: bytes) -> bytes:
    """A file of this form."""
    head = marshal.dumps(index)
    return len(head).to_bytes(4, "big") + head + rows


def written(found: dict[tuple[str, int], object]) -> bytes:
    """A file with these in it."""
    rows = [marshal.dumps(one) for one in found.values()]
    begins = [sum(map(len, rows[:at])) for at in range(len(rows))]
    index = {key: (at, len(row)) for key, at, row in zip(found, begins, rows, strict=True)}
    return headed(index, b"".join(rows))


def compiled_as(pattern: str) -> tuple[object, ...]:
    """What would be kept of it, were something to be kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", False)
        found = room._taken_apart(pattern, 0)
    assert found is not None
    return found


def stored(place: Path) -> set[tuple[str, int]]:
    """Of which something is kept there."""
    return set(room.Stored(str(place)).every())


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
    assert stored(place) == patterns
    _forget(monkeypatch)
    anew: list[str] = []
    monkeypatch.setattr(room, "_anew", lambda pattern, flags: anew.append(pattern))
    for pattern, flags in patterns:
        assert compiled(pattern, flags) == re.compile(pattern, flags)
    assert not anew


def test_two_processes_lose_nothing_of_each_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(PATTERN, 0)
    place.write_bytes(written({("x", 0): ("x", 0, 0, b"", 0, {}, ())}))
    keep()
    assert stored(place) == {("x", 0), (PATTERN, 0)}


def test_of_more_than_anybody_needs_the_newest_are_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write_bytes(written({("x", 0): ("x", 0, 0, b"", 0, {}, ())}))
    monkeypatch.setattr(room, "LARGEST", 1)
    compiled(PATTERN, 0)
    keep()
    monkeypatch.undo()
    assert stored(place) == {(PATTERN, 0)}


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"not this",
        b"\0\0\0\xff",
        b"\xff\xff\xff\xff" + marshal.dumps({}),
        headed(["a list"], b""),
        headed({(PATTERN, 0): None}, b""),
        headed({(PATTERN, 0): (-9, -9)}, b""),
        headed({(PATTERN, 0): (0, 1 << 80)}, b""),
        headed({(PATTERN, 0): (0, 9)}, b"not this"),
        written({(PATTERN, 0): None}),
        written({(PATTERN, 0): (PATTERN, 32, 0, b"", 0, {}, ())}),
        written({(PATTERN, 0): ("x", *compiled_as("x")[1:])}),
        written({(PATTERN, 0): (PATTERN, 32, re._compiler._sre.MAGIC, b"\xff" * 64, 9, {}, ())}),  # type: ignore[attr-defined]
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
