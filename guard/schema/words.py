"""What the validator finds, in plain words: what is wrong, what to write instead, and the nearest word."""

from __future__ import annotations

import re
from decimal import Decimal

from guard.document import Problem, excerpt
from guard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from jsonschema import ValidationError

SECRET = "guard-key"  # the form of a place where somebody may have put a private key: its text is repeated nowhere
_MEANT = re.compile(r"did you mean ([^?]+)\?")  # a grammar that knows the word says so in its reason
MISFIT, UNKNOWN, MALFORMED = "G202", "G203", "G204"
_KINDS = {
    "array": "a list",
    "object": "a mapping",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def explained(error: ValidationError) -> Iterator[tuple[str | None, Problem]]:
    """Each thing the error says, and the key below its place that shows it, if it is about one key."""
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    named = _called(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield str(instance), _wrong_key(error, named, schema)
    elif error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        for key in sorted(set(instance) - set(known)):
            yield key, _unknown(key, named, known)
    elif error.validator == "required":
        yield None, _missing(error, named)
    elif error.validator == "dependentRequired":
        yield None, _lacking(error, named)
    elif error.validator == "x-one-of":
        yield None, _not_one(error, named)
    elif error.validator == "format":
        hint = f"write {schema.get('x-words', 'it as the schema says')}"
        meant = _MEANT.search(str(error.cause))
        hint = f"write {meant.group(1)}" if meant else hint
        secret = error.validator_value == SECRET
        said = "" if secret else f" is {_short(instance)}"
        yield None, Problem(f"{named}{said}: {error.cause}", hint, MALFORMED, secret)
    else:
        yield None, _wrong_value(error, named, schema)


def _unknown(key: str, named: str, known: list[str]) -> Problem:
    inside = f" in {named}" if named else ""
    near = nearest(key, known)
    hint = f"write {near}" if near else f"the keys are {', '.join(known)}"
    if " " in key:
        hint = "inside { } a comma begins the next key: put the text before it in quotes"
    return Problem(f"unknown key {excerpt(key)}{inside}" + (f"; did you mean {near}?" if near else ""), hint, UNKNOWN)


def _missing(error: ValidationError, named: str) -> Problem:
    # There is one error for each missing key, and it names the key in the library's own wording only.
    wanted: Any = error.validator_value
    key = next(key for key in wanted if error.message.startswith(repr(key)))
    return _add(key, named, error)


def _lacking(error: ValidationError, named: str) -> Problem:
    rules: Any = error.validator_value
    instance: Any = error.instance
    key = next(
        lacked for key, needed in rules.items() if key in instance for lacked in needed if lacked not in instance
    )
    return _add(key, named, error)


def _add(key: str, named: str, error: ValidationError) -> Problem:
    asked = error.schema.get("properties", {}).get(key, {}) if isinstance(error.schema, dict) else {}
    said = asked.get("description", "") if isinstance(asked, dict) else ""
    return Problem(
        f"{named or 'the document'} lacks the key {key}",
        f"add {key}: {said.partition('. ')[0]}" if said else f"add {key}",
        MISFIT,
    )


def _not_one(error: ValidationError, named: str) -> Problem:
    keys: Any = error.validator_value
    instance: Any = error.instance
    there = [key for key in keys if key in instance]
    listed = ", ".join(keys)
    if there:
        return Problem(f"{named} has {' and '.join(there)}; it takes one of them", f"keep one of {listed}", MISFIT)
    return Problem(f"{named} lacks one of {listed}", f"add one of {listed}", MISFIT)


def _wrong_key(error: ValidationError, named: str, schema: Mapping[str, Any]) -> Problem:
    inside = f" in {named}" if named else ""
    key, words = excerpt(str(error.instance)), schema.get("x-words", "another key")
    if error.validator == "format":
        return Problem(f"the key {key}{inside}: {error.cause}", f"write {words}", MALFORMED)
    near = nearest(str(error.instance), schema.get("enum", ()))
    asked = f"; did you mean {near}?" if near else ""
    return Problem(f"the key {key}{inside} is not one{asked}", f"write {near or words}", MISFIT)


def _wrong_value(error: ValidationError, named: str, schema: Mapping[str, Any]) -> Problem:
    named = named or "the document"
    if error.validator in ("enum", "const"):
        allowed = [str(word) for word in schema.get("enum", [schema.get("const")])]
        near = nearest(error.instance, allowed) if isinstance(error.instance, str) else ""
        message = f"{named} is {_short(error.instance)}; it must be {' or '.join(allowed)}"
        asked = f"; did you mean {near}?" if near else ""
        return Problem(message + asked, f"write {near or ' or '.join(allowed)}", MISFIT)
    wanted = str(schema.get("x-words") or _wanted(str(error.validator), error.validator_value))
    hint = f"write {wanted}" + (f'; as text it stands in quotes: "{error.instance}"' if _unquoted(error) else "")
    message = f"{named} is {_short(error.instance)}; it must be {wanted}"
    near = _as_name(error)
    if near:
        message, hint = f"{message}; did you mean {near}?", f"write {near}"
    return Problem(message, hint, MISFIT)


def _as_name(error: ValidationError) -> str:
    """`Dual_Write` as the name that was meant, where a name is wanted: dual-write."""
    a_name = error.validator == "pattern" and str(error.validator_value).startswith("^[a-z]")
    if not a_name or not isinstance(error.instance, str) or not error.instance.isascii():
        return ""
    near = re.sub(r"[^a-z0-9]+", "-", error.instance.lower()).strip("-")
    fits = len(near) > 1 and re.fullmatch(str(error.validator_value), near)
    return near if fits else ""


def _unquoted(error: ValidationError) -> bool:
    """A number where text is wanted: most often text that was not put in quotes."""
    kinds: Any = error.validator_value if error.validator == "type" else ()
    number = isinstance(error.instance, (int, Decimal)) and not isinstance(error.instance, bool)
    return number and "string" in kinds and "integer" not in kinds


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


def _called(path: Sequence[str | int]) -> str:
    """scope.max.files, phases.expand.does[0]"""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f"{'.' if words else ''}{excerpt(step)}"
    return words
