"""From the text of a document to plain, valid data: strict YAML, the schema, then the grammars a schema cannot say.

Loaded only when a document is new or changed; what comes out is what the cache keeps.
"""

from __future__ import annotations

import os

from guard.document import DocumentErrors, Problem, Source, load, pointer
from guard.errors import GuardError
from guard.escape import shown
from guard.model import case
from guard.model.paths import check_operation_pattern, check_pattern
from guard.model.pin import readable
from guard.model.policy import POLICY_FILE
from guard.schema import validate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document import Document, Fault

MOST_SHOWN = 3


def compile_document(kind: str, name: str, text: bytes) -> dict[str, object]:
    """The data of a document that counts, with the line of every key; a faulty one is an error: nothing to judge by."""
    document, faults = read_document(kind, name, text)
    if document is None or faults:
        told = "; ".join(f"{fault.line}:{fault.column} {fault.message}" for fault in faults[:MOST_SHOWN])
        more = f"; and {len(faults) - MOST_SHOWN} more" if len(faults) > MOST_SHOWN else ""
        mend = "its owner mends it on the trusted branch" + (f": {faults[0].hint}" if faults and faults[0].hint else "")
        raise GuardError("G813", f"{told}{more}", name, mend)
    return {"data": document.data, "lines": {pointer: line for pointer, (line, _) in document.positions.items()}}


def read_document(kind: str, name: str, text: bytes) -> tuple[Document | None, tuple[Fault, ...]]:
    """The document and everything wrong with it; no document where the text cannot be read at all."""
    try:
        document = load(text, name)
    except DocumentErrors as errors:
        return None, errors.faults
    faults = validate(kind, document, text)
    if not faults:
        source = Source(text.decode())
        flaws = [
            (document.positions.get(at, (1, 1)), Problem(message, hint))
            for at, message, hint in _grammar(kind, name, document.data)
        ]
        faults = tuple(source.fault(problem, line, column, "G202") for (line, column), problem in sorted(flaws))
    return document, faults


def carried_faults(kind: str, path: bytes, text: bytes | None) -> tuple[case.Fault, ...]:
    """What is wrong with a document that a change set carries; a link or a submodule in its place is no document."""
    a_plan = path.startswith(b".guard/plans/") and path.count(b"/") == 2 and path.endswith(b".yaml")
    if text is None or not (a_plan if kind == "plan" else path == POLICY_FILE.encode()):
        words = (
            "this leaves no document that guard will read",
            "documents are plain files: policy.yaml, plans/NAME.yaml",
        )
        return (case.Fault("G202", path, 1, 1, *words, "once landed, it would leave guard with nothing to judge by"),)
    _, faults = read_document(kind, shown(path), text)
    return tuple(
        case.Fault(fault.rule, path, fault.line, fault.column, fault.message, fault.hint, fault.frame)
        for fault in faults
    )


def _grammar(kind: str, name: str, data: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """What a schema cannot say: (JSON pointer, what is wrong, how to write it)."""
    yield from _policy_grammar(data) if kind == "policy" else _plan_grammar(name, data)


def _policy_grammar(data: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    pin = data.get("guard")
    if isinstance(pin, str) and not readable(pin):
        yield "/guard", f"{shown(pin)} is no version pin", 'write comparators, such as ">=0.1,<1"'
    yield from _operations("/needs_plan", data.get("needs_plan"))
    for at, entry in _items("/routine", data.get("routine")):
        if isinstance(entry, dict):
            yield from _paths(f"{at}/paths", entry.get("paths"))
            yield from _operations(f"{at}/does", entry.get("does"))
    owners = data.get("owners")
    for of in owners if isinstance(owners, dict) else ():
        if of.startswith("/"):
            yield from _path(pointer("/owners", of), of)
        elif ":" not in of:
            yield (
                pointer("/owners", of),
                f"{shown(of)} is neither a path nor a resource",
                "a path starts with /; a resource is kind:name, such as table:users",
            )


def _plan_grammar(name: str, data: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    stem = os.path.basename(name).removesuffix(".yaml")
    if data.get("plan") != stem:
        yield (
            "/plan",
            f"plan {shown(str(data.get('plan')))} stands in a file named for {shown(stem)}",
            f"a plan is called what its file is called: plan: {shown(stem)}",
        )
    scope, phases = data.get("scope"), data.get("phases")
    if isinstance(scope, dict):
        yield from _paths("/scope/paths", scope.get("paths"))
        yield from _paths("/scope/never", scope.get("never"))
    for phase, entry in phases.items() if isinstance(phases, dict) else ():
        if isinstance(entry, dict):
            yield from _operations(pointer(pointer("/phases", phase), "does"), entry.get("does"))


def _paths(at: str, value: object) -> Iterator[tuple[str, str, str]]:
    for place, pattern in _items(at, value):
        yield from _path(place, str(pattern))


def _path(place: str, pattern: str) -> Iterator[tuple[str, str, str]]:
    reason = check_pattern(pattern)
    if reason is not None:
        yield place, f"the path pattern {shown(pattern)}: {reason}", "such as /db/migrations/** or /docs/*.md"


def _operations(at: str, value: object) -> Iterator[tuple[str, str, str]]:
    for place, pattern in _items(at, value):
        reason = check_operation_pattern(str(pattern))
        if reason is not None:
            yield place, f"the operation {shown(str(pattern))}: {reason}", "such as file.modify, schema.* or *"


def _items(at: str, value: object) -> Iterator[tuple[str, object]]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        yield f"{at}/{number}", item
