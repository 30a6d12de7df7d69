"""Whether data fits a schema, as fast as it can be said: for the thousands of small payloads that a log holds.

Made of the published schema itself, so there is no second one to keep alike. Only yes or no; why not is said by the
validator (guard.schema.validator), and a test holds the two against each other.
"""

from __future__ import annotations

import functools
import re

from guard.schema import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Check = Callable[[Any], bool]

SAYS_NOTHING = frozenset(("$schema", "$id", "title", "description", "x-words", "x-set", "examples", "default"))
OF_OBJECTS = ("required", "properties", "additionalProperties", "propertyNames")


@functools.cache
def fits(kind: str) -> Check:
    """The question for one kind of data that holds whole numbers only; ValueError where its schema asks for more."""
    return _made(schema(kind))


def _made(rules: dict[str, Any]) -> Check:
    asked = {name: value for name, value in rules.items() if name not in SAYS_NOTHING}
    kind = asked.pop("type", None)
    if kind == "object":
        check = _object(*[asked.pop(name, None) for name in OF_OBJECTS])
    elif kind == "array":
        check = _array(_made(asked.pop("items")))
    elif kind == "integer":
        check = _integer(asked.pop("minimum", None), asked.pop("maximum", None))
    elif kind == "string":
        check = _string(asked.pop("pattern", None), asked.pop("minLength", 0), asked.pop("maxLength", None))
    elif kind is None and ("const" in asked or "enum" in asked):
        check = _one_of([asked.pop("const")] if "const" in asked else asked.pop("enum"))
    else:
        raise ValueError(f"no schema of payloads has type {kind!r}")
    if asked:
        raise ValueError(f"no schema of payloads asks for {', '.join(asked)}")
    return check


def _object(
    required: list[str] | None, properties: dict[str, Any] | None, others: Any, names: dict[str, Any] | None
) -> Check:
    needed, known = frozenset(required or ()), {name: _made(rules) for name, rules in (properties or {}).items()}
    spare = (lambda _: others is not False) if isinstance(others, bool | None) else _made(others)
    named = _made(names) if names is not None else None

    def check(data: Any) -> bool:
        if type(data) is not dict or not needed <= data.keys():
            return False
        for name, value in data.items():
            if not known.get(name, spare)(value) or (named is not None and not named(name)):
                return False
        return True

    return check


def _array(item: Check) -> Check:
    def check(data: Any) -> bool:
        return type(data) is list and all([item(one) for one in data])

    return check


def _integer(least: int | None, most: int | None) -> Check:
    def check(data: Any) -> bool:
        return type(data) is int and (least is None or data >= least) and (most is None or data <= most)

    return check


def _string(pattern: str | None, least: int, most: int | None) -> Check:
    """`$` is the end of the text, as JSON Schema means it; Python's also matches before a last line feed."""
    exact = None if pattern is None else pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    found = None if exact is None else re.compile(exact).search

    def check(data: Any) -> bool:
        if type(data) is not str or len(data) < least or (most is not None and len(data) > most):
            return False
        return found is None or found(data) is not None

    return check


def _one_of(values: list[Any]) -> Check:
    """One of these words or numbers; true is no 1."""
    kinds = {type(value) for value in values}
    if not kinds <= {str, int}:
        raise ValueError("no schema of payloads lists anything but words and numbers")
    allowed = frozenset([(type(value), value) for value in values])

    def check(data: Any) -> bool:
        return type(data) in kinds and (type(data), data) in allowed

    return check
