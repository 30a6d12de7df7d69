"""Promises about what is replayed: nothing missing helps (P1), and the state is the same replayed from nothing (P7).

Exempt from the first are the negative facts, whose going may help, and which cannot go: a rollback (evidence for a
commit that lacks a landing, or a deployment of one that is not here), evidence that too much remains, a revocation, and
a landing that nobody has said anything of since (it is what makes the word for the one before it too old), or after
which its predecessors are over. The log keeps its order, and its machines' times grow with it: that is for whoever
appends to hold.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.evidence import Facts
from guard.model.landing import Landing, landing_digest
from guard.model.log import Act, Approval, Entry, Evidence, Log, Revocation
from guard.model.plan import Plan, plan_from
from guard.model.policy import Policy, policy_from
from guard.model.state import derive
from guard.model.world import NO_EXIT, Exit, State, World
from guard.replay import Replay
from tests.conftest import EXAMPLES, examples
from tests.forge import TRUSTED, WAYS, Forge, Work, claiming, forge
from tests.replay.stories import DOCS, STANDING, TOP, WORLD, Story, done, stories
from tests.repos import make_repository

FACTS = ("deployed", "backfilled", "drained", "complete", "rehearsed")
DOES = ("schema.column.add", "data.backfill", "file.modify", "schema.column.drop", "code.write.dual", "identity.rbac")
RESOURCES = ("table:users", "column:users.name", "table:orders", "column:orders.sum")
TEAMS, PEOPLE, MACHINES = ("a", "b", "c"), ("ann", "bob", "cy", "di"), ("deploy", "batch")
SOAK, LAST = 500, 100_000
MOST = 25  # facts that are taken away from one house
OTHERS = ("ann", "left", "nobody")
ELSEWHERE = b"e" * 40  # a commit that is not here


class Drawn:
    """A house, its plans, what landed and what was said, drawn so that a good part of the phases is open."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.policy = self._policy()
        self.plans = tuple([self._plan(name) for name in ("one", "two")[: self.dice.choice((1, 1, 2))]])
        self.nodes = [f"{plan.id}/{phase.name}" for plan in self.plans for phase in plan.phases]
        self.landings = self._landings()
        self.digests = {node: f"sha256:{number:064x}" for number, node in enumerate(self.nodes)}
        self.exits = {node: Exit(self.dice.choice(("yes", "yes", "none", "unknown", "no")), "") for node in self.nodes}
        self.entries = self._entries()

    def some(self, of: tuple[str, ...], least: int = 0, most: int = 2) -> list[str]:
        return sorted(self.dice.sample(of, self.dice.randint(least, most)))

    def likely(self, chance: float = 0.85) -> bool:
        return self.dice.random() < chance

    def _policy(self) -> Policy:
        data: dict[str, Any] = {"id": "0123abcd", "version": 1}
        data["people"] = {
            name: {"teams": self.some(TEAMS, 1, 3)} | ({"key": f"key {name}"} if self.likely() else {})
            for name in PEOPLE
        }
        data["machines"] = {name: {"key": name, "attests": self.some(FACTS, 1, 5)} for name in MACHINES}
        data["agents"] = {"robot": {"owner": "ann"}}
        data["owners"] = {of: self.some(TEAMS, 1, 2) for of in RESOURCES if self.likely(0.5)}
        data["consumers"] = {"table:users": ["api", "worker"]} if self.likely(0.5) else {}
        plan = self.dice.choice((0, 0, 1, 2))
        data["approvals"] = {"plan": plan, "irreversible": self.dice.choice((plan, 2))}
        levels = {of: self.dice.choice(("touch", "pin")) for of in ("plan", "stop", "irreversible") if self.likely(0.1)}
        data["approvals"] |= {"presence": levels} if levels else {}
        return policy_from(data, "policy")

    def _plan(self, name: str) -> Plan:
        phases: dict[str, Any] = {}
        for number in range(self.dice.randint(2, 8)):
            phase: dict[str, Any] = {"does": self.some(DOES, 1, 2), "after": {}}
            for before in self.dice.sample(list(phases), min(len(phases), self.dice.choice((0, 1, 1, 2)))):
                phase["after"][before] = [self._edge() for _ in range(self.dice.choice((1, 1, 2)))]
            if name == "two" and self.likely(0.2):
                phase["after"]["one/p0"] = [self._edge()]
            phase["creates"] = self.some(RESOURCES, 0, 1)
            phase |= {"drops": self.some(RESOURCES, 1, 1)} if self.likely(0.2) else {}
            phase |= {"stop": "somebody looks"} if self.likely(0.2) else {}
            phase |= {"outside": "done elsewhere", "does": []} if self.likely(0.1) else {}
            phases[f"p{number}"] = phase
        scope = {"paths": ["/src/**"]}
        data = {"plan": name, "version": 1, "owner": self.dice.choice(PEOPLE), "why": "to see", "scope": scope}
        return plan_from(data | {"phases": phases}, "plan", {})

    def _edge(self) -> dict[str, Any]:
        fact = self.dice.choice(FACTS)
        edge: dict[str, Any] = {"fact": fact, "soak": self.dice.choice((0, 0, SOAK))}
        edge |= {"env": "staging"} if self.likely(0.15) else {}
        return edge | ({"expect": {"remaining": self.dice.choice((0, 0, 5))}} if fact in FACTS[1:3] else {})

    def _landings(self) -> dict[str, tuple[Landing, ...]]:
        own = [f"{plan.id}/{phase.name}" for plan in self.plans for phase in plan.phases if not phase.outside]
        nodes = [node for node in own for _ in range(self.dice.choice((1, 1, 1, 2))) if self.likely(0.7)]
        found: dict[str, tuple[Landing, ...]] = {}
        for place, node in enumerate(nodes):
            one = Landing(b"%040x" % (place + 1), b"%040x" % place, (), (), frozenset(), 0, place)
            found[node] = (*found.get(node, ()), one)
        self.tip = b"%040x" % len(nodes)
        return found

    def holds(self, commit: bytes, landing: bytes) -> bool | None:
        return None if commit == ELSEWHERE else int(commit, 16) >= int(landing, 16)

    def _entries(self) -> tuple[Entry, ...]:
        acts: list[Act] = []
        for node in self.nodes:
            acts += [*self._said(node), *self._approved(node)]
        self.dice.shuffle(acts)
        times = sorted([self.dice.randint(0, LAST - SOAK if self.likely() else LAST) for _ in acts])
        return tuple(
            [
                self._entry(f"{number}", act._replace(at=at))
                for number, (act, at) in enumerate(zip(acts, times, strict=True))
            ]
        )

    def _entry(self, name: str, act: Act) -> Entry:
        """With what its signature shows, or as one of which nothing is known."""
        if self.likely(0.3):
            return Entry(name, act)
        here, gone = self.policy.people.get(act.by), ("a", "b") if act.by == "left" else ()
        key = f"key {act.by}" + ("" if self.likely() else " of before")
        known = act.by not in ("nobody", "robot")  # whom no policy listed as somebody who may sign
        shown = self.dice.choice(("touch", "touch", "pin", ""))
        kind = "machine" if act.by in (*MACHINES, "gone") else "person"
        teams = here.teams if here is not None else gone
        return Entry(name, act, b"", key if known else "", shown, teams, kind if known and self.likely(0.7) else "")

    def _said(self, node: str) -> Iterator[Evidence]:
        plan, _, phase = node.partition("/")
        afters = [after for of in self.plans for one in of.phases for after in one.after if after.phase == phase]
        asked = {edge.fact for after in afters for edge in after.edges} | {"complete", self.dice.choice(FACTS)}
        for fact in sorted(asked):
            signers = [name for name, of in self.policy.machines.items() if fact in of.attests] or list(PEOPLE)
            for env, service in [("production", ""), ("production", "api"), ("production", "worker"), ("staging", "")]:
                if self.likely(0.8 if env == "production" and (not service or self.policy.consumers) else 0.2):
                    commit = self.tip if self.likely() else self.dice.choice((ELSEWHERE, b"%040x" % 1))
                    left = self.dice.choice((0, 0, 0, 0, 3, 9))
                    values = (("remaining", left),) if fact in FACTS[1:3] and self.likely(0.95) else ()
                    by = (
                        self.dice.choice(signers) if self.likely() else self.dice.choice((*OTHERS * 3, "gone", "robot"))
                    )
                    yield Evidence(fact, plan, phase, env, service, commit, values, "observed", by, 0)

    def _approved(self, node: str) -> Iterator[Approval]:
        plan, _, phase = node.partition("/")
        for name in (
            (*PEOPLE, "left", "robot") if self.policy.approvals.plan or self.policy.approvals.irreversible else ()
        ):
            digest = self.digests[node] if self.likely() else "sha256:other"
            expires = LAST * 2 if self.likely() else LAST // 2
            if self.likely(0.6):
                yield Approval("phase", node, digest, (), (), expires, name, 0)
            if self.likely(0.6):
                yield Approval("plan", plan, "sha256:plan", ((phase, digest),), (), expires, name, 0)

    def world(self, **others: Any) -> World:
        entries = others.pop("entries", self.entries)
        facts = Facts(entries, self.policy, LAST, self.holds)
        found = {"landings": self.landings, "undone": {}, "exits": self.exits, "digests": self.digests} | others
        return World(plans=self.plans, facts=facts, missing="", **found)

    def positive(self, act: Act) -> bool:
        """It says something good, and nothing bad of anybody."""
        if not isinstance(act, Evidence):
            return isinstance(act, Approval)
        if act.by == "gone" or (act.fact == "deployed" and act.commit == ELSEWHERE):
            return False
        every = [one.commit for landings in self.landings.values() for one in landings]
        return not any([self.holds(act.commit, one) is False for one in every]) and not any(dict(act.values).values())

    def told_of(self, landing: Landing) -> bool:
        """Nobody spoke of a time before it."""
        said = [entry.act.commit for entry in self.entries if isinstance(entry.act, Evidence)]
        return not any([self.holds(commit, landing.commit) is False for commit in said])

    def poorer(self) -> Iterator[tuple[str, World]]:
        """The same world, one positive fact taken away."""
        for place, entry in enumerate(self.entries):
            if self.positive(entry.act):
                left = self.entries[:place] + self.entries[place + 1 :]
                yield f"without {entry.act}", self.world(entries=left)
        for node, landings in self.landings.items():
            others = {of: one for of, one in self.landings.items() if of != node}
            yield f"nothing landed in {node}", self.world(landings=others)
            for one in landings if len(landings) > 1 else ():
                if self.told_of(one):
                    left = tuple([other for other in landings if other != one])
                    yield f"{one.commit!r} of {node} gone", self.world(landings={**others, node: left})
        for node, exit_ in self.exits.items():
            for worse in (NO_EXIT, Exit("unknown", ""), Exit("no", "")) if exit_.state == "yes" else ():
                yield f"{node} shows no more", self.world(exits={**self.exits, node: worse})
        for node in self.nodes:
            digests = {of: digest for of, digest in self.digests.items() if of != node}
            yield f"{node} has no digest", self.world(digests=digests)


