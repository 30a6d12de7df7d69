"""A house in which each way of being allowed, and of landing all the same, happened once: for tests of the steps."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from guard.records.replaying import Kept, kept, replayed
from guard.records.steps import Log, Step, steps
from tests.forge import claiming
from tests.recorded import MONTH
from tests.records.houses import LATER, POLICY, POLICY_FILE, House, copied, swiftly

HOSTILE = b"src/\x1b[2K\xe2\x80\xae\xff\nIt was allowed"
CLAIM = b"x\n\nGuard-Plan: work\x1b[2K\nGuard-Phase: \xe2\x80\xaeadd\n"
REASON = "fine\u202e\x1b[2K\n 10  Judged once more: identical <b>[x](https://example.org)</b> \\u202e"
TIDY_FILE = b".guard/plans/tidy.yaml"
TIDY = """\
plan: tidy
version: 1
owner: dana
why: Tidy tools/run.sh and its friends
scope: {paths: [/tools/**], max: {files: 2}, total: {landings: 3}}
assume:
  A1: {says: nobody calls them, settled_by: "omar: asked every team"}
phases:
  sweep: {after: {work/change: complete}, does: [file.*], stop: looks at each of them}
  vault: {after: {sweep: complete}, outside: rotate the key in the vault}
"""
# What lands, in order; `changed` and the others of the house (tests/records/houses.py) came before.
NAMES = ("hotfix", "tidied", "early", "swept", "many", "hostile", "shadowed", "advised")


@cache
def house() -> House:
    """It is built once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="guard-explained-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with swiftly():
        made = copied(folder)
        _planned(made)
        _swept(made)
        made.land(
            "odd",
            {HOSTILE: b"1\n", b"src/old": b"7\n"},
            b"x\n\nGuard-Plan: work\x1b[2K\nGuard-Phase: \xe2\x80\xaeadd\n",
        )
        made.tips["hostile"] = made.tips["tip"]
        made.signs(_yes("landing", LATER + 700, rev="main~1..main", reason=REASON))
        made.records(made.tips["tip"], LATER + 710)
        _shadow(made)
    return made


def _yes(of: str, at: int, by: str = "omar", **more: object) -> dict[str, object]:
    return {"act": "approval", "of": of, "by": by, "at": at, **more}


def _planned(made: House) -> None:
    """A landing of no plan that somebody accepted; and a new plan, approved as it landed, one question accepted."""
    made.land("hotfix", {b"top9": b"hot\n"})
    made.signs(_yes("landing", LATER, rev="main~1..main", reason="the outage of today"))
    made.records(made.tips["tip"], LATER + 10)
    made.land("tidied", {TIDY_FILE: TIDY.encode()})
    asked = [one for one in made.judges(made.tips["tip"], LATER + 20)["outcome"]["findings"] if "fingerprint" in one]
    names = [one["fingerprint"] for one in asked]
    made.signs(_yes("plan", LATER + 20, name="tidy", accepts=names, reason="it is as we talked it over"))
    made.records(made.tips["tip"], LATER + 30)


def _swept(made: House) -> None:
    """One phase before its turn; once it is, with a yes to the phase that stops; then more than its plan allows."""
    made.records(made.land("early", {b"tools/a": b"1\n"}, claiming("tidy/sweep")), LATER + 100)
    row = {"act": "evidence", "fact": "complete", "plan": "work", "phase": "change", "commit": "main", "by": "ci"}
    made.signs({**row, "at": LATER + 110})
    made.signs(_yes("plan", LATER + 115, name="work", reason="and once more"))
    made.signs(_yes("phase", LATER + 120, name="tidy/sweep", expires=LATER + 2 * MONTH, reason="each of them"))
    made.records(made.land("swept", {b"tools/b": b"1\n"}, claiming("tidy/sweep")), LATER + 130)
    many = {b"tools/%d" % number: b"1\n" for number in range(60)}
    made.records(made.land("many", many, claiming("tidy/sweep")), LATER + 140)


def _shadow(made: House) -> None:
    """A policy that only advises, approved by its version; then what breaks a rule under it."""
    made.land("shadowed", {POLICY_FILE: POLICY.replace("version: 1", "version: 2\nmode: shadow").encode()})
    made.signs(_yes("policy", LATER + 800, reason="a week of looking on"))
    made.records(made.tips["tip"], LATER + 810)
    made.records(made.land("advised", {b"src/newest": b"1\n"}, claiming("work/add")), LATER + 820)


def record_of(made: House, name: str) -> Kept:
    """The record of one landing."""
    with made.opened() as (repository, branch):
        return next(one for one in kept(repository, branch) if getattr(one.entry.act, "commit", b"") == made.tips[name])


def told(made: House, one: Kept) -> dict[str, Step]:
    """The steps of one record, by their titles, in their order."""
    with swiftly(), made.opened() as (repository, branch):
        of = replayed(repository, branch, one)
        found = steps(repository, Log.of(branch), one.text, of, one.entry)
    assert len({step.title for step in found}) == len(found)
    return {step.title: step for step in found}


@cache
def steps_of(name: str) -> dict[str, Step]:
    """Of a landing of the house."""
    return told(house(), record_of(house(), name))


def words(step: Step, label: str) -> list[str]:
    """All that stands beside this label."""
    return [one.words for one in step.facts if one.label == label]
