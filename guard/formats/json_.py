"""JSON for machines: the whole verdict, as schemas/report.schema.json says; paths that are not UTF-8 lose nothing."""

from __future__ import annotations

import base64
import json

from guard import __version__
from guard.escape import shown
from guard.model.finding import Finding
from guard.model.operation import Operation
from guard.model.verdict import Turn, Verdict

SCHEMA_VERSION = 1


def render(verdict: Verdict, colour: bool = False) -> str:
    """One object and a line feed; `colour` has no meaning here."""
    return json.dumps(document(verdict, controls=True), indent=2, ensure_ascii=True) + "\n"


def document(verdict: Verdict, controls: bool = False) -> dict[str, object]:
    """The report as plain data; `controls` of a rule may read otherwise tomorrow, so a record holds none."""
    basis = verdict.basis
    return {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "door": verdict.door,
        "outcome": verdict.outcome,
        "exit_code": verdict.exit_code,
        "would_exit": verdict.would_exit,
        "may_commit": verdict.may_commit,
        "may_merge": verdict.may_merge,
        "adopted": verdict.adopted,
        "judged": basis.judged,
        "trusted": {"ref": basis.trusted_ref, "id": basis.trusted_id},
        "plan": basis.plan or None,
        "phase": basis.phase or None,
        "base": basis.base,
        "tip": basis.tip,
        "landing": basis.landing or None,
        "log": basis.log or None,
        "document": {**_path(basis.document), "line": basis.line} if basis.document else None,
        "findings": [_controlled(found) if controls else _finding(found) for found in verdict.findings],
        "operations": [
            operation_data(path, operation) for path, done in verdict.operations.items() for operation in done
        ],
        "established": list(verdict.established),
        "not_established": [unknown._asdict() for unknown in verdict.not_established],
        "phases": [_turn(turn) for turn in verdict.phases],
    }


def _finding(found: Finding) -> dict[str, object]:
    return {
        "rule": found.rule,
        "outcome": found.outcome,
        "blocks": found.blocks,
        "what": found.what,
        "why": found.why,
        "next": [{"who": step.who, "run": step.words()} for step in found.next],
        **_path(found.path),
        "line": found.line,
        "commit": found.commit.decode() or None,
        **({"fingerprint": found.fingerprint} if found.fingerprint else {}),
        **({"settled": found.settled} if found.settled else {}),
    }


def _controlled(found: Finding) -> dict[str, object]:
    """With what its rule helps with."""
    from guard.model.controls import names_of

    return {**_finding(found), "controls": list(names_of(found.rule))}


def _turn(turn: Turn) -> dict[str, object]:
    pending = [{"what": wait.what, "who": list(wait.who), "run": wait.run} for wait in turn.pending]
    return {**turn._asdict(), "after": list(turn.after), "pending": pending}


def operation_data(path: bytes, operation: Operation) -> dict[str, object]:
    return {
        "id": operation.id,
        **_path(path),
        "line": operation.line,
        "object": None if operation.object is None else shown(operation.object),
        "direction": operation.direction,
        "columns": [shown(column) for column in operation.columns],
        "attributes": {name: shown(value) for name, value in operation.attributes},
        "via": operation.via or None,
        "confidence": operation.confidence,
        "mirrors": operation.mirrors,
    }


def _path(path: bytes | None) -> dict[str, object]:
    """A path as text where it is its own text; else escaped, with its bytes beside it."""
    if path is None:
        return {"path": None}
    told = shown(path)
    if told.encode() == path:
        return {"path": told}
    return {"path": told, "path_base64": base64.b64encode(path).decode()}
