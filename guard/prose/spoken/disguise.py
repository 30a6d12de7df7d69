"""What a text says once its disguises are off: letters that look like others, blanks between them, codes, hidden marks.

Nothing is decided here. Each reading is one more text to look at; the first is the text itself, in plain lower case.
"""

from __future__ import annotations

import re

from guard.escape import invisible
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Disguise = Callable[[str, str], Iterator[str]]  # of the text, and of it in plain lower case: what else it may say

# Letters of other scripts that a reader takes for Latin ones, in lower case.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0442\u043c\u043a\u0432\u043d"
    "\u03bf\u03b1\u03b9\u03bd\u03c1\u03c5\u03c7\u03ba\u03c4\u03b5\u03b7\u03c9\u0131\u0261\u217c\u0578\u057d\u0570",
    "aeopcyxijshdqwtmkbh" + "oaivpuxktenw" + "iglnuh",
)
_LEET = str.maketrans("013457@$", "oieastas")
_MARKS = Cued("[\u0300-\u036f]")
_LEET_WORD = Cued(r"(?<!\w)(?=[a-z013457@$]{0,20}[a-z])(?=[a-z]{0,20}[013457@$])[a-z013457@$]{2,}(?!\w)")
_TURNED = Cued(
    r"\b(?:ignore|disregard|forget|approve|instructions|checker|reviewer|language|report|section|flag|this)\b"
)
# no letter is a sign between letters as well, so that there is one way to read a run, however long it is
_APART = Cued(r"(?<![^\W_])(?:[^\W_][ ._*\-]{1,3}){7,}[^\W_](?![^\W_])")
_HYPHEN = Cued(r"(?<=[a-z])- (?=[a-z])")  # at the end of a line, within a word
_BASE64 = Cued(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = Cued(r"(?:[0-9a-fA-F]{2}){12,}")
_ESCAPES = Cued(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{1,6};){6,}")
_ONE = Cued(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|%([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{1,6});|&#(\d{1,6});")
_SAYS = Cued(r"[^\W\d_]{2,}(?:[\s,.;:]+[^\W\d_]{1,}){2,}")
LONGEST = 4096  # characters of one code that are taken apart
_CYRILLIC, _GREEK, _ARMENIAN = ("\u0400", "\u052f"), ("\u0370", "\u03ff"), ("\u0530", "\u058f")
_WORD = Cued(r"[^\W\d_]{2,}")
_LATIN = Cued(r"[A-Za-z\u00c0-\u024f]")
# signs that look like . / : _ - and are others, where they join the letters of a name
_POSES = (
    r"\u2024\ua4f8\u0701\u0702\uff0e\u2044\u2215\u29f8\u2571\u27cb\uff0f\u02d0\u05c3\u0589\u2236\ua789\uff1a\u203f\ufe4d-\ufe4f"
    r"\uff3f\u02d7\u2cba\ufe63\uff0d"
)
_SIGN = Cued(rf"[{_POSES}]")
_POSING = Cued(rf"[A-Za-z0-9]{{0,40}}(?<=[A-Za-z0-9])([{_POSES}])(?=[A-Za-z0-9])[A-Za-z0-9]{{1,40}}")
_IDEOGRAPH = Cued(r"[\u2e80-\ufdff]")
_STYLED, _WIDE = ("\U0001d400", "\U0001d7cb"), ("\uff21", "\uff5a")  # Latin letters of mathematics, and wide ones
_EMOJI = ("\u2190", "\u2bff")  # arrows, signs and pictures of the first plane


def plain(text: str) -> str:
    """In lower case, without marks above letters and what cannot be seen, wide and ornate letters as plain ones."""
    if text.isascii():
        return text.lower()
    return bare("".join([char for char in text if char < "\x80" or char.isspace() or not invisible(char)]))


def bare(text: str) -> str:
    """The same of a text in which all can be seen."""
    from unicodedata import normalize

    return normalize("NFC", _MARKS.sub("", normalize("NFKD", text))).lower().translate(_QUOTES)


def readings(text: str, worn: tuple[Disguise, ...] | None = None) -> Iterator[str]:
    """Everything the text may say to somebody who reads it otherwise than it is written; in plain lower case.

    Of a part of a page only the disguises count that the page wears.
    """
    said = plain(text)
    yield said
    alike = said if said.isascii() else said.translate(_ALIKE)
    if alike != said:
        yield alike
    for disguise in DISGUISES if worn is None else worn:
        yield from disguise(text, alike)


def worn_by(page: str) -> tuple[Disguise, ...]:
    """What any part of the page may wear."""
    said = plain(page).translate(_ALIKE)
    return tuple([disguise for disguise in DISGUISES if next(disguise(page, said), None) is not None])


def _leet(text: str, said: str) -> Iterator[str]:
    if len([word for word in _LEET_WORD.findall(said) if len(word) > 3]) > 1:
        yield _LEET_WORD.sub(lambda word: word[0].translate(_LEET), said)


def _apart(text: str, said: str) -> Iterator[str]:
    for run in _APART.finditer(said):
        words = [re.sub(r"[\W_]", "", word) for word in re.split(r"\s{2,}|[._*\-]\s", run[0])]
        yield " ".join(words)
        if len(words) > 1:  # what stands between words stands between letters, or the other way round
            yield "".join(words)


def _hyphened(text: str, said: str) -> Iterator[str]:
    if _HYPHEN.search(said):
        yield _HYPHEN.sub("", said)


def _turned(text: str, said: str) -> Iterator[str]:
    for told in (said[::-1], said.translate(_THIRTEEN)):
        if len(set(_TURNED.findall(told))) > 1:
            yield told


def coded(text: str, said: str = "") -> Iterator[str]:
    """Sentences that stand in it in a code, in plain lower case."""
    for told in decoded(text):
        yield plain(told)


DISGUISES: tuple[Disguise, ...] = (_leet, _apart, _hyphened, _turned, coded)


def decoded(text: str) -> tuple[str, ...]:
    """Sentences that stand in it in base64, in hexadecimal digits, or as escapes of characters."""
    found = [told for run in _ESCAPES.finditer(text) if _SAYS.search(told := _unescaped(run[0][:LONGEST]))]
    for run in _HEX.finditer(text):
        found += _sentence(bytes.fromhex(run[0][:LONGEST]))
    for run in _BASE64.finditer(text):
        found += _sentence(_from_base64(run[0][:LONGEST]))
    return tuple(found)


def _unescaped(run: str) -> str:
    def char(one: re.Match[str]) -> str:
        code = int(one[5]) if one[5] else int(next(filter(None, one.groups())), 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "

    return _ONE.sub(char, run)


def _from_base64(run: str) -> bytes:
    import base64

    body = run.rstrip("=").replace("-", "+").replace("_", "/")
    body = body[: len(body) - 1] if len(body) % 4 == 1 else body
    return base64.b64decode(body + "=" * (-len(body) % 4))


def _sentence(data: bytes) -> list[str]:
    """The bytes as words, where they are some."""
    try:
        told = data.decode()
    except UnicodeDecodeError:
        return []
    return [told] if told.replace("\n", " ").isprintable() and _SAYS.search(told) else []


def mixed(text: str) -> str:
    """The first word that looks Latin and has letters of another script in it; "" where none has."""
    if text.isascii():
        return ""
    for word in _WORD.finditer(text):
        if word[0].isascii():
            continue
        wide = any([_within(char, _WIDE) for char in word[0]]) and any([char.isascii() for char in word[0]])
        if wide or any([_within(char, _STYLED) for char in word[0]]):
            return word[0]
        if not _LATIN.search(word[0]):
            continue
        if any([_within(char, _CYRILLIC) or _within(char, _ARMENIAN) for char in word[0]]):
            return word[0]
        greek = [char for char in word[0] if _within(char, _GREEK)]
        # a single letter is a sign of mathematics: \u0394t, \u03c3x
        if len(word[0]) > 4 and greek and any([char.lower().translate(_ALIKE) != char.lower() for char in greek[:40]]):
            return word[0]
    return ""


def posing(text: str) -> tuple[str, str]:
    """The first name with a sign in it that is taken for a dot, a slash or the like, and that sign; "" without one.

    Wide ones stand between names in a text whose own letters are as wide.
    """
    if text.isascii() or not _SIGN.search(text):
        return "", ""
    for found in _POSING.finditer(text):
        named = any([char.isalpha() for char in found[0]])  # between figures it is a sign of mathematics
        if named and (found[1] < "\uff00" or not _IDEOGRAPH.search(text)):
            return found[0], found[1]
    return "", ""


def unseen(text: str) -> str:
    """The first character that a reader does not see; "" where each is seen.

    Spaces of other widths, what makes one picture of two, and joiners inside words of scripts that need them are seen.
    """
    if text.isascii() and text.isprintable():
        return ""
    for at, char in enumerate(text):
        if (char < "\x7f" and char >= " ") or char in "\n\t\r":
            continue
        if char <= "\x9f" or (invisible(char) and not _lawful(text, at, char)):
            return char
    return ""


def _lawful(text: str, at: int, char: str) -> bool:
    import unicodedata

    if unicodedata.category(char) == "Zs":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in "\ufe0e\ufe0f":
        return before != "" and (before in "#*0123456789\u00a9\u00ae" or _pictured(before))
    if char == "\u200d" and before and after and _pictured(before) and _pictured(after):
        return True
    joiner = char in "\u200c\u200d" and before != "" and after != ""
    return joiner and all([(one.isalpha() and "\u0590" <= one <= "\u0dff") or _sign(one) for one in (before, after)])


def _pictured(char: str) -> bool:
    return (
        _within(char, _EMOJI)
        or (char >= "\U0001f000" and char < "\U000e0000")
        or char in "\u200d\ufe0f\u203c\u2049\u3030"
    )


def _sign(char: str) -> bool:
    """A mark that belongs to a letter of an Indic script."""
    import unicodedata

    return "\u0900" <= char <= "\u0dff" and unicodedata.category(char) in ("Mn", "Mc")


def _within(char: str, of: tuple[str, str]) -> bool:
    return of[0] <= char <= of[1]


_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb", "''" + '"' * 5)
_THIRTEEN = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
