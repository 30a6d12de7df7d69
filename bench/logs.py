"""Rows about the log: ten thousand signed entries, verified from nothing and again, and what a commit notices of them.

The floor of the first is what nobody who verifies can do without: `git log` of the branch, and as many bare ed25519
verifications by the library guard uses. The floor of the second is that `git log` alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.bench import Bench
from bench.repositories import FIRST_SECOND, begin, git, imported, repository
from bench.runner import Pairing, Sample, Unexpected, pair, seconds
from bench.table import Result

BRANCH = "refs/heads/guard-log"
ID = "benchpolicy"


class Log(NamedTuple):
    """A branch of so many landings, every one recorded, and a log of so many entries; keys change half-way."""

    entries: int
    landings: int


LOG = Log(10_000, 2_500)
MANY = 4  # times the rounds of other rows, where two runs of the same are to tell no difference
TIMED = """\
import json, os, resource, shutil, subprocess, sys, time
git, entries, cold = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "cold"
def timed(ask):
    start, spent = time.perf_counter(), os.times()
    ask()
    now = os.times()
    return time.perf_counter() - start, sum(now[:4]) - sum(spent[:4])
def bare():
    for signature, message in signed:
        public.verify(signature, message)
from guard import trust
from guard.doors.git.repository import Repository
from guard.model.trigger import Trigger
from guard.trust import log
shutil.rmtree(".git/guard/log", ignore_errors=True) if cold else None
floor = timed(lambda: subprocess.run([git, "log", "refs/heads/guard-log"], stdout=subprocess.DEVNULL, check=True))
with Repository() as repository:
    trigger = Trigger("range", trusted="refs/heads/main")
    trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
    told = []
    mine = timed(lambda: told.append(log.read(repository, trusted)))
if cold:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = key.public_key()
    messages = [b"%0100d" % at for at in range(entries)]
    signed = [(key.sign(message), message) for message in messages]
    floor = tuple(map(sum, zip(floor, timed(bare))))
