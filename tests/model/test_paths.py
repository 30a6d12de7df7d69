"""The meaning of path and operation patterns, row by row, and against a second implementation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.paths import PathSet, check_operation_pattern, check_pattern, covers
from tests.conftest import examples

# pattern | what it matches | what it leaves alone
MEANING = """
/a | a | b A a/b b/a aa a/ ab /a
/a/b | a/b | a b a/b/c x/a/b a/B a/bb ab a//b
/docs/d.md | docs/d.md | docs/d.md/x docs/dxmd docs/d.mdx docs docs/D.md
/* | a .a a.b -- * | a/b a/b/c
/*.py | a.py .py a.b.py | a.pyc a/b.py py a.PY b/.py
/a* | a ab a.b a* | ba b a/b ab/c A
/*a | a ba .a aa | ab b b/a a/b
/*a* | a ba ab bab aa | b b/a a/b
/a*b | ab acb aab abb a.b | a b ba abc a/b
/a*b*c | abc axbxc abbc abcbc | ac acb abcx a/b/c ab
/a*ab | aab axab aabab | ab a aba
/*a*b*a* | aba xaxbxax abba | ab aab ba aa
/docs/* | docs/a docs/.a docs/a.md | docs docs/a/b doc/a docsx/a xdocs/a a/docs/b
/*/a | b/a a/a | a b/c/a a/b
/*/* | a/b x/.y | a a/b/c
/d*s/*.md | docs/a.md ds/.md dos/x.md | docs/a.txt d/s/a.md docs/x/a.md dox/a.md
/a/*/c | a/b/c a/a/c | a/c a/b/b/c a/b/d
/docs/** | docs/a docs/a/b docs/a/b/c docs/.a docs/** | docs doc docsx docsx/a Docs/a a/docs/b doc/s
/app/** | app/x.py app/b/c | app application/x myapp/x app.py app-x/y
/a/b/** | a/b/c a/b/c/d | a/b a a/c a/bc/d a/bb x/a/b/c
/** | a a/b a/b/c .a |
/**/a | a b/a b/c/a a/a | a/b b xa b/xa A aa b/a/c
/**/a.b | a.b x/a.b x/y/a.b | a.bc xa.b a/b x/xa.b a.b/x
/**/*.pb.go | a.pb.go .pb.go x/a.pb.go x/y/.pb.go | a.go a.pb.gox a.pb.go/x pb.go a.pbxgo
/**/* | a a/b a/b/c |
/**/a* | a ab x/ab x/y/a | ba x/ba ab/x
/**/a/b | a/b x/a/b x/y/a/b a/a/b | a b a/b/c a/x/b ab xa/b a/xb
/**/a/** | a/b x/a/b a/a x/a/y/z a/b/c | a x/a b/c xa/b ax/b x/y/a
/**/.git/** | .git/config x/.git/hooks/y | .git x/.git .gitx/a x.git/a .github/a
/a/**/b | a/b a/x/b a/x/y/b a/b/b a/a/b | a b a/x x/a/b a/b/c ab a/xb axb a/x/bb
/a/**/*.py | a/x.py a/b/x.py a/.py a/b/c/d.py | a x.py a.py a/x.pyc b/a/x.py
/a/**/b/** | a/b/c a/x/b/c a/b/b a/x/y/b/z/w | a/b a/x/b b/c a/c x/a/b/c
/a/**/b/**/c | a/b/c a/x/b/c a/b/x/c a/x/b/y/c a/b/b/c/c | a/c a/b a/c/b a/b/c/d x/a/b/c
/**/a/**/b | a/b x/a/b a/x/b x/a/y/b a/a/b/b | b a b/a a/b/x a/bx
/a/**/** | a/b a/b/c | a b ab/c
/**/** | a a/b |
/**/**/a | a x/a x/y/a | b a/b xa
/a/**/**/b | a/b a/x/b a/x/y/z/b | a b x/a/b a/b/x
/*/** | a/b a/b/c | a
/*/**/a | b/a b/c/a a/a | a a/b b/c
/**/*/a | b/a b/c/a a/a | a a/b
/**/a/* | a/b x/a/b a/a | a a/b/c/d b x/a
/**/*a*/b | a/b xax/b q/xax/b | b q/b xax/c
/a.b | a.b | axb a/b ab
/a+b | a+b | ab aab
/(a) | (a) | a
/^a$ | ^a$ | a
/a-b_c@d~e,f=g;h&i#j%k | a-b_c@d~e,f=g;h&i#j%k | a
/a.b/... | a.b/... | a.b/.... a.b/..
/:evil.py | :evil.py | evil.py
/--output=pwn | --output=pwn | output=pwn
/é | é | e É é/x
/*é | é aé | e aéb
/日本/** | 日本/語 日本/語/x | 日本 日/本
"""


def rows() -> list[tuple[str, str, bool]]:
    found = []
    for line in MEANING.strip().splitlines():
        pattern, _, rest = line.partition(" | ")
        matched, _, left = rest.partition(" |")
        found += [(pattern, path, True) for path in matched.split()]
        found += [(pattern, path, False) for path in left.split()]
    return found


ROWS = rows()
BYTE_ROWS = [
    ("/*", b"\xff", True),
    ("/a/*.py", b"a/\xff.py", True),
    ("/a/**", b"a/\xff/\xfe", True),
    ("/a*", b"a\n", True),
    ("/a", b"a\n", False),
    ("/*.py", b"a.py\n", False),
    ("/a b", b"a b", True),
    ("/a*b", b"a\nb", True),
    ("/caf\u00e9", "cafe\u0301".encode(), False),
    ("/a/**", b"a/../b", True),
    ("/**", b"\n", True),
    ("/*", b"a|b", True),
    ("/a|b", b"a|b", True),
    ("/a|b", b"a", False),
]
BAD = [
    *("", "a", "a/b", "*", "**", "docs/**", "./a", " /a", "!/a", "~/a"),
    *("/", "//", "/a/", "/a/**/", "/**/", "//a", "/a//b", "/.", "/..", "/./a", "/a/../b", "/a/.", "/../a"),
    *("/a**", "/**a", "/a**b", "/***", "/a/***", "/a/**b/c", "/a/*.**", "/****"),
    *("/a?", "/?", "/[a]", "/a]", "/{a,b}", "/a}", "/!a", "/a!b", "/a\\b", "/\\*"),
    *("/a\nb", "/a\tb", "/\0", "/a\x1b", "/\x7f", "/a\x85", "/a\r", "/\ud800", "/a\udcff"),
    *("/a\u202eb", "/\u200b", "/a\u00a0b", "/a\u2028b", "/a\ufe0f", "/\u3164", "/\U000e0041"),
]
PIECES = st.sampled_from(["a", "b", "ab", "*", "a*", "*a", "a*b", "*a*", "**", "é", "a.b"])
PATTERNS = st.lists(PIECES, min_size=1, max_size=6).map(lambda pieces: "/" + "/".join(pieces))
NAMES = st.sampled_from(["a", "b", "ab", "aab", "abb", "ba", "é", "a.b", "axb", "\n", ""])
PATHS = st.lists(NAMES, min_size=1, max_size=7).map(lambda names: "/".join(names).encode())


