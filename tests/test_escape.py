"""What guard prints hides nothing, and a shell reads its words back."""

from __future__ import annotations

import subprocess
import unicodedata
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard.escape import hidden, invisible, shell_word, shown
from tests.conftest import EXAMPLES

DEFAULT_IGNORABLE = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
    *range(0xE0000, 0xE1000),
)
IGNORABLE = frozenset(map(chr, DEFAULT_IGNORABLE))
PATH_BYTES = st.binary(max_size=60).map(lambda data: data.replace(b"\0", b""))
TRICKY_PIECES = [
    *(b"\\", b"'", b"!", b"a", b"7", b" ", b"$", b"\n", b"\x01", b"\x7f", b"\xff", b"\xc3\xa9", b"\xe2\x80\x8b")
]
TRICKY = st.lists(st.sampled_from(TRICKY_PIECES)).map(b"".join)
LIKE_ESCAPES = st.text("\\xuU0a\x0a\x1b\u202e")


# Nothing is assigned in planes 4 to 13, and they are most of all there is: `make test` leaves them to `make fuzz`.
EMPTY = range(4, 14)
PLANES = [plane for plane in range(17) if plane not in EMPTY]
SOON = (0, 1, 14)  # where those that hide are, all but few
ALL = [*SOON, *(pytest.param(plane, marks=pytest.mark.fuzz) for plane in range(17) if EXAMPLES and plane not in SOON)]


@cache
def scalars(plane: int) -> list[str]:
    """Every character of one of the seventeen planes; half a character is none."""
    return [chr(code) for code in range(plane << 16, (plane + 1) << 16) if not 0xD800 <= code <= 0xDFFF]


@cache
def invisibles(plane: int) -> frozenset[str]:
    return frozenset(filter(invisible, scalars(plane)))


def must_not_survive(char: str) -> bool:
    category = unicodedata.category(char)
    return (
        category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        or (category == "Zs" and char != " ")
        or char in IGNORABLE
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"app/ok.py", "app/ok.py"),
        (b"", ""),
        ("", ""),
        (b"a b", "a b"),
        ("café/日本語.md", "café/日本語.md"),
        ("café".encode(), "café"),
        (b"a\nb", r"a\x0ab"),
        (b"a\x1b[2K", r"a\x1b[2K"),
        (b"\xff", r"\xff"),
        (b"\xc2\x80", r"\u0080"),
        (b"\x80", r"\x80"),
        (b"\xed\xa0\x80", r"\xed\xa0\x80"),
        ("a\u202eb", r"a\u202eb"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\udcff"),
        ("\u3164", r"\u3164"),
        ("a\xa0b", r"a\u00a0b"),
        ("\u2028", r"\u2028"),
        ("C:\\dir", "C:\\dir"),
        ("\\d+", "\\d+"),
        ("\\x1b", "\\\\x1b"),
        ("\\u202e", "\\\\u202e"),
        ("a\\\\b", "a\\\\\\\\b"),
        ("\\\x1b", "\\\\\\x1b"),
        ("❤\ufe0f", "❤\\ufe0f"),
    ],
)
def test_shown(text: bytes | str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("plane", ALL)
def test_no_code_point_that_hides_survives_and_the_others_do(plane: int) -> None:
    for char in scalars(plane):
        gone = must_not_survive(char)
        for seen in (shown(char), shown(char.encode())):
            if gone:
                assert seen.isascii() and seen.isprintable() and seen.startswith("\\"), hex(ord(char))
            elif char not in invisibles(plane):
                assert seen == char


def test_surrogates_do_not_survive() -> None:
    assert all(shown(chr(code)) == f"\\u{code:04x}" for code in range(0xD800, 0xE000))


@pytest.mark.parametrize("plane", ALL)
def test_invisible_is_the_same_in_every_unicode_version(plane: int) -> None:
    for char in scalars(plane):
        format_or_space = unicodedata.category(char) in ("Cf", "Zl", "Zp", "Zs") and char != " "
        if format_or_space or char in IGNORABLE:
            assert char in invisibles(plane), hex(ord(char))
    assert all(map(hidden, invisibles(plane)))
    assert not invisibles(plane) or plane not in EMPTY


def test_few_are_invisible() -> None:
    assert sum(len(invisibles(plane)) for plane in PLANES) < 4096 + 250


@given(st.one_of(st.binary(), TRICKY, st.text().map(str.encode)))
def test_shown_bytes_hide_nothing(text: bytes) -> None:
    assert not any(map(must_not_survive, shown(text)))


@given(st.one_of(st.binary(), TRICKY), st.one_of(st.binary(), TRICKY))
@example(b"\\x1b", b"\x1b")
@example(b"\x80", b"\xc2\x80")
@example(b"\\\n", b"\\\\x0a")
def test_different_bytes_are_shown_differently(one: bytes, other: bytes) -> None:
    assert (shown(one) == shown(other)) == (one == other)


@given(LIKE_ESCAPES, LIKE_ESCAPES)
def test_different_texts_are_shown_differently(one: str, other: str) -> None:
    assert (shown(one) == shown(other)) == (one == other)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"app/ok.py", "app/ok.py"),
        (b"", "''"),
        (b"a b", "'a b'"),
        (b"it's", r"'it'\''s'"),
        ("café".encode(), "'café'"),
        (b"a\nb", r"$'a\x0a\x62'"),
        (b"a\nz", r"$'a\x0az'"),
        (b"\xff!'\\", r"$'\xff\x21\x27\x5c'"),
        (b"~root", "'~root'"),
        (b"a=b", "'a=b'"),
        (b"$(id)", "'$(id)'"),
        (b"--output=pwn", "'--output=pwn'"),
        ("a\u202eb".encode(), r"$'a\xe2\x80\xae\x62'"),
    ],
)
def test_shell_word(path: bytes, expected: str) -> None:
    assert shell_word(path) == expected


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(PATH_BYTES, TRICKY), min_size=20, max_size=60))
def test_bash_reads_shell_words_back(paths: list[bytes]) -> None:
    paths = [*paths, *(bytes([byte]) for byte in range(1, 256)), b"".join(bytes([b]) for b in range(1, 256))]
    words = " ".join(map(shell_word, paths))
    for locale in ("C", "C.UTF-8"):
        done = subprocess.run(
            ["/bin/bash", "--norc", "-s"], input=f"printf '%s\\0' {words}\n".encode(), capture_output=True,
            check=True, env={"LC_ALL": locale},
        )  # fmt: skip
        assert done.stdout.split(b"\0")[:-1] == paths


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)), min_size=1, max_size=40))
def test_any_posix_shell_reads_words_of_printable_characters_back(texts: list[str]) -> None:
    words = " ".join(shell_word(text.encode()) for text in texts)
    script = f"printf '%s\\0' {words}\n".encode()
    done = subprocess.run(["/bin/sh", "-s"], input=script, capture_output=True, check=True)
    assert done.stdout.split(b"\0")[:-1] == [text.encode() for text in texts]


@given(st.one_of(PATH_BYTES, TRICKY, st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_a_shell_word_hides_nothing(path: bytes) -> None:
    assert not any(map(must_not_survive, shell_word(path)))