counts = len(told[0].entries)
print(json.dumps([floor, mine, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, counts]))
"""


def cold(bench: Bench, *, name: str) -> list[Result]:
    """Nothing kept from before, as in CI: every signature is verified."""
    return [_against(name, "x log+verify", _timed(bench, "cold", min(bench.rounds, 7)), 20)]


def warm(bench: Bench, *, name: str) -> list[Result]:
    """The same log again."""
    _timed(bench, "cold", 1)
    return [_against(name, "x log", _timed(bench, "warm", bench.rounds), 3)]


def beside(bench: Bench, *, name: str) -> list[Result]:
    """A commit in a repository that has such a log, against one in the same repository without it."""
    without, place = bench.place("small", "default"), bench.place("logged", "default")
    git(place, "fetch", "--quiet", "--no-tags", str(_place(bench)), f"+{BRANCH}:{BRANCH}")
    return [_against(name, "x hook", pair(bench.hook(without), bench.hook(place), MANY * bench.rounds), 1.1)]


def _timed(bench: Bench, how: str, rounds: int) -> Pairing:
    """Both halves of each round in one process of its own, so that nothing is loaded that a command would not load."""
    place, samples = _place(bench), []
    for _ in range(rounds):
        words = [bench.installation.python, "-c", TIMED, bench.git, str(LOG.entries), how]
        done = subprocess.run(words, cwd=place, env=bench.environment, capture_output=True, text=True)
        if done.returncode:
            raise Unexpected(f"the log was not read: {done.stderr.strip()[-200:]}")
        floor, mine, memory, counts = json.loads(done.stdout)
        if counts != LOG.entries:
            raise Unexpected(f"of {LOG.entries:,} entries {counts:,} count")
        samples.append((Sample(*floor, 0), Sample(*mine, memory)))
    return Pairing(*zip(*samples, strict=True))  # type: ignore[arg-type]  # zip forgets how many


def _place(bench: Bench) -> Path:
    return repository("log", LOG, bench.folder / "repositories", build)


def _against(name: str, unit: str, pairing: Pairing, target: float) -> Result:
    floor, mine = seconds(pairing.floor), seconds(pairing.other)
    return Result(name, pairing.ratio, unit, target, pairing.spread, pairing.cpu, floor, mine, pairing.memory)


# The repository


def build(place: Path, recipe: Log) -> None:
    """The branch, then the log, whose entries name its commits; as git leaves them after a collection."""
    begin(place, "main")
    imported(place, _branch(recipe))
    line = git(place, "rev-list", "--first-parent", "--reverse", "main").split()
    imported(place, _log(recipe, line))
    git(place, "reset", "--quiet", "--hard", "refs/heads/main")
    git(place, "gc", "--quiet", "--prune=now")


def _policy(turn: str) -> bytes:
    people = f"people:\n  dana: {{key: {_line('dana')}, teams: [core]}}\n"
    machines = f"machines:\n  ci: {{key: {_line('ci' + turn)}, attests: [deployed]}}\n"
    return f"id: {ID}\nversion: 1\n{people}{machines}owners: {{/.guard/**: core}}\n".encode()


def _branch(recipe: Log) -> Iterator[bytes]:
    for number in range(recipe.landings + 1):
        yield _commit("refs/heads/main", number, "a landing")
        yield _file("number", b"%d\n" % number)
        if number in (0, recipe.landings // 2):
            yield _file(".guard/policy.yaml", _policy("-2" if number else ""))


def _log(recipe: Log, line: list[str]) -> Iterator[bytes]:
    """In turn: a record of the next landing, an approval of a plan, and evidence of what is deployed."""
    each = recipe.entries // recipe.landings
    for number in range(recipe.entries):
        landing, half = min(number // each + 1, recipe.landings), recipe.landings // 2
        by, said = _said(number, number % each, line[landing - 1 : landing + 1])
        if landing == half - 1 and said["act"] == "evidence":
            by = "dana"  # what the machine signs with its old key, once its last landing is recorded, would be lost
        signer = by if by == "dana" or landing < half else "ci-2"
        usual = {"schema_version": 1, "repository": ID, "by": by, "at": FIRST_SECOND + 200_000 + number}
        payload = json.dumps({**usual, **said}, sort_keys=True, separators=(",", ":")).encode()
        yield _commit(BRANCH, number, f"{said['act']} by {by}")
        yield _file("payload.json", payload)
        yield _file("payload.json.sig", signature(signer, payload, f"guard-{said['act']}-v1"))
        if said["act"] == "landing":
            yield _file("record.json", b"{}")
        elif number:
            yield b"D record.json\n"


def _said(number: int, turn: int, step: list[str]) -> tuple[str, dict[str, Any]]:
    digest = "sha256:" + f"{number:064x}"
    if turn == 0:
        held = {"plan": "split", "phase": "expand", "outcome": "pass", "guard": "0.1.0", "rules": digest}
        inputs = dict.fromkeys(("policy", "plan/split", "log"), digest)
        return "ci", {"act": "landing", "landing": digest, "parent": step[0], "commit": step[1], "record": digest,
                      "branch": step[1], "log": "", "inputs": inputs, **held}  # fmt: skip
    if turn == 1:
        phases = dict.fromkeys(("expand", "dual-write", "backfill", "switch-reads", "stop-writes", "drop"), digest)
        until = FIRST_SECOND + 90 * 86_400
        return "dana", {"act": "approval", "of": "plan", "name": f"plan-{number}", "version": 1, "digest": digest,
                        "phases": phases, "expires": until, "reason": "read, and found right"}  # fmt: skip
    about = {"plan": "split", "phase": "expand", "env": "production", "service": "api", "how": "observed"}
    return "ci", {"act": "evidence", "fact": "deployed", "commit": step[1], "values": {"remaining": 0}, **about}


def _commit(ref: str, number: int, words: str) -> bytes:
    said = f"committer Bench <bench@example.org> {FIRST_SECOND + number * 60} +0000\ndata {len(words)}\n{words}\n"
    return f"commit {ref}\n{said}".encode()


def _file(path: str, content: bytes) -> bytes:
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)


def _wire(*fields: bytes) -> bytes:
    return b"".join([struct.pack(">I", len(field)) + field for field in fields])


def _key(name: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def _public(name: str) -> bytes:
    return _wire(b"ssh-ed25519", _key(name).public_key().public_bytes_raw())


def _line(name: str) -> str:
    return f"ssh-ed25519 {base64.b64encode(_public(name)).decode()}"


def signature(name: str, message: bytes, namespace: str) -> bytes:
    """As ssh-keygen -Y sign writes it (OpenSSH's PROTOCOL.sshsig)."""
    fields = namespace.encode(), b"", b"sha512"
    signed = _key(name).sign(b"SSHSIG" + _wire(*fields, hashlib.sha512(message).digest()))
    blob = b"SSHSIG" + struct.pack(">I", 1) + _wire(_public(name), *fields, _wire(b"ssh-ed25519", signed))
    text = base64.b64encode(blob)
    lines = [text[at : at + 70] + b"\n" for at in range(0, len(text), 70)]
    return b"-----BEGIN SSH SIGNATURE-----\n" + b"".join(lines) + b"-----END SSH SIGNATURE-----\n"
