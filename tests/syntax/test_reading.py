"""Which files are code, which of them are parsed, and what is said where that cannot be done."""

from __future__ import annotations

import pytest

from guard.syntax import ENDINGS, NAMES, Unreadable, decoded, find_all, language_of, parse
from guard.syntax.patterns import Compiled, compiled
from guard.syntax.plain import Plain

FILES = {
    "go": "a.go",
    "python": "a.py b/a.pyi a.pyw A.PY",
    "typescript": "a.ts a.mts a.cts a.d.ts",
    "tsx": "a.tsx",
    "javascript": "a.js a.mjs a.cjs a.jsx",
    "java": "A.java",
    "ruby": "a.rb a.rake a.gemspec config.ru Gemfile b/Rakefile",
    "rust": "a.rs",
    "hcl": "a.hcl a.tf a.tfvars",
    "yaml": "a.yaml a.yml",
    "": "a.go.txt go .go/a a gemfile/x a.gemfile",
}


@pytest.mark.parametrize("language", FILES)
def test_the_language_of_a_file_is_told_by_its_name(language: str) -> None:
    assert {language_of(path) for path in FILES[language].split()} == {language}


def test_every_ending_and_every_name_is_among_them() -> None:
    every = [path.rpartition("/")[2].lower() for paths in FILES.values() for path in paths.split()]
    assert {ending for ending in ENDINGS if not any(path.endswith(f".{ending}") for path in every)} == set()
    assert set(NAMES) <= set(every)


# language, pattern, bytes, whether they are parsed to look for it
PARSED = [
    ("go", "audit($A)", b"audit", True),
    ("go", "audit($A)", b"audi", False),
    ("go", "audit($A, other)", b"audit", False),
    ("go", "audit($A)", b"\\u0061udit(1)", False),
    ("go", "audit($A)", "é".encode(), False),
    ("java", "audit($A)", b"\\u0061udit(1)", True),
    ("java", "audit($A)", b"\\x61udit(1)", False),
    ("java", "audit($A)", "é".encode(), False),
    ("python", "audit($A)", "é".encode(), True),
    ("python", "audit($A)", b"\\u0061udit(1)", False),
    ("text", "audit(", b"audit", False),
    ("text", "audit(", b"audit(", True),
    ("sql", "drop table $A", b"", True),
]


@pytest.mark.parametrize(("language", "pattern", "data", "parsed"), PARSED)
def test_what_is_parsed_to_look_for_a_pattern(language: str, pattern: str, data: bytes, parsed: bool) -> None:
    looked = compiled(language, pattern)
    assert isinstance(looked, Plain) == (language in ("text", "sql"))
    assert looked.may_match(data) is parsed


@pytest.mark.parametrize(
    ("language", "written", "text"),
    [
        ("java", "\\u0024a\\u005fb\\u{1d41a}", "$a_b\U0001d41a"),
        ("java", "\\\\\\u0061", "\\\\a"),
        ("java", "\\ud800\\udfff\\u002e\\u{11ffff}", "\\ud800\\udfff\\u002e\\u{11ffff}"),
        ("go", "\\u0061", "\\u0061"),
        ("go", "\uff41", "\uff41"),
        ("python", "\uff41 é \ufb01", "a é fi"),
        ("python", "\ufeffa", "a"),
    ],
)
def test_names_are_read_as_the_compiler_takes_them(language: str, written: str, text: str) -> None:
    assert decoded(written.encode(), language) == text


def test_what_cannot_be_looked_for_is_said_in_one_short_line() -> None:
    root = parse("a", "python")
    with pytest.raises(Unreadable) as told:
        find_all(root, {"kind": "no_such"})
    assert str(told.value) == "3: Kind `no_such` is invalid."
    with pytest.raises(Unreadable) as told:
        find_all(root, {"kind": "n" * 400})
    assert len(str(told.value)) == 200
    with pytest.raises(Unreadable) as told:
        parse("a", "c" * 400)
    assert str(told.value) == "c" * 32 + " is no language that guard reads"


SCRIPTS = ("javascript", "typescript", "tsx")
# language, several that stand side by side
SEVERAL = [
    ("go", "a()\nb()"),
    ("go", "x int\ny int"),
    *[(language, "a(); b();") for language in SCRIPTS],
    ("java", "a(); b();"),
    ("java", "int x; int y;"),
    ("ruby", "a\nb"),
    ("rust", "a(); b();"),
    ("hcl", "a = 1\nb = 2"),
    ("yaml", "- a: 1\n- b: 2"),
    ("yaml", "a: 1\n---\nb: 2"),
    ("yaml", "---\na: 1"),
]


@pytest.mark.parametrize(("language", "pattern"), SEVERAL)
def test_several_are_no_pattern(language: str, pattern: str) -> None:
    with pytest.raises(Unreadable, match="stands by itself"):
        compiled(language, pattern)


# language, pattern, the kinds that it is read as, in order
READ = [
    ("go", "package a", ["package_clause"]),
    ("go", "a.b", ["selector_expression", "qualified_type"]),
    ("go", "audit", ["identifier", "type_identifier", "field_identifier"]),
    ("python", "a", ["identifier"]),
    ("java", "$A.b", ["field_access", "scoped_type_identifier"]),
    ("ruby", "a: 1", ["pair"]),
]


@pytest.mark.parametrize(("language", "pattern", "kinds"), READ)
def test_how_a_pattern_is_read(language: str, pattern: str, kinds: list[str]) -> None:
    looked = compiled(language, pattern)
    assert isinstance(looked, Compiled)
    assert [reading.kind for reading in looked.readings] == kinds


def test_at_most_ten_thousand_are_told() -> None:
    for language in ("text", "sql"):
        assert len(compiled(language, "old").find("old " * 10_001)) == 10_000
