"""A trusted branch and a log beside it whose entries are really signed, written object by object.

What an honest guard would never write can be written here: any bytes for a payload, a signature or a tree, any parent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from guard import trust
from guard.doors.git.repository import Repository
from guard.model.log import Entry, Log, Void
from guard.model.trigger import Trigger
from guard.trust import log as log_door
from tests.repos import FILE, Maker
from tests.repos import Entry as File
from tests.signing import TOUCHED, Key, key

BEGUN = 1_767_400_000  # when the log begins; each entry is a minute younger
BRANCH, TRUSTED = b"refs/heads/guard-log", b"refs/heads/main"
DIGEST = "sha256:" + "a" * 64
ID = "5f0c2b7e"

Payload = dict[str, Any]


def canonical(payload: object) -> bytes:
    """What is signed."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def policy(
    people: Mapping[str, Key] | None = None,
    machines: Mapping[str, Key] | None = None,
    agents: Mapping[str, Key] | None = None,
    **more: object,
) -> dict[str, object]:
    """A policy that lists these; dana and ci with their own keys where nothing is said."""
    people = {"dana": key("ed25519", "dana")} if people is None else people
    machines = {"ci": key("ed25519", "ci")} if machines is None else machines
    said: dict[str, object] = {
        "id": ID,
        "version": 1,
        "people": {name: {"key": of.line, "teams": ["platform"]} for name, of in people.items()},
        "machines": {name: {"key": of.line, "attests": ["deployed"]} for name, of in machines.items()},
        "agents": {name: {"owner": "dana", "purpose": "work", "key": of.line} for name, of in (agents or {}).items()},
        "owners": {"/.guard/**": "platform"},
    }
    return {name: value for name, value in {**said, **more}.items() if value}