def translated(pattern: str) -> re.Pattern[bytes]:
    """The same meaning by other means: one regular expression, `/` before every component."""
    components = pattern[1:].split("/")
    text = b""
    for place, component in enumerate(components):
        if component == "**":
            text += b"(?:/[^/]*)+" if place == len(components) - 1 else b"(?:/[^/]*)*"
        else:
            text += b"/" + b"[^/]*".join(re.escape(piece) for piece in component.encode().split(b"*"))
    return re.compile(text, re.DOTALL)


def reference(pattern: str, path: bytes) -> bool:
    return translated(pattern).fullmatch(b"/" + path) is not None


def test_the_table_is_long_enough_and_has_both_halves() -> None:
    assert len(ROWS) + len(BYTE_ROWS) >= 300
    assert min(sum(expected for *_, expected in ROWS), sum(not expected for *_, expected in ROWS)) >= 120


@pytest.mark.parametrize(("pattern", "path", "expected"), ROWS)
def test_meaning(pattern: str, path: str, expected: bool) -> None:
    check_one(pattern, path.encode(), expected)


@pytest.mark.parametrize(("pattern", "path", "expected"), BYTE_ROWS)
def test_meaning_on_bytes(pattern: str, path: bytes, expected: bool) -> None:
    check_one(pattern, path, expected)


def check_one(pattern: str, path: bytes, expected: bool) -> None:
    assert check_pattern(pattern) is None
    assert PathSet([pattern]).matches(path) is expected
    assert PathSet([pattern]).first(path) == (pattern if expected else None)
    assert reference(pattern, path) is expected


