"""Places by identity: what layout, comments and moves leave as it is, and what makes another place of it."""

from __future__ import annotations

import pytest

from guard.sites.query import CODE, NAMED, STRINGS, Query
from guard.sites.search import Hits, search_of
from guard.syntax import ENDINGS, LANGUAGES, language_of, parse
from guard.syntax import NAMES as FILES
from guard.syntax.kinds import COMMENTS, LITERALS
from guard.syntax.references import TEXTS
from guard.syntax.within import declared

GO = "package a\n\nfunc (s *Store) Save(u, v U) error {\n%s\n}\n"
PY = "class Store:\n    def save(self, u, v):\n%s\n"
TS = "class Store {\n  save(u: U, v: U) {\n%s\n  }\n}\n"
OF = {
    "go": ("$U.Old", "$U.New()"),
    "python": ("$U.old", "$U.new()"),
    "typescript": ("$U.old", "$U.new()"),
    "sql": ("users.old", "users.new"),
    "text": ("old-flag", "new-flag"),
    "yaml": ("image: $I", ""),
    "hcl": ("role = $R", ""),
    "ruby": ("old($A)", "new($A)"),
    "java": ("$U.old()", "$U.fresh()"),
    "rust": ("old($A)", "new($A)"),
    "javascript": ("old($A)", "fresh($A)"),
    "tsx": ("old($A)", "fresh($A)"),
}


def asked(language: str, text: str, read_as: str = "") -> Hits:
    pattern, becomes = OF[language]
    return search_of(Query(language, pattern, becomes, ("/**",), ())).file(text.encode(), read_as or language)


def known(language: str, text: str, read_as: str = "") -> list[tuple[str, str, str]]:
    return [(one.place, one.statement, one.anchor) for one in asked(language, text, read_as).places]


SAME: list[tuple[str, str, str, str]] = [
    ("layout", "go", GO % "\treturn f(u.Old, v)", GO % "  // why\n\n\treturn f(\n\t\tu.Old, /* it */\n\t\tv,\n\t)"),
    ("blanks within", "go", GO % "\treturn f(u.Old)", GO % "\treturn f(u . Old)"),
    ("another package", "go", GO % "\tf(u.Old)", (GO % "\tf(u.Old)").replace("package a", "package b")),
    ("semicolons", "go", GO % "\ta(); f(u.Old)", GO % "\ta()\n\tf(u.Old)"),
    ("quotes and layout", "python", PY % "        f('a b', u.old)",
     PY % '        # why\n        f(\n            "a b",\n            u.old,\n        )'),
    ("another indentation", "python", PY % "        if a:\n            f(u.old)\n        g()",
     PY.replace("    ", "  ") % "    if a:\n      f(u.old)\n    g()"),
    ("quotes and semicolons", "typescript", TS % "    f('a b', u.old)", TS % '    f("a b",\n      u.old);'),
    ("case and comments", "sql", "SELECT u.old FROM users u;\n", "-- why\nselect u.old\n  from USERS u;"),
    ("blank lines", "text", "a\nuse: old-flag\nb\n", "a\n\n  use:   old-flag\n\n\nb\n"),
    ("comments", "yaml", "a:\n  image: x\n  b: c\n", "a:\n  # why\n  image: x # it\n  b: c\n"),
    ("layout", "hcl", 'resource "a" "b" {\n  role = x\n}\n', 'resource "a" "b" {\n\n  # why\n  role    = x\n}\n'),
    ("layout", "ruby", "def save(u)\n  old(u)\nend\n", "def save(u)\n\n  # why\n  old( u )\nend\n"),
    ("layout", "java", "class A { void m(U u) { f(u.old()); } }",
     "class A {\n  /* why */ void m(U u) {\n f(u.old()); } }"),
    ("layout", "rust", "fn m(u: U) { f(old(u)); }", "// why\nfn m(u: U) {\n    f(old(u));\n}"),
    ("layout", "javascript", "function m(u) { f(old(u)) }", "function m(u) {\n  // why\n  f(old(u));\n}"),
    ("layout", "tsx", "const m = (u) => { f(old(u)) }", "const m = (u) => {\n  f(old(u));\n}"),
]  # fmt: skip
OTHER: list[tuple[str, str, str, str]] = [
    ("another function", "go", GO % "\tf(u.Old)", (GO % "\tf(u.Old)").replace("Save", "Load")),
    ("another receiver", "go", GO % "\tf(u.Old)", (GO % "\tf(u.Old)").replace("*Store", "*Shop")),
    ("another variable", "go", GO % "\tf(u.Old)", GO % "\tf(v.Old)"),
    ("another call", "go", GO % "\tf(u.Old)", GO % "\tg(u.Old)"),
    ("a blank in a string", "go", GO % '\tf("a b", u.Old)', GO % '\tf("ab", u.Old)'),
    ("another statement of the function", "go", GO % "\tf(u.Old)", GO % "\tf(u.Old)\n\tg()"),
    ("another level", "python", PY % "        if a:\n            g()\n            f(u.old)",
     PY % "        if a:\n            g()\n        f(u.old)"),
    ("another string", "sql", "SELECT u.old FROM users u WHERE a = 'x';",
     "SELECT u.old FROM users u WHERE a = 'y';"),
    ("another line", "text", "use: old-flag\n", "use: not old-flag\n"),
    ("another key above", "yaml", "a:\n  image: x\n", "b:\n  image: x\n"),
    ("another label", "hcl", 'resource "a" "b" {\n  role = x\n}\n', 'resource "a" "c" {\n  role = x\n}\n'),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "two"), [row[1:] for row in SAME], ids=[f"{r[1]} {r[0]}" for r in SAME])
