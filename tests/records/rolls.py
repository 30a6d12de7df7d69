"""Records of what the forges and plays of other tests landed, by the unsigned log that those have; replayed at once.

A log of tests has no commits: an entry's place in it stands for one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from guard import trust
from guard.doors.git.line import line
from guard.doors.git.repository import Repository
from guard.doors.log.chain import Link
from guard.model.claim import Claim
from guard.model.log import Entry, Log
from guard.model.trigger import Trigger
from guard.records.branch import Branch
from guard.records.judging import Question, bytes_of, judged
from guard.records.replaying import AS_IT_WAS, IDENTICAL, Replayed, compared
from guard.schema import validate_data
from guard.trust import log as log_door


def named(count: int) -> bytes:
    """What stands for the commit of the last of so many entries; b"" before the first."""
    return b"%040d" % count if count else b""


@contextmanager
def logged(entries: Sequence[Entry]) -> Iterator[None]:
    """Guard in this process reads these, as far as it is asked for them."""

    def read_at(_: Repository, __: trust.Trusted, tip: bytes) -> Log:
        return Log(tuple(entries[: int(tip)]), tip=tip) if tip else log_door.NO_LOG

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_door, "verify_at", read_at)
        yield


def record(repository: Repository, house: str, commit: bytes, now: int, count: int) -> bytes:
    """The record of a landing, valid by its schema; with so many entries in the log."""
    asked = Question(house, commit, now, "refs/heads/main", named(count), count, Claim("", ""))
    text = bytes_of(judged(repository, asked))
    assert validate_data("record", json.loads(text)) == ()
    return text


def replayed(repository: Repository, tip: bytes, text: bytes, count: int) -> Replayed:
    """The same judged once more, where main is at this commit and the log has so many entries."""
    trusted = trust.read(repository, Trigger("range"), "refs/heads/main", tip)
    chain = tuple([Link(named(number), named(number - 1), b"", b"", b"") for number in range(1, count + 1)])
    branch = Branch("refs/heads/main", trusted, line(repository, tip), Log(tip=named(count)), chain)
    then = json.loads(text)
    branch = branch._replace(trusted=trusted._replace(policy=trusted.policy._replace(id=then["repository"])))
    told = Replayed(then["judged"]["commit"], "", "", then["outcome"]["outcome"])
    return compared(repository, branch, then, told, AS_IT_WAS)


def assert_identical(told: Replayed, title: str) -> None:
    """Nothing but that."""
    assert told.state == IDENTICAL, (title, told.why, [one.words() for one in (*told.causes, *told.results)])
