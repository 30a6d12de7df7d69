"""The validator: draft 2020-12, nothing fetched, and three keywords of guard's own.

`format` asks the little grammars (paths, operations, edges ...), which are handed in. `x-one-of` wants exactly one of
some keys. `x-words` says in plain words what belongs in a place; messages use it.
"""

from __future__ import annotations

import functools
import re

from guard.document import Problem, pointer
from guard.schema.words import explained
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

    # The name of a format -> what is wrong with a value of it, None where nothing is.
    Grammars = Mapping[str, Callable[[object], str | None]]


class Flaw(NamedTuple):
    """A fault in data: what it is about, and the pointer of the key that shows it."""

    problem: Problem
    place: str


def flaws(schema: dict[str, Any], data: Any, grammars: Grammars | None) -> list[Flaw]:
    """Everything that does not fit; a grammar is heard only where nothing plainer is wrong."""
    found: list[tuple[bool, Flaw]] = []
    for error in _validator(schema, grammars or {}).iter_errors(data):
        place = ""
        for step in error.absolute_path:
            place = pointer(place, step)
        found += [
            (error.validator == "format", Flaw(problem, pointer(place, key) if key is not None else place))
            for key, problem in explained(error)
        ]
    plain = [flaw.place for of_grammar, flaw in found if not of_grammar]
    return [flaw for of_grammar, flaw in found if not (of_grammar and _shadowed(flaw.place, plain))]


def _shadowed(place: str, plain: list[str]) -> bool:
    return any(other == place or other.startswith(place + "/") for other in plain)


def _validator(schema: dict[str, Any], grammars: Grammars) -> Validator:
    from referencing import Registry

    # An empty registry resolves what stands in the schema itself and nothing else: no file, no network.
    return _strict()(schema, registry=Registry(), format_checker=_checker(grammars))


@functools.cache
def _strict() -> type[Validator]:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    keywords = {"pattern": _pattern, "x-one-of": _one_of}
    strict: type[Validator] = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return strict


def _checker(grammars: Grammars) -> FormatChecker:
    """A list where one value may stand alone is asked item by item; what is of no kind for it was said already."""
    from jsonschema import FormatChecker

    def asks(grammar: Callable[[object], str | None]) -> Callable[[object], bool]:
        def check(value: object) -> bool:
            reason = None if value is None or isinstance(value, (list, bool)) else grammar(value)
            if reason is not None:
                raise ValueError(reason)
            return True

        return check

    checker = FormatChecker(formats=())
    for name, grammar in grammars.items():
        checker.checks(name, raises=ValueError)(asks(grammar))
    return checker


def _pattern(validator: Validator, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """`$` as JSON Schema means it. Python's also matches before a last line feed: "dana\\n" would be a name."""
    from jsonschema import ValidationError

    exact = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(exact, instance):
        yield ValidationError("does not match")


def _one_of(validator: Validator, keys: list[str], instance: object, schema: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(instance, dict) and len(instance.keys() & set(keys)) != 1:
        yield ValidationError("not one")
