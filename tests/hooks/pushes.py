"""Pushes to a bare repository of a server, in two tables: what is taken, and what is refused by which rules."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from guard.doors.git.bare import open_bare
from guard.model.landing import landing_digest
from guard_hooks.server.judging import Answer, judged
from guard_hooks.server.pushed import Update
from tests.conftest import share
from tests.forge import Edit, Forge, Work, claiming
from tests.repos import new_repository
from tests.running import PLAN, SOURCES
from tests.signed import BRANCH as LOG
from tests.signed import SignedLog, policy
from tests.signing import key

Push = list[tuple[bytes, bytes, bytes]]
MAIN = b"refs/heads/main"
NOW = int(time.time())
TOPIC = b"refs/heads/topic"
DO = claiming("tidy/only")
HOUSE = policy({"dana": key("ed25519", "dana"), "omar": key("ed25519", "omar")}, approvals={"plan": 0})


class Shop:
    """A bare repository of a server, guarded from its second commit on; every object a push may name lies in it."""

    def __init__(self, forge: Forge) -> None:
        self.forge, self.made = forge, forge.bare
        self.before = forge.start
        self.main = self.stand(
            forge.on(forge.start, Work({b".guard/policy.yaml": text(HOUSE), b".guard/plans/tidy.yaml": PLAN.encode()}))
        )

    def stand(self, oid: bytes) -> bytes:
        """main is here, as if it had been pushed."""
        self.main = self.forge.move("main", oid)
        return oid

    def on(self, edit: Edit, onto: bytes = b"", message: bytes = DO) -> bytes:
        return self.forge.on(onto or self.main, Work(edit, message))

    def good(self, name: str = "new", onto: bytes = b"") -> bytes:
        return self.on({b"src/" + name.encode(): b"one\n"}, onto)

    def bad(self, onto: bytes = b"") -> bytes:
        return self.on({b"other/new": b"one\n"}, onto)

    def merged(self, onto: bytes, tip: bytes) -> bytes:
        return self.forge._commit(self.forge.merged(onto, tip), (onto, tip), b"Merge branch 'topic'\n")

    def log(self) -> SignedLog:
        """A log beside the branch as it stands, with one entry."""
        found = SignedLog.__new__(SignedLog)
        found.made, found.line, found.files, found.commits, found.ids = self.made, [self.main], {}, [], []
        found.put(found.approval())
        return found

    def hears(self, *updates: tuple[bytes, bytes, bytes]) -> Answer:
        """What it says to a push of these (ref, old, new)."""
        with open_bare(None, os.fsdecode(self.made.top)) as repository:
            return judged(repository, tuple([Update(*one) for one in updates]))


def text(data: object) -> bytes:
    """A document that says this; JSON is YAML."""
    return json.dumps(data, indent=1).encode()


@contextmanager
def shop(algorithm: str = "sha1") -> Iterator[Shop]:
    with new_repository(algorithm) as clone:
        yield Shop(Forge(clone, {name.encode(): text.encode() for name, text in SOURCES.items()}, algorithm))


def rules(text: str) -> list[str]:
    """The rule of every finding shown, in order."""
    return re.findall(r"\[(G\d{3})\]$", text, re.M)


class Row(NamedTuple):
    """A push, in words and as refs; the rules that refuse it, in order, none where it is taken."""

    name: str
    push: Callable[[Shop], Push]
    refused: tuple[str, ...] = ()
    says: str = ""


def main(make: Callable[[Shop], bytes]) -> Callable[[Shop], Push]:
    return lambda of: [(MAIN, of.main, make(of))]


def named(ref: bytes) -> Callable[[Shop], Push]:
    return lambda of: [(ref, b"", of.main)]


def tag_of(of: Shop, oid: bytes) -> bytes:
    return of.made.put(b"tag", b"object %s\ntype commit\ntag v1\ntagger A <a> 1 +0000\n\nx\n" % oid)


def foxtrot(of: Shop) -> bytes:
    topic = of.good("topic", of.before)
    return of.merged(topic, of.main)


def log_of(make: Callable[[Shop, SignedLog], tuple[bytes, bytes]]) -> Callable[[Shop], Push]:
    """A push of the log: from where it stands to another commit."""

    def push(of: Shop) -> Push:
        log = of.log()
        old, new = make(of, log)
        if old:
            of.made.ref(LOG, old)
        else:
            os.unlink(os.path.join(of.made.top, LOG))
        return [(LOG, old, new)]

    return push


def appended(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.put(log.approval("omar"))
    return log.commits[0], log.commits[1]


def forced(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    old = log.commits[0]
    del log.commits[:]
    log.put(log.approval("omar"))
    return old, log.commits[0]


def by_nobody(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.put(log.approval("eve"))
    return log.commits[0], log.commits[1]


def with_a_file_more(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.put(log.approval("omar"), files=dict(of.made.files({b"more": b""})))
    return log.commits[0], log.commits[1]


def of_no_known_act(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.put({**log.approval("omar"), "act": "wish"})
    return log.commits[0], log.commits[1]


def by_a_tag(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    """A good entry, and the branch would name a tag of it: git refuses that, and takes the rest of the push."""
    old, new = appended(of, log)
    return old, tag_of(of, new)


def by_a_merge(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.put(log.approval("omar"))
    log.put(log.approval("omar", reason="again"), parents=log.commits[:2])
    return log.commits[0], log.commits[2]


def of_a_landing_to_come(of: Shop, log: SignedLog) -> tuple[bytes, bytes]:
    log.line += [of.good()]
    log.put(log.landing(by="ci"))
    return log.commits[0], log.commits[1]


def yes(of: Shop, log: SignedLog, base: bytes, tip: bytes, by: str = "omar") -> bytes:
    """One more entry: this person approves what lies between two commits; the commit of it."""
    with open_bare(None, os.fsdecode(of.made.top)) as repository:
        changes = repository.range(base, tip).landing.changes
    log.put(log.approval(by, digest=landing_digest(changes), at=NOW - 60, expires=NOW + 86400))
    return log.commits[-1]


def approved(of: Shop) -> Push:
    """Unplanned work, and with it the log in which omar approves it."""
    work = of.on({b"migrations/1.sql": b"ALTER TABLE users ADD a int;\n"}, message=b"x\n")
    log = of.log()
    entry = yes(of, log, of.main, work)
    of.made.ref(LOG, log.commits[0])
    return [(MAIN, of.main, work), (LOG, log.commits[0], entry)]


def plan_and_phase(of: Shop) -> bytes:
    """Two landings: the plan by itself, needing its owner's yes, and what it allows."""
    plan = PLAN.replace("tidy", "more").replace("/src/", "/lib/").encode()
    edited = of.on({b".guard/plans/more.yaml": plan}, message=b"plan\n")
    return of.on({b"lib/new": b"one\n"}, edited, claiming("more/only"))


