"""Documents against their JSON Schemas: every fault at once, in plain words, at its line, with the nearest word."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from guard.document import CARRIED, Problem, Source, excerpt, pointer
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from guard.document import Document, Fault

_KINDS = {
    "array": "a list",
    "object": "a mapping",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class _Flaw(NamedTuple):
    """A fault in data: what it is about, and the pointer of the key that shows it."""

    problem: Problem
    place: str


def validate(kind: str, document: Document, text: bytes) -> tuple[Fault, ...]:
    """All that does not fit (G202), in the order of the text; empty when everything does."""
    source = Source(text.decode("utf-8", "replace"))
    placed = [(_position(document, flaw.place), flaw.problem) for flaw in _flaws(kind, document.data)]
    placed.sort(key=lambda pair: pair[0])
    return tuple(source.fault(problem, *position, rule="G202") for position, problem in placed[:CARRIED])


def validate_data(kind: str, data: object) -> tuple[str, ...]:
    """The same for data that has no text: one line for each fault, with its JSON pointer."""
    return tuple(sorted(f"{flaw.place or '/'}: {flaw.problem.message}" for flaw in _flaws(kind, data)))


def schema_text(kind: str) -> str:
    """The schema as it is published."""
    if not _NAME.fullmatch(kind):
        raise ValueError(f"no schema is called {kind!r}")
    return (_folder() / f"{kind}.schema.json").read_text(encoding="utf-8")


def _folder() -> Path:
    shipped = Path(__file__).parent / "schemas"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent / "schemas"


def _flaws(kind: str, data: Any) -> list[_Flaw]:
    return [flaw for error in _validator(kind).iter_errors(data) for flaw in _explained(error)]


def _validator(kind: str) -> Validator:
    import json

    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    # An empty registry resolves what stands in the schema itself and nothing else: no file, no network.
    strict: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    validator: Validator = strict(json.loads(schema_text(kind)), registry=Registry())
    return validator


def _pattern(validator: Validator, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """`$` as JSON Schema means it. Python's also matches before a last line feed: "dana\\n" would be a name."""
    from jsonschema import ValidationError

    exact = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(exact, instance):
        yield ValidationError("does not match")


def _explained(error: ValidationError) -> Iterator[_Flaw]:
    place = ""
    for step in error.absolute_path:
        place = pointer(place, step)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    named = _called(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield _Flaw(_wrong_key(str(error.instance), named, schema), pointer(place, str(error.instance)))
    elif error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        for key in sorted(set(instance) - set(known)):
            yield _Flaw(_unknown(key, named, known), pointer(place, key))
    elif error.validator == "required":
        yield _Flaw(_missing(error, named), place)
    else:
        yield _Flaw(_wrong_value(error, named, schema), place)


def _unknown(key: str, named: str, known: list[str]) -> Problem:
    inside = f" in {named}" if named else ""
    near = _nearest(key, known)
    hint = f"write {near}" if near else f"the keys are {', '.join(known)}"
    return Problem(f"unknown key {excerpt(key)}{inside}" + (f"; did you mean {near}?" if near else ""), hint)


def _missing(error: ValidationError, named: str) -> Problem:
    # There is one error for each missing key, and it names the key in the library's own wording only.
    wanted: Any = error.validator_value
    key = next(key for key in wanted if error.message.startswith(repr(key)))
    asked = error.schema.get("properties", {}).get(key, {}) if isinstance(error.schema, dict) else {}
    said = asked.get("description", "") if isinstance(asked, dict) else ""
    return Problem(
        f"{named or 'the document'} lacks the key {key}",
        f"add {key}: {said.partition('. ')[0]}" if said else f"add {key}",
    )


def _wrong_key(key: str, named: str, schema: Mapping[str, Any]) -> Problem:
    inside = f" in {named}" if named else ""
    return Problem(f"the key {excerpt(key)}{inside} is not one", f"write {schema.get('x-words', 'another key')}")


def _wrong_value(error: ValidationError, named: str, schema: Mapping[str, Any]) -> Problem:
    named = named or "the document"
    if error.validator in ("enum", "const"):
        allowed = [str(word) for word in schema.get("enum", [schema.get("const")])]
        near = _nearest(error.instance, allowed) if isinstance(error.instance, str) else ""
        message = f"{named} is {_short(error.instance)}; it must be {' or '.join(allowed)}"
        return Problem(message + (f"; did you mean {near}?" if near else ""), f"write {near or ' or '.join(allowed)}")
    wanted = str(schema.get("x-words") or _wanted(str(error.validator), error.validator_value))
    return Problem(f"{named} is {_short(error.instance)}; it must be {wanted}", f"write {wanted}")


def _wanted(keyword: str, value: object) -> str:
    if keyword == "type":
        kinds = value if isinstance(value, list) else [value]
        return " or ".join(_KINDS.get(str(kind), str(kind)) for kind in kinds)
    at = {"minimum": "at least", "maximum": "at most", "minLength": "longer than", "minItems": "a list of at least"}
    return f"{at.get(keyword, f'as {keyword} says:')} {value}"


def _short(value: object) -> str:
    """A value as a person would name it."""
    if isinstance(value, str):
        return f'"{excerpt(value)}"' if value else "an empty text"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    return "empty" if value is None else str(value).lower()


def _nearest(word: str, known: Sequence[str]) -> str:
    if len(word) > 64:
        return ""
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return near[0] if near else ""


def _called(path: Sequence[str | int]) -> str:
    """scope.max.files, phases.expand.does[0]"""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f"{'.' if words else ''}{excerpt(step)}"
    return words


def _position(document: Document, place: str) -> tuple[int, int]:
    """Where a pointer stands, or the nearest thing above it."""
    while place not in document.positions and place:
        place = place.rpartition("/")[0]
    return document.positions.get(place, (1, 1))
