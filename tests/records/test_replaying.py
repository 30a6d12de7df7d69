"""Replaying: the same bytes where nothing changed; else what changed is named, and what came of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.log import Recorded
from guard.model.verdict import Verdict
from guard.records import judging, replaying, versions
from guard.records.judging import Question
from guard.records.replaying import Kept, Otherwise, Replayed, kept, replayed
from tests.conftest import examples
from tests.forge import claiming
from tests.records.houses import (
    CHANGED,
    LATER,
    PLAN,
    PLAN_FILE,
    POLICY,
    POLICY_FILE,
    House,
    copied,
    edited,
    standing,
    whole,
)

pytestmark = pytest.mark.usefixtures("swift")

OUTCOMES = ["pass", "pass", "needs-person", "violation", "pass", "needs-person"]


def records(house: House) -> list[Kept]:
    if house is whole():
        return kept(*standing())
    with house.opened() as (repository, branch):
        return kept(repository, branch)


def again(house: House, one: Kept, other: Otherwise = replaying.AS_IT_WAS) -> Replayed:
    if house is whole():
        return replayed(*standing(), one, other)
    with house.opened() as (repository, branch):
        return replayed(repository, branch, one, other)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is judged anew of one landing is the same each time, so it is judged once."""

    def judged(_: object, asked: Question) -> object:
        if asked not in JUDGED:
            JUDGED[asked] = judging.judged(standing()[0], asked)
        return JUDGED[asked]

    monkeypatch.setattr(replaying, "judged", judged)


JUDGED: dict[Question, object] = {}


def of(house: House, name: str) -> Kept:
    """The record of one landing of the house."""
    acts = [(one, one.entry.act) for one in records(house)]
    return next(one for one, act in acts if isinstance(act, Recorded) and act.commit == house.tips[name])


def words(told: Replayed) -> list[str]:
    return [difference.words() for difference in told.causes]


def lied(one: Kept, **parts: Any) -> Kept:
    """A record with other parts, as if the machine had signed that."""
    text = edited(one.text, **parts)
    return Kept(one.entry, text, f"sha256:{sha256(text).hexdigest()}")


def test_every_landing_of_a_house_comes_out_the_same() -> None:
    told = [again(whole(), one) for one in records(whole())]
    assert [one.state for one in told] == ["identical"] * len(OUTCOMES)
    assert [one.outcome for one in told] == OUTCOMES
    assert [one.causes + one.results for one in told] == [()] * len(OUTCOMES)


@pytest.mark.later
def test_also_once_all_of_it_went_on(tmp_path: Path) -> None:
    """Another policy, another plan, a key less, a revocation: none of it was so when the landings were judged."""
    house = copied(tmp_path)
    with house.opened() as (_, branch):
        approval = branch.log.entries[0].id
    house.signs({"act": "revocation", "entry": approval, "by": "omar", "at": LATER})
    policy = POLICY.replace("version: 1", "version: 2").replace('needs_plan: ["*"]', "needs_plan: [schema.*]")
    house.land("another policy", {POLICY_FILE: policy.encode(), PLAN_FILE: None})
    assert {again(house, one).state for one in records(house)} == {"identical"}


def test_another_time_is_named() -> None:
    one = of(whole(), "docs")
    told = again(whole(), one, Otherwise(now=LATER))
    assert (told.state, words(told)) == ("same", ["time: 2026-01-02 04:08:06 UTC then, 2026-01-02 04:14:06 UTC here"])
    told = again(whole(), of(whole(), "changed"), Otherwise(now=LATER + 90 * 86400))
    assert told.state == "different" and words(told)[0].startswith("time: ")
    assert [one.what for one in told.results][:3] == ["outcome", "exit_code", "may_merge"]
    assert "finding G404" in [one.what for one in told.results]


def test_another_plan_and_another_policy_are_named(tmp_path: Path) -> None:
    house = copied(tmp_path)
    policy = POLICY.replace("version: 1", "version: 2").replace("plan: 1, ", "plan: 0, ")
    under = house.land("another policy", {POLICY_FILE: policy.encode()})
    told = again(house, of(house, "changed"), Otherwise(ref="refs/heads/main", under=under))
    assert told.state == "different"
    assert words(told) == ["policy: version 1 then, version 2 here", "plan work: version 1 then, version 2 here"]
    assert ("plan", "work version 1", "work version 2") in told.results
    under = house.land("no plan", {PLAN_FILE: None})
    told = again(house, of(house, "changed"), Otherwise(ref="refs/heads/main", under=under))
    assert "plan work: version 1 then, none here" in words(told)
    assert "finding G102" in [one.what for one in told.results] or told.results[0].what == "outcome"


