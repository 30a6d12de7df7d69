"""A verdict as an in-toto statement, for whoever attests it: about the landing and about the report, by their digests.

The predicate is a Simple Verification Result: it lists what was verified, and says nothing of what was not. So a
refusal, an unfinished run and a missing statement are worth the same to whoever asks for a property: nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

from guard import __version__
from guard.formats import render
from guard.model.verdict import Verdict
from guard.records.versions import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/svr/v0.1"
VERIFIER = "urn:changeset-guard:verifier:1"  # grows when a property comes to mean something else
PROPERTIES = {"commit": "GUARD_MAY_COMMIT", "merge": "GUARD_MAY_MERGE"}


def statement_of(verdict: Verdict, now: int, said: bool = False) -> dict[str, Any]:
    """The statement; `said` is that somebody named the time, and then nothing was verified at it."""
    report = sha256(render(verdict, "json").encode()).hexdigest()
    landing = verdict.basis.landing.partition(":")[2]
    subjects = [{"name": "report.json", "digest": {"sha256": report}}]
    if landing:
        subjects.insert(0, {"name": "landing", "digest": {"sha256": landing}})
    return {
        "_type": STATEMENT,
        "subject": subjects,
        "predicateType": PREDICATE,
        "predicate": {
            "verifier": {
                "id": VERIFIER,
                "version": {"guard": __version__, "rules": versions()["rules"]},
                "policy": {"ref": verdict.basis.trusted_ref, "commit": verdict.basis.trusted_id},
            },
            "timeCreated": datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z"),
            "properties": [] if said else _verified(verdict),
            "guard": _details(verdict),
        },
    }


def as_text(data: object) -> str:
    """As it is written to a file."""
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def _verified(verdict: Verdict) -> list[str]:
    """What holds: of a landing that has a digest, under a policy that stands at a commit, and nothing less."""
    basis = verdict.basis
    given = {"commit": verdict.may_commit, "merge": verdict.may_merge and bool(basis.landing)}.get(verdict.door, False)
    known = verdict.adopted and verdict.outcome == "pass" and basis.trusted_id and basis.policy
    return [PROPERTIES[verdict.door]] if known and given else []


def _details(verdict: Verdict) -> dict[str, object]:
    """What guard's own readers ask beyond that."""
    basis, counts = verdict.basis, dict[str, int]()
    for found in verdict.findings:
        counts[found.rule] = counts.get(found.rule, 0) + 1
    names = ("door", "outcome", "exit_code", "would_exit", "may_commit", "may_merge", "adopted")
    ids = ("base", "tip", "landing", "log", "policy", "plan", "phase")
    return {
        **{name: getattr(verdict, name) for name in names},
        **{name: getattr(basis, name) or None for name in ids},
        "findings": dict(sorted(counts.items())),
    }
