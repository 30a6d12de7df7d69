"""What the log says of one thing: the same as who goes through all of it finds, in its order."""

from __future__ import annotations

import random

from guard.model.log import Approval, Entry, Evidence
from guard.model.said import Said
from tests.model.standing import approval, evidence, recorded

NODES = ("p/one", "p/two", "q/one")


def drawn(seed: int) -> tuple[Entry, ...]:
    dice = random.Random(seed)
    found = []
    for number in range(dice.randint(0, 30)):
        node, by = dice.choice(NODES), dice.choice(("dana", "kim", "deploy"))
        act = dice.choice(
            [
                approval("phase", node, "sha256:a", by),
                approval("plan", node[0], "sha256:a", by),
                approval("landing", "", dice.choice(("sha256:a", "sha256:b")), by),
                approval("policy", "", "sha256:c", by),
                evidence(dice.choice(("deployed", "drained")), of=3, node=node, env=dice.choice(("production", "dev"))),
                recorded(by),
            ]
        )
        key = dice.choice(("", f"key {by}", "key of two"))
        teams = tuple(dice.sample(["a", "b", "c"], 2)) if key else ()
        found.append(Entry(f"{number}", act, key=key, teams=teams, struck=dice.random() < 0.2))
    return tuple(found)


def test_approvals() -> None:
    for seed in range(60):
        log = drawn(seed)
        abouts = [("phase", "p/one"), ("plan", "p"), ("landing", "sha256:b"), ("policy", ""), ("phase", "p/one")]
        for some in (abouts, abouts[:1], abouts[2:3], [("plan", "none")], []):
            wanted = []
            for one in log:
                act = one.act
                if isinstance(act, Approval) and not one.struck:
                    name = {"landing": act.digest, "policy": ""}.get(act.of, act.name)
                    wanted += [one] if (act.of, name) in some else []
            assert Said(log).approvals(some) == wanted


def test_evidence() -> None:
    for seed in range(60):
        log = drawn(seed)
        for env in ("", "production", "dev"):
            wanted = []
            for at, one in enumerate(log):
                act = one.act
                own = isinstance(act, Evidence) and (act.plan, act.phase) == ("p", "two")
                if own or (isinstance(act, Evidence) and act.fact == "deployed" and act.env == env):
                    wanted.append((at, one))
            assert Said(log).evidence("p/two", env) == wanted


def test_who_signed_with_what() -> None:
    for seed in range(60):
        log = drawn(seed)
        pairs = [(one.act.by, one.key) for one in log if one.key]
        assert list(Said(log).keys()) == list(dict.fromkeys(pairs))
        for name in ("dana", "deploy", "nobody"):
            teams = {team for one in log if one.act.by == name and one.key for team in one.teams}
            assert Said(log).signed(name) == ({key for by, key in pairs if by == name}, teams)


def test_another_log_is_found_anew() -> None:
    """What was found in one is kept, and never told of another."""
    log = Said([Entry("1", evidence(of=3))])
    assert (Said.by(log) is log, len(log.evidence("p/one"))) == (True, 1)
    more = Said.by((*log, Entry("2", evidence(of=4))))
    assert [len(one.evidence("p/one")) for one in (more, log, Said.by(log[:0]))] == [2, 1, 0]
    assert (more[:1], hash(log)) == (log, hash(tuple(log)))
