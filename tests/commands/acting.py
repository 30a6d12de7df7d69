"""A trusted branch with a real log beside it, and people, machines and an agent whose real keys the policy lists."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

import guard.compile
from guard import trust
from guard.acts.recording import record
from guard.cli import main
from guard.model.log import Log
from guard.model.trigger import Trigger
from guard.trust import log as log_door
from tests.commands.standing import FILES, KEYS, POLICY, SPLIT, Branch
from tests.repos import Maker, new_repository
from tests.running import Answer
from tests.signing import TOUCHED, Key, key
from tests.terminal import Seen, at_terminal

_WRITTEN: dict[bytes, bytes] = {}
AGENT = "agents: {claude: {owner: dana, purpose: migrations}}"
STOPPED = SPLIT.replace(
    "contract: {after: {switch-reads: deployed 7d}",
    "stop-writes: {after: {switch-reads: deployed 7d}, does: [code.write.stop, file.modify]}\n"
    "  contract: {after: {stop-writes: deployed 7d}",
)  # a plan that lint has nothing to say of


def listed(text: str = POLICY, kind: str = "ed25519", **changes: str) -> str:
    """The policy of the sample house, with keys that somebody holds; parts of it may be another."""
    for name, line in KEYS.items():
        text = text.replace(line, key("ed25519" if name == "deploy" else kind, name).line)
    text = text.replace(AGENT, AGENT.replace("}}", f", key: {key('ed25519', 'claude').line}}}}}"))
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def house(**changes: bytes) -> dict[bytes, bytes]:
    """Its files; `policy` and `plan` may be others."""
    policy, plan = changes.get("policy", listed().encode()), changes.get("plan", STOPPED.encode())
    return {**FILES, b".guard/policy.yaml": policy, b".guard/plans/split-name.yaml": plan}


class House(Branch):
    """The branch; what is signed for it is signed as people do: asked for here, signed elsewhere, brought back."""

    def __init__(
        self, made: Maker, files: Mapping[bytes, bytes], capture: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        super().__init__(made, files, capture)
        self.folder = folder
        self.number = 0

    def guard(self, *words: str, now: int = 0) -> Answer:
        """One command, a minute after what happened last, or at another time."""
        asked = list(words)
        if words[0] in ("approve", "attest", "revoke", "next") and "--now" not in words:
            asked += ["--now", datetime.fromtimestamp(now or self.now + 60, UTC).isoformat()]
        if words[0] == "check":
            asked += ["--now", datetime.fromtimestamp(now or self.now + 60, UTC).isoformat()]
        with chdir(self.made.top):
            code = main(asked)
        return Answer(code, *self._capture.readouterr())

    def typed(self, *words: str, answers: Sequence[tuple[str, str]]) -> Seen:
        """One command at a terminal, with a person who answers."""
        now = ["--now", datetime.fromtimestamp(self.now + 60, UTC).isoformat()] if words[0] != "enroll" else []

        def run() -> int:
            sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
            os.chdir(self.made.top)
            return main([*words, *now])

        return at_terminal(run, answers)

    def request(self, *words: str, by: str = "omar", now: int = 0) -> tuple[Path, Answer]:
        """What is to be signed, as a file."""
        self.number += 1
        path = self.folder / f"request-{self.number}"
        told = words[0] == "attest" or not {"--reason", "--unplanned"}.isdisjoint(words)
        said = () if told else ("--reason", "read, and found right")
        return path, self.guard(*words, *said, "--as", by, "--request", str(path), now=now)

    def written(self) -> Path:
        """The request of omar's yes to the plan: the same bytes at the same commit, so they are asked for once."""
        known = _WRITTEN.get(self.tip)
        path = self.folder / "written"
        if known is None:
            asked, told = self.request("approve", "split-name")
            assert told.code == 0, told.said
            known = _WRITTEN[self.tip] = asked.read_bytes()
        path.write_bytes(known)
        return path

    def approved(self) -> None:
        """That yes, signed and recorded, as where it is not what a test is about."""
        text = self.written().read_bytes()
        with self.made.opened() as repository:
            trusted = trust.read(repository, Trigger("auto"), *trust.trusted_commit(repository, Trigger("auto")))
            record(repository, trusted, json.loads(text), key("ed25519", "omar").sign(text, "guard-approval-v1"))

    def sign(self, path: Path, by: Key, act: str, flags: int = TOUCHED) -> None:
        """The signature beside it, as ssh-keygen -Y sign leaves it there."""
        Path(f"{path}.sig").write_bytes(by.sign(path.read_bytes(), f"guard-{act}-v1", flags=flags))

    def carried(
        self, *words: str, by: str = "omar", kind: str = "ed25519", flags: int = TOUCHED, now: int = 0
    ) -> Answer:
        """Asked for, signed elsewhere, brought back."""
        path, asked = self.request(*words, by=by, now=now)
        if asked.code != 0:
            return asked
        act = {"approve": "approval", "attest": "evidence", "revoke": "revocation"}[words[0]]
        self.sign(path, key(kind, by), act, flags)
        at = ["--at", words[words.index("--at") + 1]] if "--at" in words and words[0] == "approve" else []
        return self.guard(words[0], *at, "--signed", str(path), now=now)

    def machine(self, fact: str, node: str, *more: str, by: str = "deploy", now: int = 0) -> Answer:
        """A job says so, unattended."""
        plan, _, phase = node.partition("/")
        file = str(key("ed25519", by).file(self.folder))
        return self.guard("attest", fact, "--plan", plan, "--phase", phase, "--as", by, "--key", file, *more, now=now)

    def log(self) -> Log:
        """As guard reads it."""
        trigger = Trigger("auto")
        with self.made.opened() as repository:
            trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
            return log_door.read(repository, trusted)

    def branch(self, name: str, files: Mapping[bytes, bytes | None], message: str = "work") -> bytes:
        """A commit on top of the trusted branch that has not landed; HEAD is there."""
        flat = {path: text for path, text in {**self.files, **files}.items() if text is not None}
        oid = self.made.commit(self.made.tree(self.made.files(flat)), [self.tip], f"{message}\n".encode())
        self.made.ref(f"refs/heads/{name}".encode(), oid)
        self.made.write(".git/HEAD", f"ref: refs/heads/{name}\n".encode())
        return oid


_read = guard.compile.compile_document


@cache
def _compiled(kind: str, name: str, text: bytes) -> dict[str, object]:
    """A document is read once, for it is the same in nearly every test."""
    return _read(kind, name, text)


@contextmanager
def standing(
    capture: pytest.CaptureFixture[str],
    folder: Path,
    patch: pytest.MonkeyPatch,
    files: Mapping[bytes, bytes] | None = None,
) -> Iterator[House]:
    """A house whose people keep no key where it would be found by itself."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    patch.setenv("HOME", os.fspath(home))
    patch.delenv("SSH_AUTH_SOCK", raising=False)
    patch.setattr(guard.compile, "compile_document", _compiled)
    with new_repository() as made:
        yield House(made, house() if files is None else files, capture, folder)
