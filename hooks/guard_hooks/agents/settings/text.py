"""JSON edited where it stands: one part more or less, and every other byte as it was."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guard.model.harness import Place

SPACE = " \t\r\n"
DEEPEST = 50
DEEP = "it is nested too deeply"


class Part(NamedTuple):
    """One value of the text: from where to where it stands, and of an object or a list what is in it."""

    start: int
    end: int
    parts: tuple[tuple[str | int, int, Part], ...] = ()  # its name or number, where that begins, and the value


class Unfit(Exception):
    """This text is not to be edited: why."""


def read(text: str) -> dict[str, Any]:
    """The object this text is."""
    from json import loads

    try:
        found = loads(text, object_pairs_hook=_once, parse_constant=_constant)
    except RecursionError:
        raise Unfit(DEEP) from None
    except ValueError:
        raise Unfit(_why(text)) from None
    if not isinstance(found, dict):
        raise Unfit("it is JSON, and no object")
    _whole(text)
    return found


def _why(text: str) -> str:
    """What keeps it from being JSON, as far as that is plain to see."""
    if not text.strip():
        return "it is empty"
    if text.startswith("\ufeff"):
        return "it begins with a byte order mark, which JSON has not"
    commented = any([line.lstrip().startswith(("//", "/*")) for line in text.splitlines()])
    return "it has comments, which JSON has not" if commented else "it is no JSON"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise Unfit("it says a key twice, and nobody knows which of the two counts")
    return dict(pairs)


def _constant(word: str) -> object:
    raise ValueError(word)


def put(text: str, place: tuple[str, ...], item: object) -> str:
    """The text with one value more at the end of the list at this place, which is made where there is none."""
    part = _whole(text)
    for depth, key in enumerate(place):
        if text[part.start] != "{":
            raise Unfit(f'what stands at "{".".join(place[:depth])}" is no object')
        child = {name: one for name, _, one in part.parts}.get(key)
        if child is None:
            value: object = [item]
            for name in reversed(place[depth + 1 :]):
                value = {name: value}
            return _inserted(text, part, f"{_laid(key)}: ", value)
        part = child
    if text[part.start] != "[":
        raise Unfit(f'what stands at "{".".join(place)}" is no list')
    return _inserted(text, part, "", item)


def put_key(text: str, key: str, value: object) -> str:
    """The text with this key in its object."""
    return _inserted(text, _whole(text), f"{_laid(key)}: ", value)


def drop(text: str, place: Place) -> str:
    """The text without the value at this place."""
    part = _whole(text)
    for key in place[:-1]:
        part = next(one for name, _, one in part.parts if name == key)
    at = next(number for number, one in enumerate(part.parts) if one[0] == place[-1])
    if len(part.parts) == 1:
        return text[: part.start + 1] + text[part.end - 1 :]
    if at == 0:
        return text[: part.parts[0][1]] + text[part.parts[1][1] :]
    return text[: part.parts[at - 1][2].end] + text[part.parts[at][2].end :]


def laid(value: object) -> str:
    """A new text of this value."""
    return _laid(value, "  ") + "\n"


def _inserted(text: str, part: Part, label: str, value: object) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    if part.parts:
        lead = text[part.start + 1 : part.parts[0][1]]
        end = part.parts[-1][2].end
        if "\n" not in lead:
            return f"{text[:end]}, {label}{_laid(value)}{text[end:]}"
        own = lead.rpartition("\n")[2]
        rows = _laid(value, _unit(text)).replace("\n", newline + own)
        return f"{text[:end]},{newline}{own}{label}{rows}{text[end:]}"
    before, after = text[: part.start + 1], text[part.end - 1 :]
    if "\n" not in text.strip(SPACE) and part.end - part.start < len(text.strip(SPACE)):
        return f"{before}{label}{_laid(value)}{after}"  # all of it stands on one line
    line = before[before.rfind("\n") + 1 :]
    outer = line[: len(line) - len(line.lstrip(" \t"))]
    own = outer + _unit(text)
    rows = _laid(value, _unit(text)).replace("\n", newline + own)
    return f"{before}{newline}{own}{label}{rows}{newline}{outer}{after}"


def _laid(value: object, unit: str | None = None) -> str:
    from json import dumps

    return dumps(value, indent=unit, ensure_ascii=False)


def _unit(text: str) -> str:
    """By how much this text is indented: as its first line that is."""
    lines: Iterable[str] = [line for line in text.split("\n") if line[:1] in (" ", "\t") and line.strip()]
    return next((line[: len(line) - len(line.lstrip(" \t"))] for line in lines), "  ")


def _whole(text: str) -> Part:
    return _part(text, _after(text, 0))


def _part(text: str, start: int, depth: int = 0) -> Part:
    """The value that begins here, of a text that is JSON."""
    close = {"{": "}", "[": "]"}.get(text[start])
    if depth > DEEPEST:
        raise Unfit(DEEP)
    if close is None:
        return Part(start, _quoted(text, start) if text[start] == '"' else _bare(text, start))
    parts: list[tuple[str | int, int, Part]] = []
    at = _after(text, start + 1)
    while text[at] != close:
        begins, name = at, len(parts)
        key: str | int = name
        if close == "}":
            ends = _quoted(text, at)
            key = _key(text[at:ends])
            at = _after(text, _after(text, ends) + 1)
        parts.append((key, begins, _part(text, at, depth + 1)))
        at = _after(text, parts[-1][2].end)
        at = _after(text, at + 1) if text[at] == "," else at
    return Part(start, at + 1, tuple(parts))


def _key(text: str) -> str:
    from json import loads

    return str(loads(text))


def _after(text: str, at: int) -> int:
    """Where the next sign stands that is no space."""
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def _bare(text: str, at: int) -> int:
    """Where a number or a word ends."""
    while at < len(text) and text[at] not in f",]}}{SPACE}":
        at += 1
    return at


def _quoted(text: str, at: int) -> int:
    """Where a text in quotation marks ends."""
    at += 1
    while text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at + 1