def test_layout_and_comments_leave_a_place_as_it_is(language: str, one: str, two: str) -> None:
    assert len(known(language, one)) == 1
    assert known(language, one) == known(language, two)


@pytest.mark.parametrize(("language", "one", "two"), [row[1:] for row in OTHER], ids=[f"{r[1]} {r[0]}" for r in OTHER])
def test_what_makes_another_place(language: str, one: str, two: str) -> None:
    (first,), (second,) = known(language, one), known(language, two)
    assert first[2] != second[2]


def test_a_place_keeps_its_statement_when_it_or_its_neighbour_is_worked_off() -> None:
    before = asked("go", GO % "\treturn f(u.Old, v.Old)").places
    half_way = asked("go", GO % "\treturn f(u.New(), v.Old)")
    assert [one.text for one in before] == ["u.Old", "v.Old"]
    assert half_way.places == (before[1],)
    assert (half_way.worked[0].sign, half_way.worked[0].statement) == (before[0].sign, before[0].statement)
    assert half_way.worked[0].sign != before[1].sign


def test_one_within_another_keeps_its_own() -> None:
    query = Query("python", "old($A)", "new($A)", ("/**",), ())
    both = search_of(query).file(b"def f(x):\n    return old(old(x))\n", "python").places
    outer = search_of(query).file(b"def f(x):\n    return new(old(x))\n", "python")
    inner = search_of(query).file(b"def f(x):\n    return old(new(x))\n", "python")
    assert (outer.places[0].place, inner.places[0].place) == (both[1].place, both[0].place)
    assert (outer.worked[0].sign, inner.worked[0].sign) == (both[0].sign, both[1].sign)


def test_what_a_place_stands_in_is_told_by_name() -> None:
    assert [one.within for one in asked("go", GO % "\tf(u.Old)").places] == ["Store.Save"]
    assert [one.within for one in asked("hcl", 'resource "a" "b" {\n  role = x\n}\n').places] == ["resource.a.b"]
    assert [one.within for one in asked("yaml", "a:\n  b:\n    image: x\n").places] == ["a.b"]
    assert [one.within for one in asked("go", "package a\n\nvar x = u.Old\n").places] == [""]


def test_a_body_beside_a_place_is_not_of_its_statement() -> None:
    one, two = (asked("go", GO % f"\tif u.Old {{\n\t\t{body}\n\t}}").places[0] for body in ("a()", "b()"))
    assert (one.place, one.statement) == (two.place, two.statement) and one.anchor != two.anchor


