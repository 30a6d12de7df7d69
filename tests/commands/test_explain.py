"""`guard explain`: the page of every rule, the list, and what it says to a rule that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.commands.explain import main
from guard.errors import UsageError
from guard.model.rule import RULES
from tests.running import Place

PAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "rules"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_page_is_the_documentation_itself(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([rule]) == 0
    assert capsys.readouterr().out == (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def test_without_a_rule_it_lists_them_all(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("explain", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert [line[:4] for line in lines] == list(RULES)
    for line, rule in zip(lines, RULES.values(), strict=True):
        assert rule.outcome in line
        assert line.endswith(rule.title)


def test_small_letters_and_several_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["g101", "G102"]) == 0
    assert capsys.readouterr().out == "".join((PAGES / f"{rule}.md").read_text() for rule in ("G101", "G102"))


@pytest.mark.parametrize("word", ["G999", "scope", "../../README", "--all", "", "\x1b[31m"])
def test_a_rule_that_is_not_there(word: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("explain", word, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "guard explain lists them" in answer.err
    assert "\x1b" not in answer.err


def test_nothing_is_printed_where_one_of_several_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        main(["G101", "G999"])
    assert capsys.readouterr().out == ""


def test_help(tmp_path: Path) -> None:
    for word in ("-h", "--help"):
        answer = Place(tmp_path).guard("explain", word, cwd=tmp_path)
        assert (answer.code, answer.err) == (0, "")
        assert "guard explain [RULE ...]" in answer.out
        assert "exit codes: 0 " in answer.out
