"""A verifier that shares nothing with guard finds the same: which entries count, and which logs are not gone by."""

from __future__ import annotations

import ast
import os
import random
import sys
from collections.abc import Callable

import pytest

from guard.errors import GuardError
from tests.chains import many
from tests.conftest import ROOT
from tests.independent import verified
from tests.repos import FILE, new_repository
from tests.signed import Payload, SignedLog, fates, policy
from tests.signing import Key, key

PEOPLE, MACHINES, AGENT = ("dana", "omar", "eve"), ("ci", "deploy"), "claude"
KEYS = [key("ed25519", f"{name}{turn}") for name in (*PEOPLE, *MACHINES, AGENT) for turn in ("", "-2")]


def test_it_is_short_and_shares_nothing() -> None:
    text = (ROOT / "tests/independent.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    named = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    rooms = {(node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or "" for node in named}
    assert rooms <= {*sys.stdlib_module_names, "__future__", "ruamel.yaml"}


class Drawn:
    """A branch and a log, drawn at random: keys come and go, and everybody signs everything."""

    def __init__(self, log: SignedLog, seed: int) -> None:
        self.log, self.draw = log, random.Random(seed)
        self.people = {"dana": KEYS[0], "omar": KEYS[2]}
        self.machines = {"ci": key("ed25519", "ci")}
        self.agents: dict[str, Key] = {}
        self.records: list[str] = []
        self.log.step(self.rules())

    def rules(self) -> dict[str, object]:
        return policy(self.people, self.machines, self.agents)

    def edit(self) -> None:
        """The policy of the next landing: somebody comes, goes, or has another key."""
        where = self.draw.choice([self.people, self.machines, self.machines, self.people, self.agents])
        names = PEOPLE if where is self.people else MACHINES if where is self.machines else (AGENT, "omar")
        name = self.draw.choice(names)
        if name in where and self.draw.random() < 0.4:
            del where[name]
        else:
            where[name] = self.key(name)
        self.log.step(self.rules())

    def key(self, name: str) -> Key:
        """Most often one of somebody's own."""
        own = [of for of in KEYS if of.name.startswith(name)]
        return self.draw.choice(own if own and self.draw.random() < 0.85 else KEYS)

    def listed(self, names: tuple[str, ...]) -> tuple[str, Key]:
        """A name, and most often the key that is listed for it now."""
        name = self.draw.choice(names)
        now = {**self.people, **self.machines}.get(name)
        return name, now if now is not None and self.draw.random() < 0.85 else self.key(name)

    # entries

    def put(self, payload: Payload, by: Key) -> None:
        turn = self.draw.random()
        if turn < 0.03:
            self.log.put(payload, by, namespace="git")
        elif turn < 0.06:
            self.log.put(payload, by, signature=by.sign(b"other bytes", f"guard-{payload['act']}-v1"))
        elif turn < 0.09:
            self.log.put({**payload, "repository": "another-policy"}, by)
        else:
            self.log.put(payload, by)

    def approve(self) -> None:
        name, by = self.listed(PEOPLE if self.draw.random() < 0.9 else (*MACHINES, AGENT))
        of = self.draw.choice(["landing", "plan", "plan", "policy"])
        named = {"name": self.draw.choice(["one", "two"])} if of == "plan" else {}
        self.put(self.log.approval(name, of=of, version=self.draw.choice([None, 1, 2, 3]), **named), by)

    def attest(self) -> None:
        self.put(*self.by(self.log.evidence, (*PEOPLE, *MACHINES, *MACHINES)))

    def record(self) -> None:
        last = len(self.log.line) - 1
        place = max(1, last - self.draw.choice([0, 0, 0, 0, 1, 1, 2, 3]))
        said: dict[str, object] = {}
        turn = self.draw.random()
        if turn < 0.1:
            said["parent"] = self.draw.choice(self.log.line).decode()
        elif turn < 0.15:
            said["commit"] = self.log.merge().decode()
        elif turn < 0.18:
            said["commit"] = self.log.beside().decode()
        elif turn < 0.3:
            said["branch"] = self.draw.choice([*self.log.line, self.log.line[place]]).decode()
        elif turn < 0.33:
            said["log"] = self.draw.choice([b"0" * 40, *self.log.commits]).decode()
        self.put(*self.by(self.log.landing, MACHINES if self.draw.random() < 0.9 else PEOPLE, place=place, **said))

    def revoke(self) -> None:
        id_ = self.draw.choice(self.log.ids) if self.log.ids and self.draw.random() < 0.9 else "sha256:" + "0" * 64
        self.put(*self.by(self.log.revocation, (*PEOPLE, *MACHINES), entry=id_))

    def by(self, payload: Callable[..., Payload], names: tuple[str, ...], **said: object) -> tuple[Payload, Key]:
        name, by = self.listed(names)
        return payload(by=name, **said), by

    def again(self) -> None:
        if self.log.ids:
            self.log.again(self.draw.choice(self.log.ids))

    def step(self) -> None:
        self.log.step()

    def changes_hands(self) -> None:
        """Somebody signs, a landing is recorded, and then the key is another one; what was signed may come again."""
        name = self.draw.choice([*self.people, *self.machines] or ["ci"])
        by = {**self.people, **self.machines}.get(name, KEYS[0])
        self.attest_with(name, by)
        self.recorded()
        where = self.people if name in self.people else self.machines
        where[name] = self.key(name)
        self.log.step(self.rules())
        if self.draw.random() < 0.5:
            self.attest_with(name, by)
        if self.draw.random() < 0.7:
            self.recorded()

    def attest_with(self, name: str, by: Key) -> None:
        payload = self.log.approval if name in PEOPLE and self.draw.random() < 0.6 else self.log.evidence
        self.log.put(payload(by=name), by)

    def recorded(self) -> None:
        """The last landing, or one a little older, by a machine that is listed now."""
        for name, by in list(self.machines.items())[:1]:
            place = max(1, len(self.log.line) - 1 - self.draw.choice([0, 0, 0, 1, 3]))
            self.records.append(self.log.put(self.log.landing(place, name), by))

    def records_again(self) -> None:
        """A key that is gone signs a record; then one that counts comes once more, and may make it look older."""
        self.log.put(self.log.landing(max(1, len(self.log.line) - 2), "ci", plan="work"), self.key("ci"))
        if self.records:
            self.log.again(self.draw.choice(self.records))

    def struck_before(self) -> None:
        """A copy that does not hold, its revocation, and only then the entry itself."""
        name, by = self.listed(PEOPLE)
        payload = self.log.approval(name)
        id_ = self.log.put(payload, signature=b"none\n")
        name, other = self.listed(PEOPLE)
        self.log.put(self.log.revocation(id_, name), other)
        self.log.put(payload, by)

    def spoil(self) -> None:
        """An entry that is none."""
        made, usual = self.log.made, self.log.approval()
        kind = self.draw.choice(["blanks", "file", "mode", "merge"])
        if kind == "blanks":
            self.log.put(b'{"act": "approval"}')
        elif kind == "merge":
            self.log.put(usual, parents=[*self.log.commits[-1:], made.commit(made.tree({}), [], b"other\n")])
        else:
            mode = b"100755" if kind == "mode" else FILE
            self.log.put(usual, files={b"payload.json" if kind == "mode" else b"more": (mode, made.blob(b"{}"))})

    def go(self) -> None:
        """Some things happen, one after another."""
        ways = [self.approve] * 5 + [self.attest] * 3 + [self.record] * 5 + [self.revoke] * 2
        ways += [self.again] * 2 + [self.edit] * 3 + [self.step] * 2
        ways += [self.changes_hands] * 4 + [self.records_again] * 2 + [self.struck_before]
        for _ in range(self.draw.randint(4, 16)):
            self.draw.choice(ways)()
        if not self.log.commits:
            self.approve()
        self.log.step(self.rules())
        if self.draw.random() < 0.12:
            self.spoil()


def guards(log: SignedLog) -> list[bool]:
    """Of each entry whether it counts; nothing where the log is not gone by."""
    try:
        told = fates(log.read())
    except GuardError as error:
        return [] if error.rule in ("G502", "G505") else [error.rule == "never"]
    return [told[commit] == "counts" for commit in log.commits]


def the_others(log: SignedLog) -> list[bool]:
    try:
        return verified(os.fsdecode(log.made.top), log.commits[-1].decode(), log.line[-1].decode())
    except (AssertionError, ValueError, KeyError):
        return []


@pytest.mark.fuzz
def test_both_find_the_same() -> None:
    """What one counts the other counts, and both refuse the same logs."""
    every, refused = [], 0
    for seed in range(many(8, 600, 6000)):
        with new_repository() as made:
            drawn = Drawn(SignedLog(made), seed)
            drawn.go()
            mine, theirs = guards(drawn.log), the_others(drawn.log)
        assert mine == theirs, seed
        every += mine
        refused += not mine
    assert sum(every) > len(every) / 6
    assert every.count(False) > len(every) / 4
    assert refused
