"""Pins that no guard can go by."""

from __future__ import annotations

import itertools

import pytest

from guard import __version__
from guard.grammar.pin import plain, satisfies
from guard.lint import pins
from tests.lint.drafts import POLICY, Finds, Leaves, check, flaws, named


def pinned(pin: str) -> str:
    return POLICY + f'guard: "{pin}"\n'


NEVER = (">=2,<1", ">1,<1", "==1,==2", "==1,!=1", ">1,<=1.0", "<0", ">=0.1,<0.1.0", "<0.2,>0.2", "==1,>1,<2")
ELSEWHERE = (">=2", "<0.1", "!=0.1", "==0.2", ">0.1.0", ">1,<1.0.0.1", ">0.9,<1", "<0.1,!=0")
FINDS = [
    *(
        Finds(
            f"no version at all: {pin}",
            "G250",
            "/guard",
            (f"no version of guard is {plain(pin)}",),
            ('guard: ">=0.',),
            policy=pinned(pin),
        )
        for pin in NEVER
    ),
    *(
        Finds(
            f"not this one: {pin}",
            "G250",
            "/guard",
            (f"and this is {__version__}",),
            ('guard: ">=0.',),
            policy=pinned(pin),
        )
        for pin in ELSEWHERE
    ),
    Finds(
        "a vocabulary this guard does not speak",
        "G250",
        "/vocabulary",
        ("written in vocabulary 2, and this guard speaks 1",),
        ("vocabulary: 1",),
        policy=POLICY + "vocabulary: 2\n",
    ),
]
LEAVES = [
    *(
        Leaves(f"this one: {pin}", "G250", policy=pinned(pin))
        for pin in (">=0.1,<1", ">=0.1", f"=={__version__}", "!=2")
    ),
    Leaves("no pin", "G250"),
    Leaves("the vocabulary this guard speaks", "G250", policy=POLICY + "vocabulary: 1\n"),
    Leaves("a plan under such a policy", "G250", "  a: {does: [file.add]}\n", policy=pinned(">=2,<1")),
]


def test_whether_some_version_meets_a_pin_is_what_trying_many_says() -> None:
    numbers = ("0", "1", "2")
    versions = [".".join(parts) for length in (1, 2, 3) for parts in itertools.product(numbers, repeat=length)]
    clauses = [sign + of for sign in ("==", "!=", ">=", "<=", ">", "<") for of in ("0", "0.1", "1", "1.0", "1.1")]
    for one, other in itertools.combinations_with_replacement(clauses, 2):
        pin = f"{one},{other}"
        assert pins._any(pin) == any(satisfies(version, pin) for version in versions), pin


def test_the_form_it_asks_for_is_met_by_this_guard() -> None:
    (found,) = flaws(policy=pinned(">=2,<1"))
    form = found.mend.rpartition("guard: ")[2].strip('"')
    assert satisfies(__version__, form)


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
