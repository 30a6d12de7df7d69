"""Bytes to the text of a page: lines that every reader counts alike, its size, and what of it cannot be read."""

from __future__ import annotations

from guard.prose.cued import Cued

LARGEST = 1 << 19  # characters; a long plan has a tenth
TOO_LONG = "the text is too long"
_LINE_ENDS = Cued(r"\r\n?|\n")
_HALVES = Cued(r"[\ud800-\udfff]")  # halves of a character, which no text in UTF-8 holds

TYPE_CHECKING = False
if TYPE_CHECKING:
    Faults = list[tuple[int, str]]


def read(given: str | bytes) -> tuple[str, Faults]:
    """The text with \\n between its lines, and what had to be left out or replaced."""
    faults: Faults = []
    text = given if isinstance(given, str) else _decoded(given, faults)
    if isinstance(given, str) and _HALVES.search(text):
        text = _HALVES.sub("\ufffd", text)
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        end = max(text.rfind("\n", 0, LARGEST), text.rfind("\r", 0, LARGEST)) + 1 or LARGEST
        dropped, text = len(text) - end, text[:end]
        line = len(_LINE_ENDS.findall(text)) + 1
        faults.append((line, f"{TOO_LONG}: its last {dropped:,} characters, from here on, were not read"))
    text = _LINE_ENDS.sub("\n", text)
    if "\0" in text:
        faults.append((text.count("\n", 0, text.index("\0")) + 1, "a NUL character stands here"))
        text = text.replace("\0", "\ufffd")
    return text, faults


def _decoded(given: bytes, faults: Faults) -> str:
    try:
        return given.decode()
    except UnicodeDecodeError as error:
        line = len(_LINE_ENDS.findall(given[: error.start].decode())) + 1
        faults.append((line, f"byte \\x{given[error.start]:02x} is not UTF-8"))
        return given.decode("utf-8", "replace")
