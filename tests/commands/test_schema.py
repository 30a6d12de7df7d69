"""`guard schema`: the published schemas, as they are shipped."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from guard.commands.schema import NAMES
from tests.running import Place

SCHEMAS = Path(__file__).resolve().parent.parent.parent / "schemas"


def test_there_is_one_for_every_document() -> None:
    assert {f"{name}.schema.json" for name in NAMES} == {path.name for path in SCHEMAS.glob("*.json")}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_printed_as_published(name: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("schema", name, cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(answer.out))


@pytest.mark.parametrize("words", [(), ("zzz",), ("policy", "plan"), ("../pyproject",), ("",)])
def test_wrong_words_list_what_there_is(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("schema", *words, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "policy, plan, manifest" in answer.err


@pytest.mark.parametrize(
    ("word", "meant"), [("plans", "plan"), ("polcy", "policy"), ("PLAN", "plan"), ("\x1bplan", "plan")]
)
def test_a_wrong_word_is_told_with_the_nearest(word: str, meant: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("schema", word, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert f"did you mean {meant}?" in answer.err
    assert "\x1b" not in answer.err


def test_help_tells_how_an_editor_uses_it(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("schema", "--help", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert "yaml-language-server" in answer.out
    assert all(name in answer.out for name in NAMES)