SQL_IN_CODE = [
    ("go", 'package a\nfunc F() { db.Query("SELECT old FROM users") }\n', ["old"]),
    ("go", 'package a\nfunc F() { db.Query("SELECT old " +\n\t"FROM users") }\n', ["old"]),
    ("go", 'package a\nfunc F() { log("the old users") }\n', []),
    ("python", 'x = "users.old"\n', ["users.old"]),
    ("python", 'run("update users set old = :old")\n', ["old"]),
    ("ruby", "run('select users.old from users')\n", ["users.old"]),
    ("java", 'class A { String q = "DELETE FROM users WHERE old = 1"; }', ["old"]),
    ("typescript", "q(`select old from orders`)\n", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), SQL_IN_CODE)
def test_sql_in_the_strings_of_code(language: str, text: str, expected: list[str]) -> None:
    assert [one.text for one in asked("sql", text, language).places] == expected


UNREAD = [
    ("ruby", "def save(u)\n  if ( old u\nend\n", "line 2 is no code"),
    ("rust", "fn m() { f(old u } }", "line 1 is no code"),
    ("java", "class A { void m(U u) { f(u.old(; } }", "line 1 is no code"),
    ("go", GO % ("\tf(u.Old)\n" + "//" * 1_000_001), "it is larger than the 2,000,000 bytes"),
    ("text", "x\n" * 2_100_000 + "old-flag", "it is larger than the 4,194,304 bytes"),
    ("text", "old-flag\n" * 10_000, "more than 9,999 places in one file"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "why"), UNREAD, ids=range(len(UNREAD)))
def test_what_may_hold_places_and_cannot_be_read_is_told(language: str, text: str, why: str) -> None:
    assert why in asked(language, text).unread


@pytest.mark.parametrize(
    ("language", "data"),
    [
        ("go", (GO % "\tf(u.Old)").encode("utf-16")),
        ("go", (GO % "\tf(u.Old)").encode("utf-16-le")),
        ("text", "old-flag".encode("utf-16")),
        ("go", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "text in UTF-16", "a pointer"],
)
def test_bytes_that_no_reader_of_utf8_sees_are_told(language: str, data: bytes) -> None:
    pattern, becomes = OF[language]
    hits = search_of(Query(language, pattern, becomes, ("/**",), ())).file(data, language)
    assert hits.unread and not hits.places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("go", GO % "\tf(u.Older"),
        ("go", "package a\n\nfunc A() { x( }\n\nfunc B() {}\n\nfunc C() {}\n\nfunc D(u U) { f(u.Old) }\n"),
        ("go", "no code at all ((("),
        ("text", "binary \0\0 bytes"),
    ],
    ids=["another word", "far from it", "nothing of it", "binary"],
)
def test_mistakes_in_code_that_hold_no_place_are_left_alone(language: str, text: str) -> None:
    assert asked(language, text).unread == ""


def test_files_are_read_as_guard_syntax_reads_them() -> None:
    ends = {end.decode(): language for language, ends in CODE.items() for end in ends}
    assert ends == ENDINGS and {name.decode(): of for name, of in NAMED.items()} == FILES
    assert set(STRINGS) == set(TEXTS) and set(COMMENTS) == set(LITERALS) == set(LANGUAGES)
    for path in ("a/b.go", "B.GO", "x.tsx", "Rakefile", "a.sql", "none", ".go", "a.go/x"):
        for language in LANGUAGES:
            assert (Query(language, "", "", (), ()).read_as(path.encode()) == language) == (
                language_of(path) == language
            )
    assert (
        Query("sql", "", "", (), ()).read_as(b"a.SQL") == "sql"
        and Query("text", "", "", (), ()).read_as(b"x") == "text"
    )
    assert Query("sql", "", "", (), ()).read_as(b"a.yaml") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_comments_and_strings_are_kinds_of_the_language(language: str) -> None:
    for kind in (*COMMENTS[language], *LITERALS[language]):
        parse("", language).find_all({"rule": {"kind": kind}})


def test_declarations_of_a_file_are_told_by_name() -> None:
    text = "package a\ntype S struct{}\nfunc (s *S) M() {}\nfunc F() {}\n"
    assert declared(parse(text, "go")) == {"S.M", "F"}
    assert declared(parse("class A:\n  def m(self): pass\n", "python")) == {"A", "A.m"}
