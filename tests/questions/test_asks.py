"""The table of rules that ask: each doubt is of the rule it is listed under, and what goes by English words says so."""

from __future__ import annotations

import re
from pathlib import Path

from guard.model.rule import RULES
from guard.questions import ASKS, NOT_ENGLISH, examine, told_by
from tests.questions.papers import paper

CORPUS = Path(__file__).resolve().parents[2] / "examples/corpus"
PAGE = Path(__file__).resolve().parents[2] / "docs/questions.md"
BY_ENGLISH = {"G711", "G713", "G714", "G715", "G716", "G721", "G723", "G725", "G733", "G734"}
GERMAN = """# Umzug der Namen

Die Tabelle ist vermutlich leer, und wir nehmen an, dass niemand sonst in sie schreibt. Noch ist offen, wer das macht.
Sobald es gut aussieht, wird die Spalte entfernt, und danach werden die Dienste wieder gestartet, wie wir es immer tun.
"""


def test_each_rule_on_texts_is_listed_once() -> None:
    listed = [rule for ask in ASKS for rule in ask.rules]
    assert sorted(listed) == sorted({rule for rule in RULES if "G701" <= rule <= "G742"})


def test_the_page_of_questions_has_a_row_of_each() -> None:
    rows = re.findall(r"^\| (\[G7\d\d\].*?) \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(rule for row in rows for rule in re.findall(r"\[(G\d{3})\]", row)) == sorted(
        rule for ask in ASKS for rule in ask.rules
    )


def test_no_rule_speaks_for_another() -> None:
    for plan in sorted(CORPUS.glob("house/*/plan.md"))[::3]:
        asked = paper(plan.read_text(), path=["app/users.py"], owner=["dana"])
        for ask in ASKS:
            assert {one.rule for one in told_by(asked, ask)} <= set(ask.rules), (plan, ask.name)


def test_of_another_language_rules_of_english_words_say_that_they_were_not_asked() -> None:
    found = examine(paper(GERMAN, path=["app/users.py"], term=["name"], service=["api"], owner=["dana"]))
    assert {one.rule for one in found.unasked if one.why == NOT_ENGLISH and not one.what} == BY_ENGLISH
    assert not BY_ENGLISH & set(found.evaluated)
    assert not [one for one in found.doubts if one.rule in BY_ENGLISH]
