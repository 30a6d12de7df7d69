"""The example migrations played to the end, with the wrong order and every missing fact tried at each step.

`make test` plays two short ones, `make fuzz` all.
"""

from __future__ import annotations

from functools import cache

import pytest

from guard.compile import read_document
from tests.conftest import EXAMPLES
from tests.replay.played import EXAMPLES as EXAMPLES_FOLDER
from tests.replay.played import Try, play
from tests.replay.playing_extract_billing import EXTRACT_BILLING
from tests.replay.playing_new_checkout import NEW_CHECKOUT
from tests.replay.playing_order_uids import ORDER_UIDS
from tests.replay.playing_rename_render import RENAME_RENDER
from tests.replay.playing_rotate_orders_db import ROTATE_ORDERS_DB
from tests.replay.playing_split_name import SPLIT_NAME

FIVE = (SPLIT_NAME, RENAME_RENDER, ROTATE_ORDERS_DB, NEW_CHECKOUT, EXTRACT_BILLING)
SHORT = (SPLIT_NAME, NEW_CHECKOUT)
ALL = {one.example: one for one in ((*FIVE, ORDER_UIDS) if EXAMPLES else SHORT)}
WRONG = {  # how often a phase was tried before one that it waits for
    "expand-contract": 15,
    "rename-call-sites": 7,
    "secret-rotation": 10,
    "flag-removal": 10,
    "service-extraction": 80,
    "monolith": 15,
}
MISSING = {  # how else a landing was tried, and the rule that refused it
    "without evidence": {"G401", "G402"},
    "with evidence of an older commit": {"G401"},
    "with one consumer missing": {"G401", "G402"},
    "with something left": {"G401"},
    "one second too early": {"G401"},
    "without an approval": {"G403"},
    "after the approval of its plan has expired": {"G404"},
    "without a yes": {"G403"},
    "with a yes of claude alone": {"G403"},
    "with a yes of dana alone": {"G403"},
    "with a yes to what it was before": {"G404"},
    "with one yes of two": {"G403"},
    "after all is done": {"G405"},
}


@cache
def tried(example: str) -> list[Try]:
    """What was refused while an example was played."""
    return play(ALL[example])


def test_no_phase_of_an_example_is_left_out() -> None:
    for one in FIVE:
        texts = {
            path.stem: path.read_bytes() for path in (EXAMPLES_FOLDER / one.example / ".guard/plans").glob("*.yaml")
        }
        data = {plan: read_document("plan", plan, text).data or {} for plan, text in texts.items()}
        named = {f"{plan}/{phase}" for plan, document in data.items() for phase in document["phases"]}
        assert {act.node for act in one.acts} == named


def out_of_order(example: str) -> set[tuple[str, str]]:
    """Which phase was tried before which."""
    return {(one.why, one.node) for one in tried(example) if one.why.startswith("before ")}


@pytest.mark.fuzz
@pytest.mark.parametrize("example", ALL)
def test_it_is_played_to_its_end_and_every_wrong_order_is_refused(example: str) -> None:
    found = len(out_of_order(example))
    assert found >= WRONG[example] if EXAMPLES else found == WRONG[example]


def test_many_steps_came_in_the_wrong_order() -> None:
    assert sum([len(out_of_order(example)) for example in ALL]) >= (120 if EXAMPLES else 20)


@pytest.mark.fuzz
def test_every_single_thing_that_is_missing_was_tried_and_refused_by_its_rule() -> None:
    found: dict[str, set[str]] = {}
    for example in ALL:
        for each in tried(example):
            if not each.why.startswith("before "):
                found.setdefault(each.why, set()).add(each.rule)
    expired = "after the approval of its plan has expired"  # nothing in the short ones takes that long
    assert found == {why: rules for why, rules in MISSING.items() if EXAMPLES or why != expired}
