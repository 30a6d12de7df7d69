"""A repository in which something of every kind waits, and a log with an act of each kind: what the desk is tried on.

It is built once in a process; who writes in it works on a copy.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.records import houses
from tests.records.houses import House, swiftly

PLAN_FILE = b".guard/plans/names.yaml"
PLAN = """\
plan: names
version: 1
owner: dana
why: Split the name of a user into two
scope: {paths: [/db/**, /src/**]}
assume:
  A1: {says: every name has two parts}  # nobody has counted
  A2: {says: nobody reads the old name but the api}
phases:
  expand: {does: [schema.column.add, file.*], creates: [column:users.given]}
  fill: {after: {expand: deployed}, does: [data.backfill], stop: writes every user}
"""
BRANCH, HOTFIX = "agent/names", "hotfix/login"
AHEAD = """\
plan: invoices
version: 1
owner: omar
why: Give invoices an identifier of their own
scope: {paths: [/billing/**]}
phases:
  expand: {does: [schema.column.add, file.modify]}
"""
NARRATIVE = b"# Invoices\n\nThe backfill probably takes an hour.\n"
STORE = b"def store(user):\n    return user\n"
NOW = "2026-03-01T08:00:00Z"
WORDS = ("--now", NOW)


def checked_out(house: House) -> None:
    """The work tree as the branch has it."""
    house.made.git("reset", "--quiet", "--hard")


def ahead(house: House, name: str, files: dict[bytes, bytes], message: bytes = b"work\n") -> None:
    """A commit on top of main that has not landed."""
    tree = house.made.tree(house.made.files({**house.files, **files}))
    house.made.ref(f"refs/heads/{name}".encode(), house.made.commit(tree, [house.tips["tip"]], message))


def _built(folder: Path) -> House:
    house = houses.copied(folder)
    house.land("named", {PLAN_FILE: PLAN.encode(), b"src/store.py": STORE})
    ahead(house, BRANCH, {b".guard/plans/invoices.yaml": AHEAD.encode(), b".guard/plans/invoices.md": NARRATIVE})
    ahead(house, HOTFIX, {b"src/store.py": b"def store(user, given):\n    return given\n"}, b"mend the login\n")
    house.made.write(".git/HEAD", b"ref: refs/heads/main\n")
    checked_out(house)
    return house


@cache
def _kept() -> House:
    folder = Path(tempfile.mkdtemp(prefix="guard-busy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with swiftly():
        return _built(folder)


def busy(folder: Path) -> House:
    """A copy of one's own."""
    house = _kept()
    top = folder / "busy"
    shutil.copytree(os.fsdecode(house.made.top), top)
    copy = House(os.fsencode(top), house.files)
    copy.tips = dict(house.tips)
    return copy
