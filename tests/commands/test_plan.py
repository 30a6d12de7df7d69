"""`guard plan`: its words, their help, and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.commands.plan import WORDS
from tests.commands.plans import TIDY, folder, unheard
from tests.running import Place

MANIFEST = """\
{"schema_version": 1, "plan": "a", "name": "b", "query": "sha256:%s", "count": 1,
 "rows": [{"id": "0123456789abcdef", "path": "src/a"}]}
""" % ("0" * 64)


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
    trusting = ("status", "inventory", "show-request", "read", "answer")  # these go by what counts on the branch
    assert ("--trust DIR" if word in trusting else "--root DIR") in answer.out
    assert "exit codes: 0 " in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


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
        (("lint", "--policy", "gone"), "--policy: no file 'gone'"),
        (("lint", "--root", "gone"), "--root: no folder 'gone'"),
        (("lint", "--root", ".guard/policy.yaml"), "--root: no folder '.guard/policy.yaml'"),
        (("show", "--policy"), "unrecognized arguments: --policy"),
        (("show", "--format", "canonical"), "those of one document"),
        (("show", "./draft.yaml", "--format", "canonical"), "stands elsewhere"),
        (("show", "a.b.json"), "is a manifest"),
        (("show", "gone.yaml"), "no file 'gone.yaml'"),
        (("show", "--root", "gone"), "--root: no folder 'gone'"),
        (("show", "tidyy"), "did you mean tidy?"),
        (("graph",), "required: NAME"),
        (("graph", "gone.yaml"), "no file 'gone.yaml'"),
        (("graph", ".guard/policy.yaml"), ".guard/policy.yaml is no plan"),
        (("graph", "--root", "gone", "tidy"), "--root: no folder 'gone'"),
        (("graph", "tidyy"), "did you mean tidy?"),
        (("graph", "\x1b[31m"), "no plan '\\x1b[31m'"),
        (("new",), "required: NAME"),
        (("new", "fresh", "--root", "gone"), "--root: no folder 'gone'"),
        (("LINT",), "did you mean lint?"),
        (("new", "a", "--frm", "flag-removal"), "did you mean --from?"),
    ],
)
def test_wrong_words(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    top = folder(tmp_path, tidy=TIDY)
    (top / "draft.yaml").write_text(TIDY.replace("tidy", "draft"))
    (top / "a.b.json").write_text(MANIFEST)
    answer = Place(tmp_path).guard("plan", *words, cwd=top)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "--help)" in answer.err
    assert "\x1b" not in answer.err


# An output that takes nothing


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (("lint",), "guard plan lint -o FILE"),
        (("lint", "--format", "json"), "guard plan lint -o FILE"),
        (("graph", "tidy"), ""),
        (("show", "tidy"), ""),
        (("show",), ""),
        (("--help",), ""),
        (("lint", "--help"), ""),
    ],
)
@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.later)])
def test_an_output_that_takes_nothing(words: tuple[str, ...], instead: str, full: bool, tmp_path: Path) -> None:
    answer = unheard(folder(tmp_path, tidy=TIDY), "plan", *words, full=full)
    assert (answer.code, answer.rules()) == (5, ["G820"])
    mend = answer.err.partition("next   you: ")[2].strip()
    assert mend.startswith("free some space" if full else "give guard an output")
    assert mend.partition(", or name a file: ")[2] == instead


def test_what_was_to_be_said_is_said_all_the_same(tmp_path: Path) -> None:
    """What stopped the command is told on standard error, not that nobody could be told."""
    answer = unheard(folder(tmp_path, None, tidy=TIDY), "plan", "graph", "tidy")
    assert (answer.code, answer.rules()) == (5, ["G813"])