def gained(before: dict[str, State], after: dict[str, State]) -> list[str]:
    """Phases that are open, or complete, and were not; and facts that are told and were not."""
    found = []
    for node, state in after.items():
        was = before[node]
        if (state.is_open and not was.is_open) or (not state.leaves and was.leaves):
            found.append(node)
    return found


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(20))
def test_p1_taking_a_positive_fact_away_opens_nothing(seed: int) -> None:
    drawn = Drawn(seed)
    before = derive(drawn.world())
    poorer = list(drawn.poorer())
    tried = drawn.dice.sample(poorer, min(len(poorer), MOST))
    wrong = {words: nodes for words, world in tried if (nodes := gained(before, derive(world)))}
    assert not wrong


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(20))
def test_p1_a_revocation_opens_nothing(seed: int) -> None:
    """Of whatever entry, by whom it may be, and of several: also where names have shared keys."""
    drawn = Drawn(seed)
    keys = [f"key {name}" for name in PEOPLE]
    shared = [one._replace(key=drawn.dice.choice(keys)) if drawn.likely(0.2) else one for one in drawn.entries]
    for entries in (drawn.entries, tuple(shared)):
        before = derive(drawn.world(entries=entries))
        for number in range(min(len(entries), 8)):
            some = drawn.dice.sample(entries, min(len(entries), drawn.dice.choice((1, 1, 1, 2, 5))))
            acts = [Revocation(one.id, drawn.dice.choice((*PEOPLE, *MACHINES)), LAST) for one in some]
            log = Log((*entries, *[Entry(f"more {number} {at}", act) for at, act in enumerate(acts)]))
            assert gained(before, derive(drawn.world(entries=log.standing()))) == [], some


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(20))
def test_p5_whoever_may_not_speak_changes_nothing(seed: int) -> None:
    """Entries of an agent, of somebody who is not listed, and approvals by people without a key.

    What a machine signs tells the time at least; that its approval is none, the decision table shows.
    """
    drawn = Drawn(seed)
    before = derive(drawn.world())
    dumb = ["robot", "mallory", *[name for name, one in drawn.policy.people.items() if one.key is None]]
    said = [act._replace(at=LAST) for node in drawn.nodes for act in drawn._said(node)]
    acts: list[Act] = [act._replace(by=drawn.dice.choice(("robot", "mallory"))) for act in said]
    acts += [act._replace(by=drawn.dice.choice(dumb), at=1) for node in drawn.nodes for act in drawn._approved(node)]
    entries = list(drawn.entries)
    for number, act in enumerate(acts):
        entries.insert(drawn.dice.randint(0, len(entries)), Entry(f"more {number}", act))
    after = derive(drawn.world(entries=tuple(entries)))
    assert {node: (state.name, state.is_open, state.facts) for node, state in after.items()} == {
        node: (state.name, state.is_open, state.facts) for node, state in before.items()
    }


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(20))
def test_p1_a_negative_fact_more_opens_nothing(seed: int) -> None:
    """A rollback, a deployment of what nobody knows, rows that remain, a landing that was taken back."""
    drawn = Drawn(seed)
    before = derive(drawn.world())
    node = drawn.dice.choice([*drawn.landings, "one/none"])  # where nothing landed, nothing can be rolled back
    plan, _, phase = node.partition("/")
    signers = [name for name, one in drawn.policy.machines.items() if "deployed" in one.attests] or ["ann"]
    for fact, commit, left in (("deployed", b"%040x" % 0, 0), ("deployed", ELSEWHERE, 0), ("drained", drawn.tip, 99)):
        values = (("remaining", left),) if fact == "drained" else ()
        for service in ("", "api", "worker"):
            bad = Evidence(fact, plan, phase, "production", service, commit, values, "observed", signers[0], LAST)
            worse = derive(drawn.world(entries=(*drawn.entries, Entry("more", bad))))
            assert gained(before, worse) == [], bad
    back = Landing(b"%040x" % 500, drawn.tip, (), (), frozenset(), 0, 500)
    undone = {node: tuple([(one, back) for one in drawn.landings.get(node, ())])}
    gone = derive(drawn.world(landings={**drawn.landings, node: ()}, undone=undone))
    assert gained(before, gone) == []


