"""Judging one landing for the record: as the merge door did, under the documents before it, with everything it saw.

The same landing, time, documents and log give the same bytes, on any machine: nothing goes in that a clone or a
work tree could change.
"""

from __future__ import annotations

from guard import trust
from guard.doors.git.history import read_commits
from guard.errors import GuardError
from guard.formats.json_ import document
from guard.joining import case_of
from guard.model.change import Change, revision
from guard.model.claim import Claim
from guard.model.landing import landing_digest
from guard.model.trigger import Trigger
from guard.model.verdict import not_judged
from guard.pipeline import weighed
from guard.records.facts import SHORT, facts_of
from guard.records.inputs import Inputs, documents_of
from guard.records.plain import plain, seal, written
from guard.records.versions import versions
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.verdict import Verdict
    from guard.trust import Trusted

    Record = dict[str, Any]

SCHEMA_VERSION = 1
MOST = 4 << 20  # bytes of a record; the log takes no larger one
OF_PATHS = ("paths", "steps", "sites", "edits", "faults")  # facts that grow with the change set
CONTENT = ("G813", "G816")  # what guard cannot judge for what was landed, not for the clone it looks at
REPORT = (
    *("door", "outcome", "exit_code", "would_exit", "may_commit", "may_merge", "adopted", "plan", "phase"),
    *("findings", "established", "not_established"),
)


class Question(NamedTuple):
    """Which landing is judged, and under what: all that decides the bytes of a record."""

    repository: str  # the id of the policy
    commit: bytes
    now: int
    ref: str  # the trusted branch, as it is called
    log: bytes  # the commit of the log to read it at; b"" for none
    entries: int = 0  # entries of the log up to there
    claim: Claim = Claim("", "")  # what was said outright
    under: tuple[str, bytes] = ("", b"")  # a ref and a commit whose documents hold; else those before the landing


def judged(repository: Repository, asked: Question) -> Record:
    """The record of a landing as plain data."""
    parent = parent_of(repository, asked.commit)
    ref, documents = asked.under if asked.under[1] else (asked.ref, parent)
    trigger = Trigger(
        "range",
        base=parent.decode(),
        tip=asked.commit.decode(),
        plan=asked.claim.plan or None,
        phase=asked.claim.phase or None,
        now=asked.now,
        log=asked.log,
    )
    landed = repository.range(parent, asked.commit)
    rev = revision(asked.commit)
    change = Change(landed.landing, landed.steps, landed.commits, landed.fork, asked.commit, parent, rev)
    trusted, verdict, facts = _looked(repository, trigger, change, (ref, documents))
    told = documents_of(repository, documents, trusted)
    inputs = Inputs(told, {"tip": asked.log.decode(), "entries": asked.entries})
    return {
        "schema_version": SCHEMA_VERSION,
        "repository": asked.repository,
        "judged": _what(change, parent, asked),
        "now": asked.now,
        "trusted": {"ref": ref, "commit": documents.decode()},
        "versions": versions(),
        "documents": inputs.documents,
        "log": inputs.log,
        "inputs": inputs.digests(facts, verdict.basis.plan.partition(" ")[0]),
        "facts": facts,
        "outcome": plain({key: of for key, of in document(verdict).items() if key in REPORT}, SHORT),
    }


def parent_of(repository: Repository, commit: bytes) -> bytes:
    """What the branch was at before this step."""
    found = next(read_commits(repository.objects, [commit]))
    if not found.parents:
        mend = "name a later one: the first commit of a branch was held to nothing"
        raise GuardError("G516", "a commit without a parent is no landing", commit.decode(), mend)
    return found.parents[0]


def _what(change: Change, parent: bytes, asked: Question) -> dict[str, object]:
    said = {key: word for key, word in asked.claim._asdict().items() if word}
    return {
        "commit": asked.commit.decode(),
        "parent": parent.decode(),
        "landing": landing_digest(change.landing.changes),
        "paths": len(change.landing.changes),
        **said,
    }


def _looked(
    repository: Repository, trigger: Trigger, change: Change, under: tuple[str, bytes]
) -> tuple[Trusted | None, Verdict, dict[str, Any]]:
    """The documents, what is said and why. Of what landed so that nobody can judge it, that is what is said."""
    trusted: Trusted | None = None
    try:
        trusted = trust.read(repository, trigger, *under)
        case = case_of(repository, trigger, trusted, change)
    except GuardError as error:
        if error.rule not in CONTENT:
            raise
        shadow = trusted is not None and trusted.policy.shadow
        return trusted, not_judged("merge", error, shadow=shadow), {}
    return trusted, weighed(trigger, trusted, change, case), facts_of(case)


def bytes_of(record: Record) -> bytes:
    """As it is kept. Of one that is too large, facts of single paths are told by their digests, then the findings."""
    text = written(record)
    for part, names in (("facts", OF_PATHS), ("outcome", ("findings",))):
        if len(text) > MOST:
            held = {name: record[part][name] for name in names if record[part].get(name)}
            less = {name: {"digest": seal(of), "count": len(of)} for name, of in held.items()}
            record = {**record, part: {**record[part], **less}, "left_out": [*record.get("left_out", ()), *held]}
            text = written(record)
    return text
