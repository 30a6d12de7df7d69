"""Text as it is taken before a word of it is read: where its lines end, its encoding, and what nobody sees in it."""

from __future__ import annotations

import re

_LONE = re.compile(r"\r(?!\n)")
_ENDS = {  # what ends a line, and so a comment, beside a line feed
    **dict.fromkeys(("python", "java"), _LONE),
    **dict.fromkeys(("javascript", "typescript", "tsx"), re.compile("\r(?!\n)|[\u2028\u2029]")),
}
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_PLAIN = re.compile(  # in these, every byte below 128 is the character it is in ASCII
    rb"(us-?|646-?)?ascii|u8|utf-?8(-sig|-unix|-dos|-mac)?|l1|latin-?\d*(-unix|-dos|-mac)?|iso-?8859-?\d+(-\d+)?"
    rb"|(cp|windows-?)125\d|cp(437|85\d|86\d)|koi8-?[rut]|euc-?(jp|kr|cn)|mac-?roman"
)
_UNSHOWN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def ended(text: str, language: str) -> str:
    """The text with a line feed wherever its language has a line end; as long as before."""
    ends = _ENDS.get(language)
    return ends.sub("\n", text) if ends is not None and ("\r" in text or not text.isascii()) else text


def recoded(data: bytes) -> bool:
    """Whether a file of Python says that its bytes are other characters than they seem."""
    if b"coding" not in data:
        return False
    for line in re.split(rb"\r\n?|\n", data.removeprefix(b"\xef\xbb\xbf"), maxsplit=2)[:2]:
        found = _CODING.match(line)
        if found:
            return not _PLAIN.fullmatch(found[1].lower().replace(b"_", b"-"))
    return False


def without_unshown(text: str) -> str:
    """The text without characters that take no room; it has the same lines."""
    return _UNSHOWN.sub("", text)
