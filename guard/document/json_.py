"""JSON to data with the strictness of the YAML door: no key twice, no fractions, bounded size, depth and count."""

from __future__ import annotations

import json
import re

from guard.document.faults import Document, DocumentErrors, Problem, Source, excerpt, place
from guard.document.scalars import integer
from guard.document.text import impurity, read
from guard.document.yaml_ import DEPTH, EVENTS, KEY

# The closing quote is optional: a string that never ends is passed once, not tried again from every quote inside it.
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{},]', re.DOTALL)


class _Refused(Exception):
    """A fault found while the decoder runs, which does not say where it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def load_json(text: bytes, name: str) -> Document:
    """The document without positions, or DocumentErrors with the first fault."""
    checked = read(text, name, tabs=True)
    source = Source(checked)
    _bound(checked, name, source)
    try:
        data = _DECODER.decode(checked)
        if not isinstance(data, dict):
            raise _Refused(
                Problem("a document is a mapping of keys to values", 'begin with { and a key, as in {"version": 1}')
            )
    except _Refused as error:
        raise DocumentErrors(name, [source.fault(error.problem, 1, 1)]) from None
    except json.JSONDecodeError as error:
        problem = Problem("this is not JSON", "look for a missing comma, quote or bracket just before this place")
        raise DocumentErrors(name, [source.fault(problem, *place(checked, error.pos))]) from None
    return Document(data, {})


def _bound(text: str, name: str, source: Source) -> None:
    """Depth and count before decoding: the decoder itself recurses."""
    depth = 0
    for count, mark in enumerate(_MARKS.finditer(text)):
        sign = mark.group()
        depth += (sign in "[{") - (sign in "]}") if len(sign) == 1 else 0
        if depth > DEPTH:
            problem = Problem(f"more than {DEPTH} levels deep", "no document needs that depth; flatten it")
        elif count > 2 * EVENTS:
            problem = Problem(f"more than {EVENTS} values and keys", "split the document")
        else:
            continue
        raise DocumentErrors(name, [source.fault(problem, *place(text, mark.start()))])


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        _pure(key)
        if len(key) > KEY:
            raise _Refused(Problem(f"a key has {len(key)} characters; {KEY} is the most", "use a shorter key"))
        if key in found:
            raise _Refused(Problem(f"the key {excerpt(key)} stands here a second time", "keep one of them"))
        found[key] = _checked(value)
    return found


def _checked(value: object) -> object:
    # Lists have no hook of their own: their strings are looked at from the mapping they stand in.
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, str):
            _pure(item)
        elif isinstance(item, list):
            rest.extend(item)
    return value


def _pure(text: str) -> None:
    problem = impurity(text)
    if problem:
        raise _Refused(problem)


def _whole(text: str) -> object:
    value, problem = integer(text)
    if problem:
        raise _Refused(problem)
    return value


def _fraction(text: str) -> object:
    raise _Refused(
        Problem(f"{excerpt(text)} is not a whole number", f'write "{excerpt(text)}" in quotes, or a whole number')
    )


_DECODER = json.JSONDecoder(
    object_pairs_hook=_mapping, parse_float=_fraction, parse_int=_whole, parse_constant=_fraction
)
