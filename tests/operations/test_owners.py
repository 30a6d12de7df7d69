"""CODEOWNERS: whose paths change hands, and what is left alone."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.reading import Context, Source
from guard.operations.owners import detect
from guard.settings.owner_patterns import apart, elements, matches, own, shared
from tests.operations.telling import bitten, fuzzy, put_in, sound, spoken, told

A = """# who looks at what
*           @all
/docs/      @writers
*.js        @web
/src/api/   @api @core
/build/logs/* @ops
"""

G = """* @all
[Docs][2] @writers
/docs/
/README.md @lead
^[Web]
*.js @web
"""

PIECES = ["* @x\n", "[S] @a\n", "**/", "?", "\\ ", "!", "#", "\n", "/a/*\n", "^[T][9]\n"]

# what is put in the place of what, and what is told: `and more` where that is not all

FINDS_A = [
    ("another owner", "@writers", "@editors", ["path:/docs/ @3 from=@writers to=@editors"]),
    ("an owner more", "@api @core", "@api @core @new", ["path:/src/api/ @5 from=@api @core to=@api @core @new"]),
    ("an owner less", "@api @core", "@api", ["path:/src/api/ @5 from=@api @core to=@api"]),
    ("no owner", "/docs/      @writers", "/docs/", ["path:/docs/ @3 from=@writers widens"]),
    ("a line removed", "/docs/      @writers\n", "", ["path:/docs/ @- from=@writers to=@all"]),
    ("all without an owner", "*           @all", "*", ["path:* @2 from=@all widens"]),
    (
        "a pattern more",
        "/src/api/",
        "/src/db/ @dba\n/src/api/",
        ["path:/src/db/ @5 from=@all to=@dba", "path:*.js @5 from=@web to=@dba"],
    ),
    (
        "a pattern at the end that takes all",
        "/build/logs/* @ops\n",
        "/build/logs/* @ops\n* @all\n",
        [
            "path:/docs/ @7 from=@writers to=@all",
            "path:*.js @7 from=@web to=@all",
            "path:/src/api/ @7 from=@api @core to=@all",
            "path:/build/logs/* @7 from=@ops to=@all",
        ],
    ),
    (
        "order where patterns overlap",
        "/docs/      @writers\n*.js        @web\n",
        "*.js        @web\n/docs/      @writers\n",
        ["path:/docs/ @4 from=@web to=@writers"],
    ),
    (
        "an escaped blank",
        "/src/api/",
        "/my\\ notes/ @n\n/src/api/",
        ["path:/my notes/ @5 from=@all to=@n", "path:*.js @5 from=@web to=@n"],
    ),
    ("a comment behind", "@writers", "@editors # since today", ["path:/docs/ @3 from=@writers to=@editors"]),
    (
        "a pattern in another letter case",
        "/docs/",
        "/Docs/",
        ["path:/docs/ @- from=@writers to=@all", "path:/Docs/ @3 from=@all to=@writers"],
    ),
    (
        "a folder above",
        "/src/api/",
        "/src/ @core\n/src/api/",
        ["path:/src/ @5 from=@all to=@core", "path:*.js @5 from=@web to=@core"],
    ),
    (
        "a deeper pattern",
        "/build/logs/*",
        "/build/logs/**",
        ["path:/build/logs/** @6 from=@all to=@ops", "path:*.js @6 from=@web to=@ops", "and more"],
    ),
    ("anywhere", "/docs/", "docs/", ["path:docs/ @3 from=@all to=@writers", "and more"]),
    (
        "a file in a folder",
        "/src/api/",
        "/docs/a.md @a\n/src/api/",
        ["path:/docs/a.md @5 from=@writers to=@a", "path:*.js @5 from=@web to=@a"],
    ),
    ("an address", "@writers", "w@example.org", ["path:/docs/ @3 from=@writers to=w@example.org"]),
    ("a team", "@writers", "@org/writers", ["path:/docs/ @3 from=@writers to=@org/writers"]),
    (
        "a negated pattern",
        "/src/api/",
        "!/docs/x @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: a pattern cannot be negated", "and more"],
    ),
    (
        "a range",
        "/src/api/",
        "/[a-z]/ @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: a pattern has no ranges in brackets", "and more"],
    ),
    (
        "the end of a range",
        "/src/api/",
        "/a]/ @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: a pattern has no ranges in brackets", "and more"],
    ),
    (
        "the start of a range",
        "/src/api/",
        "/[a/ @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: a pattern has no ranges in brackets", "and more"],
    ),
    (
        "a slash alone",
        "/src/api/",
        "/ @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: / alone is no file", "and more"],
    ),
    (
        "an escaped mark",
        "/src/api/",
        "\\#x @a\n/src/api/",
        ["opaque.unparsed - @5 why=GitHub ignores the line: a pattern cannot begin with #", "and more"],
    ),
    (
        "no owner's name",
        "@writers",
        "writers",
        [
            "path:/docs/ @- from=@writers to=@all",
            (
                "opaque.unparsed - @3 why=GitHub ignores the line: an owner is @name,"
                " @organisation/team or an e-mail address"
            ),
            "and more",
        ],
    ),
    (
        "half an owner's name",
        "@api @core",
        "@api core",
        [
            "path:/src/api/ @- from=@api @core to=@all",
            "path:*.js @- from=@api @core to=@web",
            (
                "opaque.unparsed - @5 why=GitHub ignores the line: an owner is @name,"
                " @organisation/team or an e-mail address"
            ),
            "and more",
        ],
    ),
    (
        "everything removed",
        None,
        "",
        [
            "path:* @- from=@all widens",
            "path:/docs/ @- from=@writers widens",
            "path:*.js @- from=@web widens",
            "path:/src/api/ @- from=@api @core widens",
            "path:/build/logs/* @- from=@ops widens",
        ],
    ),
    (
        "two lines more",
        "@api @core\n",
        "@api @core\n/docs/x @writers\n/lib/ @lib\n",
        ["path:/lib/ @7 from=@all to=@lib", "path:/docs/x @6 from=@web to=@writers", "path:*.js @7 from=@web to=@lib"],
    ),
    (
        "a question mark",
        "/src/api/",
        "/?ocs/ @q\n/src/api/",
        ["path:/?ocs/ @5 from=@all to=@q", "path:/docs/ @5 from=@writers to=@q", "path:*.js @5 from=@web to=@q"],
    ),
    (
        "a star within",
        "*.js ",
        "s*.js ",
        ["path:*.js @- from=@web to=@all", "path:/docs/ @- from=@web to=@writers", "and more"],
    ),
    (
        "double stars",
        "/src/api/",
        "/src/**/x/ @x\n/src/api/",
        ["path:/src/**/x/ @5 from=@all to=@x", "path:*.js @5 from=@web to=@x"],
    ),
    (
        "a pattern too long",
        "/src/api/",
        (
            "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa @x\n/src/api/"
        ),
        ["opaque.unparsed - @5 why=a pattern has more than 200 characters", "and more"],
    ),
    ("not UTF-8", None, b"* @\xff\n", ["opaque.unparsed - @- why=the file is not UTF-8", "and more"]),
]

