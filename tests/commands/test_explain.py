"""`guard explain`: the page of every rule and operation, the list, and what it says to a word that is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.commands.explain import CONTROLS, NO_CLAIM, families, main, section
from guard.errors import UsageError
from guard.model.rule import RULES
from guard.model.vocabulary import TRAITS
from tests.running import Place

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES, OPERATIONS = DOCS / "rules", DOCS / "operations"
Printed = pytest.CaptureFixture[str]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_page_is_the_documentation_itself(rule: str, capsys: Printed) -> None:
    assert main([rule]) == 0
    assert capsys.readouterr().out == (PAGES / f"{rule}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("operation", TRAITS)
def test_the_section_of_an_operation(operation: str, capsys: Printed) -> None:
    assert main([operation]) == 0
    out = capsys.readouterr().out
    page = (OPERATIONS / f"{operation.rpartition('.')[0]}.md").read_text(encoding="utf-8")
    assert out.startswith(f"## {operation}\n\n")
    assert out in page
    assert out.count("\n## ") == 0
    assert "\n- told by: " in out


@pytest.mark.parametrize("family", families())
def test_the_page_of_a_family(family: str, capsys: Printed) -> None:
    page = (OPERATIONS / f"{family}.md").read_text(encoding="utf-8")
    assert main([f"{family}.*"]) == 0
    assert capsys.readouterr().out == page
    if family not in TRAITS:
        assert main([family]) == 0
        assert capsys.readouterr().out == page


def test_a_pattern_without_a_page_lists_what_it_covers(capsys: Printed) -> None:
    assert main(["code"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [id_ for id_ in TRAITS if id_.startswith("code.")]
    assert all(line.endswith(".") for line in lines)
    assert main(["*"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [id_ for id_ in TRAITS if not id_.startswith("opaque.")]


def test_without_a_word_it_lists_them_all(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("explain", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    rules, operations = [part.splitlines() for part in answer.out.split("\n\n")]
    assert [line[:4] for line in rules] == list(RULES)
    for line, rule in zip(rules, RULES.values(), strict=True):
        assert rule.outcome in line
        assert line.endswith(rule.title)
    told = [f"{line.split()[0][:-1]}{leaf}" for line in operations for leaf in line.split()[1:]]
    assert told == list(TRAITS)


def test_small_letters_and_several_words(capsys: Printed) -> None:
    assert main(["g101", "G102", "data.copy"]) == 0
    pages = [(PAGES / f"{rule}.md").read_text(encoding="utf-8") for rule in ("G101", "G102")]
    assert capsys.readouterr().out == "".join([*pages, section("data.copy")])


@pytest.mark.parametrize("word", ["G999", "scope", "../../README", "--all", "", "\x1b[31m", "..", ".*", "data.", "x.*"])
def test_a_word_that_is_not_there(word: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("explain", word, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "guard explain lists them" in answer.err
    assert "\x1b" not in answer.err


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("schema.colum.drop", "schema.column.drop"),
        ("SCHEMA.COLUMN.DROP", "schema.column.drop"),
        ("schema.colum.*", "schema.column"),
        ("G1O1", "G101"),
        ("acces", "access"),
    ],
)
def test_the_word_that_was_meant(word: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean {meant}"):
        main([word])


def test_nothing_is_printed_where_one_of_several_is_wrong(capsys: Printed) -> None:
    with pytest.raises(UsageError):
        main(["G101", "data.copy", "G999"])
    assert capsys.readouterr().out == ""


def test_what_a_rule_helps_with(capsys: Printed) -> None:
    assert main(["--controls", "g770", "G801"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("G770  a question somebody asked\n\n  NIST AI Risk Management Framework, 1.0 ")
    assert "\n    MAP 3.5         how people oversee it\n" in out
    assert "\n  MITRE ATLAS, data 5.1.1 (November 2025)\n    AML.M0029       Human In-the-Loop for AI Agent" in out
    assert "\nG801  not a git repository that guard can read\n\n  none: guard could not judge" in out
    assert out.endswith(NO_CLAIM)


def test_what_rules_help_with_by_framework(capsys: Printed) -> None:
    assert main([CONTROLS]) == 0
    out = capsys.readouterr().out
    assert "OWASP Top 10 for Agentic Applications, 2026 (1.0, December 2025)\n  https://genai.owasp.org/" in out
    assert "\n  ASI10           Rogue Agents\n                  G623 G627\n" in out
    assert out.endswith(NO_CLAIM)


@pytest.mark.parametrize("word", ["G999", "data.copy", "--all", "\x1b[31m"])
def test_what_is_no_rule_helps_with_nothing(word: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("explain", "--controls", "G101", word, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "--controls takes rules" in answer.err
    assert "\x1b" not in answer.err


def test_everyday_pages_say_nothing_of_controls(capsys: Printed) -> None:
    assert main(["G101"]) == 0
    assert main([]) == 0
    assert "owasp" not in capsys.readouterr().out.lower()


def test_help(tmp_path: Path) -> None:
    for word in ("-h", "--help"):
        answer = Place(tmp_path).guard("explain", word, cwd=tmp_path)
        assert (answer.code, answer.err) == (0, "")
        assert "guard explain [RULE | OPERATION ...]" in answer.out
        assert "guard explain schema.column.drop" in answer.out
        assert "Operations of the house" in answer.out
        assert "guard explain --controls" in answer.out
        assert "exit codes: 0 " in answer.out
