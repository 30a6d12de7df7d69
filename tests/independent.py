"""The log verified with nothing of guard: git, ssh-keygen, and the rule of docs/adr/0018-the-log.md."""

from __future__ import annotations

import json
import subprocess
import tempfile
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256

from ruamel.yaml import YAML, YAMLError

KINDS = ("people", "machines", "agents")
MAY = {"approval": KINDS[:1], "evidence": KINDS[:2], "landing": KINDS[1:2], "revocation": ()}


def git(top, *words):
    return subprocess.run(["git", "--no-replace-objects", "-C", top, *words], check=True, capture_output=True).stdout


@cache
def listed(top, commit):
    """Of a policy: every (name, key, kind), a key being its fingerprint; those that prove somebody; its id, or None."""
    try:
        there = git(top, "ls-tree", "--name-only", commit, ".guard/policy.yaml").decode().strip()
        policy = YAML(typ="safe", pure=True).load(git(top, "show", f"{commit}:{there}")) if there else {"id": ""}
    except YAMLError:
        return set(), set(), None
    rows = [(name, of["key"], kind) for kind in KINDS for name, of in policy.get(kind, {}).items() if "key" in of]
    keys = [b64encode(sha256(b64decode(key.split()[1])).digest()).decode().rstrip("=") for _, key, _ in rows]
    every = {(name, key, kind) for (name, _, kind), key in zip(rows, keys, strict=True)}
    alone = {one for one in every if keys.count(one[1]) == 1 and one[0] not in policy.get("agents", {})}
    return every, alone, policy["id"]


def entry(top, commit):
    """What a commit of the log says, and the key whose signature holds for it; an exception where it is no entry."""
    payload, signature = (git(top, "cat-file", "blob", f"{commit}:payload.json{end}") for end in ("", ".sig"))
    data, tree = json.loads(payload), git(top, "ls-tree", "--format=%(objectmode)%(path)", commit).decode().split()
    plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    wanted = ["payload.json", "payload.json.sig"] + ["record.json"] * (data.get("act") == "landing")
    assert plain == payload and data["act"] in MAY and tree == [f"100644{name}" for name in wanted], "no entry"
    space = f"guard-{data['act']}-v1"
    with tempfile.NamedTemporaryFile(buffering=0) as file:
        file.write(signature)
        words = ["ssh-keygen", "-Y", "check-novalidate", "-n", space, "-s", file.name]
        said = subprocess.run(words, input=payload, capture_output=True)
    key = said.stdout.decode().rpartition("SHA256:")[2].strip() if said.returncode == 0 else ""
    return data | {"id": "sha256:" + sha256(f"{space}\n".encode() + payload).hexdigest(), "key": key, "place": -1}


def verified(top, tip, trusted):
    """Whether each entry counts, oldest first; an exception where the log is not to be gone by."""
    commits, rows = (git(top, "rev-list", "--reverse", *more, tip).decode().split() for more in ([], ["--parents"]))
    assert rows[1:] == [oid for pair in zip(commits[1:], commits, strict=False) for oid in pair], "not one line"
    log, within = [entry(top, commit) for commit in commits], git(top, "rev-list", trusted).decode()
    line = git(top, "rev-list", "--first-parent", "--reverse", trusted).decode().split()
    (everybody, today, id_), oldest, taken, versions = listed(top, trusted), len(line), set(), {}
    there, unread = (set(), set(), ""), 0
    counts = [bool(one["key"]) and one["repository"] == id_ for one in log]
    for at, one in reversed([(at, one) for at, one in enumerate(log) if one["act"] == "landing" and counts[at]]):
        to, of = (line.index(one[end]) if one[end] in line else -1 for end in ("commit", "parent"))
        fits = 0 <= of < to or (to < 0 and one["commit"] not in within)
        copy = any((other["id"], other["key"]) == (one["id"], one["key"]) for other in log[:at])
        machine = (one["by"], one["key"], "machines") in today | there[1]
        if there[2] is None and not machine and not copy:
            unread = unread or min(after for after, other in enumerate(log) if other["place"] >= 0)
        counts[at] = fits and not copy and machine
        one["place"] = to if counts[at] else -1
        if 0 <= one["place"] < oldest:
            oldest, there = to, listed(top, one["parent"])
    for at, one in enumerate(log):
        newest = max([other["place"] for other in log[:at]], default=-1)
        later = [other["commit"] for other in log[at + 1 :] if other["place"] > newest]
        was = listed(top, line[newest]) if newest >= 0 else (set(), set(), "")
        since = listed(top, (*later, trusted)[0])
        who, act, of = (one["by"], one["key"]), one["act"], (one.get("of"), one.get("name"))
        may = act == "landing" or any((*who, kind) in today | (was[1] & since[1]) for kind in MAY[act])
        if act == "revocation":
            struck = [other for other in log if other["id"] == one["entry"] and {"digest", "fact"} & {*other}]
            people, machines = (everybody | was[0] | since[0]), (today | was[1] | since[1])
            own = (*who, "machines") in machines and any("fact" in of and of["by"] == who[0] for of in struck)
            lost = None in (was[2], since[2]) or at < unread
            may = struck and ((*who, "people") in people or own or lost)
        older = of[0] in ("plan", "policy") and one.get("version", 0) < versions.get(of, 0)
        counts[at] = bool(counts[at] and may and not older and one["id"] not in taken)
        taken |= {one["id"], one.get("entry")} if counts[at] else set()
        versions |= {of: one.get("version", 0)} if counts[at] else {}
    return counts