class SignedLog:
    """The branch, and the log beside it; each call adds one step or one entry."""

    def __init__(
        self, made: Maker, rules: Mapping[str, object] | None = None, files: Mapping[bytes, bytes] | None = None
    ):
        self.made = made
        self.line: list[bytes] = []
        self.files: dict[bytes, File] = {}
        self.commits: list[bytes] = []  # of the log
        self.ids: list[str] = []
        self.step(policy() if rules is None else rules, files)

    # the trusted branch

    def step(self, rules: Mapping[str, object] | None = None, files: Mapping[bytes, bytes] | None = None) -> bytes:
        """One landing: a policy, files, or nothing but a number."""
        new = {b"number": b"%d\n" % len(self.line), **(files or {})}
        if rules is not None:
            new[b".guard/policy.yaml"] = json.dumps(rules, indent=1).encode()
        self.files |= self.made.files(new)
        self.line.append(self.made.commit(self.made.tree(self.files), self.line[-1:]))
        self.made.ref(TRUSTED, self.line[-1])
        return self.line[-1]

    def beside(self) -> bytes:
        """A commit that no branch holds, on top of the trusted one."""
        return self.made.commit(self.made.tree(self.files | self.made.files({b"beside": b""})), self.line[-1:], b"x\n")

    def merge(self) -> bytes:
        """A landing by a merge commit; the commit that it brought."""
        brought = self.beside()
        self.line.append(self.made.commit(self.made.tree(self.files), [self.line[-1], brought], b"a merge\n"))
        self.made.ref(TRUSTED, self.line[-1])
        return brought

    # payloads

    def _payload(self, act: str, by: str, said: Mapping[str, object]) -> Payload:
        usual = {"schema_version": 1, "act": act, "repository": ID, "by": by, "at": BEGUN + 60 * len(self.commits)}
        return {name: value for name, value in {**usual, **said}.items() if value is not None}

    def approval(self, by: str = "dana", **said: object) -> Payload:
        """Of a landing, unless something else is said."""
        expires = BEGUN + 30 * 86400
        usual = {"of": "landing", "digest": DIGEST, "expires": expires, "reason": "read and found right"}
        return self._payload("approval", by, {**usual, **said})

    def evidence(self, by: str = "ci", **said: object) -> Payload:
        """That the first phase of a plan is deployed."""
        usual = {"fact": "deployed", "plan": "work", "phase": "expand", "env": "production", "how": "observed"}
        return self._payload("evidence", by, {**usual, "commit": self.line[-1].decode(), **said})

    def revocation(self, entry: str, by: str = "dana", **said: object) -> Payload:
        """Of an entry, by its id."""
        return self._payload("revocation", by, {"entry": entry, "reason": "it was wrong", **said})

    def landing(self, place: int = -1, by: str = "ci", **said: object) -> Payload:
        """The record of a step of the branch, the last one unless another is named."""
        place %= len(self.line)
        usual = {
            "landing": DIGEST,
            "commit": self.line[place].decode(),
            "parent": self.line[place - 1].decode(),
            "outcome": "pass",
            "guard": "0.1.0",
            "rules": DIGEST,
            "inputs": {},
            "branch": self.line[-1].decode(),
            "log": self.commits[-1].decode() if self.commits else "",
            "record": f"sha256:{hashlib.sha256(b'{}').hexdigest()}",
        }
        return self._payload("landing", by, {**usual, **said})

    # entries

    def put(
        self,
        payload: Payload | bytes,
        by: Key | None = None,
        *,
        namespace: str = "",
        signature: bytes | None = None,
        flags: int = TOUCHED,
        files: Mapping[bytes, File | None] | None = None,
        parents: Sequence[bytes] | None = None,
    ) -> str:
        """One entry on top of the others; its id. Signed by whom it says, unless another key or text is given.

        `files` are set in its tree, or taken out where they are None.
        """
        text = payload if isinstance(payload, bytes) else canonical(payload)
        said: Payload = payload if isinstance(payload, dict) else {}
        act = said.get("act", "approval")
        if signature is None:
            signer = by or key("ed25519", said.get("by", "dana"))
            signature = signer.sign(text, namespace or f"guard-{act}-v1", flags=flags)
        tree: dict[bytes, File | None] = dict(self.made.files({b"payload.json": text, b"payload.json.sig": signature}))
        if act == "landing":
            tree[b"record.json"] = (FILE, self.made.blob(b"{}"))
        tree |= files or {}
        flat = {name: file for name, file in tree.items() if file is not None}
        above = self.commits[-1:] if parents is None else parents
        return self.carry(self.made.commit(self.made.tree(flat), above, b"an entry\n"), _id(act, text))

    def again(self, id_: str) -> str:
        """The very same entry once more, on top."""
        tree = self.made.git("rev-parse", f"{self.commits[self.ids.index(id_)].decode()}^{{tree}}").strip()
        return self.carry(self.made.commit(tree, self.commits[-1:], b"again\n"), id_)

    def carry(self, commit: bytes, id_: str = "") -> str:
        """The log is at this commit from now on."""
        self.commits.append(commit)
        self.ids.append(id_)
        self.made.ref(BRANCH, commit)
        return id_

    def back(self, count: int) -> None:
        """The branch is set back to where it stood after so many entries."""
        del self.commits[count:], self.ids[count:]
        self.made.ref(BRANCH, self.commits[-1])

    # how guard reads it

    def read(self, trusted: str = TRUSTED.decode()) -> Log:
        """The log, held against the branch."""
        with self.made.opened() as repository:
            return log_door.read(repository, documents(repository, trusted))


def documents(repository: Repository, trusted: str = TRUSTED.decode()) -> trust.Trusted:
    """What counts on the trusted branch."""
    trigger = Trigger("range", trusted=trusted)
    return trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))


def fates(log: Log) -> dict[bytes, str]:
    """Of each entry, by its commit: "counts", or the rule it is void by."""
    kept: dict[bytes, Entry | Void] = {one.commit: one for one in (*log.entries, *log.void)}
    return {commit: one.rule if isinstance(one, Void) else "counts" for commit, one in kept.items()}


def _id(act: str, text: bytes) -> str:
    return "sha256:" + hashlib.sha256(f"guard-{act}-v1\n".encode() + text).hexdigest()