@pytest.mark.later
def test_what_is_drawn_is_worth_it() -> None:
    """Among a hundred houses every state of a phase stands, and taking facts away closes what was open."""
    states: dict[str, int] = {}
    closed = 0
    for seed in range(40):
        drawn = Drawn(seed)
        before = derive(drawn.world())
        for state in before.values():
            states[state.name] = states.get(state.name, 0) + 1
            states["is_open"] = states.get("is_open", 0) + state.is_open
        closed += sum([bool(gained(derive(world), before)) for _, world in list(drawn.poorer())[::12]])
    assert min(states.get(name, 0) for name in ("waiting", "unknown", "ready", "open", "landed", "complete")) > 5, (
        states
    )
    assert states["is_open"] > 60
    assert closed > 10


# End to end: what the merge door says, an entry of the log less


def negative(made: Forge, act: Act, replay: Replay) -> bool:
    """It takes something back, or may."""
    if not isinstance(act, Evidence):
        return not isinstance(act, Approval)
    landed = [of.commit for state in replay.states.values() for of in state.landings]
    held = made.history(act.commit) if act.commit in made.flats else ()
    return act.fact == "deployed" and not all([commit in held for commit in landed])


TRIED = WORLD if EXAMPLES else WORLD[::4]


@pytest.mark.fuzz
@pytest.mark.parametrize("story", TRIED, ids=[story.title for story in TRIED])
def test_p1_an_entry_less_or_revoked_lets_nothing_more_land(story: Story) -> None:
    """`make test` tries one story in four, `make fuzz` all of them."""
    with forge(story.standing) as made:
        for event in story.happens:
            event(made)
        tip = made.pull("next", story.next)
        told, verdict = made.answered(tip)
        every = list(made.entries)
        for entry in every:
            if not negative(made, entry.act, told):
                made.entries[:] = [other for other in every if other != entry]
                assert verdict.may_merge or not made.judged(tip).may_merge, entry
            made.entries[:] = [*every, Entry("more", Revocation(entry.id, "dana", made.now))]
            assert verdict.may_merge or not made.judged(tip).may_merge, f"{entry} revoked"