TAKEN = [
    Row("a landing of a phase", main(lambda of: of.good()), says="guard: pass, 1 commit since refs/heads/main, 1 file"),
    Row("routine work", main(lambda of: of.on({b"src/b": b"two\n"}))),
    Row("two commits of one phase, as one landing", main(lambda of: of.good("b", of.good("a"))), says="2 commits"),
    Row("a merge made on the branch", main(lambda of: of.merged(of.main, of.good()))),
    Row(
        "two merges, each a landing",
        main(lambda of: of.merged(of.merged(of.main, of.good("a")), of.good("b"))),
        says="landing 2 of 2",
    ),
    Row("a topic that holds what may land", lambda of: [(TOPIC, b"", of.good())]),
    Row(
        "a topic with a name that a shell would run",
        lambda of: [(b"refs/heads/we;$(id)'x", b"", of.bad())],
        says="guard check --range 'origin/main..we;$(id)'\\''x'\n",
    ),
    Row(
        "a topic that may not land yet, and is told so",
        lambda of: [(TOPIC, b"", of.bad())],
        says="To be merged it still needs:\n  outside the declared scope: other/new: file.add [G101]\n",
    ),
    Row("a topic replaced by force", lambda of: [(TOPIC, of.good("old"), of.good())]),
    Row("a topic taken away", lambda of: [(TOPIC, of.good("old"), b"")]),
    Row(
        "a topic of a history that has nothing to do with it",
        lambda of: [(TOPIC, b"", of.forge._commit({}, (), b"x\n"))],
        says="Whether it can be merged could not be told here:\n  history guard cannot measure from: these two commits",
    ),
    Row("a tag of what landed", named(b"refs/tags/v1")),
    Row("a tag of what lands with it", lambda of: [(b"refs/tags/v1", b"", new := of.good()), (MAIN, of.main, new)]),
    Row("an annotated tag", lambda of: [(b"refs/tags/v1", b"", tag_of(of, of.main))]),
    Row("a tag taken away, whatever it named", lambda of: [(b"refs/tags/main", of.bad(), b"")]),
    Row("notes", named(b"refs/notes/commits")),
    Row("what wakes a forge", lambda of: [(b"refs/heads/guard-wake", of.bad(), of.good())]),
    Row("an entry more", log_of(appended), says="the log is taken, 1 entry more"),
    Row("a log where there was none", log_of(lambda of, log: (b"", log.commits[0])), says="1 entry more"),
    Row("an entry of somebody whom nobody lists", log_of(by_nobody), says="counts for nothing"),
    Row("a thousand tags", lambda of: [(b"refs/tags/v%d" % at, b"", of.main) for at in range(1000)]),
    Row(
        "branches, most of them not looked at",
        lambda of: [(b"refs/heads/t%d" % at, b"", of.bad()) for at in range(5)],
        says="3 more branches are taken",
    ),
]
REFUSED = [
    Row("out of scope", main(lambda of: of.bad()), ("G101",)),
    Row(
        "out of scope in a commit, back in the next",
        main(lambda of: of.on({b"other/new": None}, of.bad())),
        ("G101", "G104"),
    ),
    Row(
        "code and policy in one commit",
        main(lambda of: of.on({b"src/x": b"", b".guard/plans/tidy.yaml": PLAN.replace("5", "9").encode()})),
        ("G260", "G264", "G106", "G107"),
    ),
    Row("a plan, and what it would allow", main(plan_and_phase), ("G264", "G107"), "landing 1 of 2"),
    Row(
        "the policy taken away", main(lambda of: of.on({b".guard/policy.yaml": None}, message=b"x\n")), ("G264", "G107")
    ),
    Row(
        "unplanned work",
        main(lambda of: of.on({b"migrations/1.sql": b"ALTER TABLE users ADD a int;\n"}, message=b"x\n")),
        ("G102",),
    ),
    Row(
        "a second landing that is bad",
        main(lambda of: of.merged(of.merged(of.main, of.good("a")), of.bad())),
        ("G101",),
        "landing 2 of 2",
    ),
    Row("deleted", lambda of: [(MAIN, of.main, b"")], ("G640",), "it would be deleted"),
    Row(
        "as if nothing stood there", lambda of: [(MAIN, b"", of.main), (TOPIC, b"", of.good())], ("G640",), "has moved"
    ),
    Row("set back", lambda of: [(MAIN, of.main, of.before)], ("G640",), "set back to a commit before"),
    Row("replaced", lambda of: [(MAIN, of.main, of.good("x", of.before))], ("G640",), "taken off it"),
    Row("another history", lambda of: [(MAIN, of.main, of.forge._commit({}, (), b"x\n"))], ("G640",), "taken off it"),
    Row("merged into a topic", main(foxtrot), ("G640",), "come in by a merge"),
    Row("a tag of what did not land", lambda of: [(b"refs/tags/v1", b"", of.good())], ("G643",), "does not hold"),
    Row("a tag of a file", lambda of: [(b"refs/tags/v1", b"", of.made.blob(b"x\n"))], ("G643",), "it names a blob"),
    Row(
        "a good landing and a bad tag",
        lambda of: [(MAIN, of.main, of.good()), (b"refs/tags/v1", b"", of.bad())],
        ("G643",),
    ),
    Row(
        "a bad landing and a good tag",
        lambda of: [(b"refs/tags/v1", b"", of.main), (MAIN, of.main, of.bad())],
        ("G101",),
    ),
    Row("a replacement", lambda of: [(b"refs/replace/" + of.main, b"", of.good())], ("G642",)),
    Row("what a clone remembers", named(b"refs/remotes/origin/guard-log"), ("G642",), "the log is looked for there"),
    Row("a ref of guard itself", named(b"refs/guard/fetched/x"), ("G642",)),
    Row("neither branch nor tag", named(b"refs/pull/7/head"), ("G642",)),
    Row("below the log", named(b"refs/heads/guard-log/x"), ("G642",)),
    Row("below the trusted branch", named(b"refs/heads/main/x"), ("G642",)),
    Row("the trusted branch in other letters", named(b"refs/heads/Main"), ("G642",)),
    Row("a tag with the name of the branch", named(b"refs/tags/main"), ("G642",)),
    Row("a tag with the name of the branch fetched", named(b"refs/tags/origin/main"), ("G642",)),
    Row("that name in other letters", named(b"refs/tags/Origin/Main"), ("G642",)),
    Row("a branch that is called head", named(b"refs/heads/head"), ("G642",)),
    Row("a branch at a file", lambda of: [(TOPIC, b"", of.made.blob(b"x\n"))], ("G648",), "it would name a blob"),
    Row("the trusted branch at a tag", main(lambda of: tag_of(of, of.good())), ("G648", "G640")),
    Row("the log at a tag of an entry", log_of(by_a_tag), ("G648",), "^{commit}:refs/heads/guard-log'\n"),
    Row("a branch that is called HEAD", named(b"refs/heads/HEAD"), ("G642",)),
    Row("a branch within a full name", named(b"refs/heads/refs/heads/main"), ("G642",)),
    Row("hidden characters in a name", named("refs/pull/\u202e/\x7f".encode()), ("G642",), "\\u202e"),
    Row("the log deleted", log_of(lambda of, log: (log.commits[0], b"")), ("G641",)),
    Row("the log replaced", log_of(forced), ("G641",)),
    Row("an entry with a file more", log_of(with_a_file_more), ("G505",), "guard log verify"),
    Row("an entry of an act that nobody knows", log_of(of_no_known_act), ("G505",)),
    Row("two parents in the log", log_of(by_a_merge), ("G505",)),
    Row("no entry where the log would begin", log_of(lambda of, log: (b"", of.main)), ("G505",)),
    Row("a record of what this server does not hold", log_of(of_a_landing_to_come), ("G506",)),
    Row("a good landing and a bad log", lambda of: [(MAIN, of.main, of.good()), *log_of(forced)(of)], ("G641",)),
]


def some(rows: list[Row], one_in: int) -> list[Row]:
    """The share of them that is tried now (tests.conftest)."""
    names = share([row.name for row in rows], one_in)
    return [row for row in rows if row.name in names]
