"""A trusted branch with a plan on it, a landing at a time, for the commands that tell where things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager

import pytest

from guard.cli import main
from tests.recorded import BEGUN, Book
from tests.repos import Maker, new_repository
from tests.running import Answer

KEYS = {
    "dana": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
    "omar": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEBBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f",
    "deploy": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/",
}
POLICY = f"""\
id: sample-house
version: 4
people:
  dana: {{key: {KEYS["dana"]}, teams: [identity]}}
  omar: {{key: {KEYS["omar"]}, teams: [identity]}}
machines:
  deploy: {{key: {KEYS["deploy"]}, attests: [deployed, backfilled]}}
agents: {{claude: {{owner: dana, purpose: migrations}}}}
owners:
  /.guard/**: identity
  /src/users/**: identity
  table:users: identity
consumers: {{table:users: [api, worker]}}
needs_plan: ["*"]
routine:
  - {{paths: [/docs/**], does: [file.*]}}
approvals: {{plan: 1, irreversible: 1}}
"""
SPLIT = """\
plan: split-name
version: 3
owner: dana
why: Split users.name into two
scope: {paths: [/db/**, /src/**], never: [/src/users/legacy/**], max: {files: 20, lines: 400}}
assume:
  A1: {says: every name has two parts, settled_by: "dana: counted them"}
phases:
  expand: {does: [schema.column.add], creates: [column:users.given]}
  dual-write: {after: {expand: deployed}, does: [code.write.dual, file.*]}
  backfill: {after: {dual-write: deployed 24h}, does: [data.backfill], window: "sat-sun 01:00-05:00 UTC"}
  switch-reads: {after: {backfill: backfilled remaining=0}, does: [code.read.switch, file.modify]}
  contract: {after: {switch-reads: deployed 7d}, does: [schema.column.drop], drops: [column:users.name],
             irreversible: docs/back.md#back}
"""
TIDY = """\
plan: tidy
version: 1
owner: omar
why: Tidy the tools
scope: {paths: [/tools/**]}
phases:
  sweep: {does: [file.*]}
  vault: {after: {sweep: complete}, outside: rotate the key in the vault}
"""
FILES: dict[bytes, bytes] = {
    b".guard/policy.yaml": POLICY.encode(),
    b".guard/plans/split-name.yaml": SPLIT.encode(),
    b".guard/plans/tidy.yaml": TIDY.encode(),
    b"docs/back.md": b"# back\n",
    b"db/migrations/0001.sql": b"CREATE TABLE users (id bigint, name text);\n",
    b"src/users/store.py": b"a\n",
    b"tools/a": b"a\n",
}
EXPAND = {b"db/migrations/0002.sql": b"ALTER TABLE users ADD COLUMN given text;\n"}


class Branch:
    """The branch, what stands on it, its log, and guard asked from its work tree in this process."""

    def __init__(self, made: Maker, files: Mapping[bytes, bytes], capture: pytest.CaptureFixture[str]) -> None:
        self.made, self.files, self._capture = made, dict(files), capture
        self.tip = b""
        self.now = BEGUN
        self.book = Book(made)
        self.land({}, "begin")

    def land(self, files: Mapping[bytes, bytes], message: str = "work", node: str = "") -> bytes:
        """One commit more, which claims this phase."""
        plan, _, phase = node.partition("/")
        said = f"{message}\n\nGuard-Plan: {plan}\nGuard-Phase: {phase}\n" if node else f"{message}\n"
        self.files |= files
        self.now += 3600
        person = b"Ada Author <ada@example.org> %d +0000" % self.now
        tree = self.made.tree(self.made.files(self.files))
        lines = [b"tree " + tree, *([b"parent " + self.tip] if self.tip else []), b"author " + person]
        self.tip = self.made.put(b"commit", b"\n".join([*lines, b"committer " + person]) + b"\n\n" + said.encode())
        self.made.ref(b"refs/heads/main", self.tip)
        return self.tip

    def deployed(self, node: str, *services: str, fact: str = "deployed", **values: int) -> None:
        """A machine says so of the tip."""
        for service in services or ("",):
            named = {"service": service} if service else {}
            self.book.attest(fact, node, self.tip, by="deploy", at=self.now, values=values, **named)

    def guard(self, *words: str) -> Answer:
        """One command, a minute after what happened last."""
        from datetime import UTC, datetime

        asked = list(words)
        if words[0] in ("next", "why") or words[:2] == ("plan", "status"):
            asked += [] if "--now" in words else ["--now", datetime.fromtimestamp(self.now + 60, UTC).isoformat()]
        with self.book.open(), chdir(self.made.top):
            code = main(asked)
        return Answer(code, *self._capture.readouterr())


@contextmanager
def branch(capture: pytest.CaptureFixture[str], files: Mapping[bytes, bytes] = FILES) -> Iterator[Branch]:
    with new_repository() as made:
        yield Branch(made, files, capture)
