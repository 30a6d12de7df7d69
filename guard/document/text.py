"""Bytes to text that hides nothing: size, UTF-8, no character that breaks lines, moves a cursor or cannot be seen.

Rules: G216 hidden or line-breaking character, G219 too large, G220 not in normal form, G221 not UTF-8.
"""

from __future__ import annotations

import re
import unicodedata

from guard.document.faults import CARRIED, DocumentErrors, Problem, Source, place
from guard.escape import invisible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.faults import Fault

SIZE = 256 * 1024  # bytes; a policy of some hundred people stays below a tenth of it
_NAMES = {"\x00": "NULL", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE"}
_SAVE = "save the file as UTF-8 without a byte-order mark"

# Control characters, C1 with NEL, the line and paragraph separators, non-characters: never, not even as an escape.
_NEVER = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_MEANT_SPACES = "\u00a0\u202f\u3000\ufe0f"  # prose of several languages holds these spaces, and emoji their selector
_MEANT = re.compile(rf"[{_NEVER}\r]")
_TAB_INDENT = re.compile(r"^ *\t(?=[\t ]*[^\t \r\n])", re.MULTILINE)


def read(data: bytes, name: str, tabs: bool, size: int) -> str:
    """The text, or DocumentErrors. `tabs` says whether lines may be indented with them (JSON)."""
    if len(data) > size:
        message = f"the document has {len(data)} bytes; {size} is the most"
        problem = Problem(message, "split it, or move prose into a file beside it", "G219")
        raise DocumentErrors(name, [Source("").fault(problem, 1, 1)])
    text = _decode(data, name)
    faults = [fault for _, fault in zip(range(CARRIED), _raw_faults(text, tabs), strict=False)]
    if faults:
        raise DocumentErrors(name, faults)
    return text


def impurity(text: str) -> Problem | None:
    """What is wrong with the content of a string, whichever way it was written."""
    if text.isascii() and text.isprintable():
        return None
    bad = _MEANT.search(text)
    if bad:
        return Problem(f"a text holds {_called(bad.group())}", "leave the character out; no document needs it", "G216")
    if unicodedata.is_normalized("NFC", text):
        return None
    # Spelling out the composed form takes time quadratic in a run of marks, so only a short text is spelled out.
    composed = unicodedata.normalize("NFC", text) if len(text) <= 60 else ""
    spelled = f": {composed!a}" if composed else ""
    message = "a text is not in Unicode form NFC: it looks like another text with other bytes"
    return Problem(message, f"write the composed form{spelled}", "G220")


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = place(before, len(before))
        problem = Problem(f"byte \\x{data[error.start]:02x} is not UTF-8", _SAVE, "G221")
        source = Source(data.decode("utf-8", "backslashreplace"))
        raise DocumentErrors(name, [source.fault(problem, line, column)]) from None


def _raw_faults(text: str, tabs: bool) -> Iterator[Fault]:
    source: Source | None = None
    for found in _unwanted(text).finditer(text):
        source = source or Source(text)
        yield source.fault(_raw_problem(found.group(), found.start()), *place(text, found.start()))
    for found in () if tabs else _TAB_INDENT.finditer(text):
        source = source or Source(text)
        problem = Problem("a tab indents this line", "indent with spaces")
        yield source.fault(problem, *place(text, found.end() - 1))


def _unwanted(text: str) -> re.Pattern[str]:
    # Bidi controls, zero widths, joiners, fillers: what a reviewer reads is not what is parsed. An escape can be seen.
    unseen = "" if text.isascii() else "".join(char for char in sorted(set(text)) if char > "~" and invisible(char))
    return re.compile(rf"[{_NEVER}{''.join(char for char in unseen if char not in _MEANT_SPACES)}]|\r(?!\n)")


def _raw_problem(char: str, index: int) -> Problem:
    if char == "\ufeff" and index == 0:
        return Problem("the document begins with a byte-order mark", _SAVE, "G216")
    if char == "\r":
        message = "a carriage return stands alone: some programs break the line here, others do not"
        return Problem(message, "end lines with LF or CRLF", "G216")
    if _MEANT.match(char):
        hint = "delete the character; it can hide what stands behind it"
        return Problem(f"the document holds {_called(char)}", hint, "G216")
    return Problem(
        f"the document holds {_called(char)}, which a reader cannot see",
        f'delete it, or write it as "{_escape(char)}" inside double quotes',
        "G216",
    )


def _called(char: str) -> str:
    name = unicodedata.name(char, "") or _NAMES.get(
        char, "half of a surrogate pair" if char >= "\ud800" else "control character"
    )
    return f"U+{ord(char):04X} ({name})"


def _escape(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08X}"
