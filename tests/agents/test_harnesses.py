"""Every harness through the real door, on a repository where a phase is taken up: what is let through, and what not."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from guard_hooks.agents import door
from tests.harnessed import ask, taken_up, work
from tests.harnesses import CONTRACTS, FILES, HARNESSES, LINKS, golden
from tests.running import WAYS_ROUND, Place

POLICY = """\
id: sample-house
version: 1
people:
  dana: {teams: [platform]}
owners:
  /.guard/**: platform
"""
TIDY = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**]}
phases:
  only: {does: [file.add, file.modify]}
"""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = work(
        tmp_path_factory.mktemp("harnesses"), {**FILES, ".guard/policy.yaml": POLICY, ".guard/plans/tidy.yaml": TIDY}
    )
    for name, target in LINKS.items():
        (made.top / name).symlink_to(target)
    taken_up(made, "tidy/only")
    return made


class Stream(io.BytesIO):
    """Standard input or output, as bytes."""

    @property
    def buffer(self) -> Stream:
        return self

    def write(self, text: Any) -> int:
        return super().write(text.encode() if isinstance(text, str) else text)


def asked(here: Path, harness: str, text: bytes) -> door.Answer:
    """The door, asked in this process, from a folder."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = Stream(text), Stream(), Stream()  # type: ignore[assignment]
    try:
        with chdir(here):
            code = door.main([harness])
        out, err = sys.stdout.getvalue().decode(), sys.stderr.getvalue().decode()  # type: ignore[attr-defined]
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    assert out.count("\n") == (1 if out else 0), "one object, and nothing around it"
    return door.Answer(out.strip(), err, code)


def sent(one: dict[str, Any]) -> bytes:
    return one["text"].encode() if "text" in one else json.dumps(one["payload"]).encode()


def test_every_payload_ends_as_it_has_to(ground: Place) -> None:
    for harness in HARNESSES:
        rows = {name: one for name, one in golden(harness, ground.top).items() if one["decided"]}
        assert {one["decided"] for one in rows.values()} == {"allow", "ask", "deny"}, harness
        for name, one in rows.items():
            answer = asked(ground.top, harness, sent(one))
            assert not WAYS_ROUND.search(answer.out + answer.err), (harness, name)
            assert "inside guard" not in answer.out + answer.err, (harness, name)
            assert CONTRACTS[harness](answer) == ends(harness, one), (harness, name)


def ends(harness: str, one: dict[str, Any]) -> str:
    """How a call ends: a harness that cannot ask was told no."""
    if one["decided"] != "ask":
        return str(one["decided"])
    told = one["answers"]["ask"]
    return CONTRACTS[harness](door.Answer(json.dumps(told["out"]) if told["out"] else "", told["err"], told["code"]))


def test_a_process_of_its_own_says_the_same(ground: Place) -> None:
    for harness in HARNESSES:
        told = golden(harness, ground.top)
        for name in ("edit-out-of-scope", "malformed"):
            done = ask(ground, sent(told[name]), harness=harness)
            answer = door.Answer("" if done.out is None else json.dumps(done.out), done.err, done.code)
            assert CONTRACTS[harness](answer) == told[name]["decided"], (harness, name)


def test_where_guard_is_not_adopted_nothing_is_stopped(tmp_path: Path) -> None:
    for harness in HARNESSES:
        for name, one in golden(harness, tmp_path).items():
            if "payload" in one and one["call"]["event"] in ("edit", "shell", "other"):
                assert CONTRACTS[harness](asked(tmp_path, harness, sent(one))) == "allow", (harness, name)