LEAVES_A = [
    ("a comment", A.replace("who looks", "who else looks")),
    ("blanks", A.replace("      ", " ")),
    ("tabs", A.replace("      ", "\t")),
    ("letter case of owners", A.replace("@all", "@ALL")),
    ("order of owners", A.replace("@api @core", "@core @api")),
    (
        "order where nothing overlaps",
        A.replace("/src/api/   @api @core\n/build/logs/* @ops\n", "/build/logs/* @ops\n/src/api/   @api @core\n"),
    ),
    ("a line that changes nothing", A + "/src/api/x @core @api\n"),
    ("a line twice", A.replace("/docs/      @writers\n", "/docs/ @writers\n/docs/ @writers\n")),
    ("CRLF", A.replace("\n", "\r\n")),
    ("BOM", "\ufeff" + A),
    ("no newline at the end", A.rstrip("\n")),
    ("a comment behind", A.replace("@all", "@all # everyone")),
    ("blank lines", A.replace("\n", "\n\n")),
    ("an owner twice", A.replace("@all", "@all @all")),
]

FINDS_G = [
    (
        "fewer approvals",
        "[Docs][2]",
        "[Docs]",
        [
            "path:/docs/ @3 from=2 of @writers section=docs to=@writers widens",
            "path:/README.md @4 from=2 of @lead section=docs to=@lead widens",
        ],
    ),
    (
        "more approvals",
        "[Docs][2]",
        "[Docs][3]",
        [
            "path:/docs/ @3 from=2 of @writers section=docs to=3 of @writers",
            "path:/README.md @4 from=2 of @lead section=docs to=3 of @lead",
        ],
    ),
    (
        "optional",
        "[Docs][2]",
        "^[Docs][2]",
        [
            "path:/docs/ @3 from=2 of @writers section=docs to=optional 2 of @writers widens",
            "path:/README.md @4 from=2 of @lead section=docs to=optional 2 of @lead widens",
        ],
    ),
    ("no longer optional", "^[Web]", "[Web]", ["path:*.js @6 from=optional @web section=web to=@web"]),
    (
        "another owner of a section",
        "@writers",
        "@editors",
        ["path:/docs/ @3 from=2 of @writers section=docs to=2 of @editors"],
    ),
    ("no owner of a section", " @writers", "", ["path:/docs/ @3 from=2 of @writers section=docs widens"]),
    (
        "an exemption",
        "/README.md @lead",
        "!/docs/x/\n/README.md @lead",
        ["path:/docs/x/ @4 from=2 of @writers section=docs widens"],
    ),
    (
        "an exemption of all",
        "/README.md @lead",
        "!*\n/README.md @lead",
        ["path:/docs/ @4 from=2 of @writers section=docs widens"],
    ),
    (
        "a range",
        "*.js @web",
        "[ab].js @web",
        [
            "path:*.js @- from=optional @web section=web widens",
            "opaque.unparsed - @6 why=a range in brackets is not told",
            "and more",
        ],
    ),
    ("a role", "@lead", "@@maintainer", ["path:/README.md @4 from=2 of @lead section=docs to=2 of @@maintainer"]),
]

