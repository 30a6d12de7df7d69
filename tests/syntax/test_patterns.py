"""Patterns of code: per language what they find and leave alone, which are refused, and what is read at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.syntax import LANGUAGES, Unreadable, decoded, parse
from guard.syntax.contexts import CONTEXTS
from guard.syntax.patterns import Compiled, check, compiled
from guard.syntax.plain import Match, Plain
from tests.conftest import examples


def found(language: str, pattern: str, text: str, finds: str = "") -> tuple[Match, ...]:
    looked = compiled(language, pattern, finds)
    data = text.encode()
    told = looked.find(text) if isinstance(looked, Plain) else looked.find(parse(decoded(data, language), language))
    assert looked.may_match(data) or not told
    return told


def texts(language: str, pattern: str, text: str) -> list[str]:
    return [match.text for match in found(language, pattern, text)]


GO = "package a\n\nfunc (s *Store) f(u *User) error {\n\t%s\n}\n"
JAVA = "class A {\n  void f(User u) {\n    %s\n  }\n}\n"
RUST = "fn f(u: &User) {\n    %s\n}\n"

# language, pattern, a file, what is found in it; the same pattern with the file as its example is fine
FINDS: list[tuple[str, str, str, list[str]]] = [
    ("go", "fmt.Errorf($$$A)", GO % 'return fmt.Errorf("x %d", 1)', ['fmt.Errorf("x %d", 1)']),
    ("go", "fmt.Errorf($A)", GO % 'return fmt.Errorf("x")', ['fmt.Errorf("x")']),
    ("go", "audit.Log($$$)", GO % "audit.Log()", ["audit.Log()"]),
    ("go", "$U.DisplayName", GO % "x := u.DisplayName", ["u.DisplayName"]),
    ("go", "$U.DisplayName", GO % "x(a.b.DisplayName, v.DisplayName)", ["a.b.DisplayName", "v.DisplayName"]),
    ("go", "$U.DisplayName = $V", GO % "u.DisplayName = x", ["u.DisplayName = x"]),
    ("go", "DisplayName", GO % "x := u.DisplayName", ["DisplayName"]),
    ("go", "DisplayName", GO % "x := DisplayName", ["DisplayName"]),
    ("go", "DisplayName: $V", GO % "x := User{DisplayName: 1}", ["DisplayName: 1"]),
    ("go", "User{$$$F}", GO % "x := User{A: 1, B: 2}", ["User{A: 1, B: 2}"]),
    ("go", "[]byte($A)", GO % "x := []byte(y)", ["[]byte(y)"]),
    ("go", "models.User", GO % "var x models.User", ["models.User"]),
    ("go", "if err != nil { return $E }", GO % "if err != nil {\n\treturn x\n}", ["if err != nil {\n\treturn x\n}"]),
    ("go", "DisplayName string", "package a\ntype U struct {\n\tDisplayName string\n}\n", ["DisplayName string"]),
    ("go", "func $N($$$P) error { $$$B }", "package a\nfunc f(a, b int) error { return nil }\n",
     ["func f(a, b int) error { return nil }"]),
    ("go", 'import "fmt"', 'package a\nimport "fmt"\n', ['import "fmt"']),
    ("go", '"unsafe"', 'package a\nimport "unsafe"\n', ['"unsafe"']),
    ("python", "$U.display_name", "x = u.display_name\n", ["u.display_name"]),
    ("python", "open($$$A)", "with open(a, 'w') as f: pass\n", ["open(a, 'w')"]),
    ("python", "display_name=$V", "User(display_name=x)\n", ["display_name=x"]),
    ("python", "display_name = $V", "display_name = x\n", ["display_name = x"]),
    ("python", "@app.route($$$A)", "@app.route('/', 1)\ndef f(): pass\n", ["@app.route('/', 1)"]),
    ("python", '"a": $V', 'x = {"a": 1}\n', ['"a": 1']),
    ("python", "f($A)", "f(f(1))\n", ["f(f(1))", "f(1)"]),
    ("python", "$A == $A", "x == x\nx == y\n", ["x == x"]),
    ("python", "class $N(Base): $$$B", "class A(Base):\n  x = 1\n  y = 2\n", ["class A(Base):\n  x = 1\n  y = 2"]),
    ("javascript", "require($A)", "const x = require('y');\n", ["require('y')"]),
    ("javascript", "<Old $$$A />", "x = <Old a={1} />;\n", ["<Old a={1} />"]),
    ("typescript", "$U.displayName", "const x = u.displayName;\n", ["u.displayName"]),
    ("typescript", "displayName: $V", "f({displayName: 1});\n", ["displayName: 1"]),
    ("typescript", "$A as any", "x = y as any;\n", ["y as any"]),
    ("typescript", "@Column($$$A)", "class A {\n  @Column({})\n  x: string;\n}\n", ["@Column({})"]),
    ("typescript", "old($$$A)", "await old(1, 2);\n", ["old(1, 2)"]),
    ("tsx", "<Old a={$A} />", "const x = <Old a={b} />;\n", ["<Old a={b} />"]),
    ("tsx", "old($A)", "const x = <a>{old(1)}</a>;\n", ["old(1)"]),
    ("java", "Money.render($$$A)", JAVA % "x(Money.render(a, b));", ["Money.render(a, b)"]),
    ("java", "$U.getDisplayName()", JAVA % "return u.getDisplayName();", ["u.getDisplayName()"]),
    ("java", "$U.displayName = $V", JAVA % "this.displayName = x;", ["this.displayName = x"]),
    ("java", "new User($$$A)", JAVA % "x(new User(1));", ["new User(1)"]),
    ("java", "@Deprecated", "@Deprecated\nclass A {}\n", ["@Deprecated"]),
    ("java", "String $N;", "class A { String x; }", ["String x;"]),
    ("java", "List<$T>", "class A { List<User> x; }", ["List<User>"]),
    ("java", "if ($A) { $$$B }", JAVA % "if (a) { f(); g(); }", ["if (a) { f(); g(); }"]),
    ("java", "void $N($$$A) { $$$B }", "class A { void f(int a, int b) { g(); h(); } }",
     ["void f(int a, int b) { g(); h(); }"]),
    ("ruby", "$U.display_name", "x = user.display_name\n", ["user.display_name"]),
    ("ruby", "User.where($$$A)", "User.where(a: 1, b: 2)\n", ["User.where(a: 1, b: 2)"]),
    ("ruby", "display_name: $V", "User.new(display_name: x)\n", ["display_name: x"]),
    ("ruby", "puts $A", "puts x\n", ["puts x"]),
    ("ruby", "$X.each { |$Y| $$$B }", "a.each { |b| c; d }\n", ["a.each { |b| c; d }"]),
    ("rust", "$A.unwrap()", RUST % "let x = u.name().unwrap();", ["u.name().unwrap()"]),
    ("rust", "$U.display_name", RUST % "let x = &u.display_name;", ["u.display_name"]),
    ("rust", "println!($$$A)", RUST % 'println!("{}", x);', ['println!("{}", x)']),
    ("rust", "display_name: $V", RUST % "let x = User { display_name: y };", ["display_name: y"]),
    ("rust", "std::env::var($A)", RUST % 'let x = std::env::var("A");', ['std::env::var("A")']),
    ("rust", "Vec<$T>", "fn f() -> Vec<u8> { vec![] }", ["Vec<u8>"]),
    ("hcl", "role = $R", 'resource "a" "b" {\n  role = "x"\n}\n', ['role = "x"']),
    ("hcl", "file($A)", 'resource "a" "b" {\n  x = file("y")\n}\n', ['file("y")']),
    ("hcl", "privileged { on = $V }", "privileged {\n  on = true\n}\n", ["privileged {\n  on = true\n}"]),
    ("yaml", "privileged: true", "spec:\n  privileged: true\n", ["privileged: true"]),
    ("yaml", "image: $I", "a:\n  - image: x:1\n  - image: y:2\n", ["image: x:1", "image: y:2"]),
    ("yaml", "- uses: $A", "steps:\n  - uses: a/b@v1\n", ["- uses: a/b@v1\n"]),
    ("sql", "DELETE FROM $T", "delete  from\tusers;\n", ["delete  from\tusers"]),
    ("sql", "update $T set $$$A where $B", "UPDATE u SET a = 1 WHERE id;", ["UPDATE u SET a = 1 WHERE id"]),
    ("sql", "drop table users", 'DROP /* x */ TABLE -- y\n "users"', ['DROP /* x */ TABLE -- y\n "users"']),
    ("sql", "or $A = $A", "where x = x or y = y or x = y", ["or y = y"]),
    ("sql", "drop table users;", "drop table users", ["drop table users"]),
    ("text", "url(", "a url(b) safe_url(c) (url(", ["url(", "url("]),
    ("sql", "drop table users", "/*!50000 DROP TABLE users */", ["DROP TABLE users"]),
    ("text", "$old", "a$old", ["$old"]),
    ("text", "{{ old", "{{ old }}{{ old", ["{{ old", "{{ old"]),
]  # fmt: skip

LEAVES: list[tuple[str, str, str]] = [
    ("go", "fmt.Errorf($A)", GO % 'return fmt.Errorf("x", 1)'),
    ("go", "fmt.Errorf($$$A)", GO % 'x := "fmt.Errorf(1)" // fmt.Errorf(2)'),
    ("go", "fmt.Errorf($$$A)", GO % "return xfmt.Errorf(1)"),
    ("go", "$U.DisplayName = $V", GO % "x = u.DisplayName"),
    ("go", "$U.DisplayName", GO % "x := DisplayName"),
    ("go", "$U.DisplayName", GO % "x := u.DisplayNames"),
    ("python", "display_name=$V", "User(display_names=x)\n"),
    ("python", "open($A)", "# open(a)\nreopen(a)\n'open(a)'\n"),
    ("python", "$A == $A", "x == y\n"),
    ("javascript", "require($A)", "// require('a')\nrequire('a', 'b');\n"),
    ("typescript", "$U.displayName", "const x = {displayName: 1};\n"),
    ("tsx", "<Old a={$A} />", "const x = <New a={b} />;\n"),
    ("java", "$U.getDisplayName()", JAVA % "return u.getDisplayName(1);"),
    ("java", "new User($$$A)", JAVA % "x(new Users(1));"),
    ("ruby", "User.where($$$A)", "Users.where(a: 1)\n# User.where(a: 1)\n"),
    ("rust", "$A.unwrap()", RUST % "let x = u.unwrap_or(1);"),
    ("hcl", "role = $R", "# role = 1\nroles = 1\n"),
    ("yaml", "privileged: true", "privileged: false\n# privileged: true\n"),
    ("sql", "delete from users", "delete from user; -- delete from users\n"),
    ("sql", "update $T set $$$A where id = $B", "update u set a = 1; select 2 where id = 5"),
    ("sql", "drop table $T", "drop table ; drop table ("),
    ("sql", "select 'A'", "select 'a'"),
    ("text", "url(", "safe_url(c) _url( Url("),
]


@pytest.mark.parametrize(("language", "pattern", "text", "expected"), FINDS)
def test_finds(language: str, pattern: str, text: str, expected: list[str]) -> None:
    assert texts(language, pattern, text) == expected
    assert check(language, pattern) == ""
    assert check(language, pattern, text) == ""
    assert [match.text for match in found(language, pattern, text, text)] == expected


@pytest.mark.parametrize(("language", "pattern", "text"), LEAVES)
def test_leaves_alone(language: str, pattern: str, text: str) -> None:
    assert texts(language, pattern, text) == []
    assert check(language, pattern, text) == "it finds nothing in its example"


def test_every_language_has_surroundings_and_a_row() -> None:
    assert set(CONTEXTS) == set(LANGUAGES)
    assert {row[0] for row in FINDS} == {row[0] for row in LEAVES} == {*LANGUAGES, "sql", "text"}


EXAMPLES = [
    ("go", "audit.Log($$$)", "audit.Log(1)", "call_expression"),
    ("go", "fmt.Errorf($$$A)", 'return fmt.Errorf("x")', "call_expression"),
    ("go", "$U.DisplayName", "u.DisplayName", "selector_expression"),
    ("go", "[]byte($A)", "[]byte(x)", "type_conversion_expression"),
    ("go", "Name: $V", "Name: 1,", "keyed_element"),
    ("python", "display_name=$V", "User(display_name=1)", "keyword_argument"),
    ("typescript", "a: $V", "f({a: 1})", "pair"),
    ("java", "$A.b", "return x.b;", "field_access"),
    ("rust", "name: $V", "User { name: x }", "field_initializer"),
]


@pytest.mark.parametrize(("language", "pattern", "finds", "kind"), EXAMPLES)
def test_an_example_is_read_as_it_may_stand_in_a_file(language: str, pattern: str, finds: str, kind: str) -> None:
    looked = compiled(language, pattern, finds)
    assert isinstance(looked, Compiled)
    assert kind in [reading.kind for reading in looked.readings]


def test_only_the_readings_of_the_example_count() -> None:
    both, one = compiled("python", "a = $V"), compiled("python", "a = $V", "f(a=1)")
    assert isinstance(both, Compiled) and isinstance(one, Compiled)
    assert [reading.kind for reading in both.readings] == ["assignment", "keyword_argument", "default_parameter"]
    assert [reading.kind for reading in one.readings] == ["keyword_argument"]
    assert found("python", "a = $V", "a = 1\n", "f(a=1)") == ()


REFUSED = [
    ("go", "audit.Log(", "", "it is no go that stands by itself"),
    ("go", "a(); b()", "", "it is no go that stands by itself"),
    ("go", "func (", "func f() {}", "it is no go that stands by itself"),
    ("python", "x = = 1", "", "it is no python that stands by itself"),
    ("python", "a\nb", "", "it is no python that stands by itself"),
    ("python", "except $E: pass", "", "it is no python that stands by itself"),
    ("ruby", "def x", "", "it is no ruby that stands by itself"),
    ("hcl", 'resource "a" $N { $$$B }', "", "it is no hcl that stands by itself"),
    ("yaml", "a: 1\nb: 2", "", "it is no yaml that stands by itself"),
    ("go", "$A", "", "it names nothing"),
    ("go", "$A.$B", "", "it names nothing"),
    ("go", "$$$", "", "it names nothing"),
    ("go", "  ", "", "it names nothing"),
    ("sql", "$A", "", "it names nothing"),
    ("sql", "= $A;", "", "it names nothing"),
    ("python", "f($$$A, $$$B, $$$C)", "", "it holds `$$$` more than 2 times"),
    ("cobol", "a", "", "cobol is no language that guard reads"),
    ("", "a", "", " is no language that guard reads"),
    ("go", "f($A)", "g(1)", "it finds nothing in its example"),
    ("go", "f($A)", "", ""),
    ("sql", "drop table a", "drop table b", "it finds nothing in its example"),
    ("text", "old", "older old", ""),
    ("text", "old", "gold", "it finds nothing in its example"),
]


@pytest.mark.parametrize(("language", "pattern", "finds", "why"), REFUSED)
def test_why_a_pattern_is_refused(language: str, pattern: str, finds: str, why: str) -> None:
    said = check(language, pattern, finds)
    assert said.startswith(why) and bool(said) == bool(why)


CAPTURED = [
    ("go", "$U.Name = $V", GO % "u.Name = f(x)", (("$U", "u"), ("$V", "f(x)"))),
    ("python", "f($$$A)", "f(a, b)\n", (("$$$A", "a,b"),)),
    ("python", "f($$$)", "f(a, b)\n", (("$$$", ""),)),
    ("python", "f($_)", "f(a)\n", (("$_", ""),)),
    ("javascript", "f($A)", "f(a);\n", (("$A", "a"),)),
    ("typescript", "f($A)", "f(a);\n", (("$A", "a"),)),
    ("tsx", "f($A)", "f(a);\n", (("$A", "a"),)),
    ("java", "f($A)", JAVA % "f(a);", (("$A", "a"),)),
    ("ruby", "f($A)", "f(a)\n", (("$A", "a"),)),
    ("rust", "f($A)", RUST % "f(a);", (("$A", "a"),)),
    ("hcl", "f($A)", "x = f(a)\n", (("$A", "a"),)),
    ("yaml", "image: $A", "image: a\n", (("$A", "a"),)),
    ("sql", "drop table $T", "DROP TABLE public.users", (("$T", "public.users"),)),
    ("sql", "in ($$$A)", "IN (1, 2)", (("$$$A", "1, 2"),)),
    ("sql", "in ($$$A)", "IN ()", (("$$$A", ""),)),
    ("sql", "drop table $$$A", "DROP TABLE", (("$$$A", ""),)),
    ("text", "a", "a", ()),
]


@pytest.mark.parametrize(("language", "pattern", "text", "captures"), CAPTURED)
def test_what_metavariables_stand_for(
    language: str, pattern: str, text: str, captures: tuple[tuple[str, str], ...]
) -> None:
    assert [match.captures for match in found(language, pattern, text)] == [captures]


LINES = [
    ("go", "f($A)", 'package a\n\nfunc g() {\n\tx := "äöü 😀"; f(1)\n\t/* é\n 漢字 */ f(2)\n}\n', [4, 6]),
    ("go", "f($A)", "\ufeffpackage a\r\nfunc g() { f(1) }\r\n", [2]),
    ("python", "f($A)", "x = '😀😀'\n\n'é'; f('ü')\n", [3]),
    ("python", "f($A)", "a\x00b\nf(1)\n", [2]),
    ("ruby", "f($A)", "# ü\u2028x\nf(1)\n", [2]),
    ("text", "old", "é\nold 😀 old\n\nold", [2, 2, 4]),
    ("sql", "drop table $A", "-- é 😀\nselect 1;\ndrop\ntable x", [3]),
]


@pytest.mark.parametrize(("language", "pattern", "text", "lines"), LINES)
def test_lines_and_places_are_those_of_characters(language: str, pattern: str, text: str, lines: list[int]) -> None:
    matches = found(language, pattern, text)
    whole = decoded(text.encode(), language) if language in LANGUAGES else text
    assert [match.line for match in matches] == lines
    assert all(whole[match.start : match.end] == match.text for match in matches)


BROKEN = [
    ("go", "f($A)", "package a\nfunc g( {\n\tf(1)\n\tif {\n\tf(2)\n", ["f(1)", "f(2)"]),
    ("python", "f($A)", "def g():\n    x = f(1)\n  )\n", ["f(1)"]),
    ("typescript", "f($A)", "class {{ f(1); \nlet = f(2);\n", ["f(2)"]),
    ("java", "f($A)", "class A { void g( { f(1); x = ; f(2); }", ["f(1)", "f(2)"]),
    ("ruby", "f($A)", "def x(\n f(1)\nend end\nf(2)\n", ["f(2)"]),
]


@pytest.mark.parametrize(("language", "pattern", "text", "expected"), BROKEN)
def test_a_file_with_mistakes_is_read_as_far_as_it_goes(
    language: str, pattern: str, text: str, expected: list[str]
) -> None:
    assert set(expected) <= set(texts(language, pattern, text))


WRITTEN = [
    ("java", "audit($A)", JAVA % "\\u0061udit(1);"),
    ("java", "audit($A)", JAVA % "\\uuu0061udit(1);"),
    ("javascript", "audit($A)", "\\u{61}udit(1);\n"),
    ("typescript", "audit($A)", "a\\u{000075}dit(1);\n"),
    ("tsx", "audit($A)", "\\u0061\\u0075dit(1);\n"),
    ("python", "audit($A)", "\uff41udit(1)\n"),
    ("python", "$U.audit", "x.\U0001d41a\U0001d42e\U0001d41d\U0001d422\U0001d42d\n"),
]


@pytest.mark.parametrize(("language", "pattern", "text"), WRITTEN)
def test_names_are_found_however_they_are_written(language: str, pattern: str, text: str) -> None:
    assert len(found(language, pattern, text)) == 1


@pytest.mark.parametrize(
    "text", ['"\\\\u0061udit(1)"', '"\\u0022 + audit(1) + \\u0022"', "'\\u{110000}'", "'\\ud83d'", "'\\u000a'"]
)
def test_what_is_no_letter_stays_as_it_is_written(text: str) -> None:
    assert decoded(text.encode(), "javascript") == text


PARTS = st.sampled_from(
    (
        *("f(1)", "u.display_name", "display_name", "display", "_name", "audit.Log(x)", "f", "(", ")", "{", "}", " "),
        *("\n", "\\u0061udit.Log(1)", "\uff41udit", '"', "#", "//", "=", "x = ", "User(", "display_name=1", ";", "é"),
    )
)
LOOKED = [
    (language, pattern)
    for language in ("go", "python", "javascript", "typescript", "java", "ruby", "rust")
    for pattern in ("f($A)", "$U.display_name", "audit.Log($$$A)", "display_name")
]


@pytest.mark.fuzz
@given(which=st.sampled_from(LOOKED), parts=st.lists(PARTS, max_size=12))
@settings(max_examples=examples(60))
def test_no_file_with_a_match_is_passed_over(which: tuple[str, str], parts: list[str]) -> None:
    found(*which, "".join(parts))


@pytest.mark.fuzz
@given(
    language=st.sampled_from([*LANGUAGES, "sql", "text", "cobol"]),
    pattern=st.text(st.sampled_from("abF_$A.(){}[]:;,=\"'`#@|\\ \n0é😀\0"), max_size=12),
    text=st.text(st.sampled_from("abF_$A.(){}[]:;,=\"'`#@|\\ \n0é😀\0"), max_size=30),
)
@settings(max_examples=examples(60))
def test_any_pattern_is_taken_or_refused_in_words(language: str, pattern: str, text: str) -> None:
    said = check(language, pattern, text)
    assert "\n" not in said and len(said) <= 200
    if not said:
        found(language, pattern, text)


@pytest.mark.later
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("javascript", "f(1);" * 60_000),
        ("python", "x = [" + "1, " * 100_000 + "]"),
        ("python", "(" * 30_000 + "f(1)" + ")" * 30_000),
        ("go", 'package a\nvar x = "' + "a" * 500_000 + '"'),
        ("sql", "f " * 100_000),
        ("sql", "/*" * 200_000),
        ("python", "x = '" + "a" * 500_000 + "é'"),
        ("text", "f" * 500_000),
    ],
)
def test_a_huge_line_is_read_in_time(language: str, text: str) -> None:
    since = time.perf_counter()
    if language == "javascript":
        with pytest.raises(Unreadable, match="its lines are too long for the many places on them"):
            found(language, "f($A)", text)
    else:
        found(language, "f($A)", text)
    assert time.perf_counter() - since < 5


def test_many_free_parts_take_no_time_without_bound() -> None:
    since = time.perf_counter()
    assert found("python", "f($$$A, b, $$$B)", "f(" + "a, " * 3_000 + "c)") == ()
    assert found("sql", "f $$$A b $$$B c", "f " + "b " * 500) == ()
    assert time.perf_counter() - since < 5


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(Unreadable, match=r"larger than the 2,000,000 bytes"):
        decoded(b"a" * 2_000_001, "go")
    assert decoded(b"a" * 2_000_000, "go")
