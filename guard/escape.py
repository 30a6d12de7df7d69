"""Text from outside made safe to print, and file names as words a shell reads back.

Names and messages come from the repository under judgement: a terminal, a log and a report must show them as they are
and obey nothing in them.
"""

from __future__ import annotations

# Code points that leave no mark, in every version of Unicode: format and bidirectional controls, default-ignorable ones
# (the whole block U+E0000..E0FFF, assigned or not), separators, spaces other than U+0020, fillers and blank symbols.
# A list of our own, so that a name does not change its meaning with the interpreter that reads it.
_INVISIBLE = (
    (0xA0, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F),
    (0x890, 0x891), (0x8E2, 0x8E2), (0x115F, 0x1160), (0x1680, 0x1680), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD),
    (0x13430, 0x1343F), (0x16FE4, 0x16FE4), (0x1BCA0, 0x1BCA3), (0x1D159, 0x1D159), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)  # fmt: skip

# Those of the list that Python calls printable.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U00016fe4\U0001d159"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)

# Texts that a reader would take for an escape.
_LIKE_ESCAPES = ("\\x", "\\u", "\\U", "\\\\")

# What no shell gives a meaning to, wherever it stands in a word: so no = (an assignment; zsh expands =name), ~ or #.
_PLAIN_IN_SHELL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+:,./-"


def invisible(char: str) -> bool:
    """Whether a character leaves no mark on a screen, or acts on its neighbours; control characters are not meant."""
    code = ord(char)
    return any(first <= code <= last for first, last in _INVISIBLE)


def hidden(text: str) -> bool:
    """Whether some character would not be seen as itself: control, invisible, unassigned, private, half a character."""
    return not (text.isprintable() and (text.isascii() or _BLANK.isdisjoint(text)))


def shown(text: bytes | str) -> str:
    r"""The text on one line, every hidden character escaped; no two texts of one type are shown alike.

    `\xNN` is an ASCII control or a byte that is not UTF-8, `\uNNNN` and `\UNNNNNNNN` are characters. A backslash is
    doubled where something was escaped or the text itself would read as an escape, and stands alone elsewhere.
    """
    plain = text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")
    if plain.isascii() and plain.isprintable() and "\\" not in plain:
        return plain
    if not hidden(plain) and not any(pair in plain for pair in _LIKE_ESCAPES):
        return plain
    from_bytes = plain is not text
    return "".join([_escaped(char, from_bytes) for char in plain])


def seen(text: str) -> str:
    """Words of one line that are escaped already where they must be, as they are; else with nothing hidden in them."""
    return shown(text) if hidden(text) else text


def seen_lines(text: str) -> list[str]:
    """The same of words that stand on several lines."""
    return [seen(line) for line in text.split("\n")]


def _escaped(char: str, from_bytes: bool) -> str:
    if char == "\\":
        return "\\\\"
    if not hidden(char):
        return char
    code = ord(char)
    if from_bytes and 0xDC80 <= code <= 0xDCFF:  # decoding kept a byte that is not UTF-8 as a surrogate
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shell_word(path: bytes) -> str:
    r"""A word that a shell reads back as exactly these bytes, with nothing hidden in it: plain, '...' or $'...\xNN'."""
    if path and not path.translate(None, _PLAIN_IN_SHELL):
        return path.decode("ascii")
    text = path.decode("utf-8", "surrogateescape")
    if not hidden(text):
        return "'" + text.replace("'", "'\\''") + "'"
    words = ["$'"]
    after_hex = False
    for char in text:
        # Shells differ on how many digits \x takes, so a digit after one is written as \x too. An exclamation mark
        # could stand for an earlier command where a shell is interactive.
        after_hex = hidden(char) or char in "'\\!" or (after_hex and char in "0123456789abcdefABCDEF")
        words.append(_as_hex(char) if after_hex else char)
    return "".join(words) + "'"


def _as_hex(char: str) -> str:
    return "".join([f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape")])
