"""One value of a document written anew, and every other byte left as it is: comments, order, layout, quotes, line ends.

What came of it is read again, and must mean what the document meant with that value alone another; else nothing did.
"""

from __future__ import annotations

import re

from guard.document.faults import DocumentErrors
from guard.document.spans import spans
from guard.document.yaml_ import load
from guard.escape import hidden
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.document.faults import Document
    from guard.document.spans import Pair, Spans

BLOCK = ("|", ">")  # a value that is a block of lines
_HEADER = re.compile(r"[|>]([-+0-9]*)")
_BARE = re.compile(r"[A-Za-z_][A-Za-z_-]*")  # a key that needs no quotes


class NotAmended(Exception):
    """The value cannot be written there with all else left as it is; `why` is in words."""

    def __init__(self, place: str, why: str) -> None:
        self.place = place
        self.why = why
        super().__init__(f"{place}: {why}")


class Value(NamedTuple):
    """A text or a whole number that is to stand under `key` of the mapping that `path` leads to; () is the document."""

    path: tuple[str, ...]
    key: str
    says: str | int

    @property
    def place(self) -> str:
        """Where that is, for people."""
        return "/".join((*self.path, self.key))


def amended(text: bytes, values: Iterable[Value]) -> bytes:
    """The document with these values; DocumentErrors where it is none, NotAmended where one cannot be written."""
    for value in values:
        text = _with(text, value)
    return text


def quoted(text: str) -> str:
    """In double quotes as YAML and JSON have them; what cannot be seen is escaped."""
    return '"' + "".join([_escaped(char) for char in text]) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if not hidden(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _with(before: bytes, value: Value) -> bytes:
    """The first way of writing it that changes nothing else."""
    stood = load(before, value.place)
    text = before.decode()
    found = spans(text, value.path)
    if found is None:
        raise NotAmended(value.place, f"there is no {'/'.join(value.path)} to write it into")
    wanted, old = _wanted(stood, value), _at(stood.data, (*value.path, value.key))
    if isinstance(old, (dict, list)):
        raise NotAmended(value.place, "what stands there is no text and no number; write it there by hand")
    for written in _ways(text, found, value):
        if _means(written, value) == wanted:
            return written.encode()
    raise NotAmended(value.place, "the document would then say something else as well; write it there by hand")


def _wanted(stood: Document, value: Value) -> dict[str, object]:
    """What the document is to mean."""

    def put(data: object, path: tuple[str, ...]) -> dict[str, object]:
        assert isinstance(data, dict)  # spans found it
        if not path:
            return {**data, value.key: value.says}
        return {**data, path[0]: put(data[path[0]], path[1:])}

    return put(stood.data, value.path)


def _at(data: object, path: tuple[str, ...]) -> object:
    """What these keys lead to; None where that is nothing."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _means(text: str, value: Value) -> dict[str, object] | None:
    try:
        return load(text.encode(), value.place).data
    except DocumentErrors:
        return None


def _ways(text: str, found: Spans, value: Value) -> Iterator[str]:
    """Texts with the value in it, the best first."""
    scalar = str(value.says) if isinstance(value.says, int) else quoted(value.says)
    pair = found.of(value.key)
    if pair is not None:
        yield _replaced(text, found, pair, scalar)
        return
    entry = f"{value.key if _BARE.fullmatch(value.key) else quoted(value.key)}: {scalar}"
    if found.flow:
        end = found.pairs[-1].end if found.pairs else found.at + 1
        yield text[:end] + (", " if found.pairs else "") + entry + text[end:]
        return
    yield _below(text, found, entry)
    yield text[: found.at] + entry + _line_end(text, found.at) + " " * found.column + text[found.at :]


def _replaced(text: str, found: Spans, pair: Pair, scalar: str) -> str:
    """Of a block of lines what stands behind its sign is kept, such as a comment."""
    if pair.style not in BLOCK:
        return text[: pair.start] + scalar + text[pair.end :]
    header = _HEADER.match(text, pair.start)
    assert header is not None  # the parser read one there
    lines, end = _after_line(text, pair.start), _block_end(text, found, pair)[0]
    return text[: pair.start] + scalar + text[header.end() : lines] + text[end:]


def _below(text: str, found: Spans, entry: str) -> str:
    """On a line of its own, behind that on which the last value ends."""
    last = found.pairs[-1]
    if last.style in BLOCK:
        end, blank = _block_end(text, found, last)
        header = _HEADER.match(text, last.start)
        end = blank if header is not None and "+" in header[1] else end  # + counts the blank lines as well
    else:
        end = _after_line(text, last.end)
    line_end, line = _line_end(text, last.start), " " * found.column + entry
    if text[end - 1 : end] == "\n":
        return text[:end] + line + line_end + text[end:]
    return text[:end] + line_end + line + text[end:]


def _block_end(text: str, found: Spans, pair: Pair) -> tuple[int, int]:
    """Where the lines of a block end: behind the last that is not blank, and behind the blank ones that follow."""
    header = _HEADER.match(text, pair.start)
    digits = "" if header is None else header[1].strip("+-")
    least = found.column + int(digits) if digits else 0
    at = end = _after_line(text, pair.start)
    while at < len(text):
        after = _after_line(text, at)
        line = text[at:after].rstrip("\r\n")
        indent = len(line) - len(line.lstrip(" "))
        if line.strip(" "):
            least = least or indent
            if indent < least or indent <= found.column:
                break
            end = after
        at = after
    return end, at


def _after_line(text: str, at: int) -> int:
    """Where the line ends that this place is on, its end included."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _line_end(text: str, at: int) -> str:
    """As the line ends that this place is on; where it is the last and has none, as the first of the text does."""
    end = text.find("\n", at)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
