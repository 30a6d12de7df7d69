"""Questions: a name that stays while the document changes, and goes with its own sentence."""

from __future__ import annotations

import pytest

from guard.model.assumption import Settled
from guard.model.question import fingerprint, questions

SAYS = "every name has two parts"


@pytest.mark.parametrize("sentence", [SAYS, f" {SAYS} ", "every name\n  has two\tparts"])
def test_how_a_sentence_is_laid_out_does_not_matter(sentence: str) -> None:
    assert fingerprint("G421", sentence) == "69e8fc13c98aba3c"


@pytest.mark.parametrize(("rule", "sentence"), [("G423", SAYS), ("G421", "every name has two part"), ("G421", "")])
def test_another_rule_or_sentence_is_another_question(rule: str, sentence: str) -> None:
    assert fingerprint(rule, sentence) != fingerprint("G421", SAYS)


def settled(state: str, name: str = "A1") -> Settled:
    return Settled("tidy", "dana", name, SAYS, state, "", None, f"{state} it is", "plan.yaml:4")  # type: ignore[arg-type]


def test_what_is_unsettled_or_unknown_is_a_question() -> None:
    found = questions([settled("unsettled"), settled("unknown", "A2")])
    assert [(one.rule, one.name, one.says, one.why) for one in found] == [
        ("G421", "A1", SAYS, "unsettled it is"),
        ("G423", "A2", SAYS, "unknown it is"),
    ]
    assert [one.id for one in found] == [fingerprint("G421", SAYS), fingerprint("G423", SAYS)]


@pytest.mark.parametrize("state", ["settled", "pending", "contradicted"])
def test_what_holds_waits_or_is_wrong_is_none(state: str) -> None:
    assert questions([settled(state)]) == ()
