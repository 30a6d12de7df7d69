"""Before a record is signed: what can be looked up without opening a file of the change set is looked up again.

The job that holds a key reads no file that anybody could have written into a change set, so none of them can make it
sign. It takes from the record what only judging can tell, and establishes the rest itself: which landing it is, where
it stands on the branch, under which documents and at which tip of the log it was judged.
"""

from __future__ import annotations

import json
from hashlib import sha256

from guard import trust
from guard.acts.proposal import payload_of
from guard.binding import agreed
from guard.doors.log.tips import both, holds, remote_of
from guard.errors import GuardError
from guard.model.claim import claims
from guard.model.landing import landing_digest
from guard.model.trigger import Trigger
from guard.model.verdict import EXIT_CODES, STOPS, WORST_FIRST
from guard.records.branch import step
from guard.records.facts import SHORT
from guard.records.inputs import Inputs, documents_of
from guard.records.judging import MOST, parent_of
from guard.records.plain import plain, seal, written
from guard.records.versions import versions
from guard.schema import validate_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.change import Commit
    from guard.model.plan import Plan
    from guard.records.branch import Branch
    from guard.records.judging import Record
    from guard.trust import Trusted

AGAIN = "write it again, and sign that: guard log record"


def checked(repository: Repository, branch: Branch, text: bytes, where: str) -> Record:
    """The record these bytes are, once everything in it that can be looked up is so."""
    record = parsed(text, where)
    if record["repository"] != branch.trusted.policy.id:
        what = f"a record of repository {record['repository']}; the policy here is {branch.trusted.policy.id}"
        raise GuardError("G511", what, where, AGAIN)
    judged = record["judged"]
    commit = step(branch, judged["commit"].encode())
    parent = parent_of(repository, commit)
    landed = repository.range(parent, commit)
    changes = landed.landing.changes
    _is("its parent", judged["parent"], parent.decode(), where)
    _is("the digest of its landing", judged["landing"], landing_digest(changes), where)
    _is("the number of its paths", judged["paths"], len(changes), where)
    _is("the commit of its documents", record["trusted"]["commit"], parent.decode(), where)
    _is("the branch it landed on", record["trusted"]["ref"], branch.name, where)
    trusted = _trusted(repository, branch, parent)
    documents = documents_of(repository, parent, trusted)
    _is("the digest of its documents", seal(record["documents"]), seal(documents), where)
    _log(repository, branch, record["log"], where)
    _digests(record, where)
    _outcome(record, where)
    _made(record["versions"], where)
    _bound(record, landed.commits, trusted.plans if trusted is not None else (), where)
    return record


def parsed(text: bytes, where: str) -> Record:
    """The record as data, valid by its schema and in its one form."""
    try:
        record = json.loads(text) if len(text) <= MOST else None
        whole = record is not None and written(record) == text
    except (ValueError, TypeError, RecursionError):
        raise _unread("no JSON that can be read", where) from None
    if record is None:
        raise _unread(f"{len(text):,} bytes; {MOST:,} is the most a record has", where)
    faults = validate_data("record", record)
    if faults:
        raise _unread(faults[0].partition(": ")[2], where)
    if not whole:
        raise _unread("not in canonical form: it was edited, or written by something else", where)
    told: Record = record
    return told


def payload(record: Record, text: bytes, branch: bytes, by: str, at: int) -> dict[str, Any]:
    """What the machine signs, where the branch is at this commit by now.

    Only what passed says which phase it was of: a record explains nothing away.
    """
    judged, outcome = record["judged"], record["outcome"]
    binding = record["facts"].get("binding", {})
    node: dict[str, object] = {}
    if outcome["outcome"] == "pass" and binding.get("plan") and len(binding["phases"]) == 1:
        node = {"plan": binding["plan"], "phase": binding["phases"][0]}
    said = {
        **{key: judged[key] for key in ("landing", "commit", "parent")},
        **node,
        "outcome": outcome["outcome"],
        "guard": record["versions"]["guard"],
        "rules": record["versions"]["rules"],
        "inputs": record["inputs"],
        "branch": branch.decode(),
        "log": record["log"]["tip"],
        "record": f"sha256:{sha256(text).hexdigest()}",
    }
    return payload_of("landing", record["repository"], by, at, said)


def _trusted(repository: Repository, branch: Branch, parent: bytes) -> Trusted | None:
    """The documents as they stood before the landing; None where they could not be read then."""
    try:
        return trust.read(repository, Trigger("range"), branch.name, parent)
    except GuardError as error:
        if error.rule != "G813":
            raise
        return None


