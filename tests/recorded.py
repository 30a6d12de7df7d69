"""The log of tests: an unsigned list of entries in the place of the signed one. In no wheel, checked by nobody.

An entry is a payload of the log (schemas/log-*.schema.json). What a payload is tedious to spell may be left out and is
filled in when it is read: the repository, reasons, the digest that is approved, a landing, full object ids. So a script
of shell may write one: `log.json` beside the repository of a case is such a list, for the forked guard of tests.

    {"act": "approval", "of": "plan", "name": "work", "by": "dana"}          # as it stands on main, or at "rev"
    {"act": "approval", "of": "landing", "rev": "main..HEAD", "by": "dana"}
    {"act": "evidence", "fact": "deployed", "plan": "work", "phase": "expand", "commit": "main", "by": "deploy"}
    {"act": "landing", "commit": "main", "plan": "work", "phase": "expand", "by": "ci"}
    {"act": "revocation", "entry": 0, "by": "dana"}                          # the first of this list

Only guard and the standard library are imported here: tests/forked.py loads this file by its path.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guard import trust
from guard.digest import digest
from guard.doors.git.repository import Repository
from guard.model.digests import phase_digests, plan_digest
from guard.model.landing import landing_digest
from guard.model.log import Entry, Log, act_from
from guard.model.trigger import Trigger
from guard.schema import validate_data
from guard.trust import log as log_door
from guard.trust.beside import beside

if TYPE_CHECKING:
    import pytest

    from tests.repos import Maker

Payload = dict[str, Any]

BEGUN = 1767323046  # when the commits of tests are made, unless they say otherwise
MONTH = 30 * 86400
BRANCH = "refs/heads/main"
FILE = "log.json"
READERS = ("read", "verify")  # of guard.trust.log: where things stand, and what a verdict rests on
WHOLE = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_READ: dict[bytes, trust.Trusted] = {}
UNREASONED = ("evidence", "landing")


class Book:
    """The log beside one repository, an entry at a time; each call returns the id of what it wrote."""

    def __init__(self, made: Maker, branch: str = BRANCH, start: int = BEGUN) -> None:
        self.made, self.branch, self.start = made, branch, start
        self.payloads: list[Payload] = []

    def approve(self, of: str, name: str = "", *, by: str, at: int = 0, rev: str = "", **other: object) -> str:
        """A yes to a plan, a phase ("plan/phase") or a policy as it stands at `rev`; to the landing BASE..TIP of `rev`.

        `digest`, `expires`, `accepts` and `reason` may be given.
        """
        named = {"name": name} if name else {}
        return self.write({"act": "approval", "of": of, **named, "by": by, "at": at or self.start, "rev": rev, **other})

    def attest(
        self, fact: str, node: str, commit: bytes | str, *, by: str, at: int, values: dict[str, int] | None = None,
        **other: object,
    ) -> str:  # fmt: skip
        """A fact about a phase ("plan/phase"); `service`, `env` and `how` may be given."""
        plan, _, phase = node.partition("/")
        row = {
            "act": "evidence",
            "fact": fact,
            "plan": plan,
            "phase": phase,
            "commit": _text(commit),
            "by": by,
            "at": at,
        }
        return self.write(row | ({"values": values} if values else {}) | other)

    def revoke(self, entry: str | int, *, by: str, at: int = 0) -> str:
        """An entry struck out from here on."""
        return self.write({"act": "revocation", "entry": entry, "by": by, "at": at or self.start})

    def record(self, commit: bytes | str, node: str = "", *, by: str, at: int = 0, **other: object) -> str:
        """What landed with a commit of the trusted branch; `parent` is its first parent, unless it is given."""
        plan, _, phase = node.partition("/")
        held = {"plan": plan, "phase": phase} if node else {}
        row = {"act": "landing", "commit": _text(commit), **held, "by": by, "at": at or self.start}
        return self.write(row | {key: _text(value) for key, value in other.items()})

    def write(self, row: Payload) -> str:
        """One entry more, filled in now. Where nothing is to be looked up, git is not started."""
        known = {"repository": self.payloads[0]["repository"]} if self.payloads else {}
        if known and (row["act"] == "revocation" or (row["act"] == "evidence" and WHOLE.fullmatch(row["commit"]))):
            self.payloads.append(filled(known | row, None, self.payloads, self.branch))
        else:
            with self.made.opened() as repository:
                self.payloads.append(filled(known | row, repository, self.payloads, self.branch))
        return entry_id(self.payloads[-1])

    def log(self) -> Log:
        return log_of(self.payloads)

    def lay(self, patch: pytest.MonkeyPatch) -> None:
        """From now on, guard in this process reads this log, also what is written later."""
        for name in READERS:
            patch.setattr(log_door, name, lambda *_: self.log())

    @contextmanager
    def open(self) -> Iterator[None]:
        """The same for a while."""
        import pytest

        with pytest.MonkeyPatch.context() as patch:
            self.lay(patch)
            yield

    def save(self) -> None:
        """As log.json beside the repository, for the forked guard."""
        place = os.path.join(os.path.dirname(os.fsdecode(self.made.top)), FILE)
        Path(place).write_text(json.dumps(self.payloads, indent=1), encoding="utf-8")


def lay_file() -> None:
    """From now on, guard in this process reads `log.json` beside a repository where one stands, for good."""
    for name in READERS:
        setattr(log_door, name, _beside(getattr(log_door, name)))


def _beside(usual: Callable[[Repository, trust.Trusted], Log]) -> Callable[[Repository, trust.Trusted], Log]:
    def read(repository: Repository, trusted: trust.Trusted) -> Log:
        place = os.path.join(os.path.dirname(repository.place.top), FILE)
        return from_file(place, repository) if os.path.exists(place) else usual(repository, trusted)

    return read


def from_file(place: str, repository: Repository) -> Log:
    """A file of payloads, whole or shortened."""
    found: list[Payload] = []
    for row in json.loads(Path(place).read_text(encoding="utf-8")):
        found.append(filled(row, repository, found))
    return log_of(found)


def log_of(payloads: list[Payload]) -> Log:
    """Whole payloads as guard reads them, and as if each signature showed that somebody was there."""
    return Log(tuple([Entry(entry_id(payload), act_from(payload), presence="pin") for payload in payloads]))


def entry_id(payload: Payload) -> str:
    """The digest of what is signed."""
    return digest(payload["act"], payload)


def filled(row: Payload, repository: Repository | None, before: list[Payload], branch: str = BRANCH) -> Payload:
    """A payload with nothing left out, valid by its schema. Without a repository nothing in it may have to be found."""
    rev = row.get("rev") or branch
    oid = repository.resolve(rev.rpartition("..")[2]) if repository is not None else b""
    usual: Payload = {"schema_version": 1, "at": BEGUN} | (
        {} if row["act"] in UNREASONED else {"reason": "read and found right"}
    )
    payload = usual | {key: value for key, value in row.items() if key != "rev"}
    payload |= _FILLERS[row["act"]](payload, repository, rev, oid, before)
    if "repository" not in payload:
        payload["repository"] = _trusted(repository, oid).policy.data["id"]
    wrong = validate_data(f"log-{payload['act']}", payload)
    assert not wrong, (payload, wrong)
    return payload


def _approval(payload: Payload, repository: Repository, rev: str, oid: bytes, _: object) -> Payload:
    found: Payload = {"expires": payload.get("expires", payload["at"] + MONTH)}
    if "digest" in payload:
        return found
    if payload["of"] == "landing":
        base, _, tip = rev.partition("..")
        changes = repository.range(repository.resolve(base), repository.resolve(tip)).landing.changes
        return found | {"digest": landing_digest(changes)}
    trusted = _trusted(repository, oid)
    if payload["of"] == "policy":
        return found | {"digest": digest("policy", trusted.policy.data), "version": trusted.policy.version}
    name, _, phase = payload["name"].partition("/")
    plan = next(plan for plan in trusted.plans if plan.id == name)
    stands = beside(repository, plan, oid)
    phases = phase_digests(plan, stands)
    if payload["of"] == "phase":
        return found | {"digest": phases[phase]}
    return found | {"digest": plan_digest(plan, stands), "version": plan.data["version"], "phases": phases}


def _evidence(payload: Payload, repository: Repository, rev: str, oid: bytes, _: object) -> Payload:
    return {"env": "production", "how": "observed", "commit": _oid(repository, payload["commit"])} | {
        key: payload[key] for key in ("env", "how") if key in payload
    }


def _revocation(payload: Payload, repository: Repository, rev: str, oid: bytes, before: list[Payload]) -> Payload:
    entry = payload["entry"]
    return {"entry": entry_id(before[entry]) if isinstance(entry, int) else entry}


def _landing(payload: Payload, repository: Repository, rev: str, oid: bytes, _: object) -> Payload:
    commit = _oid(repository, payload["commit"])
    parent = _oid(repository, payload.get("parent") or f"{commit}^")
    found: Payload = {"outcome": "pass", "guard": "0.1.0", "rules": digest("rules", {}), "inputs": {}}
    found |= {"record": digest("record", {}), "branch": commit, "log": ""}
    if "landing" not in payload:
        changes = repository.range(parent.encode(), commit.encode()).landing.changes
        found["landing"] = landing_digest(changes)
    return found | {key: payload[key] for key in found if key in payload} | {"commit": commit, "parent": parent}


_FILLERS = {"approval": _approval, "evidence": _evidence, "revocation": _revocation, "landing": _landing}


def _trusted(repository: Repository, oid: bytes) -> trust.Trusted:
    """The documents of a commit, read once: its id says all that is in it."""
    if oid not in _READ:
        _READ[oid] = trust.read(repository, Trigger("auto"), "the branch", oid)
    return _READ[oid]


def _oid(repository: Repository, word: str) -> str:
    return word if WHOLE.fullmatch(word) else repository.resolve(word).decode()


def _text(value: object) -> Any:
    return value.decode() if isinstance(value, bytes) else value
