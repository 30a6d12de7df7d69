"""The job with the key: it signs what fits the branch and the log, and opens no file of the change set to see that."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from guard.doors.git.noting import noted
from guard.errors import GuardError
from guard.model.claim import Claim
from guard.model.log import Recorded
from guard.records.branch import question
from guard.records.judging import MOST, bytes_of, judged
from guard.records.plain import seal
from guard.records.signing import checked, payload
from guard.schema import validate_data
from tests.records.houses import LATER, LOOSE, PLAN_FILE, POLICY, POLICY_FILE, copied, edited, standing, whole

pytestmark = pytest.mark.usefixtures("swift")

Parts = dict[str, Any]


@cache
def record_of(name: str) -> bytes:
    """What is to be recorded of a landing of the house."""
    repository, branch = standing()
    return bytes_of(judged(repository, question(branch, whole().tips[name], LATER, Claim("", ""))))


def resealed(data: Parts, **parts: Any) -> Parts:
    """Other parts, with the digests of them put right: whoever lies can do that."""
    told = {**data, **parts}
    inputs = {**data["inputs"], **{name: seal(told[name]) for name in ("documents", "log", "facts")}}
    return {**told, "inputs": inputs}


def part(name: str, **inner: Any) -> Callable[[Parts], Parts]:
    return lambda data: resealed(data, **{name: {**data[name], **inner}})


def test_what_was_judged_here_is_signed_as_it_is() -> None:
    repository, branch = standing()
    for name in ("added", "changed", "loose", "late", "docs", "edited"):
        text = record_of(name)
        record = checked(repository, branch, text, "a file")
        data = payload(record, text, branch.trusted.oid, "ci", LATER)
        assert validate_data("log-landing", data) == ()
        assert data["record"] == f"sha256:{sha256(text).hexdigest()}"
        assert data["commit"] == whole().tips[name].decode()


def test_only_what_passed_says_which_phase_it_was_of() -> None:
    """A record makes no landing one of a phase that it did not fit."""
    repository, branch = standing()
    told = {}
    for name in ("added", "loose", "late"):
        text = record_of(name)
        data = payload(checked(repository, branch, text, ""), text, branch.trusted.oid, "ci", LATER)
        told[name] = (data["outcome"], data.get("plan"), data.get("phase"))
    assert told == {
        "added": ("pass", "work", "add"),
        "loose": ("needs-person", None, None),
        "late": ("violation", None, None),
    }


ZEROS = f"sha256:{'0' * 64}"
UNFIT: dict[str, tuple[str, Callable[[Parts], Parts], str]] = {
    "of another repository": ("G511", lambda data: resealed(data, repository="another-house"), "of repository another"),
    "of a commit that is no step": ("G805", part("judged", commit="1" * 40), "has never been at this commit"),
    "of a step as another one": ("G516", lambda data: moved(data, "docs"), "its parent is"),
    "with another parent": ("G516", part("judged", parent="1" * 40), "its parent is"),
    "with another landing": ("G516", part("judged", landing=ZEROS), "the digest of its landing"),
    "with fewer paths": ("G516", part("judged", paths=1), "the number of its paths is 1 in it, and 2 here"),
    "under documents of later": (
        "G516",
        lambda data: part("trusted", commit=whole().tips["edited"].decode())(data),
        "the commit of its documents",
    ),
    "under another policy": (
        "G516",
        part("documents", policy={"version": 9, "digest": ZEROS, "shadow": True}),
        "digest of its doc",
    ),
    "without the plans": ("G516", part("documents", plans={}), "the digest of its documents"),
    "at an entry of another log": ("G516", part("log", tip="1" * 40), "another log"),
    "at fewer entries": ("G516", part("log", entries=1), "the number of entries of its log"),
    "without the log": ("G516", lambda data: resealed(data, log={"tip": "", "entries": 3}), "the number of entries"),
    "with a digest that is not of it": (
        "G516",
        lambda data: {**data, "inputs": {**data["inputs"], "policy": ZEROS}},
        "its policy",
    ),
    "with facts that are not those": ("G516", lambda data: {**data, "facts": {}}, "the digest of its facts"),
    "with a digest more": (
        "G516",
        lambda data: {**data, "inputs": {**data["inputs"], "more": ZEROS}},
        "the names of its",
    ),
    "with a digest less": ("G516", lambda data: {**data, "inputs": {}}, "the names of its inputs"),
    "with a key more": ("G516", lambda data: {**data, "zzz": 1}, "unknown key"),
    "with a key less": ("G516", lambda data: {key: data[key] for key in data if key != "facts"}, "lacks the key facts"),
    "with an outcome nobody knows": ("G516", part("outcome", outcome="fine"), "it must be pass or violation"),
    "of a bug": ("G516", part("outcome", outcome="bug"), "it must be pass or violation"),
    "with an outcome its findings do not come to": ("G516", part("outcome", outcome="pass"), "its outcome is pass"),
    "with a permission its outcome does not give": ("G516", part("outcome", may_merge=True), "permission to merge"),
    "without what speaks against it": ("G516", part("outcome", findings=[]), "its outcome is needs-person in it"),
    "of another branch": ("G516", part("trusted", ref="refs/heads/other"), "the branch it landed on"),
    "by another guard": ("G516", part("versions", guard="99.0"), "the version of its guard is 99.0"),
    "by other rules": ("G516", part("versions", rules=ZEROS), "the version of its rules"),
    "of more commits": ("G516", lambda data: facts(data, commits=[*data["facts"]["commits"] * 2]), "the commits"),
    "of claims that no commit makes": (
        "G516",
        lambda data: facts(data, claims=[{"plan": "work", "phase": "add"}]),
        "what its commits claim",
    ),
    "with another exit code": ("G516", part("outcome", would_exit=0), "its exit code"),
    "as if it had been told only": ("G516", part("outcome", exit_code=0), "its exit code"),
    "of another door": ("G516", part("outcome", door="commit"), "it must be merge"),
    "passed on nothing": ("G516", lambda data: passed(resealed(data, facts={})), "it passed, and has no facts"),
    "of a later format": ("G516", lambda data: {**data, "schema_version": 2}, "it must be 1"),
}


def facts(data: Parts, **inner: Any) -> Parts:
    """Other facts."""
    return resealed(data, facts={**data["facts"], **inner})


def passed(data: Parts) -> Parts:
    """As if nothing spoke against it."""
    said = {"outcome": "pass", "may_merge": True, "findings": [], "would_exit": 0, "exit_code": 0}
    return {**data, "outcome": {**data["outcome"], **said}}


def moved(data: Parts, name: str) -> Parts:
    """What was said of one landing, about another."""
    return resealed(data, judged={**data["judged"], "commit": whole().tips[name].decode()})


@pytest.mark.parametrize(("rule", "change", "words"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_not_signed(rule: str, change: Callable[[Parts], Parts], words: str) -> None:
    text = record_of("loose")
    forged = edited(b"{}", **change(json.loads(text)))
    with pytest.raises(GuardError) as raised:
        checked(*standing(), forged, "a file")
    assert raised.value.rule == rule, raised.value
    assert words in raised.value.what, raised.value.what
    assert raised.value.where == "a file" or rule == "G805"


def test_what_its_commits_say_outright_is_what_it_is_of() -> None:
    """A landing of one phase is not signed as one of another."""
    data = json.loads(record_of("added"))
    with pytest.raises(GuardError, match="its plan is other in it, and work here"):
        checked(*standing(), edited(b"{}", **part("outcome", plan="other version 1")(data)), "a file")
    binding = {**data["facts"]["binding"], "phases": ["change"]}
    with pytest.raises(GuardError, match="it is of work/change, and its commits say work/add"):
        checked(*standing(), edited(b"{}", **facts(data, binding=binding)), "a file")


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no JSON": lambda text: text[:-1],
    "a line end behind it": lambda text: text + b"\n",
    "laid out anew": lambda text: json.dumps(json.loads(text), indent=1).encode(),
    "a key twice": lambda text: text[:-1] + b',"now":1}',
    "a fraction": lambda text: text.replace(b'"entries":', b'"entries":0.5,"z":', 1),
    "another order": lambda text: b'{"now":' + str(json.loads(text)["now"]).encode() + b"," + text[1:],
    "escapes": lambda text: text.replace(b'"pass"', b'"\\u0070ass"'),
    "too long": lambda _: b" " * (MOST + 1),
    "too deep": lambda _: b"[" * 200_000,
    "no UTF-8": lambda text: text.replace(b"sample-house", b"sample-hous\xff"),
}


@pytest.mark.parametrize("change", BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_record_are_not_signed(change: Callable[[bytes], bytes]) -> None:
    text = record_of("docs")
    with pytest.raises(GuardError, match="this is no record as guard writes one"):
        checked(*standing(), change(text), "a file")


def test_no_file_of_the_change_set_is_opened(tmp_path: Path) -> None:
    """Where none of them is there any more, nobody misses one; and none is asked for."""
    house = copied(tmp_path)
    change = {b"src/one": b"one\n", b"src/two": b"two\n", b"src/old": b"3\n", b"huge.bin": None, b"docs/page": b"p\n"}
    text = bytes_of(house.judges(house.land("more", change)))
    sides = {house.files.get(path) for path in change} | {b"1\ntwo\n", b"# a page\n", LOOSE[b"huge.bin"]}
    blobs = {house.made.blob(side) for side in sides if side is not None}
    for oid in blobs:
        os.unlink(house.made.loose(oid))
    with house.opened() as (repository, branch):
        noting = noted(repository)
        checked(repository, branch, text, "a file")
    assert len(blobs) == 7 and not blobs & noting.noted
    assert house.made.blob(house.files[PLAN_FILE]) in noting.noted


def test_a_landing_that_is_recorded_is_known_as_such(tmp_path: Path) -> None:
    house = copied(tmp_path)
    with house.opened() as (_, branch):
        recorded = branch.recorded()
        acts = [entry.act for entry in branch.log.entries if isinstance(entry.act, Recorded)]
    assert (
        set(recorded)
        == {act.commit for act in acts}
        == {house.tips[name] for name in house.tips if name not in ("begun", "adopted", "tip")}
    )


def test_what_nobody_could_judge_is_signed_too(tmp_path: Path) -> None:
    house = copied(tmp_path)
    house.land("broken", {POLICY_FILE: POLICY.encode() + b"zzz: 1\n"})
    on_it = house.land("on it", {b"docs/more": b"x\n"})
    house.land("mended", {POLICY_FILE: POLICY.replace("version: 1", "version: 2").encode()})
    house.records(on_it, LATER)
    with house.opened() as (repository, branch):
        act = branch.recorded()[on_it].act
        text = bytes_of(house.judges(on_it))
        checked(repository, branch, text, "a file")
    assert isinstance(act, Recorded) and act.outcome == "cannot-establish"


def test_what_was_judged_at_an_entry_that_the_remote_lacks_is_not_signed(tmp_path: Path) -> None:
    """Bringing the logs together may still move that entry, and the record would name one that is nowhere."""
    house = copied(tmp_path)
    text = record_of("docs")
    with house.opened() as (repository, branch):
        tip = json.loads(text)["log"]["tip"].encode()
        before = next(link.parent for link in branch.chain if link.commit == tip)
        checked(repository, branch, text, "a file")
    house.made.ref(b"refs/remotes/origin/guard-log", before)
    with house.opened() as (repository, branch), pytest.raises(GuardError) as caught:
        checked(repository, branch, text, "a file")
    assert (caught.value.rule, "the remote does not have yet" in caught.value.what) == ("G516", True)
    house.made.ref(b"refs/remotes/origin/guard-log", tip)
    with house.opened() as (repository, branch):
        checked(repository, branch, text, "a file")