def _log(repository: Repository, branch: Branch, log: dict[str, Any], where: str) -> None:
    """It was judged at an entry that this log holds, and that stays where it is: one that is only here may yet move."""
    count = branch.count(log["tip"].encode())
    if log["tip"] and not count:
        raise unfit(f"it was judged at {log['tip'][:12]} of another log", where)
    fetched = both(repository, remote_of(branch.trusted.ref)).remote
    if log["tip"] and fetched and not holds(repository, fetched, log["tip"].encode()):
        what = f"it was judged at {log['tip'][:12]}, an entry that the remote does not have yet"
        raise GuardError("G516", what, where, "guard log sync, then write it again: guard log record")
    _is("the number of entries of its log", log["entries"], count, where)


def _digests(record: Record, where: str) -> None:
    """Its own digests are of its own parts."""
    inputs = Inputs(record["documents"], record["log"]).digests(record["facts"], _plan(record))
    names = [name for name in inputs if name != "facts" or not record.get("left_out")]
    _is("the names of its inputs", sorted(record["inputs"]), sorted(inputs), where)
    for name in names:
        _is(f"the digest of its {name}", record["inputs"][name], inputs[name], where)


def _outcome(record: Record, where: str) -> None:
    """It is what its own findings come to, and nothing passes on no facts."""
    outcome = record["outcome"]
    findings = outcome["findings"]
    if isinstance(findings, list):
        stops = {found["outcome"] for found in findings if found["blocks"] in STOPS["merge"]}
        worst = next((one for one in WORST_FIRST if one in stops), "pass")
        _is("its outcome", outcome["outcome"], worst, where)
    passes, code = outcome["outcome"] == "pass", EXIT_CODES[outcome["outcome"]]
    _is("its permission to merge", outcome["may_merge"], passes, where)
    _is("its exit code", (outcome["would_exit"], outcome["exit_code"]), (code, _ends(record, code)), where)
    if passes and not record["facts"]:
        raise unfit("it passed, and has no facts", where)


def _ends(record: Record, code: int) -> int:
    policy = record["documents"]["policy"]
    return 0 if policy and policy["shadow"] else code


def _made(said: dict[str, Any], where: str) -> None:
    """By the guard that signs it: of another one nobody here can say what it does."""
    here = versions()
    for name in ("guard", "rules", "vocabulary"):
        _is(f"the version of its {name}", said[name], here[name], where)


def _bound(record: Record, commits: tuple[Commit, ...], plans: tuple[Plan, ...], where: str) -> None:
    """Its commits, what they claim, and that it was held to no other plan: messages are no files."""
    facts, outcome = record["facts"], record["outcome"]
    if not facts:
        return
    told = claims([one.message for one in commits])
    _is("the commits", [one["commit"] for one in facts["commits"]], [one.oid.decode() for one in commits], where)
    _is("what its commits claim", facts["claims"], plain(told, SHORT), where)
    binding = facts["binding"]
    held = binding["plan"] or ""
    _is("its plan", (outcome["plan"] or "").partition(" ")[0], held, where)
    if not held:
        return
    phases = [phase.name for plan in plans if plan.id == held for phase in plan.phases]
    named, _ = agreed(told, plans)
    unknown = [name for name in binding["phases"] if name not in phases or named.phase not in ("", name)]
    if unknown or not phases or named.plan not in ("", held):
        said = named.words() or "what stands there"
        raise unfit(f"it is of {held}/{', '.join(binding['phases'])}, and its commits say {said}", where)


def _plan(record: Record) -> str:
    """The plan it was held to, if that one stood there."""
    plan = record["facts"].get("binding", {}).get("plan") or ""
    return plan if plan in record["documents"]["plans"] else ""


def _is(what: str, said: object, found: object, where: str) -> None:
    if said != found:
        raise unfit(f"{what} is {_short(said)} in it, and {_short(found)} here", where)


def _short(value: object) -> str:
    text = str(value)
    return text[:19] if text.startswith("sha256:") else text[:40]


def _unread(what: str, where: str) -> GuardError:
    return GuardError("G516", f"this is no record as guard writes one: {what}", where, AGAIN)


def unfit(what: str, where: str) -> GuardError:
    """A record that is not signed, and why."""
    return GuardError("G516", f"this record cannot be signed: {what}", where, AGAIN)