# P7


def seen(told: Replay) -> tuple[object, ...]:
    return told.at, told.steps, dict(told.states)


def test_p7_the_state_is_the_same_replayed_from_nothing() -> None:
    """In the clone again, in a fresh one made by git, in one with other refs and packed, in one that only fetched."""
    story = next(one for one in stories() if one.title == "the whole plan, phase by phase")
    with forge(story.standing) as made:
        for event in story.happens:
            event(made)
        first = seen(made.replayed())
        assert len(first[1]) == 3
        assert seen(made.replayed()) == first
        usual = made.clone
        folder = os.path.dirname(usual.top)
        for name in (b"fresh", b"packed", b"fetched"):
            made.clone = other = make_repository(os.path.join(folder, name))
            if name == b"fresh":
                shutil.rmtree(other.top)
                usual.git("clone", "--quiet", made.bare.top, other.top)
            else:
                other.git("fetch", "--quiet", made.bare.top, "refs/heads/main:" + TRUSTED)
            if name == b"packed":
                other.ref(b"refs/heads/main", made.start)
                other.ref(b"refs/tags/main", made.start)
                other.git("gc", "--quiet")
            assert seen(made.replayed()) == first, name


# Landings in any order


def chains() -> list[list[Work | str]]:
    """What lands, in rows: work, work that is taken back, and work that is taken back and comes again."""
    found: list[list[Work | str]] = []
    for number in range(14):
        found.append([Work({b"src/%d" % number: b"x\n"}, claiming("work/add") if number % 2 else b"work\n")])
        found.append([Work({b"lib/%d" % number: b"x\n"}, claiming("other/only") if number % 2 else b"work\n")])
    for number in range(4):
        work = Work({b"src/back-%d" % number: b"x\n"}, claiming("work/add"))
        found += [[work, "back"], [Work({b"lib/again-%d" % number: b"x\n"}), "back", "back"]]
    return [*found, [Work(DOCS)], [Work(TOP)]]


