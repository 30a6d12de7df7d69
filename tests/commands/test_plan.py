"""`guard plan`: its words, their help, and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.commands.plan import WORDS
from tests.commands.plans import TIDY, folder
from tests.running import Place


def test_its_words_are_told(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for words, code in (((), 2), (("--help",), 0), (("help",), 0)):
        answer = place.guard("plan", *words, cwd=tmp_path)
        assert (answer.code, answer.err) == (code, "")
        for word in WORDS:
            assert f"guard plan {word} " in answer.out


@pytest.mark.parametrize("word", WORDS)
def test_every_word_teaches(word: str, tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("plan", word, "--help", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert f"usage: guard plan {word}" in answer.out
    assert "examples:\n" in answer.out
    assert "--root DIR" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 120


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("lnt",), "did you mean lint?"),
        (("\x1b[31m",), "no word '\\x1b[31m'"),
        (("lint", "--formt", "json"), "did you mean --format?"),
        (("lint", "--format", "xml"), "invalid choice"),
        (("lint", "--form", "json"), "did you mean --format?"),
        (("lint", "tidyy"), "no plan 'tidyy'; did you mean tidy?"),
        (("lint", "zzz"), "there is tidy"),
        (("lint", "gone.yaml"), "no file 'gone.yaml'"),
        (("lint", "--now", "today"), "a time with its zone"),
        (("lint", "--now", "2026-12-01T08:00:00"), "a time with its zone"),
        (("show",), "the name of a plan, or --policy"),
        (("show", "tidy", "--policy"), "the name of a plan, or --policy"),
        (("show", "tidyy"), "did you mean tidy?"),
        (("graph",), "required: NAME"),
        (("graph", "tidyy"), "did you mean tidy?"),
        (("graph", "\x1b[31m"), "no plan '\\x1b[31m'"),
        (("new",), "required: NAME"),
        (("new", "a", "--frm", "flag-removal"), "did you mean --from?"),
    ],
)
def test_wrong_words(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    top = folder(tmp_path, tidy=TIDY)
    answer = Place(tmp_path).guard("plan", *words, cwd=top)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "--help)" in answer.err
    assert "\x1b" not in answer.err