LEAVES_G = [
    ("letter case of a section", G.replace("[Docs]", "[DOCS]")),
    ("order of sections", "* @all\n^[Web]\n*.js @web\n[Docs][2] @writers\n/docs/\n/README.md @lead\n"),
    ("a section in two", G + "[docs][2] @writers\n/docs/a\n"),
]

lines = spoken(detect, ("owner.change path:", "path:"))


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_A, ids=[row[0] for row in FINDS_A])
def test_finds(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines(".github/CODEOWNERS", A, put_in(A, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_A, ids=[row[0] for row in LEAVES_A])
def test_leaves_alone(label: str, new: str) -> None:
    assert new != A
    assert told(detect, ".github/CODEOWNERS", A, new) == ()
    assert told(detect, ".github/CODEOWNERS", new, A) == ()


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_G, ids=[row[0] for row in FINDS_G])
def test_finds_of_gitlab(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines("CODEOWNERS", G, put_in(G, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_G, ids=[row[0] for row in LEAVES_G])
def test_leaves_alone_of_gitlab(label: str, new: str) -> None:
    assert new != G
    assert lines("CODEOWNERS", G, new) == []
    assert lines("CODEOWNERS", new, G) == []


MATCHES = [
    ("*", "a", True),
    ("*", "a/b/c", True),
    ("/*", "a", True),
    ("/*", "a/b", False),
    ("*/", "a", False),
    ("*/", "a/b", True),
    ("/*/", "a", False),
    ("/*/", "a/b/c", True),
    ("**", "a/b", True),
    ("a/X", "a/X", True),
    ("a/X", "b/a/X", False),
    ("/**", "a", True),
    ("**/**/a", "a", True),
    ("**/**/a", "x/y/a", True),
    ("f*/", "f", False),
    ("f*/", "x/foo/a", True),
    ("/docs/", "docs/a/b", True),
    ("/docs/", "docs", False),
    ("docs/", "x/docs/a", True),
    ("/docs", "docs", True),
    ("/docs", "docs/a", True),
    ("docs/*", "docs/a", True),
    ("docs/*", "docs/a/b", False),
    ("*.js", "a/b.js", True),
    ("*.js", "b.jsx", False),
    ("/*.js", "b.js", True),
    ("/*.js", "a/b.js", False),
    ("a/**/b", "a/b", True),
    ("a/**/b", "a/x/y/b", True),
    ("**/logs", "x/logs/y", True),
    ("/a/**", "a/b", True),
    ("/a/**", "a", False),
    ("a?c", "abc", True),
    ("a?c", "ac", False),
    ("a*b*c", "aXbYc", True),
    ("a*b*c", "aXc", False),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), MATCHES)
def test_patterns_match_paths(pattern: str, path: str, expected: bool) -> None:
    assert matches(elements(pattern), path.split("/")) == expected


_SOME = "* /a /a/ a/b *.js /a/* /a/** **/b b/ /a/*/c a*c ?b /*/b/ /a/**/c *b* /a/b.js x*y*z /x*/y"
SOME = _SOME.split()


@pytest.mark.parametrize("one", SOME)
def test_what_two_patterns_share_is_of_both(one: str) -> None:
    names = ("a", "b", "c", "abc", "b.js", "xyz")
    paths = [path for count in (1, 2, 3) for path in product(names, repeat=count)]
    for other in SOME:
        left, right = elements(one), elements(other)
        path, short = (shared(left, right, shortest=shortest) for shortest in (False, True))
        assert short is None if path is None else short is not None and len(short) <= len(path)
        assert short is None or (matches(left, short) and matches(right, short)), (one, other, short)
        both = [path for path in paths if matches(left, path) and matches(right, path)]
        assert path is None or (matches(left, path) and matches(right, path)), (one, other, path)
        assert path is not None or not both, (one, other, both[:1])
        assert not (apart(left, right) and both)
    assert all(matches(elements(one), path) for path in own(elements(one), 3, 2))


# a pattern | others below it, which have the same owner before and after and stand over some of its paths
COVERED = [
    ("/docs/", "/docs/*/"),
    ("/docs/", "/docs/*"),
    ("/docs/", "/docs/* /docs/*/*/"),
    ("/docs", "/docs/"),
    ("/a/", "/a/*/*/*/*"),
    ("/a/", "/a/*/*/*/* /a/*/ /a/b"),
    ("*", "*/"),
    ("*", "/*"),
    ("*.md", "/*.md"),
    ("*.md", "/*.md /*/*/*.md"),
    ("*.md", "*/"),
    ("/docs/", "/docs/?/"),
    ("/docs/*", "/docs/?"),
    ("/docs/*", "/docs/? /docs/??"),
    ("/docs/*", "/docs/??*"),
    ("/d*c", "/d\u2603c"),
    ("/docs/**/x/", "/docs/x/ /docs/*/x/*/"),
]


@pytest.mark.parametrize(("pattern", "others"), COVERED)
def test_patterns_that_others_cover_in_part(pattern: str, others: str) -> None:
    rest = "".join([f"{other} @same\n" for other in others.split()])
    changed = [f"path:{pattern} @1 from=@a to=@b"]
    assert lines(".github/CODEOWNERS", f"{pattern} @a\n{rest}", f"{pattern} @b\n{rest}") == changed
    was, now = f"{pattern} @same\n", f"{pattern} @b\n{rest}"
    assert f"path:{pattern} @1 from=@same to=@b" in lines(".github/CODEOWNERS", was, now)


# a pattern | others below it, which stand over all of its paths
@pytest.mark.parametrize(
    ("pattern", "others"),
    [
        ("/docs/", "*"),
        ("/docs/", "/docs"),
        ("/docs/", "docs/"),
        ("*.md", "*"),
        ("/docs/*", "/docs/"),
        ("/*", "*"),
        ("/docs/?", "/docs/"),
        ("*", "/* */"),
        ("/a/", "/a/* /a/*/* /a/*/*/"),
    ],
)
def test_patterns_that_others_cover(pattern: str, others: str) -> None:
    rest = "".join([f"{other} @same\n" for other in others.split()])
    assert lines(".github/CODEOWNERS", f"{pattern} @a\n{rest}", f"{pattern} @b\n{rest}") == []


def test_an_order_that_counts_only_where_no_other_stands_over_it() -> None:
    old, rest = "/docs/ @a\n*.md @b\n", "/docs/*/ @same\n"
    assert lines("CODEOWNERS", old + rest, "*.md @b\n/docs/ @a\n" + rest) == ["path:/docs/ @2 from=@b to=@a"]


def test_who_tells_it() -> None:
    for new in (b"* @b", b"\xff", b"!x @a", b"#" * (3 * 1024 * 1024 + 1)):
        found = detect(Source(".github/CODEOWNERS", b"* @a", new), Context())
        assert found is not None and {one.via for one in found.operations} == {"codeowners"}


def test_a_file_comes_and_goes() -> None:
    assert lines("docs/CODEOWNERS", None, A)[:2] == ["path:* @2 to=@all", "path:/docs/ @3 to=@writers"]
    assert lines("docs/CODEOWNERS", A, None)[-1] == "path:/build/logs/* @- from=@ops widens"


def test_brackets_are_no_sections_to_github() -> None:
    assert lines(".github/CODEOWNERS", A, A + "[Docs] @x\n") == [
        "opaque.unparsed - @7 why=GitHub ignores the line: a pattern has no ranges in brackets",
        "and more",
    ]
    assert lines(".gitlab/CODEOWNERS", A, A + "!x\n")[0] == "path:x @7 from=@all widens"
    assert lines("CODEOWNERS", A, A + "[Docs] @x\n") == []


def test_what_is_too_large_is_opaque() -> None:
    large = "#" * (3 * 1024 * 1024 + 1)
    assert lines("CODEOWNERS", A, large)[0].startswith("opaque.unparsed - @- why=the file is larger than 3 MB")
    assert lines("CODEOWNERS", A, large[1:])[0].startswith("path:")


def test_too_many_rules_at_once_are_said_to_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    why = "opaque.unparsed - @- why=too many rules are others at once to look at every overlap"

    def sides(pattern: str) -> list[str]:
        names = [f"{number}{name}" for name in "ab" for number in range(8)]
        return ["".join([f"{pattern.replace('N', name)} @{side}{name}\n" for name in names]) for side in "xy"]

    every = lines("CODEOWNERS", *sides("*Nx*"))
    monkeypatch.setattr("guard.operations.owners._WORK", 8_000)  # not for rules that share no path
    assert len(lines("CODEOWNERS", *sides("/N/"))) == 16
    assert lines("CODEOWNERS", *sides("*Nx*")) == [*every, why, "and more"]
    monkeypatch.setattr("guard.operations.owners._WORK", 60_000)
    ends = [
        "".join([f"/0 @{owner}\n", *[f"/{name}/ @x\n" for name in range(1, 80)], f"/80 @{owner}\n"]) for owner in "xy"
    ]
    assert lines("CODEOWNERS", *ends) == ["path:/0 @1 from=@x to=@y", "path:/80 @81 from=@x to=@y"]
    monkeypatch.setattr("guard.operations.owners._WORK", 400)
    found = lines("CODEOWNERS", *sides("/N/"))
    assert found[-2:] == [why, "and more"] and len(found) < 16


@pytest.mark.fuzz
@given(old=bitten([A, G], PIECES), new=bitten([A, G], PIECES), one=st.booleans())
@fuzzy
def test_never_trips_over_a_text(old: bytes, new: bytes, one: bool) -> None:
    for path in (".github/CODEOWNERS", "CODEOWNERS"):
        sound(detect(Source(path, None if one else old, new), Context()))
        sound(detect(Source(path, new, None if one else old), Context()))
        assert detect(Source(path, new, new), Context()) is None or sides_cannot_be_read(path, new)


def sides_cannot_be_read(path: str, data: bytes) -> bool:
    """The same on both sides is no change, unless it says nothing at all."""
    reading = detect(Source(path, data, data), Context())
    return reading is not None and {one.id for one in reading.operations} == {"opaque.unparsed"}
