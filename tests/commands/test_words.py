"""Words of a command line: an empty one, as a variable of a job is that nobody has set, never means less is asked."""

from __future__ import annotations

import pytest

from guard.cli import COMMANDS, _command
from guard.errors import UsageError
from guard.words import Words

EMPTY = (
    ("check", "--range", ""),
    ("check", "--trusted="),
    ("check", "--trust", ""),
    ("check", "--commit", ""),
    ("check", "--plan", "", "--phase", "p"),
    ("check", "--now="),
    ("operations", "--range", ""),
    ("operations", ""),
    ("next", "", "--trusted", "main"),
    ("approve", "plan", "--expires", ""),
    ("approve", "HEAD", "--unplanned="),
    ("attest", "deployed", "--plan", "p", "--phase", "q", "--env", ""),
    ("attest", "deployed", "--plan", "p", "--phase", "q", "--service", ""),
    ("attest", "deployed", "--plan", "p", "--phase", "q", "--commit="),
    ("revoke", ""),
    ("log", "sync", ""),
    ("log", "verify", "--trusted", ""),
    ("gate", "", "q", "--env", "production"),
    ("gate", "p", "q", "--env", ""),
    ("gate", "p", "q", "--env="),
    *[
        ("gate", "p", "q", "--env", "e", option, "")
        for option in ("--at", "--service", "--trust", "--trusted", "--now")
    ],
    *[("gate", "p", "q", "--env", "e", option, "") for option in ("--as", "--key", "--receipt", "--for")],
    ("gate", "--verify", "", "--env", "e"),
    ("gate", "--verify", "r", "--env", ""),
    ("gate", "", "", "--verify", "r", "--env", "e"),
    *[("gate", "--verify", "r", "--env", "e", option, "") for option in ("--at", "--service", "--policy", "--seen")],
)


@pytest.mark.parametrize("words", EMPTY, ids=" ".join)
def test_an_empty_word_is_usage(words: tuple[str, ...]) -> None:
    assert words[0] in COMMANDS
    with pytest.raises(UsageError, match="is empty, as a variable is that nobody has set"):
        _command(words[0])(list(words[1:]))


@pytest.mark.parametrize("words", [["--reason"], ["--reason", "a="], ["--reason=a="], ["a", "--", "b"], ["-", "="]])
def test_what_says_something_is_none(words: list[str]) -> None:
    parser = Words("guard words", "")
    parser.add_argument("--reason", nargs="?", const="")
    parser.add_argument("rest", nargs="*")
    assert parser.parse_args(words)


def test_it_is_named() -> None:
    parser = Words("guard words", "")
    parser.add_argument("--reason")
    for words in (["--reason", ""], ["--reason="]):
        with pytest.raises(UsageError, match=r"^--reason is empty, .* \(guard words --help\)$"):
            parser.parse_args(words)
