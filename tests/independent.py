"""The log verified with nothing of guard: git, ssh-keygen, and the rule of docs/adr/0018-the-log.md."""

from __future__ import annotations

import json
import subprocess
import tempfile
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256

from ruamel.yaml import YAML

MAY = {"approval": ("people",), "evidence": ("people", "machines"), "landing": ("machines",), "revocation": ()}


def git(top, *words):
    return subprocess.run(["git", "--no-replace-objects", "-C", top, *words], check=True, capture_output=True).stdout


@cache
def listed(top, commit, kinds=("people", "machines", "agents")):
    """Of a policy: every (name, key, kind), a key being its fingerprint; those that prove somebody; and its id."""
    there = commit and git(top, "ls-tree", "--name-only", commit, ".guard/policy.yaml").decode().strip()
    policy = YAML(typ="safe", pure=True).load(git(top, "show", f"{commit}:{there}")) if there else {"id": ""}
    rows = [(name, of["key"], kind) for kind in kinds for name, of in policy.get(kind, {}).items() if "key" in of]
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
        words = f"ssh-keygen -Y check-novalidate -n {space} -s {file.name}".split()
        said = subprocess.run(words, input=payload, capture_output=True)
    key = said.stdout.decode().rpartition("SHA256:")[2].strip() if said.returncode == 0 else ""
    return data | {"id": "sha256:" + sha256(f"{space}\n".encode() + payload).hexdigest(), "key": key, "tip": -1}


def verified(top, tip, trusted):
    """Whether each entry counts, oldest first; an exception where the log is not to be gone by."""
    commits, rows = (git(top, "rev-list", "--reverse", *more, tip).decode().split() for more in ([], ["--parents"]))
    assert rows[1:] == [oid for pair in zip(commits[1:], commits, strict=False) for oid in pair], "not one line"
    log = [entry(top, commit) for commit in commits]
    within, line = (git(top, "rev-list", "--reverse", *w, trusted).decode().split() for w in ([], ["--first-parent"]))
    (everybody, today, id_), oldest, taken, versions = listed(top, trusted), (len(line), ""), set(), {}
    counts = [bool(one["key"]) and one["repository"] == id_ for one in log]
    for at, one in reversed([(at, one) for at, one in enumerate(log) if one["act"] == "landing" and counts[at]]):
        of, to, now = (line.index(one[end]) if one[end] in line else -1 for end in ("parent", "commit", "branch"))
        beyond = not {one["commit"], one["branch"]} <= {*within}
        machine = (one["by"], one["key"], "machines") in today | listed(top, oldest[1])[1]
        machine &= not any((one["id"], one["key"]) == (other["id"], other["key"]) for other in log[:at])
        assert not machine or one["log"] in ["", *commits[:at]], "written over"
        counts[at] = machine and (beyond or 0 <= of < to <= now)
        if counts[at] and not beyond:
            one["tip"], oldest = now, min(oldest, (to, one["parent"]), key=lambda pair: pair[0])
    for at, one in enumerate(log):
        newest = max([other["tip"] for other in log[:at]], default=-1)
        later = [other["branch"] for other in log[at + 1 :] if other["tip"] >= max(newest, 0)]
        was, since = listed(top, line[newest] if newest >= 0 else ""), listed(top, (*later, trusted)[0])
        who, act, of = (one["by"], one["key"]), one["act"], (one.get("of"), one.get("name"))
        may = act == "landing" or any((*who, kind) in today | (was[1] & since[1]) for kind in MAY[act])
        if act == "revocation":
            struck = [other for other in log if other["id"] == one["entry"] and {"digest", "fact"} & {*other}]
            own = (*who, "machines") in today | was[1] | since[1] and any(other["by"] == who[0] for other in struck)
            may = struck and ((*who, "people") in everybody | was[0] | since[0] or (own and "fact" in struck[0]))
        older = of[0] in ("plan", "policy") and one.get("version", 0) < versions.get(of, 0)
        counts[at] = bool(counts[at] and may and not older and one["id"] not in taken)
        taken |= {one["id"], one.get("entry")} if counts[at] else set()
        versions |= {of: one.get("version", 0)} if counts[at] else {}
    return counts
