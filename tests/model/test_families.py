"""One table of what rules ask and readings doubt: every rule that asks is in it, each kind is in one family."""

from __future__ import annotations

import pytest

from guard.model.families import ADVISORY, FAMILIES, FAMILY, KIND_OF_RULE, families_of
from guard.model.opinion import KINDS
from guard.model.rule import RULES
from guard.questions import ASKS
from guard.schema import schema

# They speak of no fault of a text: a reading is missing or failed, or somebody asks in words of their own.
OF_NO_KIND = {"G750", "G751", "G770"}


def test_every_rule_that_asks_has_a_kind() -> None:
    asked = {rule for ask in ASKS for rule in ask.rules} | {kind.rule for kind in KINDS.values()}
    assert asked == set(KIND_OF_RULE) == {rule for rule in RULES if rule.startswith("G7")} - OF_NO_KIND
    assert set(KIND_OF_RULE.values()) == set(FAMILY)


def test_kinds_are_those_of_a_corpus_and_of_readings() -> None:
    assert set(FAMILY) == set(schema("expected")["$defs"]["kind"]["enum"])
    assert set(FAMILY) == set(schema("evaluation")["$defs"]["kind"]["enum"])
    assert all(KIND_OF_RULE[kind.rule] == name for name, kind in KINDS.items())
    assert sum(map(len, FAMILIES.values())) == len(FAMILY)


@pytest.mark.parametrize("rule", KIND_OF_RULE)
def test_a_rule_answers_for_its_own_family_and_only_if_it_asks_somebody(rule: str) -> None:
    families = families_of(rule)
    assert RULES[rule].outcome == "needs-person"
    assert families == () if rule in ADVISORY else families[0] == FAMILY[KIND_OF_RULE[rule]]
    assert len(set(families)) == len(families) and set(families) <= set(FAMILIES)


def test_what_asks_nobody_is_known() -> None:
    assert ADVISORY == ("G716",)


@pytest.mark.parametrize("rule", ["G421", "G750", "G999", ""])
def test_a_rule_that_asks_of_no_text_answers_for_nothing(rule: str) -> None:
    assert families_of(rule) == ()