def test_another_set_of_rules_is_named_whatever_comes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = of(whole(), "loose")
    now = f"sha256:{'a' * 64}"
    monkeypatch.setattr(versions, "_own", lambda: now)
    told = again(whole(), one)
    then = json.loads(one.text)["versions"]["rules"]
    assert (told.state, words(told), told.results) == ("same", [f"rule set: {then[:19]} then, {now[:19]} here"], ())

    def softer(*words: Any) -> Verdict:
        told: Verdict = weighed(*words)
        return told._replace(outcome="pass", exit_code=0, would_exit=0, may_merge=True, findings=())

    weighed = judging.weighed
    monkeypatch.setattr(judging, "weighed", softer)
    told = again(whole(), one)
    assert (told.state, words(told)[0][:8]) == ("different", "rule set")
    assert [one.words() for one in told.results][:3] == [
        "outcome: needs-person then, pass here",
        "exit_code: 3 then, 0 here",
        "may_merge: false then, true here",
    ]
    assert "finding G102: top: file.add then, not found here" in [one.words() for one in told.results]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("guard", "0.0.9", "guard: 0.0.9 then, "),
        ("vocabulary", 0, "vocabulary: 0 then, 1 here"),
        ("python", "3.10", "Python: 3.10 then, "),
        ("parsers", {"sqlglot": "1.0"}, "ast-grep-py: nothing then, "),
    ],
)
@pytest.mark.usefixtures("once")
def test_what_it_was_made_with_is_named(name: str, value: object, said: str) -> None:
    one = of(whole(), "docs")
    made = json.loads(one.text)["versions"]
    told = again(whole(), lied(one, versions={**made, name: value}))
    assert told.state == "same" and words(told)[0].startswith(said), words(told)


def swapped(data: dict[str, Any], *path: str, value: object) -> dict[str, Any]:
    """The same with something else at one place."""
    name, *rest = path
    return {**data, name: swapped(data[name], *rest, value=value) if rest else value}


LIES: dict[str, tuple[tuple[str, ...], object, str]] = {
    "another outcome": (("outcome", "may_merge"), True, "may_merge: true then, false here"),
    "no findings": (("outcome", "findings"), [], "finding G102: not found then, huge.bin: file.add here"),
    "less established": (("outcome", "established"), [], "report /established: none then, 2 of them here"),
    "other files": (("facts", "paths"), [], "fact /paths: none then, 2 of them here"),
    "another binding": (("facts", "binding", "claimed"), True, "fact /binding/claimed: true then, nothing here"),
    "another digest of all facts": (("facts", "whole"), f"sha256:{'0' * 64}", "facts that are not spelled out: "),
    "another landing": (("judged", "landing"), f"sha256:{'0' * 64}", "the landing's landing: sha256:000000000000 then"),
    "fewer paths": (("judged", "paths"), 1, "the landing's paths: 1 then, 2 here"),
    "another parent": (("judged", "parent"), "0" * 40, "the landing's parent: 0000"),
    "another version of the policy": (("documents", "policy", "version"), 9, "documents/policy/version: 9 then"),
    "another digest of the policy": (("documents", "policy", "digest"), f"sha256:{'0' * 64}", "policy: version 1 "),
    "another plan": (("documents", "plans", "work", "version"), 9, "documents/plans/work/version: 9 then, 1 here"),
    "no plan": (("documents", "plans"), {}, "plan work: none then, version 1 here"),
    "more entries of the log": (("log", "entries"), 9, "log: 9 entries up to"),
    "another repository": (("repository",), "another-house", "repository: another-house then, sample-house here"),
    "another commit of its documents": (("trusted", "commit"), "0" * 40, "trusted/commit: 0000"),
    "another input": (("inputs", "policy"), f"sha256:{'0' * 64}", "inputs/policy: sha256:000000000000 then"),
}


