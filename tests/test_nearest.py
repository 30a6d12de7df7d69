"""The word somebody may have meant: what is near, what is not, and that no word costs more than its bound."""

from __future__ import annotations

import pytest

from guard.nearest import LONGEST, nearest

WORDS = ("policy", "plan", "manifest", "log-approval", "Europe/Berlin")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("plans", "plan"),
        ("polcy", "policy"),
        ("PLAN", "plan"),
        ("europe/berlin", "Europe/Berlin"),
        ("log_approval", "log-approval"),
        ("plan", "plan"),
    ],
)
def test_finds(word: str, meant: str) -> None:
    assert nearest(word, WORDS) == meant


@pytest.mark.parametrize("word", ["", "zzz", "x", "p" * (LONGEST + 1), "plan" * 100, "\x1b[31m"])
def test_leaves_alone(word: str) -> None:
    assert nearest(word, WORDS) == ""


NEAR = [
    ("appr", "approve"), ("status", "stat"),  # one begins as the other
    ("user_email", "email"), ("given_name", "first_name"), ("orderTotal", "total"),  # a word of them is the same
    ("recieve", "receive"), ("DATABSE_URL", "DATABASE_URL"), ("kubernets", "kubernetes"),  # some letters
]  # fmt: skip
FAR = [
    ("Header.tsx", "server.ts"), ("header", "server"), ("billing", "filling_in"), ("contract", "concat"),
    ("requests", "quest"), ("users", "nurse"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "other"), NEAR)
def test_near_is_what_a_person_would_call_so(word: str, other: str) -> None:
    assert nearest(word, [other]) == other and nearest(other, [word]) == word


@pytest.mark.parametrize(("word", "other"), FAR)
def test_letters_that_happen_to_be_the_same_make_nothing_near(word: str, other: str) -> None:
    assert nearest(word, [other]) == "" and nearest(other, [word]) == ""


def test_one_that_is_far_hides_none_that_is_near() -> None:
    assert nearest("header", ["server", "headr"]) == nearest("header", ["headr", "server"]) == "headr"


def test_of_two_as_near_the_first() -> None:
    assert nearest("ab", ["ac", "bb"]) == ""  # half alike is not near
    assert nearest("abc", ["abd", "abe"]) == "abd"
    assert nearest("abc", ["abe", "abd"]) == "abe"
    assert nearest("abc", iter(["abe", "abc"])) == "abc"


def test_the_known_words_are_bounded_too() -> None:
    assert nearest("a" * LONGEST, ["a" * (LONGEST + 1)]) == ""
    assert nearest("a" * LONGEST, ["a" * (LONGEST + 1), "a" * (LONGEST - 1)]) == "a" * (LONGEST - 1)
    assert nearest("a", []) == ""
