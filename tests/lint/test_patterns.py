"""Patterns that find nothing: refused with the reason, in a policy and in a plan."""

from __future__ import annotations

import subprocess
import sys

import pytest

from guard.lint import patterns
from guard.model.draft import Draft, Flaw
from tests.lint.drafts import HEAD, PAGES, POLICY, plan_of, policy_of
from tests.running import WAYS_ROUND

PHASE = "phases:\n  a: {does: [file.modify], sites: s}\n"


def of_policy(language: str, pattern: str, finds: str) -> list[Flaw]:
    text = f"detect: {{house.audit: {{{language}: '{pattern}', finds: '{finds}'}}}}\n"
    policy = policy_of(POLICY + text)
    return checked(Draft(policy, None, {}, dict(PAGES), None), policy.lines)


def of_plan(key: str, language: str, pattern: str) -> list[Flaw]:
    more = ", count: 3" if key == "sites" else ""
    plan = plan_of(f"{HEAD}{key}: {{s: {{{language}: '{pattern}', in: /src/**{more}}}}}\n{PHASE}")
    return checked(Draft(policy_of(POLICY), plan, {}, dict(PAGES), None), plan.lines)


def checked(draft: Draft, lines: dict[str, int]) -> list[Flaw]:
    """What lint finds; no message names a way round."""
    found = list(patterns.check(draft))
    for flaw in found:
        assert flaw.rule == "G251" and flaw.place in lines
        assert flaw.what and flaw.why and flaw.mend
        assert not WAYS_ROUND.search(flaw.what + flaw.why + flaw.mend), flaw
        assert not {"remove", "delete"} & set(flaw.mend.lower().split()), flaw
    return found


NO_CODE = [
    ("go", "audit.Log(", "it is no go that stands by itself"),
    ("go", "a(); b()", "it is no go that stands by itself"),
    ("go", "$A", "it names nothing"),
    ("python", "def f(:", "it is no python that stands by itself"),
    ("typescript", "f($$$A, $$$B, $$$C)", "it holds `$$$` more than 2 times"),
    ("java", "class {", "it is no java that stands by itself"),
    ("ruby", "def f", "it is no ruby that stands by itself"),
    ("rust", "fn {", "it is no rust that stands by itself"),
    ("hcl", 'resource "a" "b" { $$$B }', "it is no hcl that stands by itself"),
    ("sql", "$A", "it names nothing"),
]
NOTHING = [
    ("go", "audit.Log($$$A)", "audit.Write(1)"),
    ("python", "f($A)", "f(1, 2)"),
    ("yaml", "privileged: true", "privileged: false"),
    ("text", "url(", "safe_url("),
    ("sql", "drop table users", "drop table orders"),
]
FINE = [
    ("go", "audit.Log($$$A)", "audit.Log(1)"),
    ("go", "fmt.Errorf($$$A)", 'return fmt.Errorf("x")'),
    ("go", "$U.DisplayName", "x := u.DisplayName"),
    ("go", "$U.DisplayName = $V", "u.DisplayName = x"),
    ("python", "$U.display_name", "return u.display_name"),
    ("typescript", "old($$$A)", "await old(1)"),
    ("tsx", "<Old $$$A />", "<Old a={1} />"),
    ("javascript", "require($A)", "const x = require(y)"),
    ("java", "Money.render($$$ARGS)", "return Money.render(a, b);"),
    ("ruby", "$U.display_name", "user.display_name"),
    ("rust", "$A.unwrap()", "let x = f().unwrap();"),
    ("hcl", "role = $R", 'role = "x"'),
    ("yaml", "privileged: true", "privileged: true"),
    ("sql", "delete from users", "DELETE FROM users WHERE x"),
    ("text", "{{ old", "{{ old }}"),
]


@pytest.mark.parametrize(("language", "pattern", "why"), NO_CODE)
def test_what_is_no_code_is_refused(language: str, pattern: str, why: str) -> None:
    for found, place in (
        (of_policy(language, pattern, "x"), f"/detect/house.audit/{language}"),
        (of_plan("sites", language, pattern), f"/sites/s/{language}"),
        (of_plan("absent", language, pattern), f"/absent/s/{language}"),
    ):
        assert [flaw.place for flaw in found] == [place]
        assert f"is refused: {why}" in found[0].what
        assert "write one expression, statement or declaration" in found[0].mend


@pytest.mark.parametrize(("language", "pattern", "finds"), NOTHING)
def test_what_finds_nothing_in_its_example_is_refused(language: str, pattern: str, finds: str) -> None:
    found = of_policy(language, pattern, finds)
    assert [flaw.place for flaw in found] == ["/detect/house.audit/finds"]
    assert found[0].what == "the pattern of house.audit is refused: it finds nothing in its example"
    assert found[0].why == "no change is ever told by this name, so what asks for it or forbids it never applies"
    assert found[0].mend.startswith("let the example show what is meant: house.audit: {" + language)


@pytest.mark.parametrize(("language", "pattern", "finds"), FINE)
def test_leaves_alone(language: str, pattern: str, finds: str) -> None:
    assert of_policy(language, pattern, finds) == []
    assert of_plan("sites", language, pattern) == []
    assert of_plan("absent", language, pattern) == []


def test_why_it_matters_in_a_plan() -> None:
    assert of_plan("sites", "go", "f(")[0].why == "what is not found is not counted, so nobody is held to it"
    assert of_plan("absent", "go", "f(")[0].why == "what is not found is never missed, so anybody may write it"
    assert of_plan("absent", "go", "f(")[0].what.startswith("the pattern of absent s is refused")


def test_a_policy_and_a_plan_without_patterns() -> None:
    assert list(patterns.check(Draft(policy_of(POLICY), None, {}, {}, None))) == []
    plan = plan_of(HEAD + "phases:\n  a: {does: [file.modify]}\n")
    assert list(patterns.check(Draft(policy_of(POLICY), plan, {}, {}, None))) == []


def test_no_parser_is_loaded_before_there_is_a_pattern() -> None:
    code = "import sys, guard.lint.patterns; sys.exit('ast_grep_py' in sys.modules or 'guard.syntax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = "import sys, guard.syntax.patterns, guard.operations.code; sys.exit('ast_grep_py' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("becomes", "expected"),
    [("$U.FullName()", []), ("true", []), ("$U", ["/sites/s/becomes"]), ("a(); b()", ["/sites/s/becomes"])],
)
def test_what_sites_become_can_be_looked_for(becomes: str, expected: list[str]) -> None:
    plan = plan_of(f"{HEAD}sites: {{s: {{go: '$U.Name', in: /src/**, count: 3, becomes: '{becomes}'}}}}\n{PHASE}")
    assert [
        flaw.place for flaw in checked(Draft(policy_of(POLICY), plan, {}, dict(PAGES), None), plan.lines)
    ] == expected