@pytest.mark.parametrize(("path", "value", "said"), LIES.values(), ids=LIES)
@pytest.mark.usefixtures("once")
def test_a_record_that_does_not_tell_what_was_so_is_found(path: tuple[str, ...], value: object, said: str) -> None:
    one = of(whole(), "loose")
    data = json.loads(one.text)
    told = again(whole(), lied(one, **swapped(data, *path, value=value)))
    assert told.state == "different"
    assert any([words.words().startswith(said) for words in (*told.causes, *told.results)]), told


def test_a_record_of_another_landing_or_outcome_is_not_what_its_entry_says() -> None:
    loose, docs = of(whole(), "loose"), of(whole(), "docs")
    told = again(whole(), Kept(loose.entry, docs.text, docs.digest))
    assert (told.state, told.why[:33]) == ("different", "the record is of another landing,")
    data = json.loads(loose.text)
    told = again(whole(), lied(loose, outcome={**data["outcome"], "outcome": "pass"}))
    assert (told.state, told.why[:33]) == ("different", "the record is of another landing,")


@pytest.mark.fuzz
@given(place=st.integers(0, 10**6), value=st.integers(1, 255))
@settings(max_examples=examples(40))
def test_a_byte_that_was_changed_is_found(place: int, value: int) -> None:
    one = of(whole(), "docs")
    place %= len(one.text)
    text = one.text[:place] + bytes([one.text[place] ^ value]) + one.text[place + 1 :]
    told = again(whole(), Kept(one.entry, text, one.digest))
    assert (told.state, told.why[:45]) == ("different", "the record is not the one that was signed: it")


def damaged(text: bytes) -> Kept:
    one = of(whole(), "docs")
    return Kept(one.entry, text, f"sha256:{sha256(text).hexdigest()}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "lacks the key"),
        (b"[]", "record"),
        (b'{"a":1.5}', "no JSON"),
    ],
)
def test_what_is_no_record_is_said(text: bytes, why: str) -> None:
    told = again(whole(), damaged(text))
    assert told.state == "different" and why in told.why


def test_one_that_is_laid_out_otherwise_is_not_the_same() -> None:
    text = json.dumps(json.loads(of(whole(), "docs").text), indent=1).encode()
    assert "not in canonical form" in again(whole(), damaged(text)).why


def unlink(house: House, oid: bytes) -> None:
    os.unlink(house.made.loose(oid))


GONE: dict[str, tuple[Callable[[House], bytes], str]] = {
    "a file that was read": (lambda house: house.made.blob(CHANGED[b"src/old"]), ""),
    "a tree": (lambda house: house.made.git("rev-parse", f"{house.tips['changed'].decode()}:src").strip(), ""),
    "the plan it was judged under": (lambda house: house.made.blob(PLAN.encode()), ".guard/plans/work.yaml"),
}


@pytest.mark.parametrize(("lost", "named"), GONE.values(), ids=GONE)
def test_objects_that_are_gone_are_named(lost: Callable[[House], bytes], named: str, tmp_path: Path) -> None:
    house = copied(tmp_path)
    one, oid = of(house, "changed"), lost(house)
    unlink(house, oid)
    told = again(house, one)
    assert told.state == "gone" and (named or oid.decode()) in told.why and told.mend


def test_an_entry_of_the_log_that_is_gone_is_named(tmp_path: Path) -> None:
    house = copied(tmp_path)
    one = of(house, "changed")
    told = again(house, lied(one, log={"tip": "1" * 40, "entries": 3}))
    assert (told.state, "1" * 40 in told.why, told.mend) == ("gone", True, "bring the log together: guard log sync")


def test_one_that_was_too_large_is_replayed_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = copied(tmp_path)
    monkeypatch.setattr(judging, "MOST", 1)
    house.records(house.land("large", {b"src/other": b"x\n"}, claiming("work/change")), LATER)
    one = of(house, "large")
    assert json.loads(one.text)["left_out"][0] == "paths"
    assert again(house, one).state == "identical"
    monkeypatch.undo()
    assert again(house, one).state == "different"


def test_the_rules_are_those_that_run_not_those_that_stand_there_now() -> None:
    assert versions.versions()["rules"] == versions._own() == versions._own()
