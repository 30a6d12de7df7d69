"""Which lines stay: what is shown of two texts is enough to make the one of the other, and costs what they are long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.waiting.one import matching, sides

LINE = st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n", b"e\n"])
TEXT = st.lists(LINE, max_size=30)


def made_of(old: list[bytes], new: list[bytes]) -> list[bytes]:
    """The second text, made of the first and what is shown."""
    told: list[bytes] = []
    at = 0
    for head, *lines in sides._hunks(old, new):
        assert head[0] == "@"
        start, size = map(int, head[1].split()[0][1:].split(b","))
        told += old[at : max(start - 1, 0) if size else at]
        at = max(start - 1, 0) if size else at
        for sign, line in lines:
            if sign != "+":
                assert old[at] == line
                at += 1
            if sign != "-":
                told.append(line)
    return told + old[at:]


@pytest.fixture(params=[0, 1 << 16], ids=["by what stands once", "by what is near"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "CLOSE", request.param)


@pytest.mark.usefixtures("_way")
def test_what_is_shown_makes_the_one_of_the_other() -> None:
    @given(TEXT, TEXT)
    def holds(old: list[bytes], new: list[bytes]) -> None:
        found = matching.matched(old, new)
        assert all(old[one] == new[two] for one, two in found)
        assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
        assert made_of(old, new) == new

    holds()


def test_what_stands_once_is_found_in_large_texts() -> None:
    old = [b"%d\n" % number for number in range(5_000)]
    new = [*old[:1_000], b"new\n", *old[1_000:2_000], *old[2_500:]]
    assert len(matching.matched(old, new)) == 4_500


def test_texts_of_one_line_over_and_over_are_not_taken_apart() -> None:
    looks: list[int] = []

    class Counted(bytes):
        def __eq__(self, other: object) -> bool:
            looks.append(1)
            return bytes.__eq__(self, other)  # type: ignore[arg-type]

        __hash__ = bytes.__hash__

    old = [Counted(b"a\n") for _ in range(3_000)]
    new = [Counted(b"a\n") if at % 2 else Counted(b"b\n") for at in range(3_000)]
    matching.matched(old, new)
    assert len(looks) < 30 * (len(old) + len(new))
