"""Counts of changed lines never fall below the true edit, and bounds hold for whatever the sizes hide."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard.model.lines import NO_BOUND, Bounds, Changed, bounds, changed, lfs_size, split, weight
from tests.conftest import examples

OID = b"a1" * 32


def pointer(size: int | bytes, version: bytes = b"https://git-lfs.github.com/spec/v1", ext: bytes = b"") -> bytes:
    number = size if isinstance(size, bytes) else b"%d" % size
    return b"version " + version + b"\n" + ext + b"oid sha256:" + OID + b"\nsize " + number + b"\n"


LONG = [b"x" * 399 + b"\n", b"y" * 1000 + b"\n"]
LINES = st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n", b"\r", b"a\r\n", b"b\r", b"end", *LONG])
TEXTS = st.one_of(
    st.lists(LINES, max_size=12).map(b"".join),
    st.binary(max_size=40),
    st.text(alphabet="ab\n\r", max_size=30).map(str.encode),
    st.integers(0, 300).map(b"\n".__mul__),
    st.integers(0, 300).map(b"\r".__mul__),
    st.integers(0, 1500).map(b"z".__mul__),
    st.integers(0, 1 << 62).map(pointer),
    st.integers(98, 130).map(b"p".__mul__),
)
MAYBE = st.one_of(st.none(), TEXTS)


def minimal(old: bytes, new: bytes) -> Changed:
    """The smallest edit on whole lines, by the table every textbook has; lines and bytes each at their best."""
    before, after = split(old), split(new)

    def least(cost: dict[bytes, int]) -> int:
        row = [0]
        for line in after:
            row.append(row[-1] + cost[line])
        for line in before:
            above, row = row, [row[0] + cost[line]]
            for place, other in enumerate(after):
                best = min(above[place + 1] + cost[line], row[place] + cost[other])
                row.append(min(best, above[place]) if line == other else best)
        return row[-1]

    every = {*before, *after}
    return Changed(least({line: weight(line) for line in every}), least({line: len(line) for line in every}))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b"", []),
        (b"a", [b"a"]),
        (b"a\n", [b"a\n"]),
        (b"a\nb", [b"a\n", b"b"]),
        (b"a\rb\r", [b"a\r", b"b\r"]),
        (b"a\r\nb\r\n", [b"a\r\n", b"b\r\n"]),
        (b"\n\r\n\r", [b"\n", b"\r\n", b"\r"]),
        (b"\r\r\n\n", [b"\r", b"\r\n", b"\n"]),
        (b"a\x0bb\x0cc\x1cd\x85e", [b"a\x0bb\x0cc\x1cd\x85e"]),
        ("a\u2028b".encode(), ["a\u2028b".encode()]),
    ],
)
def test_split(text: bytes, lines: list[bytes]) -> None:
    assert split(text) == lines


@pytest.mark.parametrize(("size", "expected"), [(1, 1), (2, 1), (400, 1), (401, 2), (801, 3), (1_000_000, 2500)])
def test_weight(size: int, expected: int) -> None:
    assert weight(b"x" * size) == expected
    assert weight(b"x" * (size - 1) + b"\n") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, None, (0, 0)),
        (None, b"", (0, 0)),
        (b"", b"", (0, 0)),
        (None, b"a\nb\n", (2, 4)),
        (b"a\nb\n", None, (2, 4)),
        (b"", b"a", (1, 1)),
        (b"a\n", b"a", (2, 3)),
        (b"a\nb\nc\n", b"a\nc\n", (1, 2)),
        (b"a\nb\nc\n", b"a\nx\nc\n", (2, 4)),
        (b"a\nb\n", b"b\na\n", (2, 4)),
        (b"a\rb\rc\r", b"a\rx\rc\r", (2, 4)),
        (b"a\nb\n", b"a\r\nb\r\n", (4, 10)),
        (b"a\nb\n", b"a\rb\r", (4, 8)),
        (b"x" * 1000, b"x" * 999 + b"y", (6, 2000)),
        (None, b"\n" * 500, (500, 500)),
        (b"}\n" * 9, b"}\n" * 10, (1, 2)),
        (b"a\n}\nb\n}\n", b"a\n}\nx\n}\nb\n}\n", (2, 4)),
    ],
)
def test_changed(old: bytes | None, new: bytes | None, expected: tuple[int, int]) -> None:
    assert changed(old, new) == expected


@pytest.mark.fuzz
@settings(max_examples=examples(400), deadline=None)
@given(TEXTS, TEXTS)
def test_never_below_the_true_edit(old: bytes, new: bytes) -> None:
    found, least = changed(old, new), minimal(old, new)
    assert found.lines >= least.lines
    assert found.bytes >= least.bytes


@pytest.mark.fuzz
@settings(max_examples=examples(400), deadline=None)
@given(MAYBE, MAYBE)
def test_the_same_both_ways_and_zero_only_if_equal(old: bytes | None, new: bytes | None) -> None:
    found = changed(old, new)
    assert found == changed(new, old)
    assert (found.lines == 0) == (found.bytes == 0) == ((old or b"") == (new or b""))


@given(TEXTS, TEXTS)
def test_appending_or_prepending_counts_only_what_came(text: bytes, more: bytes) -> None:
    text += b"\n"
    more += b"\n"
    if lfs_size(text) is None and lfs_size(text + more) is None:
        assert changed(text, text + more) == changed(None, more) or lfs_size(more) is not None


@pytest.mark.fuzz
@settings(max_examples=examples(500), deadline=None)
@given(MAYBE, MAYBE, st.booleans())
@example(b"\n" * 300, b"\r" * 300, True)
@example(None, pointer(1 << 40), True)
@example(pointer((1 << 63) - 1), pointer((1 << 63) - 2), True)
@example(b"", b"a", True)
def test_bounds_hold(old: bytes | None, new: bytes | None, said: bool) -> None:
    check_bounds(old, new, old != new if old is not None and new is not None else said)


def check_bounds(old: bytes | None, new: bytes | None, differs: bool) -> None:
    real = changed(old, new)
    low_high = bounds(None if old is None else len(old), None if new is None else len(new), differs)
    assert low_high.lines_low <= real.lines <= low_high.lines_high
    assert low_high.bytes_low <= real.bytes <= low_high.bytes_high


@pytest.mark.fuzz
@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 1500), st.integers(0, 1500), st.randoms(use_true_random=False))
def test_bounds_hold_for_random_contents_of_given_sizes(one: int, other: int, chance: random.Random) -> None:
    letters = chance.choice([b"\n", b"\n\r", b"a\n", b"a", b"aaaaaaaaaaaaaaaaaaaaaaaa\n"])
    old, new = (bytes(chance.choices(letters, k=size)) for size in (one, other))
    check_bounds(old, new, old != new)


@pytest.mark.parametrize(
    ("old", "new", "differs", "expected"),
    [
        (None, None, True, (0, 0, 0, 0)),
        (None, 0, True, (0, 0, 0, 0)),
        (None, 2000, True, (5, 2000, 2000, 2000)),
        (2000, None, False, (5, 2000, 2000, 2000)),
        (5000, 5000, False, (0, 0, 0, 0)),
        (5000, 5000, True, (2, 10000, 2, 10000)),
        (5000, 5801, True, (3, 10801, 801, 10801)),
        (0, 1, True, (1, 1, 1, 1)),
        (None, 130, True, (1, 130, 130, NO_BOUND)),
        (5000, 130, True, (13, 5130, 4870, NO_BOUND)),
        (None, 99, True, (1, 99, 99, 99)),
        (None, 1024, True, (3, 1024, 1024, NO_BOUND)),
        (None, 1025, True, (3, 1025, 1025, 1025)),
    ],
)
def test_bounds(old: int | None, new: int | None, differs: bool, expected: tuple[int, int, int, int]) -> None:
    assert bounds(old, new, differs) == Bounds(*expected)


@pytest.mark.parametrize("size", [1, 2, 99, 401, 2000])
def test_bounds_are_reached(size: int) -> None:
    assert changed(None, b"x" * size).lines == bounds(None, size, True).lines_low
    assert changed(None, b"\n" * size).lines == bounds(None, size, True).lines_high
    assert changed(b"\r" * size, b"\n" * size).lines == bounds(size, size, True).lines_high
    assert changed(b"x" * (size - 1) + b"y", b"x" * size).bytes == 2 * size <= bounds(size, size, True).bytes_high


@pytest.mark.parametrize(
    ("blob", "size"),
    [
        (pointer(0), 0),
        (pointer(1_073_741_824), 1_073_741_824),
        (pointer((1 << 63) - 1), (1 << 63) - 1),
        (pointer(5).rstrip(b"\n"), 5),
        (pointer(5).replace(b"\n", b"\r\n"), 5),
        (pointer(5).replace(b"\n", b"\n\n"), 5),
        (b"\n" + pointer(5) + b"  \n", 5),
        (pointer(5, b"http://git-media.io/v/2"), 5),
        (pointer(5, b"https://hawser.github.com/spec/v1"), 5),
        (pointer(0, b"http://git-media.io/v/2").rstrip(), 0),
        (pointer(5, ext=b"ext-0-foo sha256:" + OID + b"\n"), 5),
        (pointer(5, ext=b"ext-0-foo sha256:" + OID + b"\n" * 700), 5),
        (pointer(b"+5"), 5),
    ],
)
def test_pointers(blob: bytes, size: int) -> None:
    assert lfs_size(blob) == size


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"version https://git-lfs.github.com/spec/v1\n",
        b"x" * 130,
        b"x" + pointer(5),
        pointer(1 << 63),
        pointer(b""),
        pointer(b"-5"),
        pointer(b"5x"),
        pointer(b"5 6"),
        pointer(b"\xb2"),
        pointer(5, b"https://git-lfs.github.com/spec/v9"),
        pointer(5) + b"more 1\n",
        pointer(5, ext=b"other 1\n"),
        pointer(5).replace(b"oid sha256:", b"oid sha1:::"),
        pointer(5).replace(b"sha256:a1", b"sha256:"),
        pointer(5).replace(b"size", b"Size"),
        pointer(5) + b"\n" * 1024,
        pointer(b"9" * 800),
        b"version https://git-lfs.github.com/spec/v1\nsize 5\noid sha256:" + OID + b"\n",
    ],
)
def test_not_pointers(blob: bytes) -> None:
    assert lfs_size(blob) is None


def test_a_pointer_counts_as_what_it_names() -> None:
    big, other = pointer(1 << 30), pointer((1 << 30) + 1)
    assert changed(None, big).bytes == 1 << 30
    assert changed(big, None).bytes == 1 << 30
    assert changed(big, other).bytes == (1 << 31) + 1
    assert changed(b"text\n", big).bytes == (1 << 30) + 5
    assert changed(None, pointer(1)).bytes == len(pointer(1))
    assert changed(big, big) == (0, 0)


def numbered(count: int) -> list[bytes]:
    return [b"line %d\n" % number for number in range(count)]


def nested(count: int, before: bool) -> list[bytes]:
    """Lines that become unique only after those round them are gone: two at a time."""
    rows = [[b"%d\n" % number, b"%d\n" % (number + 1)] for number in range(count)]
    return [line for row in rows for line in ([b"q\n", *row] if before else [*row, b"p\n"])]


def shuffled(lines: list[bytes], seed: int) -> list[bytes]:
    return random.Random(seed).sample(lines, len(lines))


def drawn(kinds: int, seed: int) -> list[bytes]:
    chance = random.Random(seed)
    return [b"%d\n" % chance.randrange(kinds) for _ in range(50_000)]


Lines = list[bytes]
LARGE: dict[str, Callable[[], tuple[Lines, Lines, int | None]]] = {  # made when they are asked for: they are large
    "equal": lambda: ([b"a\n"] * 50_000, [b"a\n"] * 49_999, 1),
    "alternating": lambda: ([b"a\n"] * 50_000, [b"a\n", b"b\n"] * 25_000, 50_000),
    "shifted": lambda: ([b"a\n", b"b\n"] * 25_000, [b"b\n", b"a\n"] * 25_000, 2),
    "one": lambda: (numbered(50_000), [b"new\n", *numbered(50_000)], 1),
    "seventh": lambda: (
        numbered(50_000),
        [line if at % 7 else b"%d\n" % at for at, line in enumerate(numbered(50_000))],
        14_286,
    ),
    "crlf": lambda: (numbered(50_000), [line.replace(b"\n", b"\r\n") for line in numbered(50_000)], 100_000),
    "reversed": lambda: (numbered(50_000), numbered(50_000)[::-1], 99_998),
    "shuffled": lambda: (numbered(50_000), shuffled(numbered(50_000), 1), None),
    "nested": lambda: (nested(16_000, False), nested(16_000, True), 32_000),
    "2": lambda: (drawn(2, 1), drawn(2, 2), None),
    "10": lambda: (drawn(10, 1), drawn(10, 2), None),
    "300": lambda: (drawn(300, 1), drawn(300, 2), None),
    "30000": lambda: (drawn(30_000, 1), drawn(30_000, 2), None),
}


@pytest.mark.later
@pytest.mark.parametrize("name", LARGE)
def test_large_files_are_counted_in_time(name: str) -> None:
    old, new, lines = LARGE[name]()
    start = time.process_time()
    found = changed(b"".join(old), b"".join(new))
    assert time.process_time() - start < 2  # a tenth of a second each; a quadratic count would take minutes
    assert lines is None or found.lines == lines


def test_one_long_line_is_counted_by_its_bytes() -> None:
    assert changed(b"a" * 1_000_000, b"a" * 999_999 + b"b") == (5_000, 2_000_000)
    assert changed(None, b"a" * 1_000_000) == (2_500, 1_000_000)
