"""A house for the tests of records: keys, a policy, a plan, a branch that moves on, and a log that is signed and kept.

It is built once in a process. Who breaks something in it works on a copy.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guard.compile
from guard.acts.proposal import namespace, signed_bytes
from guard.acts.recording import record as append
from guard.doors import reader
from guard.doors.git.repository import Repository
from guard.doors.log.append import append as laid
from guard.model.claim import Claim
from guard.model.log import Entry
from guard.model.trigger import Trigger
from guard.records.branch import Branch, branch_of, question
from guard.records.judging import bytes_of, judged
from guard.records.signing import payload
from tests.forge import claiming
from tests.recorded import BEGUN, filled
from tests.replay.quick import side_by_side
from tests.repos import Maker, make_repository
from tests.signing import key

if TYPE_CHECKING:
    from guard.records.judging import Record

MAIN = "refs/heads/main"
NOW = BEGUN + 3600
LATER = NOW + 600  # when everything in the house has been signed
KEYS = {name: key("ed25519", name) for name in ("dana", "omar", "ci")}
POLICY = f"""\
id: sample-house
version: 1
people:
  dana: {{key: {KEYS["dana"].line}, teams: [platform]}}
  omar: {{key: {KEYS["omar"].line}, teams: [platform]}}
machines:
  ci: {{key: {KEYS["ci"].line}, attests: [deployed, complete]}}
owners: {{/.guard/**: platform, table:lines: platform}}
needs_plan: ["*"]
routine: [{{paths: [/docs/**], does: [file.*]}}]
approvals: {{plan: 1, irreversible: 1}}
"""
PLAN = """\
plan: work
version: 1
owner: dana
why: Rework the sources
scope: {paths: [/src/**, /db/**]}
phases:
  add: {does: [file.add, schema.table.create], creates: [table:lines]}
  change: {after: {add: deployed}, does: [file.modify]}
"""
POLICY_FILE, PLAN_FILE = b".guard/policy.yaml", b".guard/plans/work.yaml"
FILES = {b"README": b"read me\n", b"src/old": b"1\n2\n"}
ADDED = {
    b"src/new": b"new\n",
    b"src/caf\xc3\xa9": b"1\n",
    b"db/migrations/0001_lines.sql": b"CREATE TABLE lines (id bigint PRIMARY KEY, cents bigint NOT NULL);\n",
}
CHANGED = {b"src/old": b"1\ntwo\n"}
LOOSE = {b"top": b"hot\n", b"huge.bin": b"\0" + b"x" * 4096}


class House:
    """The repository in `top`, and what its people and machines do."""

    def __init__(self, top: bytes, files: Mapping[bytes, bytes] | None = None, algorithm: str = "sha1") -> None:
        self.made = Maker(top, algorithm) if os.path.isdir(top) else make_repository(top, algorithm)
        self.files = dict(files or {})
        self.tips: dict[str, bytes] = {}  # by what landed

    def land(self, name: str, change: Mapping[bytes, bytes | None], message: bytes = b"work\n") -> bytes:
        """One commit on main."""
        for path, text in change.items():
            self.files.pop(path, None)
            if text is not None:
                self.files[path] = text
        parents = [self.tips["tip"]] if "tip" in self.tips else []
        oid = self.made.commit(self.made.tree(self.made.files(self.files)), parents, message)
        self.made.ref(MAIN.encode(), oid)
        self.tips[name] = self.tips["tip"] = oid
        return oid

    @contextmanager
    def opened(self) -> Iterator[tuple[Repository, Branch]]:
        """The repository and what stands there now."""
        with chdir(self.made.top):
            repository = Repository()
        with repository:
            yield repository, branch_of(repository, Trigger("range", trusted=MAIN, now=NOW))

    def signs(self, row: dict[str, Any], record: bytes = b"") -> Entry:
        """An entry of the log by whoever it says."""
        with self.opened() as (repository, branch):
            data = row if record else filled({"repository": "sample-house", **row}, repository, [])
            signature = KEYS[data["by"]].sign(signed_bytes(data), namespace(data))
            return append(repository, branch.trusted, data, signature, record)

    def judges(self, commit: bytes, now: int = LATER, claim: Claim | None = None) -> Record:
        """What is to be recorded of a landing."""
        with self.opened() as (repository, branch):
            return judged(repository, question(branch, commit, now, claim or Claim("", "")))

    def records(self, commit: bytes, now: int = NOW) -> Entry:
        """Judged and signed."""
        record = self.judges(commit, now)
        text = bytes_of(record)
        return self.signs(payload(record, text, self.tips["tip"], "ci", now), text)


def built(top: bytes, algorithm: str = "sha1") -> House:
    """A policy, a plan that is approved, its two phases, what nobody planned, and a plan that is edited."""
    house = House(top, algorithm=algorithm)
    house.land("begun", FILES)
    house.land("adopted", {POLICY_FILE: POLICY.encode(), PLAN_FILE: PLAN.encode()})
    house.signs({"act": "approval", "of": "plan", "name": "work", "by": "omar", "at": BEGUN})
    house.records(house.land("added", ADDED, claiming("work/add")), NOW)
    row = {"act": "evidence", "fact": "deployed", "plan": "work", "phase": "add", "commit": "main", "by": "ci"}
    house.signs({**row, "at": NOW + 60})
    house.records(house.land("changed", CHANGED, claiming("work/change")), NOW + 120)
    house.records(house.land("loose", LOOSE), NOW + 180)
    house.records(house.land("late", {b"src/newer": b"newer\n"}, claiming("work/add")), NOW + 200)
    house.records(house.land("docs", {b"docs/page": b"# a page\n"}), NOW + 240)
    edited = PLAN.replace("version: 1", "version: 2").replace("/db/**", "/db/**, /lib/**")
    house.records(house.land("edited", {PLAN_FILE: edited.encode()}), NOW + 300)
    return house


def stranger(house: House, row: dict[str, Any], who: str = "mallory", space: str = "") -> None:
    """An entry that somebody signs who is not listed, or for something else."""
    with house.opened() as (repository, branch):
        data = filled({"repository": "sample-house", **row}, repository, [])
        signature = key("ed25519", who).sign(signed_bytes(data), space or namespace(data))
        laid(repository, signed_bytes(data), signature, b"", branch.log.tip, "something", data["at"])


@cache
def _workshop() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="guard-houses-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def swiftly() -> Iterator[None]:
    """Each document is compiled once, and what changes is read in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "side_by_side", side_by_side)
        for name, compiled in COMPILED.items():
            patch.setattr(guard.compile, name, compiled)
        yield


NAMES = ("compile_document", "read_document")
COMPILED = {name: lru_cache(maxsize=None)(getattr(guard.compile, name)) for name in NAMES}


@cache
def whole() -> House:
    """The one that all tests look at."""
    with swiftly():
        return built(os.fsencode(_workshop() / "house"))


@cache
def standing() -> tuple[Repository, Branch]:
    """Its repository, open, and what stands there."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(whole().opened())


def copied(folder: Path) -> House:
    """One to break something in."""
    house = whole()
    shutil.copytree(os.fsdecode(house.made.top), folder / "house")
    copy = House(os.fsencode(folder / "house"), house.files)
    copy.tips = dict(house.tips)
    return copy


def edited(text: bytes, **parts: Any) -> bytes:
    """A record with other parts, written as a record is."""
    from guard.records.plain import written

    return written({**json.loads(text), **parts})
