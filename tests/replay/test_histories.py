"""Any history of a forge is explained as the forge knows it: drawn pull requests, merged, reverted, pushed past all."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import examples
from tests.forge import WAYS, Edit, Forge, Work, claiming, forge
from tests.replay.stories import DOCS, STANDING, approves

NUMBER = 24  # events of one history
IN_A_ROW = ("work/add", "work/change", "work/remove")  # phases, each after the one before it
READY = {b"src/old-%d-%d" % (number, part): b"x\n" for number in range(NUMBER) for part in range(3)}


class Pull(NamedTuple):
    """What was merged: the phase it belongs to ("" where to none), and how its steps are to be explained."""

    node: str
    how: str
    commit: bytes  # the last commit of it
    steps: int


class History:
    """A history as it is drawn, and what guard should make of it."""

    def __init__(self, made: Forge, dice: random.Random) -> None:
        self.made, self.dice, self.number = made, dice, 0
        self.standing: list[Pull] = []  # and not taken back
        self.expected: list[str] = []

    def edit(self, kind: str, part: int) -> Edit:
        """An edit that the phase of this kind covers, and no other; of files that nothing else touches."""
        path = b"%d-%d" % (self.number, part)
        match kind:
            case "work/add":
                return {b"src/new-" + path: b"x\n"}
            case "work/change":
                return {b"src/old-" + path: b"y\n"}
            case "work/remove":
                return {b"src/old-" + path: None}
            case "other/only":
                return {b"lib/" + path: b"x\n"}
            case "docs":
                return {b"docs/" + path: b"x\n"}
        return {b"top-" + path: b"x\n"}

    def pull(self) -> None:
        """Somebody's pull request, with claims or without, merged in some way."""
        self.number += 1
        nodes = (*IN_A_ROW, "other/only")
        kind = self.dice.choice((*nodes, *nodes, "docs", "hotfix", "outside"))
        node = kind if kind in nodes else ""
        parts = self.dice.choice((1, 1, 2, 3))
        claimed = self.dice.random() < 0.6
        said = claiming(node) if node and claimed else b"work\n"
        self.made.pull("x", *[Work(self.edit(kind, part), said) for part in range(parts)])
        if kind == "hotfix":
            approves("x")(self.made)
        if self.dice.random() < 0.3:
            self.land(Work({b"docs/beside-%d" % self.number: b"x\n"}), Pull("", "routine", b"", 1))
        way = self.dice.choice([of for of in WAYS if of != "fast-forward" or self.expected[-1:] != ["beside"]])
        if way == "fast-forward" and self.made.tips["main"] not in self.made.history(self.made.tips["x"]):
            way = "rebase"
        message = {"message": b"Merge (#1)\n"} if way == "squash" and self.dice.random() < 0.5 else {}
        tip = WAYS[way](self.made, "x", **message)  # type: ignore[call-arg]
        steps = parts if way in ("rebase", "fast-forward") else 1
        how = "claimed" if node else {"docs": "routine", "hotfix": "approved"}.get(kind, kind)
        if node and (not claimed or message):  # nothing says that these edits are the work of a phase, but its turn
            node, how = (node, "covers") if self.in_turn(node) else ("", "outside")
        self.merged(Pull(node, how, tip, steps))

    def in_turn(self, node: str) -> bool:
        """The phase before it has landed, and the one after it has not."""
        landed = {pull.node for pull in self.standing}
        at = IN_A_ROW.index(node) if node in IN_A_ROW else 0
        row = IN_A_ROW if node in IN_A_ROW else (node,)
        return landed.issuperset(row[:at][-1:]) and landed.isdisjoint(row[at + 1 :][:1])

    def land(self, work: Work, pull: Pull) -> None:
        self.made.bypass(work)
        self.merged(pull)

    def merged(self, pull: Pull) -> None:
        self.standing.append(pull)
        self.expected += [f"{pull.how} {pull.node}".strip()] * pull.steps

    def revert(self) -> None:
        """What landed in one step, and belongs to a phase, is taken back."""
        able = [pull for pull in self.standing if pull.node and pull.steps == 1]
        if able:
            pull = self.dice.choice(able)
            silent = pull.node == "other/only"  # of what a later phase may take away as well, a way back says so
            self.made.revert(pull.commit, self.dice.choice((None, b"oops\n")) if silent else None)
            WAYS[self.dice.choice([way for way in WAYS if way != "fast-forward"])](self.made, "revert")
            self.standing.remove(pull)
            self.expected.append("back")


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(6))
def test_any_history_is_explained_as_the_forge_knows_it(seed: int) -> None:
    dice = random.Random(seed)
    with forge({**STANDING, **READY}) as made:
        history = History(made, dice)
        while history.number < NUMBER - 1:
            history.revert() if dice.random() < 0.2 else history.pull()
        told = made.replayed()
        assert [f"{step.how} {step.node}".strip() for step in told.steps] == history.expected
        for node, state in told.states.items():
            mine = sum([pull.steps for pull in history.standing if pull.node == node])
            assert len(state.landings) == mine, node
        assert made.judged(made.pull("x", Work(DOCS))).may_merge