@pytest.mark.parametrize("pattern", BAD)
def test_not_patterns(pattern: str) -> None:
    reason = check_pattern(pattern)
    assert reason and reason.isprintable()
    with pytest.raises(ValueError, match=r"\w"):
        PathSet([pattern])


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("docs/**", "starts with /"),
        ("/docs/", "/docs/**"),
        ("/", "/**"),
        ("/a[b]", "[ has no meaning"),
        ("/a**", "whole component"),
        ("/a//b", "empty component"),
        ("/a/../b", "component .."),
        ("/a\u202e", r"\u202e"),
        ("/a\n", r"\x0a"),
    ],
)
def test_reasons_name_the_fault(pattern: str, words: str) -> None:
    assert words in str(check_pattern(pattern))


@pytest.mark.fuzz
@settings(max_examples=examples(400))
@given(st.lists(PATTERNS, max_size=6), PATHS)
def test_sets_agree_with_the_second_implementation(patterns: list[str], path: bytes) -> None:
    expected = next((pattern for pattern in patterns if reference(pattern, path)), None)
    assert PathSet(patterns).first(path) == expected
    assert PathSet(patterns).matches(path) is (expected is not None)


@pytest.mark.fuzz
@settings(max_examples=examples(300))
@given(PATTERNS, PATHS)
def test_one_pattern_agrees_with_the_second_implementation(pattern: str, path: bytes) -> None:
    assert PathSet([pattern]).matches(path) is reference(pattern, path)


@given(st.text("ab*/.", max_size=12).map("/".__add__), st.text("ab/\n", max_size=12).map(str.encode))
def test_random_text_is_a_pattern_or_has_a_reason(text: str, path: bytes) -> None:
    if check_pattern(text) is None:
        assert PathSet([text]).matches(path) is reference(text, path)
    else:
        with pytest.raises(ValueError, match=r"\w"):
            PathSet([text])


def test_the_first_declared_pattern_is_named() -> None:
    patterns = ["/x", "/**/b", "/a/**", "/a/b", "/*/b"]
    assert PathSet(patterns).first(b"a/b") == "/**/b"
    assert PathSet(reversed(patterns)).first(b"a/b") == "/*/b"
    assert PathSet(patterns).first(b"a/c") == "/a/**"


def test_no_pattern_matches_nothing() -> None:
    assert not PathSet([]).matches(b"a")
    assert PathSet([]).first(b"a") is None


def test_no_pattern_is_slow() -> None:
    """Steps, not seconds: a matcher that retries at every star would not come to an end here."""
    deep = b"/".join([b"a"] * 400)
    assert not PathSet(["/" + "**/a/" * 200 + "b"]).matches(deep)
    assert not PathSet(["/" + "*a" * 200 + "*b"]).matches(b"a" * 5000)
    assert PathSet(["/" + "**/a/" * 200 + "a"]).matches(deep)


@pytest.mark.parametrize(
    ("pattern", "operation", "expected"),
    [
        ("file.modify", "file.modify", True),
        ("file.modify", "file.mode", False),
        ("file.modify", "file.modify.x", False),
        ("file.*", "file.modify", True),
        ("file.*", "file.a.b", True),
        ("file.*", "file", False),
        ("file.*", "file.", False),
        ("file.*", "filex.modify", False),
        ("file.*", "xfile.modify", False),
        ("schema.column.*", "schema.column.add", True),
        ("schema.column.*", "schema.table.add", False),
        ("*", "file.modify", True),
        ("*", "schema.column.add", True),
        ("*", "opaque.unparsed", False),
        ("*", "opaque", False),
        ("*", "opaquex.y", True),
        ("opaque.*", "opaque.unparsed", True),
        ("opaque.*", "opaque", False),
        ("opaque", "opaque", True),
        ("opaque.unparsed", "opaque.unparsed", True),
        ("opaque.sql.*", "opaque.sql.x", True),
        ("opaque.sql.*", "opaque.unparsed", False),
        ("File.*", "file.modify", False),
    ],
)
def test_covers(pattern: str, operation: str, expected: bool) -> None:
    assert covers(pattern, operation) is expected


@pytest.mark.parametrize("pattern", ["*", "a", "file.*", "file.modify", "a.b.c.*", "ci.run-step", "a_b.c0", "opaque.*"])
def test_operation_patterns(pattern: str) -> None:
    assert check_operation_pattern(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        *("", ".", "a.", ".a", "a..b", ".*", "a..*", "A.b", "a b", "a/b", "é", "a.b\n", " a"),
        *("**", "a.**", "a*", "*.a", "a.*.b", "*.*"),
    ],
)
def test_not_operation_patterns(pattern: str) -> None:
    reason = check_operation_pattern(pattern)
    assert reason and reason.isprintable()