def drawn_order(dice: random.Random) -> Iterator[tuple[int, Work | str]]:
    rows = chains()
    turns = [number for number, row in enumerate(rows) for _ in row]
    dice.shuffle(turns)
    for number in turns:
        yield number, rows[number].pop(0)


def comes_to(dice: random.Random) -> dict[str, object]:
    """Fifty landings in a drawn order, each merged in a drawn way; what that comes to, commits and places left out."""
    with forge(STANDING) as made:
        last: dict[int, bytes] = {}
        for number, work in drawn_order(dice):
            if isinstance(work, Work):
                made.pull("x", work)
            else:
                made.revert(last[number], branch="x")
            last[number] = dice.choice(list(WAYS.values()))(made, "x")
        done("work/add")(made)
        told = made.replayed()
        assert len(told.steps) == 50
        assert [step.landing.place for step in told.steps] == list(range(50))
        hows = sorted([f"{step.how} {step.node}" for step in told.steps])
        return {"hows": hows} | {node: _plain(state) for node, state in told.states.items()}


def _plain(state: State) -> tuple[object, ...]:
    landed = sorted([landing_digest(one.changes) for one in state.landings])
    return state.name, [wait.words for wait in (*state.waits, *state.leaves)], landed, state.facts, state.over


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(4))
def test_fifty_landings_in_any_order_leave_the_same_state(seed: int) -> None:
    assert comes_to(random.Random(seed)) == as_listed()


@cache
def as_listed() -> dict[str, object]:
    return comes_to(random.Random(0))
